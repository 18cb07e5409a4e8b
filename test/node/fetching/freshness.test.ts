import { describe, expect, test } from 'vitest';
import { freshFor, retryAfter } from '../../../src/node/fetching/freshness.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const theirs = 'Sun, 01 Mar 2026 13:00:00 GMT';

describe('an answer is good', () => {
  test.each([
    ['for its max-age', { 'cache-control': 'public, max-age=600' }, 600_000],
    ['for its max-age in quotes', { 'cache-control': 'Max-Age="600"' }, 600_000],
    ['for its max-age less its age', { 'cache-control': 'max-age=600', age: '200' }, 400_000],
    ['for no time when it is older than its max-age', { 'cache-control': 'max-age=600', age: '900' }, 0],
    ['for its max-age rather than its s-maxage', { 'cache-control': 's-maxage=9,max-age=5' }, 5000],
    ['for nobody knows how long by s-maxage alone', { 'cache-control': 's-maxage=9' }, undefined],
    ['for its max-age rather than until it expires', { 'cache-control': 'max-age=5', expires: theirs }, 5000],
    ['until it expires', { expires: theirs }, 3_600_000],
    [
      'until it expires by the clock of who says so',
      { date: theirs, expires: 'Sun, 01 Mar 2026 13:01:00 GMT' },
      60_000,
    ],
    ['for no time when it has expired', { expires: 'Sun, 01 Mar 2026 11:00:00 GMT' }, 0],
    ['for no time when it expires at 0', { expires: '0' }, 0],
    ['for no time when it expires at -1', { expires: '-1' }, 0],
    ['for nobody knows how long', {}, undefined],
    ['for nobody knows how long when nothing sensible is said', { 'cache-control': 'max-age=soon' }, undefined],
  ])('%s', (_, fields, milliseconds) => {
    expect(freshFor(fields, now)).toBe(milliseconds);
  });
});

describe('who asks not to be asked', () => {
  test.each([
    ['says for how many seconds', { 'retry-after': '120' }, 120_000],
    ['says for more seconds than anybody waits', { 'retry-after': '99999999999' }, 99_999_999_999_000],
    ['says until when', { 'retry-after': theirs }, 3_600_000],
    ['says until when by its own clock', { 'retry-after': theirs, date: 'Sun, 01 Mar 2026 12:59:00 GMT' }, 60_000],
    ['says it in the manner of RFC 850', { 'retry-after': 'Sunday, 01-Mar-26 13:00:00 GMT' }, 3_600_000],
    ['says it in the manner of asctime', { 'retry-after': 'Sun Mar  1 13:00:00 2026' }, 3_600_000],
    ['may be late', { 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 0],
    ['may say nothing', {}, undefined],
    ['may say nothing sensible', { 'retry-after': 'later' }, undefined],
    ['may not count backwards', { 'retry-after': '-5' }, undefined],
  ])('%s', (_, fields, milliseconds) => {
    expect(retryAfter(fields, now)).toBe(milliseconds);
  });
});
