import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change, EntryRecord, Store } from '../../src/model/store.ts';
import { createStore } from '../../src/store/store.ts';
import { settleCache, type WorkersCache } from '../../src/worker/cache.ts';
import { type D1Database, type D1PreparedStatement, type D1Result, d1Driver } from '../../src/worker/d1.ts';
import { expireHourly } from '../../src/worker/expire.ts';
import { openD1 } from '../contract/platform.workerd.ts';
import { all, category, day, dump, idOf, record } from '../contract/records.ts';

/** What D1 says that its statements did, since the last time it was asked. */
type Meter = {
  readonly database: D1Database;
  readonly read: () => { statements: number; rowsRead: number; rowsWritten: number };
};

let opened: Awaited<ReturnType<typeof openD1>>;
let meter: Meter;
let store: Store;

beforeEach(async () => {
  opened = await openD1();
  meter = metered(opened.database);
  store = createStore(d1Driver(meter.database));
});

afterEach(() => opened.close());

const now = day;

/** An entry such as sina's: six scopes, among some forty. */
function article(index: number, changes: Parameters<typeof record>[1] = {}): EntryRecord {
  const terms = [`topic ${index % 30}`, `paper ${index % 7}`, '新闻'];
  const place = { published: day + index * 60_000, publisher: `publisher ${index % 5}` };
  return record(`article-${index}`, { ...category(...terms), ...place, ...changes });
}

async function fill(count: number): Promise<void> {
  const articles = Array.from({ length: count }, (_, index) => article(index));
  for (let start = 0; start < count; start += 500)
    await store.put({ now, entries: articles.slice(start, start + 500) });
}

describe('what a put costs', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index);
  const ids = hundred.map(index => idOf(`article-${index}`));

  beforeEach(async () => {
    await fill(500);
    meter.read();
  });

  const puts: Readonly<Record<string, Change>> = {
    'a hundred new entries': { now, entries: hundred.map(index => article(index + 500)) },
    'a hundred changed entries': { now, entries: hundred.map(index => article(index, { title: 'changed' })) },
    'a hundred entries that move to another publisher': {
      now,
      entries: hundred.map(index => article(index, { publisher: 'another' })),
    },
    'a hundred retractions': { now, retract: ids.map(id => ({ id, by: 'operator' })) },
    "a hundred entries' names": {
      now,
      names: ids.flatMap(entry =>
        ['native', 'title', 'path'].map(kind => ({ source: 'sina', name: `${kind}:${entry}`, entry })),
      ),
    },
  };

  test.each(Object.entries(puts))('%s: at most 20 statements, at most 30 rows written each', async (_, change) => {
    await store.put(change);
    const { statements, rowsWritten } = meter.read();
    expect(statements).toBeLessThanOrEqual(20);
    expect(rowsWritten).toBeGreaterThan(0);
    expect(rowsWritten / 100).toBeLessThanOrEqual(30);
  });

  test('one new entry by itself: at most 30 rows written, its six scopes and the store among them', async () => {
    await store.put({ now, entries: [article(500)] });
    expect(meter.read().rowsWritten).toBeLessThanOrEqual(30);
  });

  test('all that a push brings at once: at most 21 statements', async () => {
    const verdicts = {
      retract: [{ id: idOf('article-1'), by: 'operator' as const, at: now }],
      restore: [{ id: idOf('article-2'), by: 'operator' as const }],
    };
    const story = { id: idOf('article-3'), place: 2 };
    const cursor = { epoch: 'e', revision: 1 };
    await store.put({ now, entries: [{ ...article(500), story }], cursor, ...verdicts });
    const { statements } = meter.read();
    expect(statements).toBeGreaterThan(15);
    expect(statements).toBeLessThanOrEqual(21);
  });

  test('a hundred retellings: at most 30 rows written for each entry that changes, and who told it first is one', async () => {
    const retelling = (index: number) => ({
      ...article(index + 500),
      story: { id: idOf(`article-${index}`), place: 2 },
    });
    await store.put({ now, entries: hundred.map(retelling) });
    expect(meter.read().rowsWritten / 200).toBeLessThanOrEqual(30);
    await store.put({ now, retract: ids.map(id => ({ id, by: 'operator' as const })) });
    expect(meter.read().rowsWritten / 200).toBeLessThanOrEqual(30);
  });

  test('the same again: nothing written', async () => {
    await fill(500);
    expect(meter.read().rowsWritten).toBe(0);
  });
});

