import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { atTimes } from '../../src/node/serving/at-times.ts';

const start = Date.parse('2026-03-01T10:00:30Z');
const minute = 60_000;
const year = 365 * 24 * 60 * minute;

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

function counted(expression: string) {
  const done: string[] = [];
  const { stop } = atTimes(expression, () => done.push(new Date().toISOString()));
  return { done, stop };
}

test('work is done at its times, and no more when it is stopped', async () => {
  const { done, stop } = counted('*/10 * * * *');
  vi.advanceTimersByTime(25 * minute);
  expect(done).toEqual(['2026-03-01T10:10:00.000Z', '2026-03-01T10:20:00.000Z']);
  await stop();
  vi.advanceTimersByTime(25 * minute);
  expect(done).toHaveLength(2);
});

test('a clock that jumps years ahead makes one of all the times that it left out', async () => {
  const { done, stop } = counted('* * * * *');
  vi.setSystemTime(start + 56 * year);
  vi.advanceTimersByTime(minute / 2);
  expect(done).toHaveLength(1);
  await stop();
});

test('a clock that is put back by a year delays nothing by a year', async () => {
  vi.setSystemTime(start + year);
  const { done, stop } = counted('*/10 * * * *');
  vi.setSystemTime(start);
  vi.advanceTimersByTime(25 * minute);
  expect(done).toEqual(['2026-03-01T10:10:00.000Z', '2026-03-01T10:20:00.000Z']);
  await stop();
});
