import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import { createApp, type Platform } from '../../src/app.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Run } from '../../src/model/run.ts';
import type { Store } from '../../src/model/store.ts';
import { category, day, record } from '../contract/records.ts';
import { seedRecords } from '../fixtures/records.ts';

const base = 'https://feeds.example.org';
const started = Date.parse('2026-03-01T12:00:00.500Z');
const later = Date.parse('2026-03-02T00:00:00Z');
const failures: string[] = [];

let platform: TestPlatform;
let app: ReturnType<typeof createApp>;

const appOn = (store: Store, changes: Partial<Platform> = {}) =>
  createApp({
    config: platform.config,
    store,
    baseUrl: base,
    digest: platform.digest,
    now: () => later,
    ready: () => true,
    report: message => failures.push(message),
    ...changes,
  });

/** An empty store of a test's own, given back after it. */
const open: TestPlatform[] = [];
const freshStore = async () => {
  const fresh = await openPlatform();
  open.push(fresh);
  return fresh.store;
};
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  app.request(base + path, { headers, method });

beforeAll(async () => {
  platform = await openPlatform();
  await platform.store.put({ now: started, entries: seedRecords });
  app = appOn(platform.store);
});

const allPaths = [
  '/rss.xml',
  '/atom.xml',
  '/feed.json',
  '/sources/sina/atom.xml',
  '/categories/emnews/feed.json',
  '/',
  '/opml.xml',
  '/style.css',
];

