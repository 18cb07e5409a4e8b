/**
 * From files to feeds, cold: our server from its start until every feed has been served once in three formats, beside Hugo
 * building RSS for the same groups and the naive pipeline of the same packages, in turns. Whole processes: wall and CPU time, peak
 * memory. `--n 10000 --rounds 5 --naive no`. Linux; Hugo is Debian's (apt-get install hugo).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCorpus } from './corpus.ts';
import { spreadOf, spreadText } from './cpu.ts';
import { hasHugo, hugoSite } from './hugo.ts';
import { numbersOf, textsOf } from './options.ts';
import { cpuSecondsIn, cpuSecondsOf, root, startHuiliu } from './server.ts';

/** Seconds of wall and CPU time, megabytes of memory at most. */
type Run = { readonly wall: number; readonly cpu: number; readonly memory: number };

export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const [count, rounds] = [option('n', 10_000), option('rounds', 5)];
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-bench-'));
  try {
    const posts = join(folder, 'seeds');
    const pairs = writeCorpus(posts, count);
    console.log(`${count} posts, ${pairs.length} of them told before by another source; ${rounds} rounds\n`);
    const contestants: [string, () => Promise<Run>][] = [['ours', () => ours(folder, posts)]];
    if (hasHugo()) contestants.push(['hugo', () => hugo(folder, posts)]);
    else console.log('Without Hugo, which is not installed (Debian: apt-get install hugo).');
    if ((textsOf(args)('naive') ?? 'yes') === 'yes') contestants.push(['naive', () => naive(folder, posts)]);
    const results: (readonly Run[])[] = [];
    for (let round = 0; round < rounds; round++) {
      const runs: Run[] = [];
      for (const [, contest] of contestants) runs.push(await contest());
      results.push(runs);
    }
    contestants.forEach(([name], index) => {
      const of = (key: keyof Run) => results.map(runs => runs[index]?.[key] ?? Number.NaN);
      const ratio = (key: keyof Run) => results.map(runs => (runs[0]?.[key] ?? 0) / (runs[index]?.[key] ?? 0));
      console.log(
        `${name.padEnd(6)} wall s ${spreadText(spreadOf(of('wall')))}   CPU s ${spreadText(spreadOf(of('cpu')))}   peak MB ${spreadText(spreadOf(of('memory')), 0)}`,
      );
      if (index > 0)
        console.log(
          `       ours/${name}: wall ${spreadText(spreadOf(ratio('wall')))}   CPU ${spreadText(spreadOf(ratio('cpu')))}`,
        );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Until the last feed has been read, not compressed; the search index is filled behind it. */
async function ours(folder: string, posts: string): Promise<Run> {
  const data = join(folder, 'data');
  const started = performance.now();
  const { child, base } = await startHuiliu(posts, data);
  const opml = await (await fetch(`${base}/opml.xml`)).text();
  let feeds = 0;
  for (const [, address = ''] of opml.matchAll(/xmlUrl="([^"]+)"/g)) {
    for (const name of ['rss.xml', 'atom.xml', 'feed.json']) {
      // As they are: Hugo compresses nothing either.
      const response = await fetch(address.replace('atom.xml', name), { headers: { 'accept-encoding': 'identity' } });
      if (!response.ok) throw new Error(`${response.status} for ${address}`);
      await response.arrayBuffer();
      feeds++;
    }
  }
  const wall = (performance.now() - started) / 1000;
  const cpu = cpuSecondsOf(child.pid);
  const memory = peakOf(child.pid);
  child.kill('SIGKILL');
  await new Promise(resolve => child.once('exit', resolve));
  rmSync(data, { recursive: true });
  if (feeds < 30) throw new Error(`only ${feeds} feeds were found`);
  return { wall, cpu, memory };
}

function hugo(folder: string, posts: string): Promise<Run> {
  return timed('hugo', hugoSite(join(folder, 'hugo'), posts));
}

function naive(folder: string, posts: string): Promise<Run> {
  return timed(process.execPath, [join(root, 'bench/naive.ts'), posts, join(folder, 'naive')]);
}

/** A program to its end, below a shell that is asked what its children took. */
async function timed(command: string, args: readonly string[]): Promise<Run> {
  const started = performance.now();
  const child = spawn('sh', ['-c', '"$@" && cat /proc/$$/stat', 'sh', command, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', chunk => {
    out += chunk;
  });
  let memory = 0;
  const watching = setInterval(() => {
    for (const pid of childrenOf(child.pid)) memory = Math.max(memory, peakOf(pid));
  }, 20);
  const [status] = await once(child, 'close');
  clearInterval(watching);
  if (status !== 0) throw new Error(`${command} failed with status ${status}`);
  return { wall: (performance.now() - started) / 1000, cpu: cpuSecondsIn(out, 15), memory };
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    // It ended meanwhile.
    return 0;
  }
}

function childrenOf(pid: number | undefined): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
