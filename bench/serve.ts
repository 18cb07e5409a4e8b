/**
 * Serving a cached feed: our server against a bare `node:http` server that writes the same bytes with the same header
 * fields, in paired runs. Judged by the server's own CPU time for each request, since requests a second say more about
 * who else uses the machine. Needs wrk (Debian: apt-get install wrk).
 */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePosts } from './corpus.ts';
import { errorOf, spreadOf, spreadText } from './cpu.ts';
import { nginxProgram, startNginx } from './nginx.ts';
import { numbersOf, textsOf } from './options.ts';
import { exactCpuSecondsOf, root, start, startHuiliu } from './server.ts';

type Case = {
  readonly name: string;
  readonly path: string;
  readonly encoding: 'identity' | 'gzip' | 'br';
  /** Absent where the whole body is wanted. */
  readonly etag?: string;
};
/** Who answers a case, and at which address; `etag` where it is not ours. */
type Peer = { readonly name: string; readonly child: ChildProcess; readonly address: string; readonly etag?: string };
type Run = { readonly cpu: number; readonly rate: number; readonly p99: number };

/**
 * `--pairs 7 --seconds 3`: how many paired runs of each case, and how long each takes; `--beside bare`: which peers, of `app.fetch`,
 * `bare` and `nginx`, are there.
 */
export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const [pairs, seconds] = [option('pairs', 7), option('seconds', 3)];
  const beside = textsOf(args)('beside')?.split(',');
  const isBeside = (peer: string) => beside === undefined || beside.includes(peer);
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-bench-'));
  const children: ChildProcess[] = [];
  const started = <T extends { readonly child: ChildProcess }>(server: T): T => {
    children.push(server.child);
    return server;
  };
  const program = isBeside('nginx') ? nginxProgram() : undefined;
  try {
    writePosts(join(folder, 'seeds/sina'), 60);
    const data = join(folder, 'data');
    const ours = started(await startHuiliu(join(folder, 'seeds'), data));
    const app = isBeside('app.fetch') ? started(await start([join(root, 'bench/long-way.ts'), data])) : undefined;
    console.log(`${pairs} rounds of ${seconds} s each, wrk -t2 -c64; CPU is the server's own, microseconds a request.`);
    console.log('A peer/ours below 1: ours takes more CPU than the peer. "app.fetch" is ours without the short way.');
    if (program === undefined && isBeside('nginx'))
      console.log('Without nginx, which is not installed (Debian: apt-get install nginx-light).');
    for (const each of await casesOf(ours.base)) {
      const address = ours.base + each.path;
      const peers: Peer[] = [{ name: 'ours', child: ours.child, address }];
      if (app !== undefined) {
        // It has another address than ours, so other bytes and another tag.
        const other = app.base + each.path;
        peers.push({ name: 'app.fetch', child: app.child, address: other, etag: await warm(other) });
      }
      const bare = isBeside('bare')
        ? started(await start([join(root, 'bench/bare.ts'), address, ...fieldsOf(each, each.etag)]))
        : undefined;
      if (bare !== undefined) peers.push({ name: 'bare', child: bare.child, address: `${bare.base}/` });
      const nginx =
        program !== undefined && each.encoding !== 'br' ? await nginxFor(program, folder, address) : undefined;
      if (nginx !== undefined) peers.push({ name: 'nginx', ...started(nginx) });
      // A server that just started is not compiled yet: the peers start with each case, ours did once.
      for (const peer of peers) measure(peer, each, seconds);
      const rounds = Array.from({ length: pairs }, (_, round) =>
        inTurns(peers, round, peer => measure(peer, each, seconds)),
      );
      print(each.name, peers, rounds);
      bare?.child.kill();
      nginx?.child.kill();
    }
  } finally {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What each came to, in the order of the list; another begins each time: whoever comes first or after whom may matter. */
function inTurns<T, R>(all: readonly T[], round: number, work: (each: T) => R): readonly R[] {
  const order = all.map((_, index) => (index + round) % all.length);
  const done = new Map((round % 2 === 0 ? order : order.toReversed()).map(index => [index, work(all[index] as T)]));
  return all.map((_, index) => done.get(index) as R);
}

async function nginxFor(program: string, folder: string, address: string) {
  const bytes = (encoding: string) => {
    // Read as it is on the wire: fetch would decode it.
    return execFileSync('curl', ['-s', '-H', `Accept-Encoding: ${encoding}`, address], { maxBuffer: 10_000_000 });
  };
  return startNginx(program, folder, { identity: bytes('identity'), gzip: bytes('gzip') });
}

function fieldsOf({ encoding }: Case, etag: string | undefined): readonly string[] {
  return [`Accept-Encoding: ${encoding}`, ...(etag === undefined ? [] : [`If-None-Match: ${etag}`])];
}

/** Every case is warmed first, so that each coding is ready and the answer is a cached one. */
async function casesOf(base: string): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const [name, path] of [
    ['20 entries', '/rss.xml?limit=20'],
    ['50 entries', '/atom.xml'],
  ] as const) {
    const etag = await warm(base + path);
    for (const encoding of ['identity', 'gzip', 'br'] as const)
      cases.push({ name: `${name}, ${encoding}`, path, encoding });
    cases.push({ name: `${name}, 304`, path, encoding: 'gzip', etag });
  }
  return cases;
}

