import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/node/fetching/answer.ts';
import { type Client, fetchDocument } from '../../../src/node/fetching/fetch-document.ts';
import { until } from '../cli.ts';
import { client, everyNameIsLoopback, rawServer, server } from './loopback.ts';

const feed = '<rss version="2.0"><channel><title>汇流</title></channel></rss>';
const expects = 'feed';

function textOf(answer: Answer): string {
  return answer.kind === 'news'
    ? new TextDecoder().decode(answer.fetched.bytes)
    : `${answer.kind}: ${reasonOf(answer)}`;
}

function reasonOf(answer: Answer): string {
  return 'reason' in answer ? answer.reason : '';
}

describe('a document', () => {
  test('is what was sent, with its address, its type and its validators', async () => {
    const { base } = await server((_, response) => {
      response.writeHead(200, {
        'content-type': 'application/rss+xml; charset=utf-8',
        etag: 'W/"1"',
        'last-modified': 'Sun, 01 Mar 2026 12:00:00 GMT',
        'cache-control': 'max-age=60',
      });
      response.end(feed);
    });
    expect(await fetchDocument({ url: `${base}/a?b#c`, expects }, client())).toEqual({
      kind: 'news',
      fetched: {
        bytes: new Uint8Array(Buffer.from(feed)),
        url: `${base}/a?b`,
        contentType: 'application/rss+xml; charset=utf-8',
      },
      isOutside: false,
      etag: 'W/"1"',
      lastModified: 'Sun, 01 Mar 2026 12:00:00 GMT',
      movedTo: undefined,
      freshFor: 60_000,
    });
  });

  test('is asked for politely: who asks and for what, nothing else', async () => {
    const { base, seen } = await server((_, response) => response.end(feed));
    await fetchDocument({ url: base, expects }, client());
    expect(seen[0]?.headers).toEqual({
      host: base.slice('http://'.length),
      'user-agent': 'Huiliu/test (+https://feeds.example.org)',
      accept: expect.stringContaining('application/atom+xml'),
      'accept-encoding': 'gzip, deflate, br, zstd',
      connection: 'close',
    });
  });

  test('is asked for by the validators of the last, which a 304 keeps or replaces', async () => {
    const { base, seen } = await server((request, response) => {
      response.writeHead(304, request.url === '/new' ? { etag: '"2"' } : {});
      response.end();
    });
    const known = { expects, etag: '"1"', lastModified: 'Sun, 01 Mar 2026 12:00:00 GMT' } as const;
    const good = { kind: 'unchanged', movedTo: undefined, freshFor: undefined };
    const lastModified = known.lastModified;
    expect(await fetchDocument({ url: `${base}/`, ...known }, client())).toEqual({
      ...good,
      etag: '"1"',
      lastModified,
    });
    expect(await fetchDocument({ url: `${base}/new`, ...known }, client())).toEqual({
      ...good,
      etag: '"2"',
      lastModified,
    });
    expect(seen[0]?.headers).toMatchObject({
      'if-none-match': '"1"',
      'if-modified-since': lastModified,
      'a-im': 'feed',
    });
  });

  test('that is a page is asked for whole and as HTML', async () => {
    const { base, seen } = await server((_, response) => response.end(feed));
    await fetchDocument({ url: base, expects: 'page', etag: '"1"' }, client());
    expect(seen[0]?.headers['a-im']).toBeUndefined();
    expect(seen[0]?.headers['if-none-match']).toBe('"1"');
    expect(seen[0]?.headers.accept).toMatch(/^text\/html/);
  });

  test('may be only what changed (226), but no difference of another kind', async () => {
    const { base } = await server((request, response) => {
      response.writeHead(226, { im: request.url === '/feed' ? 'feed' : 'vcdiff', etag: '"2"' });
      response.end(feed);
    });
    const known = { expects, etag: '"1"' } as const;
    expect(textOf(await fetchDocument({ url: `${base}/feed`, ...known }, client()))).toBe(feed);
    expect(reasonOf(await fetchDocument({ url: `${base}/vcdiff`, ...known }, client()))).toMatch(/not asked for/);
  });

  test('keeps no validator that is longer than any', async () => {
    const { base } = await server((_, response) => {
      response.setHeader('etag', `"${'x'.repeat(2000)}"`);
      response.end(feed);
    });
    expect(await fetchDocument({ url: base, expects }, client())).toMatchObject({ kind: 'news', etag: undefined });
  });

  test('is not there for now, or for good', async () => {
    const { base } = await server((request, response) => {
      response.writeHead(Number(request.url?.slice(1)), { 'retry-after': '120' });
      response.end('<h1>what people read</h1>');
    });
    const of = (status: number) => fetchDocument({ url: `${base}/${status}`, expects }, client());
    expect(await of(410)).toEqual({ kind: 'gone', reason: expect.stringContaining('gone for good') });
    expect(await of(404)).toEqual({
      kind: 'failed',
      reason: '127.0.0.1 answered 404 Not Found: look for the address that it has now.',
      retryAfter: 120_000,
      isOurs: false,
      isPassing: false,
    });
    expect(await of(429)).toMatchObject({ kind: 'failed', retryAfter: 120_000, isPassing: true });
    expect(await of(503)).toMatchObject({ kind: 'failed', retryAfter: 120_000, isPassing: true });
    for (const status of [204, 206, 300, 400, 401, 403, 418, 451, 500, 599])
      expect(reasonOf(await of(status))).toContain(`127.0.0.1 answered ${status}`);
    // Nothing was asked with a condition.
    expect(await of(304)).toMatchObject({ kind: 'failed' });
  });
});