describe('a feed', () => {
  test.each([
    ['/rss.xml', 'application/rss+xml; charset=utf-8', '<item>', 5],
    ['/atom.xml', 'application/atom+xml; charset=utf-8', '<entry>', 5],
    ['/feed.json', 'application/feed+json; charset=utf-8', '"date_published"', 5],
    ['/sources/sina/atom.xml', 'application/atom+xml; charset=utf-8', '<entry>', 3],
    ['/categories/shanghaifabu/feed.json', 'application/feed+json; charset=utf-8', '"date_published"', 1],
    [`/publishers/${encodeURIComponent('解放日报')}/rss.xml`, 'application/rss+xml; charset=utf-8', '<item>', 1],
    ['/publishers/解放日报/rss.xml', 'application/rss+xml; charset=utf-8', '<item>', 1],
    ['/rss.xml?limit=2', 'application/rss+xml; charset=utf-8', '<item>', 2],
  ])('%s is %s with the entries of its scope', async (path, type, mark, entries) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect((await response.text()).split(mark).length - 1).toBe(entries);
  });

  test('names its own address, whatever host it was asked at', async () => {
    const text = await (
      await app.request('https://evil.example/sources/sina/feed.json', { headers: { host: 'evil.example' } })
    ).text();
    expect(JSON.parse(text).feed_url).toBe(`${base}/sources/sina/feed.json`);
    expect(text).not.toContain('evil.example');
  });

  test.each([
    ['categories/emnews', 'categories/　ＥＭnews '],
    ['publishers/解放日报', 'publishers/ 解放日报　'],
    ['sources/sina', 'sources/Sina'],
  ])('has the same bytes and the same self link under any spelling of %s', async (one, other) => {
    const plain = await get(encodeURI(`/${one}/atom.xml`));
    const fancy = await get(encodeURI(`/${other}/atom.xml`));
    expect(plain.status).toBe(200);
    expect(await fancy.text()).toBe(await plain.text());
    expect(fancy.headers.get('etag')).toBe(plain.headers.get('etag'));
  });

  test.each([
    [0, 1, 'hourly', 60],
    [60, 1, 'hourly', 60],
    [61, 2, 'hourly', 30],
    [3600, 60, 'hourly', 1],
    [3601, 61, 'daily', 23],
    [86_400, 1440, 'daily', 1],
  ])(
    'kept for %i seconds is asked for again after %i minutes, says its RSS: %s, %i times',
    async (maxAge, ttl, period, times) => {
      const { site } = platform.config;
      const config = { ...platform.config, site: { ...site, feed: { ...site.feed, maxAge } } };
      const text = await (await appOn(platform.store, { config }).request(`${base}/rss.xml`)).text();
      expect(text).toContain(`<ttl>${ttl}</ttl>`);
      expect(text).toMatch(new RegExp(`<sy:updatePeriod>${period}</.*\\s*<sy:updateFrequency>${times}</`));
    },
  );

  test('ignores parameters it does not know', async () => {
    const plain = await get('/atom.xml');
    const junk = await get('/atom.xml?utm_source=x&_=123');
    expect(await junk.text()).toBe(await plain.text());
  });

  test('says how long it may be kept, and that anybody may read it', async () => {
    const { headers } = await get('/rss.xml');
    expect(headers.get('cache-control')).toBe('public, max-age=900, stale-while-revalidate=900, stale-if-error=86400');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    // Codings are made by this platform, or by the one in front, which then says so.
    expect(headers.get('vary')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('set-cookie')).toBeNull();
  });

  test('of a source without entries is empty, not missing, and named wherever feeds are', async () => {
    const empty = appOn(await freshStore());
    for (const path of ['/atom.xml', '/sources/sina/rss.xml', '/feed.json'])
      expect((await empty.request(base + path)).status).toBe(200);
    for (const path of ['/opml.xml', '/subscribe/', '/']) {
      const text = await (await empty.request(base + path)).text();
      for (const { id, title } of platform.config.sources) {
        expect(text).toContain(title);
        expect(text).toContain(`${base}/sources/${id}/`);
      }
    }
    expect((await empty.request(`${base}/categories/sina/atom.xml`)).status).toBe(404);
  });

  test('of a source is in its language, and has its title as long as it is configured', async () => {
    const store = await freshStore();
    const [first] = seedRecords;
    if (first === undefined) throw new Error('five records');
    const told = (source: string, key: string, language: string) => {
      const own = { id: `tag:a.example,2026:${source}/${key}`, source, key, language };
      return { ...first, entry: { ...first.entry, ...own } };
    };
    const others = [
      told('past', '1', 'zh-CN'),
      told('podcast', '1', 'en-US'),
      told('podcast', '2', 'en-US'),
      told('podcast', '3', 'de'),
    ];
    const mixed = [told('mixed', '1', 'en'), told('mixed', '2', 'fr'), told('unclear', '1', 'und')];
    await store.put({ now: started, entries: [...seedRecords, ...others, ...mixed] });
    const { site, sources } = platform.config;
    const read = readConfig({
      site: 'title: Feeds',
      sources: '{ podcast: { title: Podcast }, mixed: { title: Mixed } }',
    });
    const config = {
      ...platform.config,
      sources: [
        ...sources.map(source => (source.id === 'sina' ? { ...source, language: 'en' } : source)),
        ...(read.kind === 'ok' ? read.config.sources : []),
      ],
    };
    expect(config.sources.map(({ id }) => id)).toContain('podcast');
    const own = appOn(store, { config });
    const said = async (path: string) => {
      const { language, title } = JSON.parse(await (await own.request(base + path)).text());
      return { language, title };
    };
    const sina = sources.find(({ id }) => id === 'sina');
    expect(await said('/sources/sina/feed.json')).toEqual({ language: 'en', title: `${sina?.title} - ${site.title}` });
    expect(await said('/sources/past/feed.json')).toEqual({ language: 'zh-CN', title: `past - ${site.title}` });
    expect(await said('/sources/podcast/feed.json')).toMatchObject({ language: 'en-US' });
    expect(await said('/sources/mixed/feed.json')).toMatchObject({ language: 'zh-CN' });
    expect(await said('/sources/unclear/feed.json')).toMatchObject({ language: 'zh-CN' });
    expect(await said('/feed.json')).toEqual({ language: 'zh-CN', title: site.title });
    expect(await (await own.request(`${base}/sources/`)).text()).toContain(`${base}/sources/past/`);
  });

  test('is not served empty before the seeds were read once', async () => {
    const early = appOn(await freshStore(), { ready: () => false });
    const response = await early.request(`${base}/atom.xml`);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('validators', () => {
  test.each(allPaths)('%s: a second request with the tag is a 304 that repeats what a cache needs', async path => {
    const first = await get(path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{20}\.[0-9a-z]+\.\d+"$/);
    const second = await get(path, { 'if-none-match': etag });
    expect(second.status).toBe(304);
    expect(await second.text()).toBe('');
    for (const name of ['etag', 'cache-control', 'vary', 'last-modified'])
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    expect(second.headers.get('content-type')).toBeNull();
  });

  test('Last-Modified is when the bytes changed here, in whole seconds', async () => {
    const response = await get('/rss.xml');
    expect(response.headers.get('last-modified')).toBe('Sun, 01 Mar 2026 12:00:01 GMT');
    expect((await get('/rss.xml', { 'if-modified-since': 'Sun, 01 Mar 2026 12:00:01 GMT' })).status).toBe(304);
    expect((await get('/rss.xml', { 'if-modified-since': 'Sun, 01 Mar 2026 12:00:00 GMT' })).status).toBe(200);
  });

  test.each([
    ['later', 'Sun, 01 Mar 2026 18:00:00 GMT', 'Sun, 01 Mar 2026 18:00:00 GMT'],
    ['earlier', 'Sun, 01 Mar 2026 06:00:00 GMT', 'Sun, 01 Mar 2026 12:00:01 GMT'],
  ])('Last-Modified is never before that with which it is rendered changed: %s', async (_name, since, modified) => {
    const own = appOn(platform.store, { renderedSince: Date.parse(since) });
    const [feed, search] = [await own.request(`${base}/rss.xml`), await own.request(`${base}/search/rss.xml?q=上海`)];
    expect(feed.headers.get('last-modified')).toBe(modified);
    expect(feed.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8');
    expect(search.headers.get('last-modified')).toBeNull();
  });

  test.each([
    ['weak', (etag: string) => `W/${etag}`],
    ['with a proxy’s -gzip', (etag: string) => etag.replace(/"$/, '-gzip"')],
    ['in a list', (etag: string) => `"zzz", ${etag}`],
    ['any', () => '*'],
  ])('a tag that is %s is good', async (_name, change) => {
    const etag = (await get('/atom.xml')).headers.get('etag') ?? '';
    expect((await get('/atom.xml', { 'if-none-match': change(etag) })).status).toBe(304);
  });

  test('of another app on the same store are the same, and so are the bytes', async () => {
    const again = appOn(platform.store);
    for (const path of allPaths) {
      const [one, two] = [await get(path), await again.request(base + path)];
      expect(two.headers.get('etag')).toBe(one.headers.get('etag'));
      expect(two.headers.get('last-modified')).toBe(one.headers.get('last-modified'));
      expect(await two.text()).toBe(await one.text());
    }
  });

  test('of a scope do not change when another scope does', async () => {
    const store = await freshStore();
    await store.put({ now: started, entries: seedRecords });
    const own = appOn(store);
    const before = (await own.request(`${base}/sources/sina/rss.xml`)).headers.get('etag') ?? '';
    const [record] = seedRecords.filter(({ entry }) => entry.source === 'eastmoney');
    if (record === undefined) throw new Error('no eastmoney entry among the records');
    await store.put({
      now: later,
      entries: [{ ...record, fingerprint: 'other', entry: { ...record.entry, title: '改过的标题' } }],
    });
    expect((await own.request(`${base}/sources/sina/rss.xml`)).headers.get('etag')).toBe(before);
    expect(await (await own.request(`${base}/rss.xml`)).text()).toContain('改过的标题');
  });
});

describe('methods', () => {
  test('HEAD is GET without the body', async () => {
    const [head, full] = [await get('/rss.xml', {}, 'HEAD'), await get('/rss.xml')];
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    for (const name of ['etag', 'content-type', 'content-length', 'last-modified']) {
      expect(head.headers.get(name)).toBe(full.headers.get(name));
    }
  });

  test('HEAD is conditional too', async () => {
    const etag = (await get('/rss.xml')).headers.get('etag') ?? '';
    expect((await get('/rss.xml', { 'if-none-match': etag }, 'HEAD')).status).toBe(304);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s on a feed is a 405 that names what is allowed', async method => {
    const response = await get('/sources/sina/feed.json', {}, method);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  test('PUT on what takes entries is a 405 that names what it takes', async () => {
    const response = await get('/api/entries', {}, 'PUT');
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
  });

  test('OPTIONS answers a preflight', async () => {
    const response = await get(
      '/feed.json',
      { origin: 'https://reader.example', 'access-control-request-headers': 'if-none-match' },
      'OPTIONS',
    );
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
  });
});

describe('an address without its last slash', () => {
  test.each([
    '/subscribe',
    '/days/2022-04-11',
    '/categories',
    '/publishers',
    '/sources',
    '/sources/sina',
    '/search?q=%E8%B4%A2%E7%BB%8F',
    '/publishers/%E8%A7%A3%E6%94%BE',
    '/categories/a:b%20c%5Cd%22%25',
    '/categories/%0d%0aX:%20y',
    '/categories/%2F%2Fevil.example',
  ])('%s leads on, encoded as it was and also below the folder that a proxy has put the site in', async path => {
    const response = await get(path);
    const location = response.headers.get('location') ?? '';
    const there = path.includes('?') ? path.replace('?', '/?') : `${path}/`;
    expect(response.status).toBe(301);
    expect(new URL(location, `https://proxy.example/feeds${path}`).href).toBe(`https://proxy.example/feeds${there}`);
  });
});

test.each([
  ['pages say', '/icon.svg'],
  ['browsers ask for it beside a feed', '/favicon.ico'],
])('the picture of the site is where %s', async (_, path) => {
  const response = await get(path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
  expect(await response.text()).toMatch(/^<svg xmlns=/);
});

describe('an address with other slashes or capitals', () => {
  test.each([
    ['/status/', '/status'],
    ['/Status', '/status'],
    ['/rss.xml/', '/rss.xml'],
    ['/RSS.XML?limit=3&x=%2F', '/rss.xml?limit=3&x=%2F'],
    ['//feed.json', '/feed.json'],
    ['//', '/'],
    ['/subscribe//', '/subscribe/'],
    ['/Subscribe', '/subscribe/'],
    ['/search//?q=GDP', '/search/?q=GDP'],
    ['/sources//sina/', '/sources/sina/'],
    ['/Sources/SINA/', '/sources/SINA/'],
    ['/sources/sina/rss.xml/', '/sources/sina/rss.xml'],
    ['/CATEGORIES/A%2Fb//Atom.xml', '/categories/A%2Fb/atom.xml'],
    ['/categories/From/Ab', '/categories/from/Ab/'],
    ['/categories/x/archive/1/atom.xml/', '/categories/x/archive/1/atom.xml'],
    ['/entries/sina/Key.1/', '/entries/sina/Key.1'],
    ['/opml.xml/', '/opml.xml'],
    ['/https://evil.example/rss.xml', undefined],
    ['//evil.example/rss.xml', undefined],
    ['/evil.example//', undefined],
  ])('%s leads to %s at once, also below a folder', async (path, there) => {
    const response = await get(path);
    const location = response.headers.get('location') ?? undefined;
    expect(response.status).toBe(there === undefined ? 404 : 301);
    const led = location && new URL(location, `https://proxy.example/feeds${path}`).href;
    expect(led).toBe(there && `https://proxy.example/feeds${there}`);
    // A program in a page follows only where every answer on the way lets it.
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    if (there !== undefined) expect((await get(there)).status).not.toBe(301);
  });

  test('is only led on where it is read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('/status/', {}, method)).status).toBe(404);
    expect((await get('/status/', {}, 'HEAD')).status).toBe(301);
  });
});

describe('a feed by the name that another program gives it', () => {
  test.each([
    ['Jekyll and Eleventy', '/feed.xml', '/atom.xml'],
    ['Eleventy', '/feed/feed.xml', '/atom.xml'],
    ['Hexo', '/rss2.xml?limit=3', '/rss.xml?limit=3'],
    ['Hugo', '/index.xml', '/rss.xml'],
    ['Hugo, a category', '/categories/A%2Fb/index.xml', '/categories/A%2Fb/rss.xml'],
    ['Pelican', '/feeds/all.atom.xml', '/atom.xml'],
    ['WordPress and Substack', '/feed/', '/rss.xml'],
    ['WordPress, Atom', '/feed/atom/', '/atom.xml'],
    ['WordPress, JSON Feed', '/feed/json', '/feed.json'],
    ['Ghost', '/rss/', '/rss.xml'],
    ['somebody who guesses', '/Feeds/rss.xml', '/rss.xml'],
    ['somebody who guesses, Atom', '/feed/atom.xml', '/atom.xml'],
    ['somebody who shouts', '/FEED.RSS', '/rss.xml'],
    ['nobody, though it begins so', '/feed.json5', undefined],
    ['somebody who guesses that of a source', '/sources/sina/feed', '/sources/sina/rss.xml'],
    ['a source of such a name', '/sources/feed', '/sources/feed/'],
    ['somebody who guesses that of a category of such a name', '/categories/feed/rss', '/categories/feed/rss.xml'],
    ['a folder of somebody else', '/blog/feed', undefined],
    ['nobody', '/feeds', undefined],
  ])('%s: %s leads to %s, also below a folder', async (_, path, there) => {
    const response = await get(path);
    const location = response.headers.get('location') ?? undefined;
    expect(response.status).toBe(there === undefined ? 404 : 301);
    const led = location && new URL(location, `https://proxy.example/in${path}`).href;
    expect(led).toBe(there && `https://proxy.example/in${there}`);
  });
});

describe('errors', () => {
  test.each([
    ['/nothing', 404],
    ['/sources/nobody/rss.xml', 404],
    ['/categories/nothing/atom.xml', 404],
    ['/publishers/nobody/feed.json', 404],
    ['/sources/sina/rdf', 404],
    ['/sources/rss.xml', 404],
    ['/sources//rss.xml', 404],
    ['/entries/sina/nothing', 404],
    ['/categories/%E4%B8/rss.xml', 404],
    ['/categories/%00/rss.xml', 404],
    ['/rss.xml?limit=0', 400],
    ['/rss.xml?limit=abc', 400],
    ['/sources/sina/feed.json?limit=201', 400],
  ])('%s is a %i in plain words, kept a minute at most', async (path, status) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    const text = await response.text();
    expect(text).not.toContain('<');
    expect(text.length).toBeGreaterThan(10);
  });

  test('of what takes and tells in JSON are JSON, and kept by nobody', async () => {
    const response = await get('/api/entries', { accept: 'text/html' });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ status: 404 });
    expect(response.headers.get('cache-control')).toBe('no-store');
    const elsewhere = await get('/nothing/here');
    expect(await elsewhere.text()).toContain(`${base}/opml.xml`);
    expect(elsewhere.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(elsewhere.headers.get('cache-control')).toBe('public, max-age=60');
  });

  test('are JSON where JSON was asked for, by the address or by Accept', async () => {
    for (const response of [
      await get('/sources/nobody/feed.json'),
      await get('/nothing', { accept: 'application/json' }),
    ]) {
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await response.json()).toMatchObject({ status: 404 });
    }
  });

  test('are pages for browsers, with what was asked for escaped', async () => {
    const response = await get('/categories/%3Cscript%3Ealert(1)%3C%2Fscript%3E/rss.xml', { accept: 'text/html,*/*' });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    // Nobody puts it into a frame or runs a script in it, as of any page.
    for (const name of ['content-security-policy', 'referrer-policy'])
      expect(response.headers.get(name)).toBe((await get('/')).headers.get(name));
    expect(await response.text()).not.toContain('<script>alert');
  });
});

describe('a store that fails', () => {
  test('is answered for with the last good rendition, and an error where there is none', async () => {
    let broken = false;
    const failing: Store = {
      ...platform.store,
      scope: scope => (broken ? Promise.reject(new Error('locked')) : platform.store.scope(scope)),
    };
    const own = appOn(failing);
    const before = await (await own.request(`${base}/rss.xml`)).text();
    broken = true;
    const after = await own.request(`${base}/rss.xml`);
    expect(after.status).toBe(200);
    expect(await after.text()).toBe(before);
    const never = await own.request(`${base}/atom.xml`);
    expect(never.status).toBe(503);
    expect(await never.text()).not.toContain('locked');
    expect(failures.length).toBeGreaterThan(0);
  });
});

test('a store that fails is told of once, once more when it fails otherwise, and when it answers again', async () => {
  let why: string | undefined = 'locked';
  const told: string[] = [];
  const state = () => (why === undefined ? platform.store.state() : Promise.reject(new Error(why)));
  const own = appOn({ ...platform.store, state }, { report: (message, cause) => told.push(`${message} ${cause}`) });
  for (const path of ['/readyz', '/metrics', '/rss.xml', '/readyz'])
    expect((await own.request(base + path)).status).toBe(503);
  why = 'away';
  for (const path of ['/readyz', '/rss.xml']) expect((await own.request(base + path)).status).toBe(503);
  why = undefined;
  for (const path of ['/rss.xml', '/readyz']) expect((await own.request(base + path)).status).toBe(200);
  why = 'away';
  expect((await own.request(`${base}/readyz`)).status).toBe(503);
  why = undefined;
  expect((await own.request(`${base}/readyz`)).status).toBe(200);
  expect(told).toEqual([
    'The store failed; /readyz is answered with a 503. Error: locked',
    'The store failed; /readyz is answered with a 503. Error: away',
    'The store answers again. It failed 6 times. undefined',
    'The store failed; /readyz is answered with a 503. Error: away',
    'The store answers again. It failed once. undefined',
  ]);
});

test('a question that a store always fails at is told of once, however often others are answered', async () => {
  let isBroken = true;
  const told: string[] = [];
  const search: Store['search'] = (...asked) =>
    isBroken ? Promise.reject(new Error('no such table')) : platform.store.search(...asked);
  const own = appOn({ ...platform.store, search }, { report: (message, cause) => told.push(`${message} ${cause}`) });
  const status = async (path: string) => (await own.request(base + path)).status;
  const searched = '/search/rss.xml?q=test';
  for (const path of [searched, '/rss.xml', '/readyz', searched, '/atom.xml', searched])
    expect(await status(path)).toBe(path === searched ? 503 : 200);
  isBroken = false;
  for (const path of ['/readyz', searched, '/rss.xml']) expect(await status(path)).toBe(200);
  expect(told).toEqual([
    expect.stringMatching(/^The store failed; .search.rss\.xml\?q=test is answered with a 503\. Error: no such table$/),
    'The store answers again. It failed 3 times. undefined',
  ]);
});

test.each(['/readyz', '/metrics', '/api/problems'])(
  '%s of a store that cannot be read is 503, to come again',
  async path => {
    const fails = () => Promise.reject(new Error('no such table'));
    const own = appOn({ ...platform.store, state: fails, problems: fails });
    const before = failures.length;
    const response = await own.request(base + path);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
    expect(await response.text()).not.toContain('no such table');
    expect(failures).toHaveLength(before + 1);
  },
);

describe('concurrent requests', () => {
  test('for what is not rendered yet render once', async () => {
    let windows = 0;
    const counting: Store = {
      ...platform.store,
      window: (scope, limit) => {
        windows++;
        return platform.store.window(scope, limit);
      },
    };
    const own = appOn(counting);
    await Promise.all(Array.from({ length: 20 }, () => own.request(`${base}/atom.xml`)));
    expect(windows).toBe(1);
    // Nor is it read again as long as nothing changed.
    expect((await own.request(`${base}/atom.xml`)).status).toBe(200);
    expect(windows).toBe(1);
  });
});

describe('pages', () => {
  test('the page for subscribers links every feed and announces the merged ones', async () => {
    const response = await get('/subscribe/');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await response.text();
    for (const path of [
      '/rss.xml',
      '/atom.xml',
      '/feed.json',
      '/sources/sina/rss.xml',
      '/categories/emnews/atom.xml',
      '/opml.xml',
    ]) {
      expect(text).toContain(`${base}${path}"`);
    }
    expect(text).toMatch(/<link[^>]+rel="alternate"[^>]+application\/atom\+xml/);
  });

  test('the page of an entry is the permalink of an article without an address', async () => {
    const record = seedRecords.find(({ entry }) => entry.link === undefined);
    if (record === undefined) throw new Error('no record without a link');
    const path = `/entries/${record.entry.source}/${record.entry.key}`;
    expect(await (await get('/rss.xml')).text()).toContain(`<link>${base}${path}</link>`);
    const page = await get(path);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(record.entry.title);
  });

  test('the page of a retracted entry is gone, and its entry out of every feed', async () => {
    const store = await freshStore();
    await store.put({ now: started, entries: seedRecords });
    const own = appOn(store);
    const { entry } = seedRecords[0] ?? { entry: { id: '', source: '', key: '', title: '' } };
    await own.request(`${base}/atom.xml`);
    await store.put({ now: later - 1000, retract: [{ id: entry.id, by: 'operator' }] });
    expect((await own.request(`${base}/entries/${entry.source}/${entry.key}`)).status).toBe(410);
    expect(await (await own.request(`${base}/atom.xml`)).text()).not.toContain(`<id>${entry.id}</id>`);
    expect((await own.request(`${base}/atom.xml`)).headers.get('last-modified')).toBe(
      new Date(later - 1000).toUTCString(),
    );
  });
});

describe('the ways through the site', () => {
  const pages = ['/', '/subscribe/', '/status', '/days/2022-04-11/', '/sources/', '/categories/', '/publishers/'];

  test('lead from the home page to pages that are there, and these to others', async () => {
    const seen = new Map<string, number>();
    const waiting = ['/', '/status', '/sitemap.xml', '/robots.txt'];
    for (const path of waiting) {
      const response = await get(path);
      seen.set(path, response.status);
      const links = [
        ...(await response.text()).matchAll(/(?: href="|<loc>|^Sitemap: )https:\/\/feeds\.example\.org(\/[^"<\n#]*)/gm),
      ];
      for (const [, link = ''] of links) if (!waiting.includes(link)) waiting.push(link);
    }
    expect([...seen].filter(([, status]) => status !== 200)).toEqual([]);
    for (const path of pages) expect([...seen.keys()]).toContain(path);
    for (const { entry } of seedRecords) expect([...seen.keys()]).toContain(`/entries/${entry.source}/${entry.key}`);
  });

  test.each(pages)('%s is a page in the site’s language that caches may keep', async path => {
    const response = await get(path);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toContain('public, max-age=60');
    expect(response.headers.get('vary')).toBeNull();
    expect(await response.text()).toContain('<html lang="zh-CN">');
    const again = await get(path, { 'if-none-match': response.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  test('a day has its entries by the calendar of the site, and leads to the days beside it', async () => {
    const text = await (await get('/days/2022-04-11/')).text();
    expect(text).toContain('/entries/eastmoney/202204112338984892"');
    expect(text.split('<li dir="auto">\n<h2>').length - 1).toBe(1);
    expect(text).toMatch(/rel="prev" href="[^"]+\/days\/2022-03-30\/"/);
    expect(text).toMatch(/rel="next" href="[^"]+\/days\/2022-04-16\/"/);
  });

  test('a day shows two hundred entries, and says when there are more', async () => {
    const store = await freshStore();
    const own = appOn(store);
    const shown = async () => {
      const text = await (await own.request(`${base}/days/2026-03-01/`)).text();
      return {
        entries: text.split('<li dir="auto">\n<h2>').length - 1,
        said: /<p class="facts">([^<]*)/.exec(text)?.[1],
      };
    };
    const entries = Array.from({ length: 201 }, (_, n) => record(`n${n}`, { published: day + n * 1000 }));
    await store.put({ now: started, entries: entries.slice(0, 200) });
    expect(await shown()).toEqual({ entries: 200, said: '200 篇文章' });
    await store.put({ now: started, entries });
    expect(await shown()).toEqual({ entries: 200, said: '最新的 200 篇' });
  });

  test.each(['/days/2022-02-30/', '/days/today/', '/sitemaps/2.xml', '/sitemaps/0.xml', '/sitemaps/x'])(
    '%s is not there',
    async path => {
      expect((await get(path)).status).toBe(404);
    },
  );

  test('the site map has every page of the site and of an entry once, in parts of a thousand', async () => {
    const store = await freshStore();
    const keys = Array.from({ length: 1001 }, (_, n) => `n${n}`);
    await store.put({ now: started, entries: keys.map(key => record(key, category('news'))) });
    const own = appOn(store);
    const placesIn = async (path: string) => {
      const text = await (await own.request(base + path)).text();
      return [...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, place = '']) => place.slice(base.length));
    };
    const parts = await placesIn('/sitemap.xml');
    expect(parts).toEqual(['/sitemaps/pages.xml', '/sitemaps/1.xml', '/sitemaps/2.xml']);
    const [pages = [], ...entries] = await Promise.all(parts.map(placesIn));
    expect(entries.map(({ length }) => length)).toEqual([1000, 1]);
    expect(new Set(entries.flat())).toEqual(new Set(keys.map(key => `/entries/sina/${key}`)));
    expect(pages.slice(0, 5)).toEqual(['/', '/subscribe/', '/sources/', '/categories/', '/publishers/']);
    const scopes = [...platform.config.sources.map(({ id }) => `/sources/${id}/`), '/categories/news/'];
    expect(pages.slice(5).toSorted()).toEqual(scopes.toSorted());
  });

  test('an entry leads to its neighbours, and its page changes when they do', async () => {
    const store = await freshStore();
    await store.put({ now: started, entries: seedRecords });
    const own = appOn(store);
    const ours = seedRecords.filter(({ entry }) => entry.source === 'sina');
    const [oldest, middle, newest] = ours.toSorted((a, b) => a.entry.published - b.entry.published);
    if (oldest === undefined || middle === undefined || newest === undefined) throw new Error('three sina entries');
    const path = `${base}/entries/sina/${oldest.entry.key}`;
    const before = await (await own.request(path)).text();
    expect(before).toContain(`rel="next" href="${base}/entries/sina/${middle.entry.key}"`);
    expect(before).not.toContain('rel="prev"');
    await store.put({ now: later - 1000, retract: [{ id: middle.entry.id, by: 'operator' }] });
    const after = await (await own.request(path)).text();
    expect(after).toContain(`rel="next" href="${base}/entries/sina/${newest.entry.key}"`);
    expect(after).not.toContain(middle.entry.key);
  });

  test('the list of a kind goes on at a key', async () => {
    const text = await (await get('/categories/from/s/')).text();
    expect(text).toContain(`${base}/categories/shanghaifabu/"`);
    expect(text).not.toContain(`${base}/categories/emnews/"`);
  });

  test('the list of sources goes on at a source, in their order, and has none from one that is not there', async () => {
    const main = async (path: string) => (await (await get(path)).text()).split('<main')[1] ?? '';
    const namedIn = async (path: string) => [
      ...new Set([...(await main(path)).matchAll(/\/sources\/(\w+)\/"/g)].map(([, name]) => name)),
    ];
    const all = await namedIn('/sources/');
    expect(all.length).toBeGreaterThan(2);
    expect(await namedIn(`/sources/from/${all[1]}/`)).toEqual(all.slice(1));
    expect(await namedIn('/sources/from/nobody/')).toEqual([]);
  });

  test('a list of more than five hundred leads to its next part, and no part has what another has', async () => {
    const store = await freshStore();
    const named = (n: number) => `c${1000 + n}`;
    const entries = Array.from({ length: 21 }, (_, at) => {
      return record(`n${at}`, category(...Array.from({ length: 25 }, (_each, n) => named(at * 25 + n))));
    });
    await store.put({ now: started, entries });
    const own = appOn(store);
    const part = async (path: string) => {
      const text = await (await own.request(base + path)).text();
      const keys = [...text.matchAll(/href="[^"]+\/categories\/(c\d+)\/"/g)].map(([, key]) => key);
      return { keys, next: /rel="next" href="([^"]+)"/.exec(text)?.[1] };
    };
    const first = await part('/categories/');
    expect(first.next).toBe(`${base}/categories/from/${named(500)}/`);
    const second = await part(`/categories/from/${named(500)}/`);
    expect(second.next).toBeUndefined();
    expect([...first.keys, ...second.keys]).toEqual(Array.from({ length: 525 }, (_, n) => named(n)));
  });

  test('of a thousand sources pages show the first, and lead to a list in parts of all; the status begins with what fails', async () => {
    const store = await freshStore();
    const names = Array.from({ length: 1001 }, (_, n) => `s${n}`);
    const address = (name: string) => `https://a.example/${name}`;
    const sources = names.map(name => `${name}: { kind: feed, title: ${name}, url: "${address(name)}" }\n`).join('');
    const read = readConfig({ site: 'title: T\n', sources });
    if (read.kind !== 'ok') throw new Error('It is configured rightly.');
    const run: Run = {
      source: 's1000',
      configured: address('s1000'),
      url: address('s1000'),
      etag: undefined,
      lastModified: undefined,
      digest: undefined,
      rules: 'r',
      asked: started,
      answered: undefined,
      next: later,
      news: undefined,
      habit: undefined,
      pace: undefined,
      failures: 3,
      failing: { since: started, reason: 'It is away.' },
    };
    const entries = names.map((name, n) => record(name, { id: `urn:x:${name}`, source: name, published: started - n }));
    await store.put({ now: started, entries, runs: [run] });
    const own = appOn(store, { config: read.config });
    const namedIn = async (path: string) => {
      const text = await (await own.request(base + path)).text();
      expect(text).toContain(`href="${base}/sources/`);
      const next = /rel="next" href="([^"]+)"/.exec(text)?.[1];
      const main = text.slice(text.indexOf('<main'));
      return { next, all: [...new Set([...main.matchAll(/\/sources\/(s\d+)\/"/g)].map(([, name]) => name))] };
    };
    for (const path of ['/', '/subscribe/']) expect((await namedIn(path)).all).toEqual(names.slice(0, 100));
    const status = await namedIn('/status');
    expect(status.all).toEqual([...names.slice(0, 100), 's1000', ...names.slice(100, 499)]);
    const parts = [
      await namedIn('/sources/'),
      await namedIn('/sources/from/s500/'),
      await namedIn('/sources/from/s1000/'),
    ];
    expect(parts.map(({ next }) => next)).toEqual([
      `${base}/sources/from/s500/`,
      `${base}/sources/from/s1000/`,
      undefined,
    ]);
    expect(parts.flatMap(({ all }) => all)).toEqual(names);
    // All that the chart does not tell apart is one.
    const chart = /<ul class="legend">[\s\S]*?<\/ul>/.exec(await (await own.request(`${base}/`)).text())?.[0] ?? '';
    const counts = [...chart.matchAll(/class="count">(\d+)</g)].map(([, count]) => Number(count));
    expect(counts).toHaveLength(24);
    expect(counts.reduce((sum, count) => sum + count)).toBe(names.length);
  });

  test('the status is there from the first, also where nothing can be read: the disk is full', async () => {
    const reading = appOn(platform.store, { version: () => 0, ready: () => false });
    expect((await reading.request(`${base}/status`)).status).toBe(200);
  });

  test('the status names files that are no articles, and says how many', async () => {
    const store = await freshStore();
    const problems = Array.from({ length: 60 }, (_, at) => {
      return { path: `sina/${100 + at}.md`, source: 'sina', reason: 'the file is empty', hint: 'Remove it.' };
    });
    await store.put({ now: started, entries: seedRecords, problems });
    const text = await (await appOn(store).request(`${base}/status`)).text();
    expect(text).toContain('（60）');
    expect(text).toContain('sina/149.md');
    expect(text).not.toContain('sina/150.md');
    expect(text).toContain(`${base}/api/problems`);
    expect(text).toContain('索引还在补');
  });

  test.each([
    ['https://a.example', ''],
    ['https://a.example/news/feeds', '/news/feeds'],
  ])('pages of %s find their style and their search in their own folder', async (baseUrl, folder) => {
    // A proxy in front takes the folder away.
    const text = await (await appOn(platform.store, { baseUrl }).request(`${base}/`)).text();
    expect(text).toContain(`href="${folder}/style.css"`);
    expect(text).toContain(`action="${folder}/search/"`);
  });

  test('a site as files has no status and no search to lead to', async () => {
    const still = appOn(platform.store, { isStatic: true });
    expect((await still.request(`${base}/status`)).status).toBe(404);
    expect(await (await still.request(`${base}/`)).text()).not.toMatch(/\/status|\/search\//);
  });
});

describe('languages', () => {
  const speaking = () => {
    const { site, sources } = platform.config;
    return appOn(platform.store, { config: { site: { ...site, languages: ['en'] }, sources }, version: () => 1 });
  };
  const heading = async (response: Response) => (await response.text()).match(/<html lang="([^"]+)">/)?.[1];

  test.each([
    [undefined, 'zh-CN'],
    ['en-GB,en;q=0.9', 'en'],
    ['fr, zh-TW;q=0.5, en;q=0.4', 'zh-CN'],
    ['fr', 'zh-CN'],
    ['en;q=0, zh', 'zh-CN'],
    ['*', 'zh-CN'],
    ['x'.repeat(5000), 'zh-CN'],
  ])('a reader of %j gets %s, and caches are told', async (accept, expected) => {
    const headers = accept === undefined ? {} : { 'accept-language': accept };
    const response = await speaking().request(`${base}/subscribe/`, { headers });
    expect(response.headers.get('vary')).toBe('Accept-Language');
    expect(response.headers.get('cache-control')).toBe((await get('/subscribe/')).headers.get('cache-control'));
    expect(await heading(response)).toBe(expected);
  });

  test('of which pages have no words are not claimed: they speak English', async () => {
    const { site, sources } = platform.config;
    const own = appOn(platform.store, { config: { site: { ...site, language: 'fr', title: 'Le flux' }, sources } });
    const text = await (await own.request(`${base}/`)).text();
    expect(text).toContain('<html lang="en">');
    expect(text).toMatch(/<a class="brand"[^>]* lang="fr">Le flux<\/a>/);
    expect(await (await own.request(`${base}/rss.xml`)).text()).toContain('<language>fr</language>');
  });

  test('are kept apart, also when an address was answered before', async () => {
    const own = speaking();
    const ask = (accept: string) => own.request(`${base}/`, { headers: { 'accept-language': accept } });
    for (const round of [1, 2]) {
      expect([round, await heading(await ask('en'))]).toEqual([round, 'en']);
      expect([round, await heading(await ask('zh'))]).toEqual([round, 'zh-CN']);
    }
  });

  test('speak in errors too, and feeds vary by nothing', async () => {
    const own = speaking();
    const error = await own.request(`${base}/nothing`, { headers: { accept: 'text/html', 'accept-language': 'en' } });
    expect(error.headers.get('vary')).toBe('Accept, Accept-Language');
    expect(await heading(error)).toBe('en');
    expect((await own.request(`${base}/rss.xml`)).headers.get('vary')).toBeNull();
  });
});

describe('operation', () => {
  test('healthz, readyz and metrics', async () => {
    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect(await ready.json()).toMatchObject({ ready: true, entries: 5, problems: 0 });
    expect(await (await get('/metrics')).text()).toMatch(/^huiliu_entries 5$/m);
    expect(ready.headers.get('cache-control')).toBe('no-store');
  });

  test('a server is ready when it has read what there is, or at once over what an earlier run stored', async () => {
    const ready = async (changes: Partial<Platform>) => {
      const app = appOn(platform.store, changes);
      const response = await app.request(`${base}/readyz`);
      const said: Readonly<Record<string, unknown>> = await response.json();
      const metrics = await (await app.request(`${base}/metrics`)).text();
      for (const name of ['ready', 'current', 'searchable'])
        expect(metrics).toMatch(new RegExp(`^huiliu_${name} ${Number(said[name])}$`, 'm'));
      return [response.status, said];
    };
    expect(await ready({ ready: () => false })).toMatchObject([503, { ready: false, current: false }]);
    expect(await ready({ ready: () => false, isWarm: true })).toMatchObject([200, { ready: true, current: false }]);
    expect(await ready({ isWarm: true })).toMatchObject([200, { ready: true, current: true }]);
  });

  test('a feed of which nothing is stored waits for the seeds also where others are served', async () => {
    const store = await freshStore();
    await store.put({ now: started, entries: seedRecords.filter(({ entry }) => entry.source !== 'sina') });
    const warm = appOn(store, { ready: () => false, isWarm: true });
    expect((await warm.request(`${base}/sources/sina/rss.xml`)).status).toBe(503);
    for (const path of ['/rss.xml', '/sources/eastmoney/rss.xml', '/'])
      expect((await warm.request(base + path)).status).toBe(200);
  });

  test('metrics and status say of each source that is fetched how that goes, and nothing of what is configured no more', async () => {
    const store = await freshStore();
    const feed = (address: string) => `{ kind: feed, title: F, url: "${address}" }`;
    const sources = `a: ${feed('https://a.example/')}\nb.c: ${feed('https://b.example/')}\nmoved: ${feed('https://new.example/')}\n`;
    const read = readConfig({ site: 'title: T\n', sources });
    if (read.kind !== 'ok') throw new Error('It is configured rightly.');
    const run = {
      configured: 'https://a.example/',
      url: 'https://a.example/',
      rules: 'r',
      asked: started,
      failures: 3,
    };
    const unknown = { etag: undefined, lastModified: undefined, digest: undefined, next: undefined, news: undefined };
    const rest = { habit: undefined, pace: undefined, failing: undefined, ...unknown };
    await store.put({
      now: started,
      runs: [
        { ...run, ...rest, source: 'a', answered: undefined },
        { ...run, ...rest, source: 'b.c', configured: 'https://b.example/', answered: 5000 },
        { ...run, ...rest, source: 'gone', answered: undefined },
        { ...run, ...rest, source: 'moved', answered: undefined, failing: { since: day, reason: 'It is away.' } },
      ],
    });
    const own = appOn(store, { config: read.config });
    expect(await (await own.request(`${base}/status`)).text()).not.toContain('It is away.');
    const text = await (await own.request(`${base}/metrics`)).text();
    expect(text.split('\n').filter(line => line.includes('{'))).toEqual([
      'huiliu_fetch_failures{source="a"} 3',
      'huiliu_fetch_failures{source="b.c"} 3',
      'huiliu_fetch_answered_seconds{source="a"} 0',
      'huiliu_fetch_answered_seconds{source="b.c"} 5',
    ]);
    expect(text).toMatch(/^(?:# HELP .*\n# TYPE .*\n(?:huiliu_.* \d+\n)+)+$/);
  });

  test('problems are listed by relative path, a thousand of them and how many there are', async () => {
    const store = await freshStore();
    const problem = { path: 'sina/x.md', source: 'sina', reason: 'the file is empty', hint: 'Remove it.' };
    await store.put({ now: started, problems: [problem] });
    const told = async () => (await appOn(store).request(`${base}/api/problems`)).json();
    expect(await told()).toEqual({ count: 1, problems: [problem] });
    const others = Array.from({ length: 1000 }, (_, n) => ({ ...problem, path: `sina/picture-${n}.jpg` }));
    await store.put({ now: started, problems: others });
    const { count, problems } = (await told()) as { count: number; problems: readonly unknown[] };
    expect([count, problems.length]).toEqual([1001, 1000]);
  });
});
