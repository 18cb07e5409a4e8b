import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { upstreamId } from '../../src/normalize/facts/upstream-id.ts';
import { draftOf } from './article.ts';

describe('an id that an article came with is kept, as a URI', () => {
  const cases: readonly (readonly [written: unknown, id: string])[] = [
    ['https://example.org/a/1?b=c#d', 'https://example.org/a/1?b=c#d'],
    ['HTTP://Example.org', 'HTTP://Example.org'],
    ['https://example.org/文章/1', 'https://example.org/%E6%96%87%E7%AB%A0/1'],
    ['https://example.org/%E6%96%87/章', 'https://example.org/%E6%96%87/%E7%AB%A0'],
    ['https://example.org/😀', 'https://example.org/%F0%9F%98%80'],
    ['tag:example.org,2005:/posts/1', 'tag:example.org,2005:/posts/1'],
    ['tag:汇流.example,2005-01-02:1', 'tag:%E6%B1%87%E6%B5%81.example,2005-01-02:1'],
    ['urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a', 'urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a'],
    ['urn:isbn:0451450523', 'urn:isbn:0451450523'],
    ['doi:10.1000/182', 'doi:10.1000/182'],
    ['  https://example.org/a\n', 'https://example.org/a'],
    [`https://example.org/${'a'.repeat(480)}`, `https://example.org/${'a'.repeat(480)}`],
  ];
  test.each(cases)('%s', (written, id) => {
    expect(upstreamId(written)).toBe(id);
    expect(draftOf('x', { guid: written }).upstreamId).toBe(id);
  });
});

describe('everything else is none', () => {
  const cases: readonly unknown[] = [
    ...['', 'a', '1234', '/a/b', '//example.org/a', 'example.org/a', 'https:', 'https://', 'https:///a', 'https:a'],
    ...[
      'javascript:alert(1)',
      'JavaScript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'vbscript:x',
      'about:x',
    ],
    ...['mailto:a@b.example', 'ftp://example.org/a', 'blob:https://a.example/1', 'x-y:z', 'yt:video:abc'],
    ...['https://example.org/a b', 'https://example.org/a　b', 'https://example.org/"x"', "https://example.org/'x'"],
    ...['https://example.org/<x>', 'https://example.org/a\\b', 'https://example.org/{a}', 'https://example.org/%zz'],
    ...['https://user:password@example.org/', 'https://user@example.org/', 'java\nscript:alert(1)'],
    ...['tag:example.org:1', 'tag:example.org,2005:', 'urn:uuid', 'urn:x:1', 'doi:182'],
    ...[`https://example.org/${'a'.repeat(481)}`, `https://example.org/${'文'.repeat(60)}`],
    ...[undefined, null, 7, true, ['https://example.org/a'], { id: 'https://example.org/a' }],
  ];
  test.each(cases.map(value => [value]))('%s', value => {
    expect(upstreamId(value)).toBeUndefined();
  });

  test('and the next key is asked', () => {
    expect(draftOf('x', { guid: '7', id: 'urn:isbn:0451450523' }).upstreamId).toBe('urn:isbn:0451450523');
  });
});

test('whatever stands there, an id is ASCII, short and of a scheme that names things', () => {
  const scheme = fc.constantFrom('https://a.example/', 'tag:a.example,2020:', 'urn:a-b:', 'javascript:', 'x:', '');
  fc.assert(
    fc.property(scheme, fc.string({ unit: 'binary', maxLength: 100 }), (before, after) => {
      const id = upstreamId(before + after);
      if (id !== undefined) expect(id).toMatch(/^(?:https:\/\/a\.example\/|tag:|urn:)[!#-&(-;=?-[\]_a-z~]{0,490}$/i);
    }),
    { numRuns: 1000 },
  );
});