describe('a redirect', () => {
  /** Addresses are `/301/302/…`: each part is a redirect to what follows it. */
  const chain = (location: (path: string) => string = path => path) =>
    server((request, response) => {
      const [, status = '', rest = ''] = /^\/(3\d\d)(.*)$/.exec(request.url ?? '') ?? [];
      if (status === '') return response.end(feed);
      response.writeHead(Number(status), { location: location(rest === '' ? '/feed' : rest) });
      return response.end();
    });

  test.each([
    ['/301', '/feed'],
    ['/308', '/feed'],
    ['/301/308/301', '/feed'],
    ['/302', undefined],
    ['/303', undefined],
    ['/307', undefined],
    ['/301/302', undefined],
    ['/302/301', undefined],
    ['/feed', undefined],
  ])('is followed, and remembered when all of it is permanent: %s', async (path, moved) => {
    const { base } = await chain();
    const answer = await fetchDocument({ url: base + path, expects }, client());
    expect(answer).toMatchObject({ kind: 'news', movedTo: moved === undefined ? undefined : base + moved });
    expect(answer.kind === 'news' && answer.fetched.url).toBe(`${base}/feed`);
  });

  test('is not followed back to the site that asks, which has all that it would read there', async () => {
    const { base } = await chain();
    const ask = (own: string) => fetchDocument({ url: `${base}/301/x/atom.xml`, expects }, { ...client(), own });
    const answer = await ask(`${base}/x`);
    expect(answer).toMatchObject({ kind: 'failed', isPassing: false });
    expect(reasonOf(answer)).toMatch(/^127\.0\.0\.1 is this site itself/);
    expect(textOf(await ask(`${base}/x/atom`))).toBe(feed);
  });

  test('is followed five times and not six', async () => {
    const { base } = await chain();
    expect(textOf(await fetchDocument({ url: `${base}${'/302'.repeat(5)}`, expects }, client()))).toBe(feed);
    const answer = await fetchDocument({ url: `${base}${'/302'.repeat(6)}`, expects }, client());
    expect(reasonOf(answer)).toMatch(/more than 5 times/);
  });

  test.each([
    ['without an address', ''],
    ['to a file', 'file:///etc/passwd'],
    ['to nonsense', 'http://['],
    ['to data', 'data:text/xml,<rss/>'],
  ])('is not followed %s', async (_, location) => {
    const { base } = await server((_request, response) => {
      response.writeHead(302, location === '' ? {} : { location });
      response.end();
    });
    expect(await fetchDocument({ url: base, expects }, client())).toMatchObject({ kind: 'failed', isPassing: false });
  });

  test('is not followed to an address that is longer than any', async () => {
    const { base } = await server((request, response) => {
      if (request.url !== '/') return response.end(feed);
      response.writeHead(301, { location: `/${'a'.repeat(3000)}` });
      return response.end();
    });
    expect(reasonOf(await fetchDocument({ url: base, expects }, client()))).toMatch(/longer than any/);
  });

  test('may be written in UTF-8', async () => {
    const { base, seen } = await server((request, response) => {
      if (request.url !== '/') return response.end(feed);
      response.writeHead(302, { location: Buffer.from('/汇流.xml').toString('latin1') });
      return response.end();
    });
    await fetchDocument({ url: base, expects }, client());
    expect(seen[1]?.url).toBe('/%E6%B1%87%E6%B5%81.xml');
  });

  test('that ends for good ends it only when all of it is permanent', async () => {
    const { base } = await server((request, response) => {
      const status = Number(request.url?.slice(1, 4));
      response.writeHead(status, status === 410 ? {} : { location: '/410' });
      response.end();
    });
    expect(await fetchDocument({ url: `${base}/301`, expects }, client())).toMatchObject({ kind: 'gone' });
    expect(await fetchDocument({ url: `${base}/302`, expects }, client())).toMatchObject({ kind: 'failed' });
  });
});

