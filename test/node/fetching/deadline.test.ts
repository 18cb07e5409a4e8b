import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { deadline } from '../../../src/node/fetching/deadline.ts';
import { until } from '../cli.ts';

test('a deadline ends work that takes too long', async () => {
  const { signal } = deadline(20, undefined);
  await until(() => (signal.aborted ? true : undefined));
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
});

test('a deadline ends work that is to be ended anyhow, with that reason', () => {
  const stopping = new AbortController();
  const { signal } = deadline(60_000, stopping.signal);
  stopping.abort(new Error('It is over.'));
  expect(signal.reason).toMatchObject({ message: 'It is over.' });
  expect(deadline(60_000, stopping.signal).signal.reason).toMatchObject({ message: 'It is over.' });
});

test('a deadline that is over leaves nothing behind: all that listens to a signal stays in memory with it', () => {
  const stopping = new AbortController();
  const { signal, end } = deadline(60_000, stopping.signal);
  expect(getEventListeners(stopping.signal, 'abort')).toHaveLength(1);
  const timers = process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
  end();
  expect(getEventListeners(stopping.signal, 'abort')).toHaveLength(0);
  expect(process.getActiveResourcesInfo().filter(name => name === 'Timeout')).toHaveLength(timers - 1);
  stopping.abort();
  expect(signal.aborted).toBe(false);
});
