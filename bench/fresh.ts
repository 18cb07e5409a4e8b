/**
 * How soon a new file is in a feed, and how soon a server is back. Over `--n` files: from the rename that puts a file in place to
 * the feed that shows it (`--files 40`, half a second apart); a burst of 1,000 files while readers poll; a start with nothing
 * changed, beside one with no files at all.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCorpus } from './corpus.ts';
import { spreadOf, spreadText } from './cpu.ts';
import { numbersOf } from './options.ts';
import { cpuSecondsOf, startEarly, startHuiliu } from './server.ts';

const burst = 1000;

export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const [count, files] = [option('n', 1000), option('files', 40)];
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-bench-'));
  try {
    const seeds = join(folder, 'seeds');
    const waiting = join(folder, 'waiting');
    const none = join(folder, 'none');
    mkdirSync(none);
    writeCorpus(seeds, count);
    // Nothing in it is told twice: an entry that stands behind another is counted nowhere.
    writeCorpus(waiting, (files + burst) * 3, { seed: 7, retold: 0 });
    const arrivals = readdirSync(join(waiting, 'sina/_posts')).map(name => join(waiting, 'sina/_posts', name));
    const write = (from: string, n: number) => {
      const title = `到 ${n}`;
      const date = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toUTCString();
      const text = readFileSync(from, 'utf8')
        .replace(/title: '.*'/, `title: '${title}'`)
        .replace(/^date: .*/m, `date: ${date}`);
      writeFileSync(from, text);
      return { title, from, to: join(seeds, 'sina/_posts', `new-${n}.md`) };
    };
    const server = await startHuiliu(seeds, join(folder, 'data'));
    const one: number[] = [];
    for (const [n, from] of arrivals.slice(0, files).entries()) {
      await pause(500);
      const { title, to } = write(from, n);
      renameSync(from, to);
      const begun = performance.now();
      while (!(await get(server.base, '/sources/sina/feed.json?limit=1')).includes(title)) await pause(1);
      one.push(performance.now() - begun);
    }
    const sorted = one.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(0);
    console.log(`${count} files; rename to feed, ms: p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}`);
    const written = arrivals.slice(files, files + burst).map((from, n) => write(from, files + n));
    await bursting(server.base, written);
    server.child.kill('SIGTERM');
    await new Promise(resolve => server.child.once('exit', resolve));
    const warm: Start[] = [];
    const empty: Start[] = [];
    for (let round = 0; round < 7; round++) {
      warm.push(await startOver(seeds, join(folder, 'data')));
      empty.push(await startOver(none, join(folder, 'data-none')));
    }
    for (const [what, key] of measures) {
      const of = (starts: readonly Start[]) => starts.map(start => start[key]);
      const more = of(warm).map((each, index) => each - (of(empty)[index] ?? 0));
      console.log(
        `a start with nothing changed, ${what}, s: ${spreadText(spreadOf(of(warm)))}; with no files ${spreadText(spreadOf(of(empty)))}; more ${spreadText(spreadOf(more))}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds from the start of the process. */
type Start = {
  /** Until a feed was read over HTTP. */
  readonly first: number;
  /** Until the server had looked at every file. */
  readonly looked: number;
  /** CPU time until then. */
  readonly cpu: number;
};

const measures = [
  ['first feed', 'first'],
  ['all looked at', 'looked'],
  ['CPU until then', 'cpu'],
] as const;

async function startOver(seeds: string, data: string): Promise<Start> {
  const begun = performance.now();
  const since = () => (performance.now() - begun) / 1000;
  const { base, child, settled } = await startEarly(seeds, data);
  await get(base, '/rss.xml');
  const first = since();
  await settled;
  const start = { first, looked: since(), cpu: cpuSecondsOf(child.pid) };
  child.kill('SIGKILL');
  await new Promise(resolve => child.once('exit', resolve));
  return start;
}

/** A thousand files at once, while readers ask again and again: they share this thread with who moves the files, and must not wait for that. */
async function bursting(base: string, files: readonly { readonly from: string; readonly to: string }[]): Promise<void> {
  const held = async (): Promise<number> => JSON.parse(await get(base, '/readyz')).entries;
  const before = await held();
  let done = false;
  const answers: number[] = [];
  const reader = async (path: string) => {
    while (!done) {
      const begun = performance.now();
      await get(base, path);
      answers.push(performance.now() - begun);
      await pause(5);
    }
  };
  const readers = ['/rss.xml', '/atom.xml', '/feed.json', '/sources/sina/atom.xml'].map(reader);
  const begun = performance.now();
  await Promise.all(files.map(({ from, to }) => rename(from, to)));
  while ((await held()) < before + burst) await pause(10);
  const seconds = (performance.now() - begun) / 1000;
  done = true;
  await Promise.all(readers);
  const sorted = answers.toSorted((a, b) => a - b);
  const p99 = sorted[Math.floor(0.99 * (sorted.length - 1))] ?? Number.NaN;
  console.log(`${burst} files at once: all in after ${seconds.toFixed(2)} s; readers' p99 ${p99.toFixed(0)} ms`);
}

async function get(base: string, path: string): Promise<string> {
  const response = await fetch(base + path);
  if (!response.ok) throw new Error(`${response.status} for ${path}`);
  return response.text();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
