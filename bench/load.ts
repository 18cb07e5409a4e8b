/**
 * Mixed load: readers of eight kinds and one new article a second against one server. Prints every answer that was none of
 * those allowed, and the server's memory as it goes. `--minutes 10 --readers 4`: how long, and how many of each kind.
 */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePosts } from './corpus.ts';
import { numbersOf } from './options.ts';
import { startHuiliu } from './server.ts';

type Reader = { readonly path: string; readonly headers: (etag: string) => Record<string, string> };

const gzip = { 'accept-encoding': 'gzip' };
const readers: readonly Reader[] = [
  { path: '/rss.xml', headers: () => ({}) },
  { path: '/atom.xml', headers: etag => ({ ...gzip, 'if-none-match': etag }) },
  { path: '/feed.json', headers: etag => ({ 'accept-encoding': 'br', 'if-none-match': etag }) },
  { path: '/sources/sina/atom.xml', headers: etag => ({ 'if-none-match': etag, 'a-im': 'feed' }) },
  { path: '/categories/金融/rss.xml', headers: () => ({ ...gzip, 'if-modified-since': new Date().toUTCString() }) },
  { path: '/rss.xml?limit=200', headers: () => gzip },
  { path: '/search/feed.json?q=市场', headers: () => ({}) },
  { path: '/', headers: () => ({ accept: 'text/html', ...gzip }) },
];
const allowed = new Set([200, 226, 304]);

export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const [minutes, each] = [option('minutes', 10), option('readers', 4)];
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-load-'));
  const seeds = join(folder, 'seeds');
  writePosts(join(seeds, 'sina'), 1000);
  writePosts(join(folder, 'next/sina'), minutes * 60 + 10, 7);
  mkdirSync(join(seeds, 'eastmoney'));
  const { child, base } = await startHuiliu(seeds, join(folder, 'data'));
  const end = Date.now() + minutes * 60_000;
  const counts = new Map<number, number>();
  const bad: string[] = [];
  const read = async ({ path, headers }: Reader) => {
    for (let etag = '""'; Date.now() < end; ) {
      const response = await fetch(base + path, { headers: headers(etag) });
      await response.arrayBuffer();
      counts.set(response.status, (counts.get(response.status) ?? 0) + 1);
      if (!allowed.has(response.status)) bad.push(`${response.status} ${path}`);
      etag = response.headers.get('etag') ?? etag;
      await pause(20);
    }
  };
  const write = async () => {
    for (let n = 0; Date.now() < end; n++) {
      const name = `${String(n).padStart(6, '0')}.md`;
      const text = readFileSync(join(folder, 'next/sina', name), 'utf8').replace("title: '", `title: '续 ${n} `);
      writeFileSync(join(folder, name), text);
      renameSync(join(folder, name), join(seeds, 'eastmoney', name));
      await pause(1000);
    }
  };
  const watch = async () => {
    for (let minute = 0; Date.now() < end; minute++) {
      const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]);
      console.log(
        `minute ${minute}: ${Math.round(kilobytes / 1024)} MB resident, ${JSON.stringify(Object.fromEntries(counts))}`,
      );
      await pause(60_000);
    }
  };
  try {
    await Promise.all([
      write(),
      watch(),
      ...readers.flatMap(reader => Array.from({ length: each }, () => read(reader))),
    ]);
    const { entries } = (await (await fetch(`${base}/readyz`)).json()) as { entries: number };
    console.log(
      `${bad.length} bad answers${bad.length > 0 ? `: ${[...new Set(bad)].join(', ')}` : ''}; ${entries} entries at the end`,
    );
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
