/** A server as a process of its own, and what it took of the machine (Linux). */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

export type Server = { readonly child: ChildProcess; readonly base: string };

/** A server that serves, and may be reading still. */
export type Starting = Server & {
  /** Resolves when it has read everything; rejects when it ends before. */
  readonly settled: Promise<unknown>;
};

/** Starts a program of Node that says where it serves, as `huiliu serve` does; rejects when it ends before. */
export async function start(args: readonly string[]): Promise<Starting> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', chunk => {
    if (said.length < 10_000) said += chunk;
  });
  const line = (wanted: RegExp) =>
    new Promise<string>((resolve, reject) => {
      child.once('exit', status => reject(new Error(`the server stopped with status ${status}: ${said}`)));
      child.stdout.on('data', () => {
        const found = wanted.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
  const settled = line(/^Watching (.*)$/m);
  // Who does not wait for it does not ask how it ended.
  settled.catch(() => {});
  return { child, base: await line(/^Serving (http:\S+)\/$/m), settled };
}

/** Starts `huiliu serve` over folders of its own; it may be reading still. */
export function startEarly(seeds: string, data: string): Promise<Starting> {
  const places = ['--seeds', seeds, '--data', data, '--config', join(root, 'config')];
  return start([join(root, 'src/node/main.mjs'), 'serve', '--port', '0', ...places]);
}

/** The same, when it has read everything. */
export async function startHuiliu(seeds: string, data: string): Promise<Server> {
  const server = await startEarly(seeds, data);
  await server.settled;
  return server;
}

/** Seconds of CPU a process has used, its threads included. */
export function cpuSecondsOf(pid: number | undefined): number {
  return cpuSecondsIn(readFileSync(`/proc/${pid}/stat`, 'utf8'), 13);
}

/**
 * The same as the scheduler counts it, in nanoseconds, of the threads that live: the other is counted in ticks of 10 ms, each given to who
 * runs just then, which is a tenth to either side of what a second holds.
 */
export function exactCpuSecondsOf(pid: number | undefined): number {
  const threads = `/proc/${pid}/task`;
  return readdirSync(threads)
    .map(thread => Number(readFileSync(join(threads, thread, 'schedstat'), 'utf8').split(' ')[0]) / 1e9)
    .reduce((sum, each) => sum + each, 0);
}

/** The same as the first from the text of /proc/<pid>/stat: user time is field `user`, counted from 0, and system time the next (proc(5)). */
export function cpuSecondsIn(stat: string, user: 13 | 15): number {
  const fields = stat.replace(/^[\s\S]*\) /, '').split(' ');
  return (Number(fields[user - 2]) + Number(fields[user - 1])) / 100;
}
