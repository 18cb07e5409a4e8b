/**
 * `npm run deploy`: to Cloudflare, from whatever state the account is in. The first time the deploy makes the database and
 * its tables follow; later the tables are changed first, so that the new Worker finds what it needs and the old one goes on.
 * `npm run deploy -- --dry-run` only says how large it is.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { nobody } from '../../config/site.ts';
import type { Site } from '../../model/config.ts';
import { type Arguments, loadConfig, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { runScript } from './script.ts';

type Ran = { readonly status: number; readonly out: string; readonly err: string };

/** What wrangler notes of a deployment, one JSON object a line: without targets of one that was called off. */
const note = v.object({ type: v.literal('deploy'), targets: v.array(v.string()) });
const secrets = v.pipe(v.string(), v.parseJson(), v.array(v.object({ name: v.string() })));

const script = {
  usage: 'npm run deploy --',
  help: 'Deploy the Worker to Cloudflare, make or change its database,\nand say what comes next.',
  options: [
    { name: 'base-url', value: 'URL', help: 'the address readers use (that of site.yaml)' },
    { name: 'dry-run', help: 'say how large the Worker is, and deploy nothing' },
  ],
  env: {},
};
await runScript(script, run);

async function run(args: Arguments): Promise<number> {
  const { site } = loadConfig(settingsOf(args));
  // Without the `--` before it, npm takes it for an option of its own.
  if (args.values['dry-run'] === true || process.env.npm_config_dry_run === 'true')
    return (await wrangler(['deploy', '--dry-run'], 'shown')).status;
  await mustBeLoggedIn();
  const isFirst = !(await hasDatabase());
  if (!isFirst) await migrate();
  const targets = await deploy(site.baseUrl);
  if (isFirst) await migrate();
  const hasToken = v.safeParse(secrets, (await wrangler(['secret', 'list'], 'kept')).out);
  sayNext(site, targets, hasToken.success && hasToken.output.some(({ name }) => name === 'HUILIU_TOKEN'));
  return 0;
}

async function mustBeLoggedIn(): Promise<void> {
  const { status, out, err } = await wrangler(['whoami', '--json'], 'kept');
  if (status === 0) return;
  const why = out.includes('"loggedIn"') ? '' : `\nwrangler said: ${(err || out).trim().slice(0, 500)}`;
  throw new UsageError(
    `You are not logged in to Cloudflare. Run "npx wrangler login", or set CLOUDFLARE_API_TOKEN, then "npm run deploy" again.${why}`,
  );
}

async function hasDatabase(): Promise<boolean> {
  const { status, out, err } = await wrangler(['d1', 'info', 'DB', '--json'], 'kept');
  if (status === 0) return true;
  if (/couldn't find a d1 db/i.test(out + err)) return false;
  throw new UsageError(
    `Whether the database is there cannot be seen; nothing was deployed. wrangler said:\n${err || out}`,
  );
}

/** Without a terminal wrangler asks nothing, and does what is wanted here. */
async function migrate(): Promise<void> {
  const { status } = await wrangler(['d1', 'migrations', 'apply', 'DB', '--remote'], 'shown', { CI: '1' });
  if (status !== 0) throw new UsageError('The tables could not be made or changed. Run "npm run deploy" again.');
}

/** Deploys; the addresses that it is at. */
async function deploy(baseUrl: string | undefined): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-deploy-'));
  try {
    const notes = join(folder, 'notes');
    const vars = baseUrl === undefined ? [] : ['--var', `HUILIU_BASE_URL:${baseUrl}`];
    const { status } = await wrangler(['deploy', ...vars], 'shown', { WRANGLER_OUTPUT_FILE_PATH: notes });
    if (status !== 0) throw new UsageError('Nothing was deployed; what wrangler said is above.');
    const targets = existsSync(notes) ? targetsIn(readFileSync(notes, 'utf8')) : undefined;
    // It ends well too when its questions are answered with no.
    if (targets === undefined) throw new UsageError('wrangler ended without a deployment; what it said is above.');
    return targets;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The addresses in the notes; absent when they tell of no deployment. */
function targetsIn(notes: string): readonly string[] | undefined {
  const [targets] = notes.split('\n').flatMap(line => {
    const found = v.safeParse(v.pipe(v.string(), v.parseJson(), note), line);
    return found.success ? [found.output.targets] : [];
  });
  return targets?.flatMap(target => /^([\w.:/-]+)(?: \(custom domain\))?$/.exec(target)?.[1] ?? []);
}

function sayNext({ baseUrl, authority }: Site, targets: readonly string[], hasToken: boolean): void {
  const [address] = targets.map(target => (target.startsWith('http') ? target : `https://${target}`));
  const base = baseUrl ?? address ?? 'https://…';
  console.log(`\nDeployed: ${base}/\n\nNext:`);
  if (baseUrl === undefined)
    console.log(
      `  set baseUrl: ${base} in config/site.yaml and run npm run deploy again; until then it answers 503, since every link in a feed begins with it`,
    );
  // Where there is no token, nothing was pushed.
  if (!hasToken && authority === nobody)
    console.log(
      '  set authority in config/site.yaml to a domain of yours and a year, and remove data: what is stored there keeps the id it has',
    );
  if (!hasToken)
    console.log(
      '  npx wrangler secret put HUILIU_TOKEN       a long random text; node -p "crypto.randomBytes(24).toString(\'base64url\')" makes one',
    );
  console.log(`  HUILIU_TOKEN=… npm run huiliu -- push --to ${base}`);
}

function wrangler(
  args: readonly string[],
  output: 'shown' | 'kept',
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const stdio = output === 'shown' ? 'inherit' : 'pipe';
  const child = spawn('wrangler', args, {
    stdio: [output === 'shown' ? 'inherit' : 'ignore', stdio, stdio],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', chunk => {
    out += chunk;
  });
  child.stderr?.on('data', chunk => {
    err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', () => reject(new UsageError('wrangler was not found. Run "npm ci", then "npm run deploy".')));
    child.once('close', status => resolve({ status: status ?? 1, out, err }));
  });
}
