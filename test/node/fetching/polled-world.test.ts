import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { habitOf, type Kind, kindOf, startWorld, type World } from '../../../bench/polled-world.ts';
import type { Run } from '../../../src/model/run.ts';
import { openStore } from '../../../src/node/database/open.ts';

// One of every kind, over twelve hours of a clock that is moved; `npm run bench -- polling` has a thousand, over days.
const [count, hours] = [100, 12];
const hour = 3_600_000;

let world: World;
let runs: readonly Run[];
let entries: number;
let end: () => Promise<void>;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-'));
  const { store, close } = openStore(folder);
  world = await startWorld(count, store);
  end = async () => {
    await world.stop();
    close();
    rmSync(folder, { recursive: true, force: true });
  };
  await world.pass(hours * 60);
  runs = await store.runs();
  entries = (await store.scope({ kind: 'all' }))?.count ?? 0;
}, 60_000);
afterAll(() => end());

const numbersOf = (kind: Kind) => [...Array(count).keys()].filter(n => kindOf(n) === kind);
const runsOf = (kind: Kind) => runs.filter(({ source }) => numbersOf(kind).includes(Number(source.slice(1))));

describe('sources of every kind', () => {
  test('are all asked, and none is overdue', () => {
    expect(world.seen.asked.size).toBe(count);
    expect(runs.filter(({ next }) => next !== undefined && next < world.now() - 60_000)).toEqual([]);
  });

  test('are asked within a minute after they are due', () => {
    expect(world.seen.late.length).toBeGreaterThan(500);
    expect(Math.min(...world.seen.late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...world.seen.late)).toBeLessThanOrEqual(65_000);
  });

  test('are asked as often as they publish, whatever the others do', () => {
    for (const n of numbersOf('good').filter(each => habitOf(each) <= 4 * hour)) {
      const expected = (hours * hour) / Math.max(hour / 4, habitOf(n) / 2);
      expect(world.seen.asked.get(n)).toBeGreaterThan(expected * 0.75);
      expect(world.seen.asked.get(n)).toBeLessThan(expected * 1.5);
    }
  });

  test('have their articles found within the time in which they are asked', () => {
    expect(world.seen.found.length).toBeGreaterThan(100);
    for (const [habit, wait] of world.seen.found)
      expect(wait).toBeLessThan(Math.max(hour / 4, habit / 2) * 1.2 + 2 * 60_000);
    expect(entries).toBeGreaterThan(1000);
  });

  test('are asked so many at once, one of each host, with a rest', () => {
    expect(world.seen.mostAtOnce).toBe(8);
    expect(world.seen.mostOfOneHost).toBe(1);
    expect(world.seen.leastRest).toBeGreaterThanOrEqual(1000);
  });

  test('are left alone when they ask for it', () => {
    expect(world.seen.statuses.get(429)).toBeGreaterThan(0);
    expect(world.seen.rude).toBe(0);
  });

  test('cost nothing that fails on our side', () => {
    expect(world.seen.failures).toEqual([]);
  });

  test.each<readonly [Kind, RegExp]>([
    ['not there', /404 Not Found/],
    ['silent', /took too long/],
    ['without a server', /refuses connections/],
    ['cut', /closed the connection before/],
    ['bomb', /larger than/],
    ['inside our network', /none of the public internet/],
    ['no feed', /not a feed/],
  ])('say why nothing comes of them: %s', (kind, reason) => {
    const some = runsOf(kind);
    expect(some.length).toBeGreaterThan(0);
    for (const run of some) {
      expect(run.failing?.reason).toMatch(reason);
      expect(run.answered).toBe(undefined);
    }
  });

  test('are remembered where they moved for good, and only these', () => {
    expect(runs.filter(({ url, configured }) => url !== configured)).toEqual(runsOf('moved for good'));
  });
});
