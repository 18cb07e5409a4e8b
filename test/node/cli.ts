import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ownFolder } from './own-folder.ts';

const root = join(import.meta.dirname, '../..');

/** A folder of a test's own with a copy of the seeds; gone after it. */
export function workplace(): { readonly dir: string; readonly seeds: string; readonly args: readonly string[] } {
  const dir = ownFolder();
  const seeds = join(dir, 'seeds');
  cpSync(join(root, 'seeds'), seeds, { recursive: true });
  return { dir, seeds, args: ['--seeds', seeds, '--data', join(dir, 'data'), '--config', join(root, 'config')] };
}

export type Finished = { readonly status: number | null; readonly out: string; readonly err: string };

/** Starts the command line, as a user would. */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess & { finished: Promise<Finished>; said: () => string } {
  return started(
    spawn(process.execPath, [join(root, 'src/node/main.mjs'), ...args], { cwd: root, env: { ...process.env, ...env } }),
  );
}

/** The same, where the disk is full that what it prints is written to (`/dev/full`). */
export function startFull(args: readonly string[]) {
  const command = [process.execPath, join(root, 'src/node/main.mjs'), ...args];
  return started(spawn('sh', ['-c', 'exec "$@" >/dev/full', 'sh', ...command], { cwd: root }));
}

/** A process that is ended with the test, and what it says. */
export function started(child: ChildProcessWithoutNullStreams) {
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', chunk => {
    out += chunk;
  });
  child.stderr.on('data', chunk => {
    err += chunk;
  });
  const finished: Promise<Finished> = new Promise(resolve =>
    child.on('close', status => resolve({ status, out, err })),
  );
  return Object.assign(child, { finished, said: () => out + err });
}

/** Runs the command line to its end. */
export function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return start(args, env).finished;
}

/** Starts a server and waits until it has read what there is. */
export async function serve(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = start(['serve', '--port', '0', ...args], env);
  const base = await addressOf(child);
  await until(() => (/^Watching /m.test(child.said()) ? true : undefined), child.said);
  return { child, base };
}

/** Where a server says that it serves. */
export function addressOf({ said }: { readonly said: () => string }): Promise<string> {
  return until(() => /^Serving (?:.*listening on )?(http:.*?)[/)]+$/m.exec(said())?.[1], said);
}

/** A port that nobody has at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Asks again and again until there is an answer; gives up after ten seconds. */
export async function until<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  explain: () => string = () => '',
): Promise<T> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error(`Nothing came of it within ten seconds. ${explain()}`);
}
