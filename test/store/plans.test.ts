import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SqlDriver, SqlStatement } from '../../src/model/sql.ts';
import type { Change, Store } from '../../src/model/store.ts';
import { type Database, openDatabase } from '../../src/node/database/sqlite.ts';
import { EntryMemory } from '../../src/store/memory.ts';
import { createStore } from '../../src/store/store.ts';
import { all, category, day, idOf, record, seed } from '../contract/records.ts';

let database: Database;
let store: Store;
let remembering: Store;
const seen: SqlStatement[] = [];

beforeAll(() => {
  database = openDatabase(':memory:');
  const { query, transaction } = database.driver;
  const driver: SqlDriver = {
    query: (sql, params) => {
      seen.push({ sql, params });
      return query(sql, params);
    },
    transaction: statements => {
      seen.push(...statements);
      return transaction(statements);
    },
  };
  store = createStore(driver);
  remembering = createStore(driver, new EntryMemory(1000));
});

afterAll(() => database.close());

const full: Change = {
  now: day,
  entries: [
    { ...record('a', category('news')), signature: { keys: [1, 2], sketch: undefined } },
    {
      ...record('b', category('news')),
      signature: { keys: [1, 2], sketch: undefined },
      story: { id: idOf('a'), place: 2 },
    },
  ],
  names: [{ source: 'sina', name: 'n', entry: idOf('a') }],
  seeds: [seed('a.md', { entry: idOf('a') })],
  problems: [{ path: 'b.md', source: undefined, reason: 'r', hint: 'h' }],
  vanished: ['c.md'],
  retract: [{ id: idOf('a'), by: 'file' }],
};

const questions: Readonly<Record<string, () => Promise<unknown>>> = {
  put: () => store.put(full),
  state: () => store.state(),
  scope: () => store.scope(all),
  window: () => store.window(all, 50),
  remembered: async () => {
    await remembering.window(all, 50);
    await remembering.window(all, 50);
  },
  changed: async () => {
    const state = await remembering.scope(all);
    await remembering.window(all, 50, 'hide', state);
    await remembering.window(all, 50, 'hide', state);
  },
  summaries: () => store.summaries(all, { from: 0, before: day }, 50),
  beside: () => store.beside(all, { from: 0, before: day }),
  neighbours: () => store.neighbours('sina', 'a'),
  counts: () => store.counts([{ from: 0, before: day }], 50),
  topScopes: () => store.topScopes('category', 30),
  scopesFrom: () => store.scopesFrom('category', 'a', 30),
  listing: () => store.listing(1, 50),
  entry: () => store.entry('sina', 'a'),
  changes: () => store.changes(all, { revision: 1, id: idOf('a') }, 50),
  recent: () => store.recent(all, { instant: day }, 50),
  countChanges: () => store.countChanges(all, 1, 50),
  retracted: () => store.retracted(all, 50),
  tail: () => store.tail(all, 0, 50),
  arrivals: () => store.arrivals(all, [1, 2]),
  arrived: () => store.arrived(all, [1, 2]),
  indexSearch: () => store.indexSearch(10),
  search: () => store.search('上海', 0, 50),
  known: () => store.known('sina', ['n']),
  windowOfAll: () => store.window(all, 50, 'show'),
  rememberedOfAll: () => remembering.window(all, 50, 'show'),
  recentOfAll: () => store.recent(all, { instant: day }, 50, 'show'),
  tailOfAll: () => store.tail(all, 1, 50, 'show'),
  searchOfAll: () => store.search('上海', 0, 50, 'show'),
  stocks: () => store.stocks(['sina']),
  seedsAt: () => store.seedsAt(['a.md']),
  seedsAfter: () => store.seedsAfter('a.md', 50),
  seedsBelow: () => store.seedsBelow(['a.md', 'folder']),
  otherAuthority: () => store.otherAuthority('other,2026'),
  seedsOf: () => store.seedsOf([idOf('a')]),
  expired: () => store.expired([idOf('a')]),
  expire: async () => {
    const source = { id: 'sina', keep: { kind: 'count' as const, entries: 1 } };
    expect(await store.expire([source], day, 50)).toBe(1);
    await store.put(full);
  },
  askStories: () =>
    store.askStories([
      {
        id: idOf('c'),
        source: 'other',
        signature: { keys: [1, 2], sketch: undefined },
        share: 0.5,
        from: day,
        to: day,
      },
    ]),
};

describe('the plan of every statement', () => {
  test.each(Object.entries(questions))('of %s scans no table that grows', async (_, ask) => {
    const scans = (await plansOf(ask)).filter(step =>
      /^SCAN (?!.*VIRTUAL)(?:entries|memberships|names|seeds|problems|scopes|tellings|story_keys|[acefmnortwy])\b/.test(
        step,
      ),
    );
    expect(scans).toEqual([]);
  });

  test.each([
    'window',
    'remembered',
    'changed',
    'summaries',
    'beside',
    'neighbours',
    'scopesFrom',
    'listing',
    'changes',
    'entry',
    'scope',
    'countChanges',
    'retracted',
    'seedsAfter',
  ])('of %s sorts nothing: an index has the order', async name => {
    const plan = await plansOf(questions[name] ?? Promise.reject);
    expect(plan.length).toBeGreaterThan(0);
    expect(plan.filter(step => step.includes('TEMP B-TREE'))).toEqual([]);
  });

  test.each(Object.entries(questions))('of %s does not depend on the value of a LIMIT', async (_, ask) => {
    seen.length = 0;
    await ask();
    expect(seen.filter(({ sql }) => /LIMIT \?\d+(?! \+ 0)/.test(sql))).toEqual([]);
  });

  test('of put finds memberships by more than their scope', async () => {
    const plan = await plansOf(() => store.put(full));
    expect(plan.filter(step => /\(scope=\?\)/.test(step))).toEqual([]);
  });

  test.each(['countChanges', 'recent'])('of %s looks only at the index to leave out what is hidden', async name => {
    const plan = await plansOf(questions[name] ?? Promise.reject);
    expect(plan.filter(step => /USING COVERING INDEX memberships_changes/.test(step))).toHaveLength(1);
  });

  test('of a window of all duplicates merges two covering indexes', async () => {
    const plan = await plansOf(() => store.window(all, 50, 'show'));
    expect(plan).toContain('SEARCH memberships USING COVERING INDEX memberships_window (scope=?)');
    expect(plan).toContain('SEARCH memberships USING COVERING INDEX memberships_hidden (scope=?)');
    expect(plan.some(step => step.startsWith('MERGE'))).toBe(true);
  });

  test('of window reads its scope from the covering index', async () => {
    expect(await plansOf(() => store.window(all, 50))).toContain(
      'SEARCH m USING COVERING INDEX memberships_window (scope=?)',
    );
  });
});

async function plansOf(ask: () => Promise<unknown>): Promise<readonly string[]> {
  seen.length = 0;
  await ask();
  const plans = await Promise.all(
    seen.map(({ sql, params, given }) => {
      const columns = given?.columns ?? ['none'];
      const table = `WITH given (${columns.join(', ')}) AS (SELECT ${columns.map(() => 'NULL').join(', ')})`;
      return database.driver.query(`EXPLAIN QUERY PLAN ${given === undefined ? '' : table} ${sql}`, params);
    }),
  );
  return plans.flat().map(({ detail }) => String(detail));
}
