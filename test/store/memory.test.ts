import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/node/database/sqlite.ts';
import { EntryMemory } from '../../src/store/memory.ts';
import { createStore } from '../../src/store/store.ts';
import { all, day, idOf, record } from '../contract/records.ts';

let database: Database;
beforeEach(() => {
  database = openDatabase(':memory:');
});
afterEach(() => database.close());

describe('a store with a memory', () => {
  test('gives the same object for an entry that did not change, and reads what did', async () => {
    const { put, window } = createStore(database.driver, new EntryMemory(1_000_000));
    await put({ now: day, entries: ['a', 'b', 'c'].map(key => record(key)) });
    const before = await window(all, 50);
    await put({ now: day, entries: [record('b', { title: 'changed' }), record('d')] });
    const after = await window(all, 50);
    expect(after.map(({ entry }) => entry.title)).toEqual(['标题 d', '标题 c', 'changed', '标题 a']);
    expect([after[1], after[3]].map(stored => before.some(one => one === stored))).toEqual([true, true]);
    await put({ now: day, retract: [{ id: idOf('a'), by: 'file' }] });
    expect((await window(all, 50)).map(({ entry }) => entry.key)).toEqual(['d', 'c', 'b']);
  });

  test('forgets what was not read for long, and never more than it needs to hold', async () => {
    const { put, window } = createStore(database.driver, new EntryMemory(4500));
    await put({ now: day, entries: ['a', 'b', 'c', 'd'].map(key => record(key)) });
    const [first] = await window(all, 1);
    for (let turn = 0; turn < 5; turn++) expect((await window(all, 1))[0]).toBe(first);
    await window(all, 4);
    await window(all, 4);
    await put({
      now: day,
      entries: Array.from({ length: 30 }, (_, index) => record(`n${index}`, { published: day + 1 })),
    });
    await window(all, 30);
    expect((await window(all, 34)).find(({ entry }) => entry.key === 'd')).not.toBe(first);
  });

  test('forgets windows when there are too many of them', () => {
    const memory = new EntryMemory(1_000_000);
    const heads = Array.from({ length: 200 }, (_, n) => ({ n, revision: 1, published: day, id: idOf(`${n}`) }));
    const known = { heads, state: undefined, seen: 1 };
    const names = Array.from({ length: 300 }, (_, index) => `category c${index}`);
    // Kept again, a window takes no further place.
    for (let turn = 0; turn < 300; turn++) memory.keepWindow('all', known);
    expect(memory.window('all')).toBe(known);
    for (const name of names) memory.keepWindow(name, known);
    const kept = names.filter(name => memory.window(name) !== undefined);
    expect(kept.length).toBeLessThanOrEqual(250);
    expect(kept).toContain(names.at(-1));
    // What was forgotten takes none either.
    for (const name of names.slice(0, 180)) memory.keepWindow(name, known);
    expect(names.filter(name => memory.window(name) !== undefined).length).toBeGreaterThan(180);
  });
});
