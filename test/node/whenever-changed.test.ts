import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/node/database/sqlite.ts';
import { WheneverChanged } from '../../src/node/whenever-changed.ts';
import { createStore } from '../../src/store/store.ts';

let database: Database;
beforeEach(() => {
  database = openDatabase(':memory:');
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
  database.close();
});

test.each([
  ['takes nothing is asked less and less often', false, undefined, [0, 1, 3, 7, 15, 31]],
  ['takes some of it each time is asked again soon', true, undefined, [0, 1, 2, 3, 4, 5]],
  ['says when to come again is asked then', true, 90_000, [0, 90, 180]],
  ['wants to be left alone for days is asked each hour', false, 1e9, [0, 3600, 7200]],
])('who fails and %s', async (_name, advances, wanted, seconds) => {
  const tries: number[] = [];
  const following = new WheneverChanged({
    store: createStore(database.driver),
    version: () => 1,
    interval: 100,
    work: async (_signal, advanced) => {
      tries.push(Math.floor(performance.now() / 1000));
      if (advances) advanced();
      throw new Error('away');
    },
    failed: () => {},
    wanted: () => wanted,
  });
  while (tries.length < seconds.length) await vi.advanceTimersByTimeAsync(100);
  await following.stop();
  const [begun = 0] = tries;
  expect(tries.map(each => each - begun)).toEqual(seconds);
});
