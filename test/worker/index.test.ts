import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { WorkersCache } from '../../src/worker/cache.ts';
import type { D1Database, D1PreparedStatement } from '../../src/worker/d1.ts';
import worker from '../../src/worker/index.ts';
import { type Context, createWorker, type Env } from '../../src/worker/worker.ts';
import { openD1 } from '../contract/platform.workerd.ts';
import { category, day, record } from '../contract/records.ts';
import { seedRecords } from '../fixtures/records.ts';

const base = 'https://edge.example';
const token = 'a token of thirty-two characters';

/** The platform around the Worker: D1 whose round trips are counted, and what the platform gives a request. */
type Edge = {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  readonly push: (body: object) => Promise<Response>;
  readonly minute: (due?: number) => Promise<void>;
  /** Round trips to D1 since the last time it was asked. */
  readonly trips: () => number;
};
type Told = Parameters<WorkersCache['invalidate']>[0];

let opened: Awaited<ReturnType<typeof openD1>>;
/** What the cache was told, and whether it listens. */
let told: Told[];
let listens: boolean;
const cache: WorkersCache = {
  invalidate: async what => {
    if (listens) told.push(what);
    return { success: listens, errors: listens ? [] : [{ code: 1, message: 'too many' }] };
  },
};

beforeEach(async () => {
  opened = await openD1();
  told = [];
  listens = true;
});
afterEach(() => opened.close());

/** An isolate of its own, with Workers Cache in front or without. */
function isolate(front: WorkersCache | undefined, of = worker): Edge {
  let trips = 0;
  const database: D1Database = {
    prepare: sql => opened.database.prepare(sql),
    batch: (statements: D1PreparedStatement[]) => {
      trips += 1;
      return opened.database.batch(statements);
    },
  };
  const env: Env = { DB: database, HUILIU_BASE_URL: base, HUILIU_TOKEN: token };
  const ask = async (request: Request) => {
    const work: Promise<unknown>[] = [];
    const context: Context = { waitUntil: promise => void work.push(promise), cache: front };
    const response = await of.fetch(request, env, context);
    // What is begun meanwhile waits too.
    for (const each of work) await each;
    return response;
  };
  return {
    get: (path, headers = {}) => ask(new Request(base + path, { headers })),
    push: body =>
      ask(
        new Request(`${base}/api/entries`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
          body: JSON.stringify({ epoch: 'e1', revision: 1, entries: [], retracted: [], ...body }),
        }),
      ),
    minute: (due = day + 60_000) =>
      of.scheduled({ scheduledTime: due }, env, { waitUntil: () => undefined, cache: front }),
    trips: () => {
      const seen = trips;
      trips = 0;
      return seen;
    },
  };
}

const forCache = (response: Response) => [
  response.headers.get('cloudflare-cdn-cache-control'),
  response.headers.get('cache-tag'),
];
const forever = 'max-age=31536000, stale-if-error=86400';
const anHour = 'max-age=3600, stale-if-error=86400';

