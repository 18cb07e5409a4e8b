import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import { createServing, type Platform } from '../../src/app.ts';
import { day, record } from '../contract/records.ts';

const base = 'https://feeds.example.org';
let platform: TestPlatform;
let questions: number;
let version: number;
let now: number;

beforeEach(async () => {
  platform = await openPlatform();
  questions = 0;
  version = 1;
  now = day + 1e9;
  await platform.store.put({ now: day, entries: [record('a')] });
});
afterEach(() => platform.close());

/** An app whose questions to the store are counted, as a platform has it that knows when the store changed. */
function serving(limits?: Platform['config']['site']['limits'], client?: string) {
  const { config, store, digest } = platform;
  const { app, shortWay } = createServing({
    config: { ...config, site: { ...config.site, limits } },
    store: {
      ...store,
      scope: scope => {
        questions += 1;
        return store.scope(scope);
      },
    },
    baseUrl: base,
    digest,
    now: () => now,
    ready: () => true,
    report: (message, cause) => expect.fail(`${message} ${cause}`),
    version: () => version,
    clientOf: () => client,
  });
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    app.request(base + path, { method, headers });
  const short = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    shortWay(path, { method, headers: new Headers(headers) }, client);
  return { get, short };
}

test('what was answered is answered again without a question, until the store changes', async () => {
  const { get, short } = serving();
  expect(short('/atom.xml')).toBeUndefined();
  const first = await get('/atom.xml');
  const bytes = new Uint8Array(await first.arrayBuffer());
  expect(questions).toBe(1);
  for (const path of ['/atom.xml', '/atom.xml?limit=50&unknown=1'])
    expect(new Uint8Array(await (await get(path)).arrayBuffer())).toEqual(bytes);
  expect(questions).toBe(1);
  for (const path of ['/atom.xml', '/atom.xml?limit=50&unknown=1'])
    expect(short(path)).toMatchObject({ status: 200, body: bytes, headers: { etag: first.headers.get('etag') } });
  expect(short('/atom.xml', { 'if-none-match': first.headers.get('etag') ?? '' })).toMatchObject({ status: 304 });
  expect(short('/atom.xml', {}, 'HEAD')).toMatchObject({ status: 200, body: undefined });
  await platform.store.put({ now: day, entries: [record('b')] });
  version = 2;
  expect(short('/atom.xml')).toBeUndefined();
  expect(await (await get('/atom.xml')).text()).toContain('标题 b');
  expect(questions).toBe(2);
});

test('the long way of a long address is not remembered', async () => {
  const { get, short } = serving();
  const long = `/atom.xml?${'x'.repeat(600)}`;
  expect((await get(long)).status).toBe(200);
  expect(short(long)).toBeUndefined();
});

test('what is no plain reading goes the long way', async () => {
  const { get, short } = serving();
  const etag = (await get('/atom.xml')).headers.get('etag') ?? '';
  expect(short('/atom.xml', {}, 'POST')).toBeUndefined();
  expect(short('/atom.xml', {}, 'OPTIONS')).toBeUndefined();
  expect(short('/atom.xml', { 'a-im': 'feed', 'if-none-match': etag })).toBeUndefined();
  expect((await get('/atom.xml', {}, 'POST')).status).toBe(405);
});

test('full copies are counted on either way, and by nobody who has no need to be', async () => {
  const limits = { full: 2, seconds: 60, loopback: false };
  const { get, short } = serving(limits, '203.0.113.5');
  const etag = (await get('/atom.xml')).headers.get('etag') ?? '';
  // The second and last.
  expect(short('/atom.xml')).toMatchObject({ status: 200 });
  expect(short('/atom.xml')).toBeUndefined();
  const refused = await get('/atom.xml');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
  for (let n = 0; n < 4; n++) {
    expect(short('/atom.xml', { 'if-none-match': etag })).toMatchObject({ status: 304 });
    expect(short('/atom.xml', {}, 'HEAD')).toMatchObject({ status: 200 });
    expect((await get('/atom.xml', {}, 'HEAD')).status).toBe(200);
    expect((await get('/style.css')).status).toBe(200);
  }
  // Who asks with a validator that is good no more is counted apart.
  const since = { 'if-modified-since': 'Thu, 01 Jan 2015 00:00:00 GMT' };
  for (const stale of [{ 'if-none-match': '"old"' }, since]) expect((await get('/atom.xml', stale)).status).toBe(200);
  expect((await get('/atom.xml', since)).status).toBe(429);
  now += 60_001;
  expect((await get('/atom.xml')).status).toBe(200);
});

test.each([
  ['by default', false, 200],
  ['where that is wanted', true, 429],
])('of this machine itself, full copies are limited %s: %s', async (_name, loopback, status) => {
  const { get } = serving({ full: 1, seconds: 60, loopback }, '127.0.0.1');
  await get('/atom.xml');
  expect((await get('/atom.xml')).status).toBe(status);
});