describe('a name and password', () => {
  const elsewhere = (status: number) =>
    server((request, response) => {
      if (request.url !== '/moves') return response.end(feed);
      const host = request.headers.host === undefined ? '' : request.headers.host;
      const other = host.startsWith('other.') ? host : `other.test:${host.split(':')[1]}`;
      response.writeHead(status, { location: `http://${other}/feed` });
      return response.end();
    });

  test('go to the host that they are for, in UTF-8', async () => {
    const { port, seen } = await server((_, response) => response.end(feed));
    await fetchDocument({ url: `http://%E6%B1%87:p%40ss@one.test:${port}/`, expects }, client());
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('汇:p@ss').toString('base64')}`);
    expect(seen[0]?.url).toBe('/');
  });

  test('never go to another, and are not remembered with its address', async () => {
    const { port, seen } = await elsewhere(301);
    const answer = await fetchDocument({ url: `http://me:secret@one.test:${port}/moves`, expects }, client());
    expect(seen.map(({ headers }) => headers.authorization !== undefined)).toEqual([true, false]);
    expect(answer).toMatchObject({ movedTo: `http://other.test:${port}/feed` });
  });

  test('stay with an address that moves on its host', async () => {
    const { port, seen } = await elsewhere(301);
    const answer = await fetchDocument({ url: `http://me:secret@other.test:${port}/moves`, expects }, client());
    expect(seen.map(({ headers }) => headers.authorization !== undefined)).toEqual([true, true]);
    expect(answer).toMatchObject({ movedTo: `http://me:secret@other.test:${port}/feed` });
    expect(answer.kind === 'news' && answer.fetched.url).toBe(`http://other.test:${port}/feed`);
  });

  test('of a redirect are not sent', async () => {
    const { base, seen } = await server((request, response) => {
      if (request.url !== '/') return response.end(feed);
      response.writeHead(302, { location: `http://me:secret@${request.headers.host}/feed` });
      return response.end();
    });
    await fetchDocument({ url: base, expects }, client());
    expect(seen[1]?.headers.authorization).toBeUndefined();
  });

  test('are in no reason', async () => {
    const { port } = await server((_, response) => response.writeHead(404).end());
    const answer = await fetchDocument({ url: `http://me:secret@one.test:${port}/token-of-mine`, expects }, client());
    expect(reasonOf(answer)).toContain('one.test');
    expect(reasonOf(answer)).not.toMatch(/secret|token/);
  });

  test('are sent without cookies, whatever is set on the way', async () => {
    const { base, seen } = await server((request, response) => {
      response.setHeader('set-cookie', 'a=b');
      if (request.url !== '/') return response.end(feed);
      response.writeHead(302, { location: '/feed' });
      return response.end();
    });
    await fetchDocument({ url: base, expects }, client());
    expect(seen.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
  });
});

