import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/node/serving/listen.ts';
import { serve, until, workplace } from './cli.ts';

type Got = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/** A request as it goes over the wire: fetch would decode it and add header fields of its own. */
const get = (url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject).end();
  });

/** What comes back for a request written by hand, until the server ends the connection. */
const spoken = (url: string, lines: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let said = '';
    socket.on('data', chunk => {
      said += chunk;
    });
    socket.on('error', reject).on('end', () => resolve(said));
  });

const apart = ({ date: _date, connection: _connection, 'keep-alive': _keep, ...headers }: IncomingHttpHeaders) =>
  headers;

describe('what is not HTTP', () => {
  test.each([
    ['a query', 'GET /search/atom.xml?q=上海&limit=5 HTTP/1.1', '/search/atom.xml?q=%E4%B8%8A%E6%B5%B7&limit=5'],
    ['a path', 'HEAD /categories/金融/rss.xml HTTP/1.0', '/categories/%E9%87%91%E8%9E%8D/rss.xml'],
    ['a space in it', 'GET /search/atom.xml?q=a b HTTP/1.1', '/search/atom.xml?q=a%20b'],
  ])('an address with characters as they are is led to the same as it is sent: %s', async (_name, line, target) => {
    const { base } = await serve(workplace().args);
    const said = await spoken(base, [line, 'Host: localhost']);
    expect(said).toMatch(/^HTTP\/1\.1 301 /);
    expect(said).toContain(`\r\nLocation: ${base}${target}\r\n`);
    expect((await get(base + target)).status).toBe(200);
  });

  test('is answered after what was asked before it, and HEAD without a body', async () => {
    const { base } = await serve(workplace().args);
    const good = ['GET /healthz HTTP/1.1', 'Host: x', '', 'GET /opml.xml HTTP/1.1', 'Host: x', ''];
    const said = await spoken(base, [...good, 'GET /上海 HTTP/1.1', 'Host: x']);
    expect([...said.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status)).toEqual(['200', '200', '301']);
    expect(said.indexOf('<opml')).toBeLessThan(said.indexOf('HTTP/1.1 301'));
    expect(await spoken(base, ['HEAD /上海 HTTP/1.1', 'Host: x'])).toMatch(/^HTTP\/1\.1 301 .*\r\n\r\n$/s);
    const inBody = ['POST /api/entries HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked', '', 'GET /zz HTTP/1.1'];
    expect(await spoken(base, inBody)).not.toContain('301');
    const sender = await serve(workplace().args, { HUILIU_TOKEN: 'secret' });
    const [line = '', ...rest] = inBody;
    const known = [line, 'Authorization: Bearer secret', ...rest];
    expect(await spoken(sender.base, known)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('is led nowhere before it is known where the site is', async () => {
    const { server, address } = await listen({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => void server.close());
    expect(await spoken(address, ['GET //a.example/é HTTP/1.1', 'Host: x'])).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('is told what is wrong with it, and ends nobody else', async () => {
    const { base } = await serve(workplace().args);
    expect(await spoken(base, ['HELLO'])).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n(?:.*\r\n)*The request is not HTTP/);
    expect(await spoken(base, ['POST /api/entries?q=上 HTTP/1.1', 'Host: localhost'])).toMatch(/^HTTP\/1\.1 400 /);
    expect(await spoken(base, ['GET / HTTP/1.1', `X-Large: ${'a'.repeat(20_000)}`])).toMatch(/^HTTP\/1\.1 431 /);
    expect((await get(`${base}/rss.xml`)).status).toBe(200);
  });
});

test('a push that says that it is too long leaves its connection to what is asked next', async () => {
  const { base } = await serve(workplace().args, { HUILIU_TOKEN: 'secret' });
  const length = 5_000_000;
  const pushed = ['Host: x', 'Authorization: Bearer secret', `Content-Length: ${length}`, '', 'x'.repeat(length)];
  const next = ['GET /healthz HTTP/1.1', 'Host: x', 'Connection: close'];
  const said = await spoken(base, ['POST /api/entries HTTP/1.1', ...pushed, ...next]);
  expect([...said.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['413', '200']);
});

test('a push that turns out to be too long is read to its end, and leaves its connection too', async () => {
  const { base } = await serve(workplace().args, { HUILIU_TOKEN: 'secret' });
  const chunks = Array.from({ length: 80 }, () => ['10000', 'x'.repeat(65536)]).flat();
  const pushed = ['Host: x', 'Authorization: Bearer secret', 'Transfer-Encoding: chunked', '', ...chunks, '0', ''];
  const next = ['GET /healthz HTTP/1.1', 'Host: x', 'Connection: close'];
  const said = await spoken(base, ['POST /api/entries HTTP/1.1', ...pushed, ...next]);
  expect([...said.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['413', '200']);
});

describe('the short way past the app', () => {
  test.each([
    ['identity', {}],
    ['gzip', { 'accept-encoding': 'gzip' }],
    ['a junk parameter', {}, '?utm_source=x'],
    ['HEAD', {}, '', 'HEAD'],
    ['a foreign tag', { 'if-none-match': '"x"' }],
  ])('gives the same answer as the long one: %s', async (_name, headers, query = '', method = 'GET') => {
    const { base } = await serve(workplace().args);
    const [long, short, again] = [
      await get(`${base}/rss.xml${query}`, headers, method),
      await get(`${base}/rss.xml${query}`, headers, method),
      await get(`${base}/rss.xml${query}`, headers, method),
    ];
    expect(short.status).toBe(200);
    expect(apart(short.headers)).toEqual(apart(long.headers));
    expect(short.body.equals(long.body)).toBe(true);
    expect(again).toEqual({ ...again, body: short.body });
    const { etag = '' } = long.headers;
    const fresh = await get(`${base}/rss.xml${query}`, { ...headers, 'if-none-match': etag }, method);
    expect(fresh.status).toBe(304);
    expect(fresh.headers.etag).toBe(etag);
    expect(fresh.headers['content-length']).toBeUndefined();
  });

  test('is open to clients of HTTP/1.0, which name no host', async () => {
    const { base } = await serve(workplace().args);
    for (const way of ['long', 'short']) {
      const said = await spoken(base, ['GET /rss.xml HTTP/1.0']);
      expect(said, way).toMatch(/^HTTP\/1\.1 200 /);
      expect(said, way).toContain('</rss>');
    }
  });

  test('reads a field that comes twice as one (RFC 9110 5.3)', async () => {
    const { base } = await serve(workplace().args);
    const { etag = '' } = (await get(`${base}/rss.xml`)).headers;
    const tags = ['"x"', etag].map(tag => `If-None-Match: ${tag}`);
    expect(await spoken(base, ['GET /rss.xml HTTP/1.1', 'Host: x', 'Connection: close', ...tags])).toMatch(
      /^HTTP\/1\.1 304 /,
    );
  });

  test('sees a change at once, of its own and of another process', async () => {
    const { args, seeds } = workplace();
    const { base } = await serve(args);
    for (let n = 0; n < 3; n++) await get(`${base}/feed.json`);
    const text = readFileSync(join(seeds, 'sina/2022-06-13-003_5068d01ce65b037d.md'), 'utf8');
    writeFileSync(join(seeds, 'sina/next.md'), text.replace("title: '", "title: '又").replace('13:22:54', '14:00:00'));
    await until(async () => ((await get(`${base}/feed.json`)).body.includes('又上海市') ? true : undefined));
  });
});

test.each([
  ['HTTP/1.0, as nginx asks by itself', '1.0', '200 OK'],
  ['HTTP/1.1', '1.1', '226 IM Used'],
])(
  'a delta begins at a tag that a cache may hold only where nobody stands between: %s',
  async (_name, version, status) => {
    const { args, seeds } = workplace();
    const { base } = await serve([...args, '--base-url', 'https://feeds.example.org']);
    const feed = `${base}/feed.json`;
    const tag = (await get(feed)).headers.etag ?? '';
    const text = readFileSync(join(seeds, 'sina/2022-06-13-003_5068d01ce65b037d.md'), 'utf8');
    writeFileSync(join(seeds, 'sina/next.md'), text.replace("title: '", "title: '又").replace('13:22:54', '14:00:00'));
    await until(async () => ((await get(feed)).body.includes('又上海市') ? true : undefined));
    const lines = [
      `GET /feed.json HTTP/${version}`,
      'Host: x',
      'Connection: close',
      'A-IM: feed',
      `If-None-Match: ${tag}`,
    ];
    const said = await spoken(base, lines);
    expect(said).toContain(`HTTP/1.1 ${status}\r\n`);
    expect(said).toMatch(status.startsWith('226') ? /\r\ncache-control: no-store\r\n/ : /\r\ncache-control: private/);
  },
);

describe('a changed configuration', () => {
  test('moves Last-Modified with the bytes, and an unchanged one does not', async () => {
    const { args, dir } = workplace();
    const config = join(dir, 'config');
    cpSync(join(import.meta.dirname, '../../config'), config, { recursive: true });
    const places = [...args.slice(0, 4), '--config', config, '--base-url', 'https://feeds.example.org'];
    const dates: (string | undefined)[] = [];
    for (const title of ['一', '一', '二']) {
      const path = join(config, 'site.yaml');
      writeFileSync(path, readFileSync(path, 'utf8').replace(/^title: .*$/m, `title: ${title}`));
      // Dates are whole seconds, and a date ahead of the clock is not sent.
      await new Promise(resolve => setTimeout(resolve, 1100));
      const { base, child } = await serve(places);
      dates.push(await until(async () => (await get(`${base}/rss.xml`)).headers['last-modified']));
      child.kill('SIGTERM');
      await child.finished;
    }
    expect(dates[1]).toBe(dates[0]);
    expect(Date.parse(dates[2] ?? '')).toBeGreaterThan(Date.parse(dates[1] ?? ''));
  });
});

describe('content codings', () => {
  test('each has a tag of its own, good for all; gzip at once, brotli when it is ready', async () => {
    const { base } = await serve(workplace().args);
    const plain = await get(`${base}/atom.xml`);
    const gzip = await get(`${base}/atom.xml`, { 'accept-encoding': 'gzip' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    const br = await until(async () => {
      const got = await get(`${base}/atom.xml`, { 'accept-encoding': 'gzip, deflate, br' });
      return got.headers['content-encoding'] === 'br' ? got : undefined;
    });
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(br.body.length).toBeLessThan(gzip.body.length);
    expect(new Set([plain, gzip, br].map(({ headers }) => headers.etag)).size).toBe(3);
    for (const { headers } of [plain, gzip, br]) {
      expect(headers.vary).toBe('Accept-Encoding');
      for (const accept of ['identity', 'gzip', 'br']) {
        const fresh = await get(`${base}/atom.xml`, { 'accept-encoding': accept, 'if-none-match': headers.etag ?? '' });
        expect(fresh.status).toBe(304);
      }
    }
  });

  test('a client that takes brotli alone gets the body as it is until brotli is ready', async () => {
    const { base } = await serve(workplace().args);
    expect((await get(`${base}/rss.xml`, { 'accept-encoding': 'br' })).headers['content-encoding']).toBeUndefined();
  });
});

test('a delta is compressed for who accepts it', async () => {
  const { args, seeds } = workplace();
  const { base } = await serve(args);
  const feed = `${base}/atom.xml`;
  const { etag = '' } = (await get(feed)).headers;
  const text = readFileSync(join(seeds, 'sina/2022-06-13-003_5068d01ce65b037d.md'), 'utf8');
  writeFileSync(join(seeds, 'sina/next.md'), text.replace("title: '", "title: '又").replace('13:22:54', '14:00:00'));
  await until(async () => ((await get(feed)).body.includes('又上海市') ? true : undefined));
  const asking = { 'a-im': 'feed', 'if-none-match': etag };
  const asIs = await get(feed, asking);
  expect([asIs.status, asIs.headers['content-encoding']]).toEqual([226, undefined]);
  const small = await get(feed, { ...asking, 'accept-encoding': 'gzip, br' });
  expect([small.status, small.headers['content-encoding']]).toEqual([226, 'gzip']);
  expect(small.body.length).toBeLessThan(asIs.body.length);
  expect(gunzipSync(small.body).equals(asIs.body)).toBe(true);
  const head = await get(feed, { ...asking, 'accept-encoding': 'gzip' }, 'HEAD');
  expect([head.status, head.headers['content-length']]).toEqual([226, String(small.body.length)]);
});

describe('the polite limit', () => {
  test('refuses full copies over it with a true Retry-After, never a 304', async () => {
    const { args, dir } = workplace();
    const config = join(dir, 'config');
    cpSync(join(import.meta.dirname, '../../config'), config, { recursive: true });
    const site = readFileSync(join(config, 'site.yaml'), 'utf8');
    writeFileSync(join(config, 'site.yaml'), `${site}limits: { full: 3, seconds: 60, loopback: true }\n`);
    const { base } = await serve([...args.slice(0, 4), '--config', config]);
    const { etag = '' } = (await get(`${base}/rss.xml`)).headers;
    for (let n = 0; n < 10; n++) expect((await get(`${base}/rss.xml`, { 'if-none-match': etag })).status).toBe(304);
    const statuses: number[] = [];
    for (let n = 0; n < 5; n++) statuses.push((await get(`${base}/rss.xml`)).status);
    expect(statuses).toEqual([200, 200, 429, 429, 429]);
    const refused = await get(`${base}/rss.xml`);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(refused.headers['cache-control']).toBe('no-store');
    expect((await get(`${base}/rss.xml`, { 'if-none-match': etag })).status).toBe(304);
    expect((await get(`${base}/atom.xml`)).status).toBe(200);
    expect((await get(`${base}/`)).status).toBe(200);
  });
});

test('a client that reads nothing of its answer is cut off, and one that does gets all of it', async () => {
  const { server, address, answerBy } = await listen({ host: '127.0.0.1', port: 0 }, 200);
  onTestFinished(() => void server.close());
  // More than the system keeps for a connection.
  const body = 'x'.repeat(20_000_000);
  answerBy({
    baseUrl: address,
    app: { fetch: () => new Response(body) },
    shortWay: () => undefined,
    clientOf: () => undefined,
    report: message => expect.fail(message),
  });
  const { hostname, port } = new URL(address);
  const accepted = new Promise(resolve => server.once('connection', resolve));
  const silent = connect(Number(port), hostname, () => silent.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
  onTestFinished(() => void silent.destroy());
  silent.pause();
  const connections = () =>
    new Promise<number>((resolve, reject) => {
      server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  await accepted;
  await until(async () => ((await connections()) === 0 ? true : undefined));
  expect((await get(`${address}/`)).body.length).toBe(body.length);
});

test('a connection is there for a second request, and closed when none comes', async () => {
  const { server, address, answerBy } = await listen({ host: '127.0.0.1', port: 0 }, 200);
  onTestFinished(() => void server.close());
  answerBy({
    baseUrl: address,
    app: { fetch: () => new Response('a') },
    shortWay: () => undefined,
    clientOf: () => undefined,
    report: message => expect.fail(message),
  });
  const { hostname, port } = new URL(address);
  const ask = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
  const socket = connect(Number(port), hostname, () => socket.write(ask));
  let said = '';
  socket.on('data', chunk => {
    if (said === '') socket.write(ask);
    said += chunk;
  });
  await new Promise(resolve => socket.once('end', resolve));
  expect(said.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
});
