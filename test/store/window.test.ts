import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { KeptScope } from '../../src/model/scope.ts';
import type { SqlDriver } from '../../src/model/sql.ts';
import type { EntryRecord, Store, StoredEntry } from '../../src/model/store.ts';
import { openDatabase } from '../../src/node/database/sqlite.ts';
import { compose } from '../../src/select/compose.ts';
import { EntryMemory } from '../../src/store/memory.ts';
import { createStore } from '../../src/store/store.ts';
import { testConfig } from '../contract/platform.ts';
import { all, category, day, idOf, record } from '../contract/records.ts';

const config = testConfig();

const sina = { kind: 'source', key: 'sina' } as const;
const scopes: readonly KeptScope[] = [all, sina, { kind: 'category', key: 'x' }, { kind: 'category', key: 'y' }];

const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const key = fc.constantFrom(...keys);

const short = fc.constantFrom(undefined, '<p>short</p>');
/** Of three of the longest a feed holds two. */
const long = fc.constantFrom('<p>short</p>', 'a'.repeat(40_000), 'b'.repeat(900_000));

/** Few keys, dates and categories: entries come, change, move, change their scopes and tell the same story as another. */
const entryWith = (content: fc.Arbitrary<string | undefined>) =>
  fc
    .record({
      key,
      content,
      title: fc.constantFrom('one', 'two'),
      published: fc.nat(4).map(offset => day + offset),
      terms: fc.subarray(['x', 'y']),
      first: fc.constantFrom(undefined, 'a'),
    })
    .map(({ key, content, title, published, terms, first }): EntryRecord => {
      const given = record(key, { title, content, published, ...category(...terms) });
      if (first === undefined || key === first) return given;
      const place = 2 + keys.indexOf(key);
      return { ...given, fingerprint: `${given.fingerprint} ${place}`, story: { id: idOf(first), place } };
    });

const stepWith = (content: fc.Arbitrary<string | undefined>) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('put' as const),
        entries: fc.array(entryWith(content), { maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('retract' as const), key }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const), key }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire' as const), keep: fc.integer({ min: 1, max: 6 }) }) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('read' as const),
        scope: fc.constantFrom(...scopes),
        limit: fc.constantFrom(1, 3, 9),
        duplicates: fc.constantFrom('hide' as const, 'show' as const),
      }),
    },
  );
type Step = ReturnType<typeof stepWith> extends fc.Arbitrary<infer T> ? T : never;

test.each([
  { contents: 'short', content: short, numRuns: 150 },
  { contents: 'long', content: long, numRuns: 20 },
])(
  'a store with a memory gives feeds the same $contents entries as one without, whatever happens between',
  async ({ content, numRuns }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepWith(content), { maxLength: 40, size: 'max' }), async steps => {
        const database = openDatabase(':memory:');
        try {
          const store = createStore(database.driver);
          const remembering = createStore(database.driver, new EntryMemory(5000));
          for (const each of steps) await take(each, store, remembering);
        } finally {
          database.close();
        }
      }),
      { numRuns },
    );
  },
);

async function take(step: Step, store: Store, remembering: Store): Promise<void> {
  switch (step.kind) {
    case 'put':
      await store.put({ now: day, entries: step.entries });
      return;
    case 'retract':
    case 'restore':
      await store.put({ now: day, [step.kind]: [{ id: idOf(step.key), by: 'operator' }] });
      return;
    case 'expire':
      await store.expire([{ id: 'sina', keep: { kind: 'count', entries: step.keep } }], day, 10);
      return;
    case 'read': {
      const { scope, limit, duplicates } = step;
      const state = await remembering.scope(scope);
      const found = await remembering.window(scope, limit, duplicates, state);
      expect(held(found)).toEqual(held(await store.window(scope, limit, duplicates)));
    }
  }
}

/** What a feed shows of them: what it does not hold may be read or not. */
function held(stored: readonly StoredEntry[]) {
  const { entries } = compose(config, { scope: all, label: '' }, { entries: stored, content: 'full' });
  return stored.map((each, index) => ({ ...each, entry: entries[index] }));
}