describe('our own network', () => {
  const inside = /none of the public internet/;
  const none = client({ allow: [] });

  test('is out of reach by name, and in reach by a name or address that is allowed', async () => {
    const { port, seen } = await server((_, response) => response.end(feed));
    const url = `http://inside.test:${port}/`;
    expect(reasonOf(await fetchDocument({ url, expects }, none))).toMatch(inside);
    expect(seen).toHaveLength(0);
    expect(textOf(await fetchDocument({ url, expects }, client({ allow: ['inside.test'] })))).toBe(feed);
    expect(textOf(await fetchDocument({ url, expects }, client({ allow: ['127.0.0.0/8'] })))).toBe(feed);
    expect(reasonOf(await fetchDocument({ url, expects }, client({ allow: ['other.test'] })))).toMatch(inside);
  });

  test.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '0.0.0.0',
    '[::]',
  ])('is out of reach written as %s', async host => {
    const { port, seen } = await server((_, response) => response.end(feed));
    expect(reasonOf(await fetchDocument({ url: `http://${host}:${port}/`, expects }, none))).toMatch(inside);
    expect(seen).toHaveLength(0);
  });

  test('is in reach in each of these ways when its addresses are allowed', async () => {
    const { port } = await server((_, response) => response.end(feed));
    const allowing = client({ allow: ['127.0.0.1', '0.0.0.0'] });
    for (const host of ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '[::ffff:7f00:1]', '0.0.0.0'])
      expect(textOf(await fetchDocument({ url: `http://${host}:${port}/`, expects }, allowing))).toBe(feed);
  });

  test('is out of reach as IPv6, and in reach as IPv6 that is allowed', async () => {
    const { port } = await server((_, response) => response.end(feed));
    const url = `http://[::1]:${port}/`;
    expect(reasonOf(await fetchDocument({ url, expects }, none))).toMatch(inside);
    // The server listens by IPv4 alone: that it refuses shows that it was asked.
    expect(reasonOf(await fetchDocument({ url, expects }, client({ allow: ['::1'] })))).not.toMatch(inside);
  });

  test('is out of reach after a redirect, by name and by address', async () => {
    const { port, seen } = await server((request, response) => {
      if (request.url === '/feed') return response.end(feed);
      response.writeHead(302, { location: `http://${request.url?.slice(1)}:${port}/feed` });
      return response.end();
    });
    const outside = client({ allow: ['outside.test'] });
    const to = (host: string) => fetchDocument({ url: `http://outside.test:${port}/${host}`, expects }, outside);
    expect(reasonOf(await to('inside.test'))).toMatch(inside);
    expect(reasonOf(await to('127.0.0.1'))).toMatch(inside);
    expect(reasonOf(await to('2130706433'))).toMatch(inside);
    expect(seen.map(({ url }) => url)).not.toContain('/feed');
    expect(textOf(await to('outside.test'))).toBe(feed);
  });

  test('is out of reach for whoever is led there from the internet, also where it is allowed', async () => {
    const { port, seen } = await server((request, response) => {
      if (request.url === '/feed') return response.end(feed);
      response.writeHead(302, { location: `http://${request.url?.slice(1)}:${port}/feed` });
      return response.end();
    });
    // One machine is both here: what is what is said by the name.
    const both: Client = { ...client(), reach: host => (host === 'outside.test' ? 'internet' : 'allowed') };
    const to = (from: string, path: string) => fetchDocument({ url: `http://${from}:${port}/${path}`, expects }, both);
    expect(reasonOf(await to('outside.test', 'inside.test'))).toMatch(inside);
    expect(reasonOf(await to('outside.test', '127.0.0.1'))).toMatch(inside);
    expect(seen.map(({ url }) => url)).not.toContain('/feed');
    expect(await to('outside.test', 'outside.test')).toMatchObject({ kind: 'news', isOutside: true });
    expect(await to('inside.test', 'outside.test')).toMatchObject({ kind: 'news', isOutside: true });
    expect(await to('inside.test', '127.0.0.1')).toMatchObject({ kind: 'news', isOutside: false });
    const named = { url: `http://inside.test:${port}/feed`, expects, isOutside: true } as const;
    expect(reasonOf(await fetchDocument(named, both))).toMatch(inside);
  });

  test('is out of reach of a name that changes its address between look-ups: only what was checked is connected to', async () => {
    const { port, seen } = await server((_, response) => response.end(feed));
    let lookups = 0;
    const rebinding = client({ allow: ['127.0.0.2'] }, async () => {
      return [{ address: ++lookups === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }];
    });
    expect(textOf(await fetchDocument({ url: `http://rebinds.test:${port}/`, expects }, rebinding))).toBe(feed);
    expect(seen[0]?.at).toBe('127.0.0.2');
    expect(lookups).toBe(1);
    expect(reasonOf(await fetchDocument({ url: `http://rebinds.test:${port}/`, expects }, rebinding))).toMatch(inside);
  });

  test('is left out of several addresses of a name', async () => {
    const { port, seen } = await server((_, response) => response.end(feed));
    const several = client({ allow: ['127.0.0.3'] }, async () =>
      ['127.0.0.1', '10.0.0.1', '127.0.0.3'].map(address => ({ address, family: 4 })),
    );
    expect(textOf(await fetchDocument({ url: `http://several.test:${port}/`, expects }, several))).toBe(feed);
    expect(seen[0]?.at).toBe('127.0.0.3');
  });

  test('has ports that are no web’s, allowed or not', async () => {
    for (const port of [22, 25, 6667])
      expect(reasonOf(await fetchDocument({ url: `http://127.0.0.1:${port}/`, expects }, client()))).toMatch(/port/);
  });
});

