/** `npm run dev:worker`: the Worker in the Workers runtime on this machine, with the seeds pushed into a local D1. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { codeOf } from '../code-of.ts';
import { entries } from '../count.ts';
import { openStore } from '../database/open.ts';
import { Intake } from '../intake.ts';
import { problemLines, refusalLines, scanWithProgress, tallyLine } from '../report.ts';
import { type Arguments, loadConfig, places, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { workshopOf } from '../workshop.ts';
import { tokenIn } from './dev-token.ts';
import { push } from './push.ts';
import { runScript } from './script.ts';

const script = {
  usage: 'npm run dev:worker --',
  help: 'Serve from the Workers runtime on this machine, the seeds pushed into a local D1.',
  options: [
    { ...places.port, help: 'port to listen on (8787)' },
    places['base-url'],
    places.seeds,
    places.data,
    places.config,
  ],
  env: process.env,
};
const secrets = '.dev.vars';

await runScript(script, run);

async function run(args: Arguments): Promise<number> {
  const settings = settingsOf({ ...args, values: { port: '8787', ...args.values } });
  const address = `http://127.0.0.1:${settings.port}`;
  const baseUrl = settings.baseUrl ?? address;
  const token = tokenOf();
  // Beside the database that is pushed, which knows how far it got.
  const state = ['--persist-to', join(settings.dataDir, 'edge')];
  await wrangler(['d1', 'migrations', 'apply', 'DB', '--local', ...state], 'ignore').ended;
  const vars = ['--var', `HUILIU_BASE_URL:${baseUrl}`];
  const dev = wrangler(['dev', '--ip', '127.0.0.1', '--port', String(settings.port), ...vars, ...state], 'inherit');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => dev.child.kill('SIGTERM'));
  try {
    await Promise.race([reachable(`${address}/healthz`), dev.ended.then(ended)]);
    await pushSeeds(settings, { to: address, token });
  } catch (error) {
    dev.child.kill('SIGTERM');
    throw error;
  }
  console.log(
    `Serving ${address}/ from the Workers runtime${baseUrl === address ? '' : ` as ${baseUrl}/`}. Ctrl-C stops.`,
  );
  return dev.ended;
}

async function pushSeeds(settings: ReturnType<typeof settingsOf>, target: { to: string; token: string }) {
  const { store, close } = openStore(settings.dataDir);
  try {
    const intake = new Intake(settings.seedsDir, workshopOf(loadConfig(settings)), store, Date.now);
    console.log(tallyLine(await scanWithProgress(intake, settings.seedsDir), settings.seedsDir));
    for (const line of problemLines(await store.problems())) console.log(line);
    const { sent, refused } = await push(store, target);
    console.log(`${entries(sent - refused.length)} pushed into the local D1.`);
    for (const line of refusalLines(refused)) console.error(`Not taken: ${line}`);
  } finally {
    close();
  }
}

/** The token of local runs: made once, in the file from which wrangler takes secrets. */
function tokenOf(): string {
  const text = existsSync(secrets) ? readFileSync(secrets, 'utf8') : '';
  const found = tokenIn(text);
  if (found !== undefined) return found;
  const token = randomBytes(24).toString('base64url');
  writeFileSync(secrets, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}HUILIU_TOKEN=${token}\n`);
  console.log(`Made a token for local pushes in ${secrets}.`);
  return token;
}

/** Starts wrangler itself, not npx: ending npx would leave the runtime running. */
function wrangler(
  args: readonly string[],
  stdout: 'inherit' | 'ignore',
): { child: ChildProcess; ended: Promise<number> } {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' };
  const child = spawn(process.execPath, [wranglerScript(), ...args], { stdio: ['ignore', stdout, 'inherit'], env });
  return { child, ended: new Promise(resolve => child.once('close', status => resolve(status ?? 0))) };
}

function wranglerScript(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('wrangler/package.json')), 'bin/wrangler.js');
  } catch (error) {
    if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error;
    throw new UsageError('wrangler was not found. Run "npm ci", then "npm run dev:worker".');
  }
}

async function reachable(url: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new UsageError(`The Workers runtime did not answer at ${url} within a minute; what it said is above.`);
}

function ended(status: number): never {
  throw new UsageError(`The Workers runtime stopped (status ${status}); what it said is above.`);
}
