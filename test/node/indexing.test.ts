import { afterEach, beforeEach, expect, test } from 'vitest';
import { Indexing } from '../../src/node/indexing.ts';
import { type Database, openDatabase } from '../../src/node/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { day, record } from '../contract/records.ts';
import { until } from './cli.ts';

let database: Database;
beforeEach(() => {
  database = openDatabase(':memory:');
});
afterEach(() => database.close());

test('the search index is filled only when nothing else is under way', async () => {
  const store = createStore(database.driver);
  const { promise: turn, resolve: begin } = Promise.withResolvers<void>();
  const told: boolean[] = [];
  const indexing = new Indexing(
    store,
    () => turn,
    message => told.push(message === ''),
    isComplete => told.push(isComplete),
  );
  await store.put({ now: day, entries: ['a', 'b'].map(key => record(key)) });
  indexing.nudge();
  await store.put({ now: day, entries: ['c'].map(key => record(key)) });
  indexing.nudge();
  expect(await store.search('标题', 0, 50)).toEqual([]);
  begin();
  await until(() => told.at(-1) || undefined);
  expect(told).toEqual([false, false, true]);
  expect(await store.search('标题', 0, 50)).toHaveLength(3);
  await indexing.stop();
});