describe('a body', () => {
  const encodings = [
    ['gzip', gzipSync(feed)],
    ['x-gzip', gzipSync(feed)],
    ['deflate', deflateSync(feed)],
    ['deflate', deflateRawSync(feed)],
    ['br', brotliCompressSync(feed)],
    ['zstd', zstdCompressSync(feed)],
    ['gzip, br', brotliCompressSync(gzipSync(feed))],
    ['GZIP', gzipSync(feed)],
    ['identity', Buffer.from(feed)],
    // What is said is not so.
    ['gzip', Buffer.from(feed)],
    ['br', Buffer.from(feed)],
    ['deflate', Buffer.from(feed)],
    ['zstd', Buffer.from(`\n ${feed}`)],
    ['gzip', gzipSync(gzipSync(feed))],
    ['', gzipSync(feed)],
    ['utf-8', Buffer.from(feed)],
    // What every object has.
    ['constructor', Buffer.from(feed)],
  ] as const;

  test.each(encodings.map(([encoding, body], index) => [`${index}: ${encoding}`, encoding, body] as const))(
    'is read however it is encoded: %s',
    async (_, encoding, body) => {
      const { base } = await server((_request, response) => {
        response.writeHead(200, encoding === '' ? {} : { 'content-encoding': encoding });
        response.end(body);
      });
      expect(textOf(await fetchDocument({ url: base, expects }, client())).trim()).toBe(feed);
    },
  );

  // Of `<rss/>` twice.
  const wideZstd = Buffer.from('28b52ffd00883000003c7273732f3e3100003c7273732f3e', 'hex');
  const zeros = Buffer.alloc(50_000_000);
  const gzipBomb = gzipSync(zeros);
  test.each([
    ['plain', '', Buffer.alloc(200_000, '<')],
    ['gzip', 'gzip', gzipBomb],
    ['gzip in gzip', 'gzip, gzip', gzipSync(gzipBomb)],
    ['gzip in gzip, unsaid', '', gzipSync(gzipBomb)],
    ['br', 'br', brotliCompressSync(Buffer.alloc(10_000_000))],
    ['deflate', 'deflate', deflateSync(zeros)],
    ['zstd', 'zstd', zstdCompressSync(zeros)],
  ])('is not taken when there is more of it than allowed: %s', async (_, encoding, body) => {
    const { base } = await server((_request, response) => {
      response.writeHead(200, encoding === '' ? {} : { 'content-encoding': encoding });
      // Without a length, so that only counting tells.
      response.write(body.subarray(0, 10));
      response.end(body.subarray(10));
    });
    const answer = await fetchDocument({ url: base, expects }, client());
    expect(answer).toMatchObject({ kind: 'failed', isPassing: false });
    expect(reasonOf(answer)).toMatch(/larger than 100000 bytes/);
  });

  test('is not even begun when it says that it is too large', async () => {
    const { base } = await rawServer(socket => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100001\r\n\r\n'));
    expect(reasonOf(await fetchDocument({ url: base, expects }, client()))).toMatch(/larger than 100000 bytes/);
  });

  test.each([
    ['gzip that is cut', 'gzip', gzipSync(feed).subarray(0, -20), /cut off/],
    ['gzip that is damaged', 'gzip', gzipSync(feed).fill(0, 12, 40), /no gzip/],
    ['br that is none', 'br', Buffer.alloc(50, 255), /no br/],
    ['gzip in gzip in gzip in gzip, unsaid', '', gzipSync(gzipSync(gzipSync(gzipSync(feed)))), /more often/],
    ['zstd that wants a window of 128 MB', 'zstd', wideZstd, /no zstd/],
    ['four times gzip', 'gzip, gzip, gzip, gzip', gzipSync(feed), /more often/],
    ['an encoding that nobody knows', 'rot13', Buffer.from('cyber'), /"rot13"/],
    ['nothing at all', '', Buffer.alloc(0), /empty/],
  ])('is not taken: %s', async (_, encoding, body, reason) => {
    const { base } = await server((_request, response) => {
      response.writeHead(200, encoding === '' ? {} : { 'content-encoding': encoding });
      response.end(body);
    });
    expect(reasonOf(await fetchDocument({ url: base, expects }, client()))).toMatch(reason);
  });

  test.each([
    ['shorter than it says', `HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n${feed}`],
    ['chunks without an end', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n<rss>\r\n`],
    ['a chunk that is cut', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n<rss>`],
  ])('is not taken when it is cut: %s', async (_, answer) => {
    const { base } = await rawServer(socket => socket.end(answer));
    const got = await fetchDocument({ url: base, expects }, client());
    expect(got).toMatchObject({ kind: 'failed', isPassing: true });
    expect(reasonOf(got)).toMatch(/closed the connection before its answer was complete/);
  });

  test('ends with the connection where nothing says how long it is', async () => {
    const { base } = await rawServer(socket => socket.end(`HTTP/1.0 200 OK\r\n\r\n${feed}`));
    expect(textOf(await fetchDocument({ url: base, expects }, client()))).toBe(feed);
  });
});

describe('a server', () => {
  const fast = client({ timeout: 300 });

  test.each([
    ['says nothing', () => {}],
    [
      'says a header field now and then',
      (write: (text: string) => void) => {
        write('HTTP/1.1 200 OK\r\n');
        const timer = setInterval(() => write('x-a: b\r\n'), 50);
        timer.unref();
      },
    ],
    [
      'says a byte now and then',
      (write: (text: string) => void) => {
        write('HTTP/1.1 200 OK\r\n\r\n');
        const timer = setInterval(() => write('<'), 50);
        timer.unref();
      },
    ],
  ])('that %s is waited for no longer than allowed', async (_, speak) => {
    const { base, sockets } = await rawServer(socket => speak(text => void socket.write(text)));
    const answer = await fetchDocument({ url: base, expects }, fast);
    expect(answer).toMatchObject({ kind: 'failed', isPassing: true });
    expect(reasonOf(answer)).toMatch(/took too long/);
    // The connection is closed.
    await until(() => sockets[0]?.destroyed || undefined);
  });

  test('that is never found by name is waited for no longer than allowed', async () => {
    const lost = client({ timeout: 300 }, () => new Promise(() => {}));
    expect(reasonOf(await fetchDocument({ url: 'http://slow.test/', expects }, lost))).toMatch(/took too long/);
  });

  test('that redirects slowly is waited for no longer than allowed, all redirects together', async () => {
    const { base, seen } = await server((_, response) => {
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), 120);
    });
    expect(reasonOf(await fetchDocument({ url: base, expects }, fast))).toMatch(/took too long/);
    expect(seen.length).toBeLessThan(5);
  });

  test.each([
    ['is no web server', '220 mail.example.org ESMTP\r\n', /not HTTP/],
    [
      'says more header fields than anybody needs',
      `HTTP/1.1 200 OK\r\nx-a: ${'b'.repeat(50_000)}\r\n\r\n`,
      /header fields/,
    ],
    ['closes at once', '', /closed the connection/],
    [
      'speaks another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      /another protocol/,
    ],
    ['goes on announcing', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(50), /announcing/],
  ])('that %s is told apart', async (_, bytes, reason) => {
    const { base } = await rawServer(socket => socket.end(bytes));
    expect(reasonOf(await fetchDocument({ url: base, expects }, client()))).toMatch(reason);
  });

  test('may say as many header fields as some do', async () => {
    const { base } = await rawServer(socket =>
      socket.end(`HTTP/1.1 200 OK\r\nx-a: ${'b'.repeat(20_000)}\r\n\r\n${feed}`),
    );
    expect(textOf(await fetchDocument({ url: base, expects }, client()))).toBe(feed);
  });

  test('may give hints before its answer', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n';
    const { base } = await rawServer(socket => socket.end(`${hints}HTTP/1.1 200 OK\r\n\r\n${feed}`));
    expect(textOf(await fetchDocument({ url: base, expects }, client()))).toBe(feed);
  });

  test('may not be there', async () => {
    const { base } = await server(() => {});
    const gone = base.replace(/:\d+$/, ':1');
    expect(reasonOf(await fetchDocument({ url: `${gone}`, expects }, client()))).toMatch(/port 1,/);
    const { port } = await closedPort();
    expect(reasonOf(await fetchDocument({ url: `http://127.0.0.1:${port}/`, expects }, client()))).toMatch(/refuses/);
  });

  test.each([
    ['ENOTFOUND', /not known/, false],
    ['EAI_AGAIN', /name server/, true],
  ])('may have a name that is not found: %s', async (code, reason, isOurs) => {
    const lost = client({}, async () => {
      throw Object.assign(new Error(code), { code });
    });
    const answer = await fetchDocument({ url: 'http://lost.test/', expects }, lost);
    expect(reasonOf(answer)).toMatch(reason);
    expect(answer).toMatchObject({ kind: 'failed', isOurs });
  });

  test('may speak no TLS', async () => {
    const { port } = await server((_, response) => response.end(feed));
    const answer = await fetchDocument({ url: `https://127.0.0.1:${port}/`, expects }, client());
    expect(reasonOf(answer)).toMatch(/does not speak TLS/);
  });
});

test('a fetch under way is stopped', async () => {
  const { base, seen } = await server(() => {});
  const stopping = new AbortController();
  const fetching = fetchDocument({ url: base, expects, signal: stopping.signal }, client());
  await until(() => seen[0]);
  stopping.abort();
  expect(await fetching).toEqual({ kind: 'stopped' });
  expect(await fetchDocument({ url: base, expects, signal: stopping.signal }, client())).toEqual({ kind: 'stopped' });
});

/** A port at which nobody listens any more. */
async function closedPort() {
  const { createServer } = await import('node:net');
  const listening = createServer();
  await new Promise<void>(resolve => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  await new Promise(resolve => listening.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { port: address.port };
}

test('every name is loopback in these tests', async () => {
  expect(await everyNameIsLoopback('any')).toEqual([{ address: '127.0.0.1', family: 4 }]);
});
