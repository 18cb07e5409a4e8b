import { describe, expect, test } from 'vitest';
import { entityTag, isFresh, matchesTag } from '../../src/http/validators.ts';
import type { Rendition } from '../../src/model/feed.ts';

const digest = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const etag = entityTag(digest, 'e0e0', 7);
const modified = Date.parse('2026-01-02T03:04:05Z');
const now = Date.parse('2026-02-01T00:00:00Z');
const rendition: Rendition = { bytes: new Uint8Array(), mediaType: 'text/plain', etag, modified };

test('an entity tag holds digest, epoch and revision, in quotes', () => {
  expect(etag).toBe('"a1b2c3d4e5f60718293a.e0e0.7"');
});

describe('If-None-Match', () => {
  test.each([
    ['the tag itself', etag, true],
    ['weak', `W/${etag}`, true],
    ['any', '*', true],
    ['a list', `"x", W/"y,z", ${etag}`, true],
    ['a list without white space', `"x",${etag}`, true],
    ['-gzip inside the quotes (Apache)', etag.replace(/"$/, '-gzip"'), true],
    [';gzip inside the quotes', etag.replace(/"$/, ';gzip"'), true],
    ['--gzip inside the quotes', etag.replace(/"$/, '--gzip"'), true],
    ['-br inside the quotes', etag.replace(/"$/, '-br"'), true],
    ['without quotes', etag.replaceAll('"', ''), true],
    ['the same bytes at another revision', entityTag(digest, 'e0e0', 9), true],
    ['the same bytes of another database', entityTag(digest, 'ffff', 7), true],
    ['another digest', entityTag('00000000000000000000', 'e0e0', 7), false],
    ['empty', '', false],
    ['empty quotes', '""', false],
    ['commas', ',,,', false],
    ['a part of the digest', '"a1b2c3"', false],
    ['100,000 characters', `"${'x'.repeat(100_000)}"`, false],
  ])('%s', (_name, header, fresh) => {
    expect(matchesTag(header, etag)).toBe(fresh);
  });
});

describe('If-Modified-Since', () => {
  const fresh = (headers: Record<string, string>, of: Rendition = rendition) => isFresh(new Headers(headers), of, now);

  test.each([
    ['the date itself', 'Fri, 02 Jan 2026 03:04:05 GMT', true],
    ['later', 'Sat, 03 Jan 2026 00:00:00 GMT', true],
    ['a second earlier', 'Fri, 02 Jan 2026 03:04:04 GMT', false],
    ['RFC 850 form', 'Friday, 02-Jan-26 03:04:05 GMT', true],
    ['the form of asctime', 'Fri Jan  2 03:04:05 2026', true],
    ['the form of asctime, a second earlier', 'Fri Jan  2 03:04:04 2026', false],
    ['without a zone: of any place', 'Sat, 03 Jan 2026 03:04:05', false],
    ['in our future: invented', 'Fri, 01 Jan 2027 00:00:00 GMT', false],
    ['no date', 'yesterday', false],
    ['a number', '1767323045', false],
    ['empty', '', false],
  ])('%s', (_name, date, is) => {
    expect(fresh({ 'if-modified-since': date })).toBe(is);
  });

  test('loses to If-None-Match, both ways', () => {
    expect(fresh({ 'if-none-match': '"other"', 'if-modified-since': 'Sat, 03 Jan 2026 00:00:00 GMT' })).toBe(false);
    expect(fresh({ 'if-none-match': etag, 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' })).toBe(true);
  });

  test('says nothing about what was never dated', () => {
    expect(fresh({ 'if-modified-since': 'Sat, 03 Jan 2026 00:00:00 GMT' }, { ...rendition, modified: undefined })).toBe(
      false,
    );
  });

  test('an unconditional request is never fresh', () => {
    expect(fresh({})).toBe(false);
  });
});
