import { describe, expect, test } from 'vitest';
import { families, retellings } from '../../bench/retellings.ts';
import { preparedOf, scored } from '../../bench/score.ts';
import { compare } from '../../src/stories/same-story.ts';
import { seedRecords } from '../fixtures/records.ts';

describe.each(families)('of articles of made-up words (%s), edited as publishers edit', family => {
  const { recall, truth, precision, wrong } = scored(retellings(family, 500, 404));

  test.each([
    ['mild', 0, 0.97],
    ['medium', 0, 0.97],
    ['hard', 500, 0.9],
    ['digest', 0, 0.95],
  ] as const)('%s copies are found', (kind, characters, least) => {
    expect(truth(kind, characters).length).toBeGreaterThan(20);
    expect(recall(truth(kind, characters))).toBeGreaterThanOrEqual(least);
  });

  test('what looks like one is not taken for one', () => {
    expect(precision()).toBeGreaterThanOrEqual(0.99);
    expect(wrong('bulletin')).toEqual([]);
  });
});

test('no two of the five seeds are one story', () => {
  const tellings = seedRecords.map(({ entry: { title, content = '' } }) => preparedOf({ title, content }));
  expect(tellings).toHaveLength(5);
  tellings.forEach((one, at) => {
    for (const other of tellings.slice(at + 1)) expect(compare(one, other, 0.5).difference).toBe('text');
  });
});
