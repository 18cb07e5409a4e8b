/** A server as a process of its own, and what it took of the machine (Linux). */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

export type Server = { readonly child: ChildProcess; readonly base: string };

/** Starts a program of Node that says where it serves, as `huiliu serve` does; rejects when it ends before. */
export async function start(args: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const base = await new Promise<string>((resolve, reject) => {
    child.once('exit', status => reject(new Error(`the server stopped with status ${status}: ${said}`)));
    child.stdout.on('data', chunk => {
      if (said.length < 10_000) said += chunk;
      const found = /^Serving (http:\S+)\/$/m.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { child, base };
}

/** Starts `huiliu serve` over folders of its own. */
export function startHuiliu(seeds: string, data: string): Promise<Server> {
  const places = ['--seeds', seeds, '--data', data, '--config', join(root, 'config')];
  return start([join(root, 'src/node/main.mjs'), 'serve', '--port', '0', ...places]);
}

/** Seconds of CPU a process has used, its threads included. */
export function cpuSecondsOf(pid: number | undefined): number {
  return cpuSecondsIn(readFileSync(`/proc/${pid}/stat`, 'utf8'), 13);
}

/** The same from the text of /proc/<pid>/stat: user time is field `user`, counted from 0, and system time the next (proc(5)). */
export function cpuSecondsIn(stat: string, user: 13 | 15): number {
  const fields = stat.replace(/^[\s\S]*\) /, '').split(' ');
  return (Number(fields[user - 2]) + Number(fields[user - 1])) / 100;
}
