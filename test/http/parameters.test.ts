import { describe, expect, test } from 'vitest';
import { RequestError } from '../../src/http/errors.ts';
import { canonicalQuery, feedOptions } from '../../src/http/parameters.ts';

const defaults = { limit: 50 };
const read = (query: string) => feedOptions(new URLSearchParams(query), defaults);

test.each([
  ['', 50],
  ['limit=1', 1],
  ['limit=200', 200],
  ['limit=007', 7],
  ['utm_source=x&limit=3&limit=9', 3],
])('"%s" asks for %i entries', (query, limit) => {
  expect(read(query)).toEqual({ limit });
});

test.each([
  'limit=0',
  'limit=201',
  'limit=',
  'limit=-1',
  'limit=1.5',
  'limit=ten',
  'limit=1e2',
  'limit=９',
  `limit=${'9'.repeat(400)}`,
])('"%s" is refused with what is allowed', query => {
  expect(() => read(query)).toThrow(RequestError);
  expect(() => read(query)).toThrow(/whole number from 1 to 200/);
});

describe('the canonical query', () => {
  test('leaves out what is the default', () => {
    expect(canonicalQuery({ limit: 50 }, defaults)).toBe('');
    expect(canonicalQuery({ limit: 3 }, defaults)).toBe('?limit=3');
  });
});
