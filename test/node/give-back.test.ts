import { getHeapStatistics } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { giveBack } from '../../src/node/threads/give-back.ts';

test('what nobody uses any more is given back, and V8 is as it was', () => {
  const megabytes = () => getHeapStatistics().used_heap_size / 1e6;
  const before = megabytes();
  const made = Array.from({ length: 1_000_000 }, (_, n) => ({ n }));
  expect(made.pop()).toEqual({ n: 999_999 });
  made.length = 0;
  giveBack();
  expect(megabytes()).toBeLessThan(before + 10);
  expect(runInNewContext('typeof gc')).toBe('undefined');
});