describe('a window that was read before', () => {
  const numbered = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => {
      const number = from + index;
      return record(`n${number}`, { published: day + number });
    });

  test('reads long contents once, and only those that a feed holds', async () => {
    using world = watched();
    const content = (letter: string) => ({ content: letter.repeat(900_000) });
    const entries = ['a', 'b', 'c', 'd'].map((key, index) => record(key, { published: day - index, ...content(key) }));
    await world.store.put({ now: day, entries });
    expect((await world.read(4)).asked).toBe(2);
    expect((await world.read(4)).asked).toBe(1);
    const [a, b, c] = await world.store.window(all, 4);
    expect([a, b, c].map(each => [each?.bytes, each?.entry.content?.[0]])).toEqual([
      [900_000, 'a'],
      [900_000, 'b'],
      [900_000, undefined],
    ]);
  });

  /** What was asked of the database since the last time. */
  function watched() {
    const database = openDatabase(':memory:');
    const asked: string[] = [];
    const driver: SqlDriver = {
      ...database.driver,
      query: (sql, params) => {
        asked.push(sql);
        return database.driver.query(sql, params);
      },
    };
    const store = createStore(driver, new EntryMemory(10_000_000));
    const read = async (limit: number) => {
      const state = await store.scope(all);
      asked.length = 0;
      const keys = (await store.window(all, limit, 'hide', state)).map(({ entry }) => entry.key);
      return { keys, asked: asked.length };
    };
    return { store, read, asked: () => asked.length, [Symbol.dispose]: database.close };
  }

  test('is asked for once after new and changed entries, and of them alone', async () => {
    using world = watched();
    await world.store.put({ now: day, entries: numbered(1, 9) });
    await world.read(5);
    await world.store.put({
      now: day,
      entries: [...numbered(10, 10), record('n8', { published: day + 8, title: 'new' })],
    });
    expect(await world.read(5)).toEqual({ keys: ['n10', 'n9', 'n8', 'n7', 'n6'], asked: 1 });
    await world.store.put({ now: day, entries: [record('n2', { published: day + 2, title: 'behind' })] });
    expect(await world.read(5)).toEqual({ keys: ['n10', 'n9', 'n8', 'n7', 'n6'], asked: 1 });
  });

  test('is looked at as a whole when an entry was taken back: another comes up from behind', async () => {
    using world = watched();
    await world.store.put({ now: day, entries: numbered(1, 9) });
    await world.read(5);
    await world.store.put({ now: day, retract: [{ id: idOf('n8'), by: 'operator' }] });
    expect((await world.read(5)).keys).toEqual(['n9', 'n7', 'n6', 'n5', 'n4']);
  });

  test('takes in who tells a story again only where all of a story are shown', async () => {
    using world = watched();
    const read = async (duplicates: 'hide' | 'show') =>
      (await world.store.window(all, 3, duplicates, await world.store.scope(all))).map(({ entry }) => entry.key);
    await world.store.put({ now: day, entries: numbered(1, 9) });
    for (const each of ['hide', 'show'] as const) expect(await read(each)).toEqual(['n9', 'n8', 'n7']);
    const retold = { ...record('n10', { published: day + 10 }), story: { id: idOf('n9'), place: 2 } };
    await world.store.put({ now: day, entries: [retold] });
    expect(await read('hide')).toEqual(['n9', 'n8', 'n7']);
    expect(await read('show')).toEqual(['n10', 'n9', 'n8']);
  });

  test('is read anew when more came than it holds', async () => {
    using world = watched();
    await world.store.put({ now: day, entries: numbered(1, 9) });
    await world.read(5);
    await world.store.put({ now: day, entries: numbered(10, 30) });
    expect(await world.read(5)).toEqual({ keys: ['n30', 'n29', 'n28', 'n27', 'n26'], asked: 1 });
  });

  test('is right also where an entry went between the state of its scope and the question', async () => {
    using world = watched();
    await world.store.put({ now: day, entries: numbered(1, 9) });
    await world.read(5);
    const state = await world.store.scope(all);
    const both = ['n8', 'n7'].map(key => ({ id: idOf(key), by: 'operator' as const }));
    await world.store.put({ now: day, retract: both, entries: numbered(10, 10) });
    const found = await world.store.window(all, 5, 'hide', state);
    expect(found.map(({ entry }) => entry.key)).toEqual(['n10', 'n9', 'n6', 'n5', 'n4']);
    expect((await world.read(5)).keys).toEqual(['n10', 'n9', 'n6', 'n5', 'n4']);
  });

  const expired = (store: Store) => store.expire([{ id: 'sina', keep: { kind: 'count', entries: 4 } }], day, 10);

  test.each<[string, (store: Store) => Promise<unknown>]>([
    ['was taken back', store => store.put({ now: day, retract: [{ id: idOf('n1'), by: 'operator' }] })],
    ['expired', expired],
    [
      'expired and another has its number',
      async store => {
        await expired(store);
        await store.put({ now: day, entries: numbered(9, 9) });
      },
    ],
  ])('has nobody in the place of an entry that %s before it was read', async (_name, between) => {
    const database = openDatabase(':memory:');
    onTestFinished(database.close);
    const store = createStore(database.driver);
    // The last that came is the oldest of its source.
    const other = record('n0', { source: 'eastmoney', published: day });
    for (const entries of [[other, ...numbered(2, 5)], numbered(1, 1)]) await store.put({ now: day, entries });
    let hasHappened = false;
    const query: SqlDriver['query'] = async (sql, params) => {
      const found = await database.driver.query(sql, params);
      if (!hasHappened) {
        hasHappened = true;
        await between(store);
      }
      return found;
    };
    // Of what one statement read, all but the last is forgotten before the next.
    const remembering = createStore({ ...database.driver, query }, new EntryMemory(1));
    const found = await remembering.window(all, 6, 'hide');
    expect(found.map(({ entry }) => entry.key)).toEqual(['n5', 'n4', 'n3', 'n2', 'n0']);
  });

  test('is read anew where many changed', async () => {
    using world = watched();
    await world.store.put({ now: day, entries: numbered(1, 9) });
    await world.read(5);
    const corrected = numbered(1, 9).map(({ entry }) =>
      record(entry.key, { published: entry.published + 20, title: 'corrected' }),
    );
    await world.store.put({ now: day, entries: corrected.slice(0, 6) });
    expect((await world.read(5)).keys).toEqual(['n6', 'n5', 'n4', 'n3', 'n2']);
  });

  test('is not taken for what a restored database shows', async () => {
    using world = watched();
    await world.store.put({ now: day, entries: numbered(1, 9) });
    const before = await world.store.scope(all);
    await world.store.put({ now: day, entries: numbered(10, 12) });
    await world.read(5);
    expect((await world.read(5)).asked).toBe(1);
    const read = world.asked();
    await world.store.window(all, 5, 'hide', before);
    expect(world.asked() - read).toBe(2);
  });
});
