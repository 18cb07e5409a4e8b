import { expect, test } from 'vitest';
import { Outage } from '../../src/http/outage.ts';

test('what fails after it worked is told of, also where what failed before it is never asked for again', () => {
  const told: string[] = [];
  const outage = new Outage(message => told.push(message), 'It works again.');
  const locked = new Error('database is locked');
  outage.failed('A search failed.', locked, '/search');
  outage.worked('/feed');
  outage.failed('Another search failed.', locked, '/another');
  expect(told).toEqual(['A search failed.']);
  outage.failed('The feed failed.', locked, '/feed');
  outage.failed('The feed failed.', locked, '/feed');
  outage.worked('/feed');
  expect(told).toEqual(['A search failed.', 'The feed failed.', 'It works again. It failed 4 times.']);
});
