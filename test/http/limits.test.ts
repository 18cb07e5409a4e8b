import { describe, expect, test } from 'vitest';
import { Limiter } from '../../src/http/limits.ts';

const minute = 60_000;
const limits = { full: 1, seconds: 300, loopback: false };

describe('the polite limit', () => {
  test('lets so many through in a window, then says truly when the next one is', () => {
    const limiter = new Limiter({ ...limits, full: 3 });
    for (const at of [0, 1, 2]) expect(limiter.admit('192.0.2.1', '/rss.xml', at * minute)).toBeUndefined();
    expect(limiter.admit('192.0.2.1', '/rss.xml', 3 * minute)).toBe(120);
    expect(limiter.admit('192.0.2.1', '/rss.xml', 3 * minute + 100)).toBe(120);
    expect(limiter.admit('192.0.2.1', '/rss.xml', 5 * minute - 1)).toBe(1);
    expect(limiter.admit('192.0.2.1', '/rss.xml', 3 * minute + 120_000)).toBeUndefined();
  });

  test('is kept by feed and by client', () => {
    const limiter = new Limiter(limits);
    expect(limiter.admit('192.0.2.1', '/rss.xml', 0)).toBeUndefined();
    expect(limiter.admit('192.0.2.2', '/rss.xml', 0)).toBeUndefined();
    expect(limiter.admit('192.0.2.1', '/atom.xml', 0)).toBeUndefined();
    expect(limiter.admit('192.0.2.1', '/rss.xml', 0)).toBe(300);
  });

  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:aaaa:bbbb:cccc:dddd', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8:1:2::1', '2a01:db8:1:2::1', false],
    ['2001:db8::1', '2001:db8:0:0:1::', true],
    ['::1:2', '::3:4', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
    ['192.0.2.1', '192.0.2.2', false],
    ['2001:db8::', '2001:db8::1', true],
    ['2001:db8:1:2:3:4:5::', '2001:db8:1:2::', true],
    ['::1:2:3:4:5', '0:0:0:1::9', true],
    ['::1:2:3:4:5', '0:0:0:2::9', false],
    ['2001::1:2:3:4:5:6', '2001:0:1:2::', true],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::6', true],
  ])('%s and %s are one client: %s', (one, two, same) => {
    const limiter = new Limiter(limits);
    limiter.admit(one, '/rss.xml', 0);
    expect(limiter.admit(two, '/rss.xml', 0) !== undefined).toBe(same);
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['192.0.2.1', false],
  ['10.127.0.1', false],
  ['2001:db8::ffff:127.0.0.1', false],
  ['::2', false],
])('%s is this machine, which is not limited unless that is wanted: %s', (client, is) => {
  const [limiter, strict] = [new Limiter(limits), new Limiter({ ...limits, loopback: true })];
  for (const each of [limiter, strict]) each.admit(client, '/rss.xml', 0);
  expect(limiter.admit(client, '/rss.xml', 0) === undefined).toBe(is);
  expect(strict.admit(client, '/rss.xml', 0)).toBe(300);
});