describe('what expiry costs', () => {
  const newest = (entries: number) => [{ id: 'sina', keep: { kind: 'count' as const, entries } }];

  test('two queries and at most 15 statements, at most 10 rows written for an entry in six scopes', async () => {
    await fill(500);
    while ((await store.indexSearch(100)) > 0);
    meter.read();
    expect(await store.expire(newest(440), now, 60)).toBe(60);
    const { statements, rowsWritten } = meter.read();
    expect(statements).toBeLessThanOrEqual(17);
    expect(rowsWritten).toBeGreaterThan(0);
    expect(rowsWritten / 60).toBeLessThanOrEqual(10);
  });

  test('nothing to let go: one query, whatever the size of the archive', async () => {
    await fill(100);
    meter.read();
    expect(await store.expire(newest(100), now, 60)).toBe(0);
    const small = meter.read();
    await fill(3000);
    meter.read();
    expect(await store.expire(newest(3000), now, 60)).toBe(0);
    expect(meter.read()).toEqual(small);
    expect(small).toMatchObject({ statements: 1, rowsWritten: 0 });
  }, 60_000);

  test('a run reads no more of a scope than the longest window, in an archive of any size', async () => {
    await fill(4000);
    meter.read();
    expect(await store.expire(newest(3940), now, 60)).toBe(60);
    const scopes = 3 + 30 + 7 + 5;
    expect(meter.read().rowsRead).toBeLessThanOrEqual(scopes * 200 + 60 * 100);
  }, 60_000);
});

describe('an hour at the edge', () => {
  const sources = [{ id: 'sina', keep: { kind: 'count' as const, entries: 10 } }];
  const hour = Date.parse('2026-03-01T08:00:00Z');

  test('lets two hundred entries go at most, once', async () => {
    await fill(300);
    for (let minute = 1; minute < 60; minute++)
      expect(await expireHourly(store, () => sources, hour + minute * 60_000)).toBe(0);
    expect(await expireHourly(store, () => sources, hour)).toBe(200);
    expect(await expireHourly(store, () => sources, hour + 3_600_000)).toBe(90);
    expect(await store.scope(all)).toMatchObject({ count: 10 });
  });
});

test('a cache in front is told of what lost entries behind all windows too: its archive pages and counts changed', async () => {
  const told: (readonly string[])[] = [];
  const cache: WorkersCache = {
    invalidate: async ({ tags = [] }) => {
      told.push(tags.toSorted());
      return { success: true, errors: [] };
    },
  };
  await store.put({
    now,
    entries: Array.from({ length: 300 }, (_, index) => record(`k${index}`, { published: day + index })),
  });
  for (let minute = 0; minute < 3; minute++) await settleCache(cache, store);
  told.length = 0;
  const sources = [{ id: 'sina', keep: { kind: 'count' as const, entries: 250 } }];
  expect(await expireHourly(store, () => sources, Date.parse('2026-03-01T08:00:00Z'))).toBe(50);
  expect(await store.scope(all)).toMatchObject({ revision: 1 });
  for (let minute = 0; minute < 3; minute++) await settleCache(cache, store);
  expect(told).toEqual([
    ['all', 'search', 'source/sina'],
    ['all', 'search', 'source/sina'],
  ]);
});

