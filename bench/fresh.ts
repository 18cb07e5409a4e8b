/**
 * How soon a new file is in a feed, and how soon a server is back. Over `--n` files: from the rename that puts a file in place to
 * the feed that shows it (`--files 40`, half a second apart); a burst of 1,000 files while readers poll; a start with nothing
 * changed, beside one with no files at all.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCorpus } from './corpus.ts';
import { spreadOf, spreadText } from './cpu.ts';
import { numbersOf } from './options.ts';
import { startHuiliu } from './server.ts';

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
    const put = (from: string, n: number) => {
      const title = `到 ${n}`;
      const date = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toUTCString();
      const text = readFileSync(from, 'utf8')
        .replace(/title: '.*'/, `title: '${title}'`)
        .replace(/^date: .*/m, `date: ${date}`);
      writeFileSync(from, text);
      renameSync(from, join(seeds, 'sina/_posts', `new-${n}.md`));
      return title;
    };
    const server = await startHuiliu(seeds, join(folder, 'data'));
    const one: number[] = [];
    for (const [n, from] of arrivals.slice(0, files).entries()) {
      await pause(500);
      const title = put(from, n);
      const begun = performance.now();
      while (!(await get(server.base, '/sources/sina/feed.json?limit=1')).includes(title)) await pause(1);
      one.push(performance.now() - begun);
    }
    const sorted = one.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(0);
    console.log(`${count} files; rename to feed, ms: p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}`);
    await bursting(server.base, () => {
      for (const [n, from] of arrivals.slice(files, files + burst).entries()) put(from, files + n);
    });
    server.child.kill('SIGTERM');
    await new Promise(resolve => server.child.once('exit', resolve));
    const warm: number[] = [];
    const empty: number[] = [];
    for (let round = 0; round < 7; round++) {
      for (const [times, where, data] of [
        [warm, seeds, join(folder, 'data')],
        [empty, none, join(folder, 'data-none')],
      ] as const) {
        const begun = performance.now();
        const again = await startHuiliu(where, data);
        await get(again.base, '/rss.xml');
        times.push((performance.now() - begun) / 1000);
        again.child.kill('SIGKILL');
        await new Promise(resolve => again.child.once('exit', resolve));
      }
    }
    const more = warm.map((each, index) => each - (empty[index] ?? 0));
    console.log(
      `first feed of a start with nothing changed, s: ${spreadText(spreadOf(warm))}; with no files ${spreadText(spreadOf(empty))}; more ${spreadText(spreadOf(more))}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A thousand files at once, while readers ask again and again. */
async function bursting(base: string, put: () => void): Promise<void> {
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
  put();
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