/** The last ETag, when every coding is ready. */
async function warm(address: string): Promise<string> {
  let etag = '';
  for (let n = 0; n < 20; n++) {
    for (const encoding of ['identity', 'gzip', 'br']) {
      // No connection is kept: while wrk runs, nothing here would notice that the server closed it.
      const response = await fetch(address, { headers: { 'accept-encoding': encoding, connection: 'close' } });
      etag = response.headers.get('etag') ?? '';
      await response.arrayBuffer();
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return etag;
}

function measure({ child, address, etag }: Peer, asked: Case, seconds: number): Run {
  const headers = fieldsOf(asked, asked.etag === undefined ? undefined : (etag ?? asked.etag));
  const before = exactCpuSecondsOf(child.pid);
  const out = execFileSync(
    'wrk',
    ['-t2', '-c64', `-d${seconds}s`, '--latency', ...headers.flatMap(header => ['-H', header]), address],
    { encoding: 'utf8' },
  );
  const requests = Number(/(\d+) requests in/.exec(out)?.[1]);
  const errors = /Non-2xx or 3xx responses: (\d+)/.exec(out)?.[1];
  if (errors !== undefined) throw new Error(`${errors} bad answers to ${address}`);
  return {
    cpu: ((exactCpuSecondsOf(child.pid) - before) / requests) * 1e6,
    rate: requests / seconds,
    p99: milliseconds(/99%\s+([\d.]+)(us|ms|s)/.exec(out)),
  };
}

function milliseconds(found: RegExpExecArray | null): number {
  const [, number = 'NaN', unit = 'ms'] = found ?? [];
  return Number(number) * ({ us: 0.001, ms: 1, s: 1000 }[unit] ?? Number.NaN);
}

function print(name: string, peers: readonly Peer[], rounds: readonly (readonly Run[])[]) {
  const spread = (of: (round: readonly Run[]) => number, digits: number) =>
    spreadText(spreadOf(rounds.map(of)), digits);
  console.log(`\n${name}`);
  peers.forEach((peer, index) => {
    const of = (round: readonly Run[], key: keyof Run) => round[index]?.[key] ?? Number.NaN;
    const ours = (round: readonly Run[]) => round[0]?.cpu ?? Number.NaN;
    console.log(
      [
        `  ${peer.name.padEnd(10)}`,
        `CPU ${spread(round => of(round, 'cpu'), 1)}`,
        `${peer.name}/ours ${ratioText(rounds.map(round => of(round, 'cpu') / ours(round)))}`,
        `p99 ms ${spread(round => of(round, 'p99'), 1)}`,
        `requests/s ${spread(round => of(round, 'rate'), 0)}`,
      ].join('   '),
    );
  });
}

/** `0.95 ±0.01 (0.88-1.02)`: the median with its standard error, the least and the most. */
function ratioText(samples: readonly number[]): string {
  const { median, least, most } = spreadOf(samples);
  return `${median.toFixed(2)} ±${errorOf(samples).toFixed(2)} (${least.toFixed(2)}-${most.toFixed(2)})`;
}