describe('what an answer costs', () => {
  const ordinals = Array.from({ length: 50 }, (_, index) => index + 1);
  /** Older than all others, so that no window has them. */
  const old = (key: string, title: string) => record(key, { title, published: day - 1e9, ...category('topic 3') });
  const retelling = (title: string) => ({ ...old('retelling', title), story: { id: idOf('original'), place: 2 } });
  const questions: Readonly<Record<string, () => Promise<unknown>>> = {
    'a window of fifty': () => store.window(all, 50),
    'a window of a small scope': () => store.window({ kind: 'category', key: 'topic 3' }, 3),
    'the state of a scope': () => store.scope({ kind: 'category', key: '新闻' }),
    'an entry': () => store.entry('sina', 'article-70'),
    'its neighbours': () => store.neighbours('sina', 'article-70'),
    'summaries of a period': () => store.summaries(all, { from: 0, before: Number.MAX_SAFE_INTEGER }, 20),
    'the days beside a day': () => store.beside(all, { from: now, before: now }),
    'a count that ends': () => store.counts([{ from: 0, before: Number.MAX_SAFE_INTEGER }], 50),
    'a part of the site map': () => store.listing(1, 50),
    'a page of changes': () => store.changes({ kind: 'publisher', key: 'publisher 1' }, 0, 10),
    'a page of changes in the middle': () => store.changes(all, { revision: 1, id: idOf('article-20') }, 10),
    'the count of changes': () => store.countChanges(all, 0, 50),
    'what was taken back': () => store.retracted(all, 50),
    'an archive page': () => store.arrived(all, ordinals),
    'the state of an archive page': () => store.arrivals(all, ordinals),
    'what is known of a hundred names': () =>
      store.known(
        'sina',
        Array.from({ length: 100 }, (_, index) => `n${index}`),
      ),
    'a window of fifty with duplicates': () => store.window(all, 50, 'show'),
    'what decides on a story': () =>
      store.askStories([
        {
          id: idOf('x'),
          source: 'x',
          signature: { keys: [1, 2, 3], sketch: undefined },
          share: 0.5,
          from: day - 1e8,
          to: day + 1e8,
        },
      ]),
    'a put of the same': () => store.put({ now, entries: [article(3)] }),
    'a put of a change': () => store.put({ now, entries: [article(3, { title: 'changed', publisher: 'another' })] }),
    'a put back': () => store.put({ now, entries: [article(3)] }),
    'a retraction': () => store.put({ now, retract: [{ id: idOf('article-5'), by: 'operator' }] }),
    'a retelling': () => store.put({ now, entries: [retelling('told')] }),
    'a retelling that changes': () => store.put({ now, entries: [retelling('told again')] }),
    'a restoration': () => store.put({ now, restore: [{ id: idOf('article-5'), by: 'operator' }] }),
    'the newest changes': () => store.recent(all, { instant: 0 }, 10),
  };

  test('does not grow with the archive: 100 entries and 5,000', async () => {
    await fill(100);
    await store.put({ now, entries: [article(3, { publisher: 'another' })] });
    await fill(100);
    await store.put({ now, entries: [old('original', 'told'), retelling('told again')] });
    // Once before, so that both times there are the same stories.
    await costs();
    const small = await costs();
    await fill(5000);
    expect(await costs()).toEqual(small);
  }, 60_000);

  async function costs(): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const [name, ask] of Object.entries(questions)) {
      meter.read();
      await ask();
      found[name] = meter.read().rowsRead;
    }
    return found;
  }
});

describe('what D1 refuses', () => {
  test('more than 2 MB in one parameter: rejects, and nothing of the put is kept', async () => {
    await fill(10);
    const before = await dump(d1Driver(opened.database));
    const attempt = store.put({ now, entries: [article(11), article(12, { content: 'x'.repeat(2_500_000) })] });
    await expect(attempt).rejects.toThrow(/Nothing of a put was stored: D1: a parameter has 25\d{5} bytes/);
    expect(await dump(d1Driver(opened.database))).toEqual(before);
  });
});

function metered(database: D1Database): Meter {
  const counts = { statements: 0, rowsRead: 0, rowsWritten: 0 };
  const real = new WeakMap<D1PreparedStatement, D1PreparedStatement>();
  const count = <T extends D1Result>(result: T): T => {
    const meta = 'meta' in result ? new Map(Object.entries(result.meta ?? {})) : new Map();
    counts.statements += 1;
    counts.rowsRead += Number(meta.get('rows_read'));
    counts.rowsWritten += Number(meta.get('rows_written'));
    return result;
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: Parameters<typeof statement.bind>) => wrap(statement.bind(...values)),
    };
    real.set(wrapped, statement);
    return wrapped;
  };
  return {
    database: {
      prepare: sql => wrap(database.prepare(sql)),
      batch: async statements => (await database.batch(statements.map(one => real.get(one) ?? one))).map(count),
    },
    read: () => {
      const seen = { ...counts };
      Object.assign(counts, { statements: 0, rowsRead: 0, rowsWritten: 0 });
      return seen;
    },
  };
}
