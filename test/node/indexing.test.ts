import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as after } from 'node:timers/promises';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from '../../src/node/database/sqlite.ts';
import { Indexing } from '../../src/node/indexing.ts';
import { createStore } from '../../src/store/store.ts';
import { day, record } from '../contract/records.ts';
import { until } from './cli.ts';
import { ownFolder } from './own-folder.ts';

let database: Database;
beforeEach(() => {
  database = openDatabase(':memory:');
});
afterEach(() => database.close());

test('a search index that could not be filled is filled when it can be, though nothing changes', async () => {
  const path = join(ownFolder(), 'huiliu.sqlite');
  const ours = openDatabase(path, { busyTimeout: 0 });
  onTestFinished(() => ours.close());
  const other = new DatabaseSync(path);
  onTestFinished(() => other.close());
  const store = createStore(ours.driver);
  await store.put({ now: day, entries: [record('a')] });
  other.exec('BEGIN IMMEDIATE');
  const failures: unknown[] = [];
  let tries = 0;
  let isComplete = false;
  const indexing = new Indexing(
    store,
    async () => void tries++,
    (_, cause) => failures.push(cause),
    complete => {
      isComplete = complete;
    },
    1,
  );
  indexing.nudge();
  await until(() => tries > 3 || undefined);
  other.exec('ROLLBACK');
  await until(() => isComplete || undefined);
  expect(failures).toHaveLength(1);
  expect(await store.search('标题', 0, 50)).toHaveLength(1);
  await indexing.stop();
});

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

test('a stop waits for the step that is under way, and nothing is done after it', async () => {
  const store = createStore(database.driver);
  await store.put({ now: day, entries: Array.from({ length: 30 }, (_, n) => record(`n${n}`)) });
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const told: boolean[] = [];
  let steps = 0;
  const slow = {
    indexSearch: async (limit: number) => {
      steps += 1;
      await held;
      return store.indexSearch(limit);
    },
  };
  const indexing = new Indexing(
    slow,
    async () => {},
    () => {},
    isComplete => told.push(isComplete),
  );
  indexing.nudge();
  await until(() => steps > 0 || undefined);
  const stopped = indexing.stop();
  release();
  await stopped;
  expect(await store.search('标题', 0, 50)).toHaveLength(10);
  indexing.nudge();
  await indexing.stop();
  expect({ steps, told }).toEqual({ steps: 1, told: [false, false] });
});

test('what failed is not tried again after a stop', async () => {
  const told: boolean[] = [];
  let failures = 0;
  const indexing = new Indexing(
    { indexSearch: () => Promise.reject(new Error('the disk is full')) },
    async () => {},
    () => void failures++,
    isComplete => told.push(isComplete),
    20,
  );
  indexing.nudge();
  await until(() => failures > 0 || undefined);
  await indexing.stop();
  await after(60);
  expect(told).toEqual([false]);
});
