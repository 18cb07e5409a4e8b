import { expect, test } from 'vitest';
import type { SqlDriver } from '../../src/model/sql.ts';
import { openDatabase } from '../../src/node/database/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { all, day, orphans, record } from '../contract/records.ts';

test('what another process changed after it was chosen to go stays, and is looked at again', async () => {
  const { driver, close } = openDatabase(':memory:');
  const other = createStore(driver);
  let meanwhile = async () => {};
  const interrupted: SqlDriver = {
    ...driver,
    transaction: async statements => {
      await meanwhile();
      return driver.transaction(statements);
    },
  };
  const store = createStore(interrupted);
  const dated = (key: string, published: number) => record(key, { published });
  await store.put({ now: day, entries: ['a', 'b', 'c', 'd'].map((key, at) => dated(key, day + at)) });
  meanwhile = async () => void (await other.put({ now: day, entries: [dated('a', day + 100)] }));
  const keep = [{ id: 'sina', keep: { kind: 'count' as const, entries: 2 } }];
  expect(await store.expire(keep, day, 50)).toBe(1);
  expect((await store.window(all, 50)).map(({ entry }) => entry.key)).toEqual(['a', 'd', 'c']);
  meanwhile = async () => {};
  expect(await store.expire(keep, day, 50)).toBe(1);
  expect((await store.window(all, 50)).map(({ entry }) => entry.key)).toEqual(['a', 'd']);
  expect(await orphans(driver)).toEqual([]);
  close();
});
