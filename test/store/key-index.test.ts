import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostOfKey } from '../../src/model/story.ts';
import { type KeyedEntry, KeyIndex } from '../../src/store/key-index.ts';

/** How many of some keys each entry has, by looking at all rows: a key leads to no further entry once so many have it. */
function plainly(rows: readonly KeyedEntry[], keys: readonly number[]): ReadonlyMap<number, number> {
  const held = new Map<number, Set<number>>();
  for (const revision of new Set(rows.map(row => row.revision))) {
    const added = rows.filter(row => row.revision === revision).flatMap(row => row.keys.map(key => ({ ...row, key })));
    for (const { key, entry } of added.filter(({ key }) => (held.get(key)?.size ?? 0) < mostOfKey))
      held.set(key, (held.get(key) ?? new Set()).add(entry));
  }
  const shared = new Map<number, number>();
  for (const key of keys) for (const entry of held.get(key) ?? []) shared.set(entry, (shared.get(entry) ?? 0) + 1);
  return shared;
}

/** Puts of one entry: of several in one put, the order of which decides nothing, all may have the last free places of a key. */
const key = fc.integer({ min: 0, max: 40 }).map(number => (number % 3 === 0 ? 4_294_967_295 - number : number));
const puts = fc.array(
  fc.record({
    entry: fc.integer({ min: 1, max: 90 }),
    keys: fc.uniqueArray(key, { maxLength: 24 }),
    sketch: fc.constant(undefined),
  }),
  { maxLength: 200 },
);

const countsOf = (index: KeyIndex, span: number, keys: readonly number[]) => {
  const shared = new Map<number, number>();
  index.count(span, { keys, sketch: undefined }, 0.5, shared);
  return shared;
};

test('any rows, taken in any steps, are found as if all were looked at', () => {
  fc.assert(
    fc.property(puts, fc.uniqueArray(key), fc.integer({ min: 1, max: 50 }), (found, keys, step) => {
      const rows = found.map((row, revision) => ({ ...row, revision: revision + 1 }));
      const index = new KeyIndex();
      for (let at = 0; at < rows.length; at += step) index.add(7, rows.slice(at, at + step));
      expect(countsOf(index, 7, keys)).toEqual(plainly(rows, keys));
      expect(countsOf(index, 8, keys)).toEqual(new Map());
      expect(index.missing(7).after).toBe(rows.at(-1)?.revision ?? -1);
    }),
  );
});

test('rows that come twice, because two asked at once, count once', () => {
  const index = new KeyIndex();
  const rows = [{ revision: 1, entry: 5, keys: [1, 2], sketch: undefined }];
  index.add(7, rows);
  index.add(7, rows);
  expect(countsOf(index, 7, [1, 2])).toEqual(new Map([[5, 2]]));
});

test('what was not asked for lately is forgotten, and then missing from the beginning', () => {
  const index = new KeyIndex();
  const rows = Array.from({ length: 30_000 }, (_, n) => ({
    revision: n,
    entry: n + 1,
    keys: Array.from({ length: 24 }, (_, at) => n * 24 + at),
    sketch: undefined,
  }));
  index.add(1, rows);
  expect(index.missing(1)).toEqual({ after: 29_999, room: 20_000 });
  index.add(2, rows);
  index.trim();
  expect(index.missing(1).after).toBe(-1);
  expect(index.missing(2).after).toBe(29_999);
  expect(countsOf(index, 2, [0, 29_999 * 24])).toEqual(
    new Map([
      [1, 1],
      [30_000, 1],
    ]),
  );
});

test('an entry whose text cannot stand in the other is not counted, by the sketch that was written last', () => {
  const index = new KeyIndex();
  const [one, other] = [`${'A'.repeat(128)}rs`, `${'B'.repeat(128)}rs`];
  const countOf = (sketch: string) => {
    const shared = new Map<number, number>();
    index.count(7, { keys: [1], sketch }, 0.5, shared);
    return shared.get(5);
  };
  index.add(7, [{ revision: 1, entry: 5, keys: [1], sketch: one }]);
  expect([countOf(one), countOf(other)]).toEqual([1, undefined]);
  index.add(7, [{ revision: 2, entry: 5, keys: [1], sketch: other }]);
  expect([countOf(one), countOf(other)]).toEqual([undefined, 1]);
  index.add(7, [{ revision: 3, entry: 5, keys: [1], sketch: undefined }]);
  expect([countOf(one), countOf(other)]).toEqual([1, 1]);
});