describe('an answer tells the cache in front', () => {
  test.each([
    ['/rss.xml', 'all'],
    ['/sources/sina/atom.xml', 'source/sina'],
    ['/categories/emnews/feed.json', 'category/emnews'],
    ['/publishers/解放日报/rss.xml?limit=3', 'publisher/%E8%A7%A3%E6%94%BE%E6%97%A5%E6%8A%A5'],
    ['/sources/sina/', 'source/sina'],
    ['/entries/eastmoney/202204112338984892', 'source/eastmoney'],
    ['/', 'all'],
    ['/subscribe/', 'all'],
    ['/days/2022-04-11/', 'all'],
    ['/sitemaps/1.xml', 'all'],
    ['/opml.xml', 'all'],
    ['/style.css', null],
    ['/search/atom.xml?q=上海', 'search', anHour],
    ['/search/?q=上海', 'search', anHour],
    ['/status', 'all,search', anHour],
  ])('%s depends on %s, and is good until that changes', async (path, tag, life = forever) => {
    const edge = isolate(cache);
    await edge.push({ entries: seedRecords });
    const response = await edge.get(path);
    expect(response.status).toBe(200);
    expect(forCache(response)).toEqual([life, tag]);
    expect(tag ?? '').toMatch(/^[!-~]{0,1024}$/);
    const again = await edge.get(path, { 'if-none-match': response.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    expect(forCache(again)).toEqual([life, tag]);
    expect(again.headers.get('vary')).toBeNull();
  });

  test('an archive page too', async () => {
    const edge = isolate(cache);
    const entries = Array.from({ length: 101 }, (_, index) => record(`k${index}`));
    await edge.push({ entries });
    expect(forCache(await edge.get('/sources/sina/archive/1/atom.xml'))).toEqual([forever, 'source/sina']);
  });

  test('the longest tag is far below the limit', async () => {
    const edge = isolate(cache);
    const name = '汉'.repeat(40);
    await edge.push({ entries: [record('a', { publisher: name })] });
    const [, tag] = forCache(await edge.get(`/publishers/${name}/rss.xml`));
    expect(tag).toHaveLength('publisher/'.length + 40 * 9);
  });

  test.each([
    ['/nothing', {}],
    ['/rss.xml?limit=0', {}],
    ['/categories/nobody/rss.xml', {}],
    ['/healthz', {}],
    ['/readyz', {}],
    ['/api/problems', {}],
    ['/api/entries', { authorization: `Bearer ${token}` }],
    ['/sources/sina', {}],
  ])('%s says nothing of the kind', async (path, headers) => {
    const edge = isolate(cache);
    await edge.push({ entries: seedRecords });
    expect(forCache(await edge.get(path, headers))).toEqual([null, null]);
  });

  test.each([
    ['where there is a cache in front: it asks with a tag of its own, and with what its client sent', cache, 200],
    ['where there is none', undefined, 226],
  ])('who asks for a delta is answered with %3$s, %1$s', async (_name, inFront, status) => {
    const edge = isolate(inFront);
    await edge.push({ entries: seedRecords.slice(0, 3) });
    const etag = (await edge.get('/rss.xml', { 'a-im': 'feed' })).headers.get('etag') ?? '';
    await edge.push({ entries: seedRecords.slice(3) });
    const answer = await edge.get('/rss.xml', { 'if-none-match': etag, 'a-im': 'feed' });
    expect(answer.status).toBe(status);
    const { vary, 'cache-control': kept } = Object.fromEntries(answer.headers);
    expect([vary ?? '', kept]).toEqual(
      status === 226 ? ['Accept-Encoding, A-IM, If-None-Match', 'no-store'] : ['', expect.stringMatching(/^public/)],
    );
  });

  test('where there is no cache in front nothing is said to it', async () => {
    const edge = isolate(undefined);
    await edge.push({ entries: seedRecords });
    expect(forCache(await edge.get('/rss.xml'))).toEqual([null, null]);
  });
});

describe('after a put the cache is told', () => {
  test('of exactly the scopes that changed, and of searches', async () => {
    const edge = isolate(cache);
    await edge.push({ entries: [record('a', { ...category('财经'), publisher: 'P' })] });
    expect(told).toHaveLength(1);
    expect(told[0]?.tags?.toSorted()).toEqual([
      'all',
      'category/%E8%B4%A2%E7%BB%8F',
      'publisher/p',
      'search',
      'source/sina',
    ]);
    expect(await (await edge.get('/search/feed.json?q=标题')).json()).toMatchObject({ items: [{ title: '标题 a' }] });
  });

  test('of nothing when nothing changed', async () => {
    const edge = isolate(cache);
    await edge.push({ entries: seedRecords });
    await edge.push({ entries: seedRecords });
    expect(told).toHaveLength(1);
  });

  test('of everything when that is more than one call takes', async () => {
    const edge = isolate(cache);
    const entries = Array.from({ length: 99 }, (_, index) => record(`k${index}`, { publisher: `p${index}` }));
    await edge.push({ entries });
    expect(told).toEqual([{ purgeEverything: true }]);
  });

  test('again a minute and two minutes later, since an answer may have been on its way, then never again', async () => {
    const edge = isolate(cache);
    await edge.push({ entries: [record('a')] });
    for (let minutes = 0; minutes < 4; minutes++) await edge.minute();
    expect(told.map(({ tags }) => tags?.toSorted())).toEqual([
      ['all', 'search', 'source/sina'],
      ['all', 'search', 'source/sina'],
      ['all', 'search', 'source/sina'],
    ]);
  });

  test('of searches alone when the index took in what was put before', async () => {
    const edge = isolate(cache);
    await edge.push({ entries: Array.from({ length: 70 }, (_, index) => record(`k${index}`)) });
    for (let minutes = 0; minutes < 2; minutes++) await edge.minute();
    told = [];
    for (let minutes = 0; minutes < 2; minutes++) await edge.minute();
    expect(told).toEqual([{ tags: ['search'] }]);
  });

  test('again a minute later also when two runs overlapped: an answer may have been on its way during both', async () => {
    const edge = isolate(cache);
    await edge.push({ entries: [record('a')] });
    await Promise.all([edge.minute(), edge.minute()]);
    expect(told).toHaveLength(3);
    for (let minutes = 0; minutes < 3; minutes++) await edge.minute();
    expect(told).toHaveLength(4);
  });

  test('of what came during a slow run as often as of anything else', async () => {
    const edge = isolate(cache);
    await edge.push({ entries: [record('a')] });
    const { promise: telling, resolve: begin } = Promise.withResolvers<void>();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const slow = isolate({
      invalidate: async what => {
        begin();
        await answered;
        return cache.invalidate(what);
      },
    });
    const slowRun = slow.minute();
    await telling;
    await edge.push({ entries: [record('b', category('x'))], revision: 2 });
    await edge.minute();
    answer();
    await slowRun;
    told = [];
    await edge.minute();
    expect(told.flatMap(({ tags = [] }) => tags)).toContain('category/x');
  });

  test('within a minute when it would not listen', async () => {
    const edge = isolate(cache);
    listens = false;
    expect((await edge.push({ entries: [record('a')] })).status).toBe(200);
    expect((await edge.push({ entries: [record('b', category('x'))], revision: 2 })).status).toBe(200);
    await expect(edge.minute()).rejects.toThrow(/too many/);
    listens = true;
    await edge.minute();
    expect(told.map(({ tags }) => tags?.toSorted())).toEqual([['all', 'category/x', 'search', 'source/sina']]);
  });
});

test.each([
  ['does not know its address', undefined, /set baseUrl/],
  ['has mistakes in its configuration', 'example.org', /HUILIU_BASE_URL: baseUrl: found/],
])('a Worker that %s says so, and nobody keeps that', async (_name, address, says) => {
  const env: Env = { DB: opened.database, ...(address === undefined ? {} : { HUILIU_BASE_URL: address }) };
  const response = await worker.fetch(new Request(`${base}/rss.xml`), env, { waitUntil: () => undefined });
  expect([response.status, response.headers.get('cache-control')]).toEqual([503, 'no-store']);
  expect(await response.text()).toMatch(says);
});

test('a cache that does not listen keeps nothing from being found', async () => {
  const edge = isolate(cache);
  const entries = Array.from({ length: 25 }, (_, index) => record(`k${index}`, { title: `标题 ${index}` }));
  await edge.push({ entries });
  listens = false;
  await expect(edge.minute()).rejects.toThrow(/too many/);
  expect(await (await edge.get('/search/feed.json?q=标题')).json()).toHaveProperty('items.length', 25);
});

describe('by a configuration with a hub and something to let go', () => {
  const ofSite = (feed: string) =>
    createWorker({
      site: `title: 汇流\nauthority: huiliu.example,2026\nfeed: ${feed}\n`,
      sources: 'sina: { title: 新浪, home: https://sina.example/, keep: 30 days }\n',
    });

  test.each([
    '{ hub: https://hub.example/push }',
    '{ "hub": "https://hub.example/push" }',
    '\n  hub : https://hub.example/push',
  ])('the hub is told each minute of what changed, until it takes it: feed: %s', async feed => {
    const told: string[] = [];
    let status = 503;
    vi.stubGlobal('fetch', async (address: string, { body }: { body: URLSearchParams }) => {
      told.push(`${status} ${address} ${body.getAll('hub.url').includes(`${base}/sources/sina/rss.xml`)}`);
      return new Response('', { status });
    });
    vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => void vi.unstubAllGlobals());
    onTestFinished(() => void vi.restoreAllMocks());
    const edge = isolate(cache, ofSite(feed));
    await edge.push({ entries: [record('a', { published: Date.now() })] });
    await edge.minute();
    await edge.push({ entries: [record('b', { published: Date.now() })], revision: 2 });
    await edge.minute();
    status = 200;
    for (let minutes = 0; minutes < 2; minutes++) await edge.minute();
    expect(told).toEqual(['503 https://hub.example/push true', '200 https://hub.example/push true']);
  });

  test('what is not kept goes at the hour', async () => {
    const hour = 3_600_000;
    const now = Math.ceil(Date.now() / hour) * hour;
    const edge = isolate(cache, ofSite('{}'));
    await edge.push({ entries: [record('a', { published: now - 700 * hour }), record('b', { published: now })] });
    const left = async () => ((await (await edge.get('/feed.json')).json()) as { items: unknown[] }).items.length;
    const due = now + 100 * hour;
    for (const time of [due - 60_000, due + 60_000]) await edge.minute(time);
    expect(await left()).toBe(2);
    await edge.minute(due);
    expect(await left()).toBe(1);
  });
});

test('it says that searches find everything when they do, also where a revision is longer than a step', async () => {
  const edge = isolate(cache);
  const said = async () => [
    ((await (await edge.get('/readyz')).json()) as { searchable: boolean }).searchable,
    (await (await isolate(cache).get('/status')).text()).includes('可以搜到全部文章'),
  ];
  const entries = Array.from({ length: 25 }, (_, index) => record(`k${index}`));
  await edge.push({ entries });
  expect(await said()).toEqual([false, false]);
  await edge.minute();
  expect(await said()).toEqual([true, true]);
});

describe('round trips to D1', () => {
  const paths = [
    '/rss.xml',
    '/atom.xml?limit=20',
    '/categories/x/feed.json?content=summary',
    '/search/atom.xml?q=标题',
    '/sources/sina/',
    '/entries/sina/k5',
    '/archive/1/atom.xml',
    '/archive/2-50/atom.xml',
    '/',
    '/subscribe/',
    '/days/2026-03-01/',
    '/categories/',
    '/sitemap.xml',
    '/sitemaps/1.xml',
    '/opml.xml',
  ];
  const fill = async (edge: Edge) => {
    const entries = Array.from({ length: 150 }, (_, index) =>
      record(`k${index}`, { ...category('x'), published: day + ((index * 7) % 150) * 1000 }),
    );
    const retracted = [{ id: entries[140]?.entry.id, at: day }];
    await edge.push({ entries, retracted });
  };

  test.each(paths)(
    '%s: at most two when it is made, one to see that it is still true, none within a second',
    async path => {
      await fill(isolate(undefined));
      const behind = isolate(cache);
      expect((await behind.get(path)).status).toBe(200);
      expect(behind.trips()).toBeLessThanOrEqual(2);
      await behind.get(path);
      expect(behind.trips()).toBe(1);
      // And when it is made again, because an entry changed elsewhere.
      await isolate(undefined).push({ entries: [record('k5', { ...category('x'), title: '标题五' })], revision: 2 });
      expect((await behind.get(path)).status).toBe(200);
      expect(behind.trips()).toBeLessThanOrEqual(2);
      const bare = isolate(undefined);
      await bare.get(path);
      expect(bare.trips()).toBeLessThanOrEqual(2);
      // On a machine that is very busy a second may pass between two lines.
      const again: number[] = [];
      for (let times = 0; times < 3; times++) {
        await bare.get(path);
        again.push(bare.trips());
      }
      expect(Math.min(...again)).toBe(0);
    },
  );

  test('what is not kept, since nobody asks for it twice, is at most two', async () => {
    await fill(isolate(undefined));
    const edge = isolate(cache);
    for (const date of ['2026-01-01', '2026-01-02']) {
      expect((await edge.get(`/atom.xml?since=${date}`)).status).toBe(200);
      expect(edge.trips()).toBeLessThanOrEqual(2);
    }
  });

  test('what was put here is shown here at once', async () => {
    const edge = isolate(undefined);
    await edge.push({ entries: [record('a')] });
    await edge.get('/feed.json');
    await edge.push({ entries: [record('b')] });
    expect(await (await edge.get('/feed.json')).json()).toMatchObject({ items: [{}, {}] });
  });
});

test('what D1 cannot be asked for is the last good answer, and the cache does not keep it', async () => {
  const edge = isolate(cache);
  await edge.push({ entries: [record('a')] });
  const good = await edge.get('/rss.xml');
  await opened.database.batch([opened.database.prepare('ALTER TABLE scopes RENAME TO lost').bind()]);
  const last = await edge.get('/rss.xml');
  expect(await last.text()).toBe(await good.text());
  expect(last.headers.get('cloudflare-cdn-cache-control')).toBe('no-store');
  expect((await edge.get('/atom.xml')).status).toBe(503);
});

test('the body is as it was written, whatever the client takes: the platform compresses, once', async () => {
  const edge = isolate(undefined);
  await edge.push({ entries: seedRecords });
  const plain = await edge.get('/rss.xml');
  const asked = await edge.get('/rss.xml', { 'accept-encoding': 'gzip, br, zstd' });
  expect(asked.headers.get('content-encoding')).toBeNull();
  expect(asked.headers.get('etag')).toBe(plain.headers.get('etag'));
  const text = await asked.text();
  expect(text).toMatch(/^<\?xml/);
  expect(Number(asked.headers.get('content-length'))).toBe(new TextEncoder().encode(text).length);
});
