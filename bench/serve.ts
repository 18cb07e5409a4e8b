/**
 * Serving a cached feed: our server against a bare `node:http` server that writes the same bytes with the same header
 * fields, in paired runs. Judged by the server's own CPU time for each request, since requests a second say more about
 * who else uses the machine. Needs wrk (Debian: apt-get install wrk).
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePosts } from './corpus.ts';

type Server = { readonly child: ChildProcess; readonly base: string };
type Case = { readonly name: string; readonly path: string; readonly headers: readonly string[] };
type Run = { readonly cpu: number; readonly rate: number; readonly p99: number };

const root = join(import.meta.dirname, '..');

/** `--pairs 7 --seconds 3`: how many paired runs of each case, and how long each takes. */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: number) =>
    Number(args[args.indexOf(`--${name}`) + 1] ?? otherwise) || otherwise;
  const [pairs, seconds] = [option('pairs', 7), option('seconds', 3)];
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-bench-'));
  const servers: Server[] = [];
  try {
    writePosts(join(folder, 'seeds/sina'), 60);
    const ours = await start([
      join(root, 'src/node/main.ts'),
      'serve',
      '--port',
      '0',
      '--seeds',
      join(folder, 'seeds'),
      '--data',
      join(folder, 'data'),
      '--config',
      join(root, 'config'),
    ]);
    servers.push(ours);
    console.log(`${pairs} pairs of ${seconds} s, wrk -t2 -c64; CPU is the server's own, microseconds a request\n`);
    for (const each of await casesOf(ours.base)) {
      const bare = await start([join(root, 'bench/bare.ts'), ours.base + each.path, ...each.headers]);
      servers.push(bare);
      const results = Array.from(
        { length: pairs },
        () => [measure(ours, each, seconds), measure(bare, each, seconds)] as const,
      );
      print(each.name, results);
      bare.child.kill();
    }
  } finally {
    for (const { child } of servers) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every case is warmed first, so that each coding is ready and the answer is a cached one. */
async function casesOf(base: string): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const [name, path] of [
    ['20 entries', '/rss.xml?limit=20'],
    ['50 entries', '/atom.xml'],
  ] as const) {
    let etag = '';
    for (let n = 0; n < 20; n++) {
      for (const encoding of ['identity', 'gzip', 'br']) {
        const response = await fetch(base + path, { headers: { 'accept-encoding': encoding } });
        etag = response.headers.get('etag') ?? '';
        await response.arrayBuffer();
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    for (const encoding of ['identity', 'gzip', 'br'])
      cases.push({ name: `${name}, ${encoding}`, path, headers: [`Accept-Encoding: ${encoding}`] });
    cases.push({ name: `${name}, 304`, path, headers: ['Accept-Encoding: gzip', `If-None-Match: ${etag}`] });
  }
  return cases;
}

async function start(args: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const base = await new Promise<string>((resolve, reject) => {
    child.once('exit', status => reject(new Error(`the server stopped with status ${status}: ${said}`)));
    child.stdout.on('data', chunk => {
      said += chunk;
      const found = /^Serving (http:\S+)\/$/m.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { child, base };
}

function measure({ child, base }: Server, { path, headers }: Case, seconds: number): Run {
  const before = cpuOf(child);
  const out = execFileSync(
    'wrk',
    ['-t2', '-c64', `-d${seconds}s`, '--latency', ...headers.flatMap(header => ['-H', header]), base + path],
    { encoding: 'utf8' },
  );
  const requests = Number(/(\d+) requests in/.exec(out)?.[1]);
  const errors = /Non-2xx or 3xx responses: (\d+)/.exec(out)?.[1];
  if (errors !== undefined) throw new Error(`${errors} bad answers to ${path}`);
  return {
    cpu: ((cpuOf(child) - before) / requests) * 1e6,
    rate: requests / seconds,
    p99: milliseconds(/99%\s+([\d.]+)(us|ms|s)/.exec(out)),
  };
}

/** Seconds of CPU a process has used, its threads included (Linux). */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function milliseconds(found: RegExpExecArray | null): number {
  const [, number = 'NaN', unit = 'ms'] = found ?? [];
  return Number(number) * ({ us: 0.001, ms: 1, s: 1000 }[unit] ?? Number.NaN);
}

function print(name: string, results: readonly (readonly [Run, Run])[]) {
  const spread = (of: (pair: readonly [Run, Run]) => number, digits: number) => {
    const sorted = results.map(of).toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN).toFixed(digits);
    return `${at(0.5)} (${at(0)}-${at(1)})`;
  };
  console.log(
    [
      name.padEnd(22),
      `CPU ours ${spread(([ours]) => ours.cpu, 1)}, bare ${spread(([, bare]) => bare.cpu, 1)}`,
      `bare/ours ${spread(([ours, bare]) => bare.cpu / ours.cpu, 2)}`,
      `p99 ms ours ${spread(([ours]) => ours.p99, 1)}, bare ${spread(([, bare]) => bare.p99, 1)}`,
    ].join('   '),
  );
}
