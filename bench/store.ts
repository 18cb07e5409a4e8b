/** A database of synthetic entries, put straight into the store: the half that serves, without the half that reads. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServing, type Serving } from '../src/app.ts';
import type { Entry } from '../src/model/entry.ts';
import type { EntryRecord } from '../src/model/store.ts';
import { openDatabase } from '../src/node/database/sqlite.ts';
import { digest } from '../src/node/digest.ts';
import { loadConfig, settingsOf } from '../src/node/settings.ts';
import { EntryMemory } from '../src/store/memory.ts';
import { createStore } from '../src/store/store.ts';
import { words } from './corpus.ts';

export type Filled = {
  /** Puts one entry more, the newest of all. */
  readonly publish: () => Promise<void>;
  /** The app over it, without compression; `forget` makes its store forget every entry that it read. */
  readonly serving: () => Serving & { readonly forget: () => void };
  /** The newest entries of all. */
  readonly newest: (limit: number) => Promise<readonly Entry[]>;
  readonly remove: () => void;
};

const first = Date.parse('2010-01-01T00:00:00Z');
const hour = 3_600_000;
/** As database/open.ts has it. */
const remembered = 4_000_000;

/** Makes it in a folder of its own, with `count` entries an hour apart, of three sources and thirty categories. */
export async function filledStore(count: number): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-bench-'));
  const path = join(folder, 'huiliu.sqlite');
  const writing = openDatabase(path);
  // As `serve` has it: who reads has a connection of its own, for which every put of the other makes all pages new.
  const reading = openDatabase(path);
  const { driver } = reading;
  const store = createStore(writing.driver);
  const { site, sources } = loadConfig(settingsOf({ values: {}, positionals: [] }));
  const batch = 1000;
  let version = 0;
  for (let n = 0; n < count; n += batch) {
    const entries = Array.from({ length: Math.min(batch, count - n) }, (_, index) => recordOf(n + index));
    await store.put({ now: first + n * hour, entries });
  }
  let next = count;
  return {
    publish: async () => {
      await store.put({ now: first + next * hour, entries: [recordOf(next)] });
      next++;
      version++;
    },
    serving: () => {
      let remembering = createStore(driver, new EntryMemory(remembered));
      const serving = createServing({
        config: { site: { ...site, limits: undefined }, sources },
        store: { ...remembering, window: (...asked) => remembering.window(...asked) },
        baseUrl: 'http://127.0.0.1:3000',
        digest,
        now: Date.now,
        ready: () => true,
        version: () => version,
        report: (message, cause) => console.error(message, cause),
      });
      const forget = () => {
        remembering = createStore(driver, new EntryMemory(remembered));
      };
      return { ...serving, forget };
    },
    newest: async limit => (await store.window({ kind: 'all' }, limit)).map(({ entry }) => entry),
    remove: () => {
      reading.close();
      writing.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** About 6 KB of Chinese text in paragraphs; the same for the same number. */
export function recordOf(n: number): EntryRecord {
  const word = (m: number) => words[Math.imul(n + 1, m + 7) % words.length] ?? '';
  const sentence = (m: number) =>
    `${Array.from({ length: 13 }, (_, k) => word(m * 13 + k)).join('')}，${(n + m) % 100}%。`;
  const paragraph = (m: number) => `<p>　　${Array.from({ length: 5 }, (_, k) => sentence(m * 5 + k)).join('')}</p>`;
  const source = ['sina', 'eastmoney', 'shanghaifabu'][n % 3] ?? '';
  const key = `k${n}`;
  const category = word(n % 30);
  const published = first + n * hour;
  return {
    entry: {
      id: `tag:huiliu.example,2026:${source}/${key}`,
      source,
      key,
      title: `${sentence(1).slice(0, 24)} ${n}`,
      link: undefined,
      published,
      updated: published,
      authors: ['新浪财经'],
      editor: '王翔',
      publisher: '新浪财经',
      categories: [category, `${category}动态`].map(term => ({ term, label: term })),
      summary: sentence(2).repeat(3),
      content: Array.from({ length: 12 }, (_, m) => paragraph(m)).join('\n'),
      image: undefined,
      language: 'zh-CN',
    },
    fingerprint: key,
    written: published,
  };
}
