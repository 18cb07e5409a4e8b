import { describe, expect, test } from 'vitest';
import { RequestError } from '../../src/http/errors.ts';
import { canonicalQuery, feedOptions } from '../../src/http/parameters.ts';

const defaults = { limit: 50, duplicates: 'hide' as const };
const plain = { limit: 50, since: undefined, content: 'full', duplicates: 'hide' } as const;
const read = (query: string) => feedOptions(new URLSearchParams(query), defaults);

test.each([
  ['', 50],
  ['limit=1', 1],
  ['limit=200', 200],
  ['limit=007', 7],
  ['utm_source=x&limit=3&limit=9', 3],
])('"%s" asks for %i entries', (query, limit) => {
  expect(read(query)).toEqual({ ...plain, limit });
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

test.each([
  ['since=2026-03-01T08:00:00Z', '2026-03-01T08:00:00Z'],
  ['since=2026-03-01t08:00:00z', '2026-03-01T08:00:00Z'],
  ['since=2026-03-01T08:00:00.250Z', '2026-03-01T08:00:00.250Z'],
  ['since=2026-03-01T16:00:00%2B08:00', '2026-03-01T08:00:00Z'],
  ['since=2026-03-01T16:00:00+08:00', '2026-03-01T08:00:00Z'],
  ['since=2026-03-01T00:00:00-08:00', '2026-03-01T08:00:00Z'],
  ['since=2026-03-01', '2026-03-01T00:00:00Z'],
])('"%s" is %s', (query, instant) => {
  expect(read(query)).toEqual({ ...plain, since: Date.parse(instant) });
});

test.each([
  'since=',
  'since=yesterday',
  'since=2026-02-30',
  'since=2026-02-30T00:00:00Z',
  'since=2026-03-01T25:00:00Z',
  'since=2026-03-01T08:00:00',
  'since=2026-13-01',
  'since=0000-00-00',
  'since=1772352000',
  'since=Sun, 01 Mar 2026 08:00:00 GMT',
  'since=-2026-03-01',
  'since=2026-03-01-',
])('"%s" is refused with an example', query => {
  expect(() => read(query)).toThrow(RequestError);
  expect(() => read(query)).toThrow(/such as 2026-03-01T08:00:00Z/);
});

test('what is refused is repeated in part, however long it is', () => {
  for (const name of ['limit', 'since', 'content', 'duplicates'])
    expect(() => read(`${name}=${'x'.repeat(9000)}`)).toThrow(new RegExp(`^${name}=x{40} is not possible: .{1,150}$`));
});

test('content is full or summary, and nothing else', () => {
  expect(read('content=full')).toEqual(plain);
  expect(read('content=summary')).toEqual({ ...plain, content: 'summary' });
  expect(() => read('content=Full')).toThrow(/one of full, summary/);
  expect(() => read('content=')).toThrow(RequestError);
});

test('duplicates are hidden or shown, and nothing else', () => {
  expect(read('duplicates=show')).toEqual({ ...plain, duplicates: 'show' });
  expect(read('duplicates=hide')).toEqual(plain);
  expect(() => read('duplicates=all')).toThrow(/duplicates=all is not possible: duplicates is one of hide, show/);
});

describe('the canonical query', () => {
  const written = (query: string) => canonicalQuery(read(query), defaults);

  test('leaves out what is the default', () => {
    expect(written('limit=50&content=full&duplicates=hide')).toBe('');
    expect(written('duplicates=show&content=summary&limit=7')).toBe('?limit=7&content=summary&duplicates=show');
    const all = { ...defaults, duplicates: 'show' as const };
    expect(canonicalQuery(feedOptions(new URLSearchParams('duplicates=hide'), all), all)).toBe('?duplicates=hide');
    expect(written('limit=3')).toBe('?limit=3');
  });

  test('has one order and one spelling', () => {
    expect(written('content=summary&x=1&since=2026-03-01T16:00:00%2B08:00&limit=03')).toBe(
      '?limit=3&since=2026-03-01T08:00:00Z&content=summary',
    );
  });

  test('is read back as what it was', () => {
    for (const query of ['limit=3', 'since=2026-03-01T08:00:00.5Z', 'content=summary&limit=1', 'since=2026-03-01']) {
      expect(read(written(query))).toEqual(read(query));
    }
  });
});
