import { expect, test } from 'vitest';
import { authorizationOf, withUserOf } from '../../../src/node/fetching/credentials.ts';

test.each([
  ['the same server', 'http://a.test/x', true],
  ['the same server by TLS', 'https://a.test/x', true],
  ['another host', 'http://b.test/x', false],
  ['a host below it', 'http://sub.a.test/x', false],
  ['another port', 'http://a.test:8080/x', false],
  ['another port by TLS', 'https://a.test:8443/x', false],
])('a name and password go to %s: %s, %s', (_, url, goes) => {
  const first = new URL('http://me:50%@a.test/feed');
  expect(authorizationOf(first, new URL(url))).toBe(goes ? `Basic ${btoa('me:50%')}` : undefined);
  expect(withUserOf(first, new URL(url))).toBe(goes ? url.replace('://', '://me:50%@') : url);
});

test('a name and password for TLS never go without it', () => {
  const first = new URL('https://me:secret@a.test/feed');
  expect(authorizationOf(first, new URL('https://a.test/x'))).toBeDefined();
  expect(authorizationOf(first, new URL('http://a.test/x'))).toBe(undefined);
});
