import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { fetchDocument } from '../../../src/node/fetching/fetch-document.ts';
import { firstRun, nextRun } from '../../../src/node/fetching/next-run.ts';
import { client, rawServer } from './loopback.ts';

const kinds = ['news', 'unchanged', 'gone', 'failed'];

describe('whatever a server sends', () => {
  const fields = [
    'content-length: 5',
    'content-length: 99999999999999999999',
    'content-length: -1',
    'transfer-encoding: chunked',
    'transfer-encoding: gzip, chunked',
    'content-encoding: gzip',
    'content-encoding: br',
    'content-encoding: deflate, zstd',
    'content-encoding: ,',
    'location: /other',
    'location: http://%',
    'location: //[::1]/',
    'retry-after: 99999999999999',
    'expires: tomorrow',
    'cache-control: max-age=-1, max-age=99999999999',
    'etag: \xff',
    'upgrade: h2c',
    'connection: upgrade',
    'im: feed',
    'x\r\n y: folded',
  ];
  const status = fc.constantFrom(100, 101, 103, 200, 203, 204, 226, 301, 302, 304, 308, 401, 410, 429, 503, 999, 0);
  const answer = fc
    .record({
      status,
      fields: fc.array(fc.constantFrom(...fields), { maxLength: 4 }),
      body: fc.uint8Array({ maxLength: 200 }),
    })
    .map(({ status, fields, body }) =>
      Buffer.concat([
        Buffer.from(`HTTP/1.1 ${status} X\r\n${fields.map(field => `${field}\r\n`).join('')}\r\n`, 'latin1'),
        body,
      ]),
    );

  test('becomes an answer in time', async () => {
    const sent = { now: Buffer.alloc(0) };
    const { base } = await rawServer(socket => socket.end(sent.now));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          answer,
          fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)),
        ),
        async bytes => {
          sent.now = bytes;
          const request = { url: base, expects: 'feed', etag: '"1"' } as const;
          const got = await fetchDocument(request, client({ timeout: 3000 }));
          expect(kinds).toContain(got.kind);
          // Nothing waits for the time to be up: the connection is closed.
          if ('reason' in got) expect(got.reason).not.toMatch(/too long/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('whatever is known of a source, and whatever comes of it', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  const week = 7 * 86_400_000;
  const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const instant = fc.integer({ min: now - 100 * week, max: now });
  const good = {
    etag: fc.constant(undefined),
    lastModified: fc.constant(undefined),
    movedTo: fc.constant(undefined),
    freshFor: some(fc.nat(Number.MAX_SAFE_INTEGER)),
  };
  const pace = some(
    fc.record({
      every: some(fc.double({ min: 0, noNaN: true })),
      skipHours: fc.array(fc.integer({ min: 0, max: 23 })),
      skipDays: fc.array(fc.integer({ min: 0, max: 6 })),
    }),
  );
  const run: fc.Arbitrary<Run> = fc
    .record({ news: some(instant), habit: some(fc.nat(1000 * week)), pace, failures: fc.nat(100_000) })
    .map(more => ({ ...firstRun('a', 'https://a.example/', now), ...more }));
  const outcome = fc.oneof(
    fc.record({
      kind: fc.constant('unchanged' as const),
      ...good,
    }),
    fc.record({
      kind: fc.constant('news' as const),
      ...good,
      digest: fc.constant('d'),
      rules: fc.constant('r'),
      isWhole: fc.boolean(),
      news: fc.nat(100),
      pace,
      dates: fc.array(fc.integer({ min: now - 100 * week, max: now + week })),
    }),
    fc.record({
      kind: fc.constant('failed' as const),
      reason: fc.constant('It failed.'),
      retryAfter: some(fc.double({ min: 0, noNaN: true })),
      isOurs: fc.boolean(),
      isPassing: fc.boolean(),
    }),
  );

  test('it is asked again between fifteen minutes and about a week from now, at a whole millisecond', () => {
    fc.assert(
      fc.property(run, outcome, fc.double({ min: 0, max: 1, noNaN: true }), (known, came, chance) => {
        const { next, habit } = nextRun(known, came, { every: undefined, now, chance });
        expect(next).toSatisfy(Number.isSafeInteger);
        expect(next).toBeGreaterThanOrEqual(now + 15 * 60_000);
        const most = came.kind === 'failed' ? week : week / 7;
        expect(next).toBeLessThanOrEqual(now + most + 20 * 60_000);
        if (habit !== undefined) expect(habit).toSatisfy(Number.isSafeInteger);
      }),
    );
  });
});
