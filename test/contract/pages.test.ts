import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import type { EntryRecord } from '../../src/model/store.ts';
import { all, category, day, idOf, record } from './records.ts';

/** What pages ask the store, on both platforms. */
let platform: TestPlatform;
beforeEach(async () => {
  platform = await openPlatform();
});
afterEach(() => platform.close());

const hour = 3_600_000;
const put = (...entries: readonly EntryRecord[]) => platform.store.put({ now: day, entries });
const at = (key: string, hours: number, changes: Parameters<typeof record>[1] = {}) =>
  record(key, { published: day + hours * hour, ...changes });

describe('summaries', () => {
  test('are of a period whose end is not in it, newest first, without contents', async () => {
    await put(at('a', 0, { content: '<p>x</p>', summary: 's' }), at('b', 1), at('c', 2), at('d', 1));
    const found = await platform.store.summaries(all, { from: day, before: day + 2 * hour }, 50);
    expect(found.map(({ entry }) => entry.key)).toEqual(['d', 'b', 'a']);
    expect(found.at(-1)?.entry).toMatchObject({ summary: 's', content: undefined });
    const two = await platform.store.summaries(all, { from: day, before: day + 2 * hour }, 2);
    expect(two.map(({ entry }) => entry.key)).toEqual(['d', 'b']);
  });

  test('have no entry that was taken back, and no second teller of a story', async () => {
    const second = { ...at('b', 1), story: { id: idOf('a'), place: 2 } };
    await put({ ...at('a', 0), story: { id: idOf('a'), place: 1 } }, second, at('c', 2));
    await platform.store.put({ now: day, retract: [{ id: idOf('c'), by: 'operator' }] });
    const found = await platform.store.summaries(all, { from: 0, before: day + 9 * hour }, 50);
    expect(found.map(({ entry }) => entry.key)).toEqual(['a']);
  });
});

test('beside a period are the nearest entries before and after it', async () => {
  const nothing = { earlier: undefined, later: undefined };
  expect(await platform.store.beside(all, { from: 0, before: day })).toEqual(nothing);
  await put(at('a', 0), at('b', 1), at('c', 2), at('d', 3));
  const period = { from: day + hour, before: day + 2 * hour };
  expect(await platform.store.beside(all, period)).toEqual({ earlier: day, later: day + 2 * hour });
  expect(await platform.store.beside(all, { from: day, before: day + 9 * hour })).toEqual(nothing);
});

test('neighbours are the next in the window of the same source, by id where dates are equal', async () => {
  await put(at('a', 1), at('b', 1), at('c', 1), at('far', 1, { source: 'other', id: `${idOf('b')}0` }), at('d', 2));
  const keys = async (key: string) => {
    const { newer, older } = await platform.store.neighbours('sina', key);
    return [older?.key, newer?.key];
  };
  expect(await keys('b')).toEqual(['a', 'c']);
  expect(await keys('a')).toEqual([undefined, 'b']);
  expect(await keys('d')).toEqual(['c', undefined]);
  await platform.store.put({ now: day, retract: [{ id: idOf('c'), by: 'file' }] });
  expect(await keys('b')).toEqual(['a', 'd']);
  expect(await keys('nobody')).toEqual([undefined, undefined]);
});

test('counts are per source and period, and end where they are told to', async () => {
  const other = (key: string) => at(key, 1, { source: 'other', id: `tag:x,2026:${key}` });
  await put(at('a', 0), at('b', 1), at('c', 1), other('x'), other('y'));
  const periods = [0, 1, 2].map(hours => ({ from: day + hours * hour, before: day + (hours + 1) * hour }));
  const found = await platform.store.counts(periods, 50);
  const numbers = Map.groupBy(found, ({ source }) => source);
  expect(numbers.get('sina')?.map(({ period, count }) => [period, count])).toEqual([
    [0, 1],
    [1, 2],
  ]);
  expect(numbers.get('other')?.map(({ period, count }) => [period, count])).toEqual([[1, 2]]);
  const [, most] = (await platform.store.counts(periods, 1)).filter(({ source }) => source === 'sina');
  expect(most?.count).toBe(1);
});

test('the largest categories come first, then by key; those without an entry are not there', async () => {
  await put(at('a', 0, category('z', 'y')), at('b', 1, category('z', 'x')), at('c', 2, category('gone')));
  await platform.store.put({ now: day, retract: [{ id: idOf('c'), by: 'file' }] });
  const top = await platform.store.topScopes('category', 2);
  expect(top.map(({ scope, count }) => [scope, count])).toEqual([
    [{ kind: 'category', key: 'z' }, 2],
    [{ kind: 'category', key: 'x' }, 1],
  ]);
  expect(await platform.store.topScopes('publisher', 2)).toEqual([]);
  const from = await platform.store.scopesFrom('category', 'y', 5);
  expect(from.map(({ scope }) => scope)).toEqual([
    { kind: 'category', key: 'y' },
    { kind: 'category', key: 'z' },
  ]);
});

test('a listing is of arrivals, in their order, with those that another entry is shown for', async () => {
  const second = { ...at('b', 1), story: { id: idOf('a'), place: 2 } };
  await put({ ...at('a', 5, { link: 'https://x.example/' }), story: { id: idOf('a'), place: 1 } }, second, at('c', 3));
  expect(await platform.store.listing(1, 2)).toEqual([
    { source: 'sina', key: 'a', link: 'https://x.example/', updated: day },
    { source: 'sina', key: 'b', link: undefined, updated: day },
  ]);
});

test('problems can be counted, and the first of them asked for', async () => {
  const problems = ['b', 'a', 'c'].map(path => ({ path, source: undefined, reason: 'r', hint: 'h' }));
  await platform.store.put({ now: day, problems });
  expect(await platform.store.countProblems()).toBe(3);
  expect((await platform.store.problems(2)).map(({ path }) => path)).toEqual(['a', 'b']);
  expect(await platform.store.problems()).toHaveLength(3);
});
