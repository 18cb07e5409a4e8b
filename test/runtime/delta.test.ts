import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import type { EntryRecord } from '../../src/model/store.ts';
import { seedRecords } from '../fixtures/records.ts';
import { appOn, base } from './app.ts';

const start = Date.parse('2026-03-01T12:00:00Z');
let platform: TestPlatform;
let app: ReturnType<typeof appOn>;
let clock: number;

beforeEach(async () => {
  platform = await openPlatform();
  clock = start;
  app = appOn(platform, { now: () => clock + 1000 });
  await put(seedRecords);
});
afterEach(() => platform.close());

const put = (entries: readonly EntryRecord[], retract: readonly string[] = []) => {
  clock += 60_000;
  return platform.store.put({ now: clock, entries, retract: retract.map(id => ({ id, by: 'operator' as const })) });
};
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  app.request(base + path, { headers, method });
const tagOf = async (path: string) => (await get(path)).headers.get('etag') ?? '';
const record = (n: number, title = `标题 ${n}`): EntryRecord => {
  const [first] = seedRecords;
  if (first === undefined) throw new Error('no record');
  const entry = {
    ...first.entry,
    id: `tag:huiliu.example,2026:eastmoney/x${n}`,
    key: `x${n}`,
    title,
    published: start - n * 60_000,
  };
  return { ...first, entry, fingerprint: `${n} ${title}` };
};
const titlesIn = (text: string) => [...text.matchAll(/<\/id>\n {4}<title[^>]*>([^<]*)/g)].map(([, title]) => title);
const delta = async (path: string, etag: string, aim = 'feed') => get(path, { 'if-none-match': etag, 'a-im': aim });

describe('a delta (RFC 3229)', () => {
  test.each([
    ['/rss.xml', '<item>'],
    ['/atom.xml', '<entry>'],
    ['/feed.json', '"date_published"'],
    ['/sources/eastmoney/atom.xml', '<entry>'],
    ['/atom.xml?limit=2', '<entry>'],
  ])('of %s holds what is new and changed since the tag, and no more', async (path, mark) => {
    const etag = await tagOf(path);
    await put([record(1)]);
    await put([record(2)]);
    const response = await delta(path, etag);
    expect(response.status).toBe(226);
    expect(response.headers.get('im')).toBe('feed');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toBe((await get(path)).headers.get('content-type'));
    const text = await response.text();
    expect(text.split(mark).length - 1).toBe(2);
    expect(text).toContain('标题 1');
    // With the tag of the delta the client asks next time.
    const next = response.headers.get('etag') ?? '';
    expect((await delta(path, next)).status).toBe(304);
    expect(next).toBe(await tagOf(path));
    await put([record(2, '改过的标题')]);
    const changed = await (await delta(path, next)).text();
    expect(changed.split(mark).length - 1).toBe(1);
    expect(changed).toContain('改过的标题');
  });

  test('brings what arrived late, behind the window', async () => {
    const path = '/atom.xml?limit=2';
    const etag = await tagOf(path);
    await put([{ ...record(1), entry: { ...record(1).entry, published: 0 } }]);
    const response = await delta(path, etag);
    expect(response.status).toBe(226);
    expect(await response.text()).toContain('标题 1');
    expect((await delta(path, response.headers.get('etag') ?? '')).status).toBe(304);
  });

  test('says in Atom what was taken back (RFC 6721)', async () => {
    const etag = await tagOf('/atom.xml');
    const id = seedRecords[0]?.entry.id ?? '';
    await put([], [id]);
    const response = await delta('/atom.xml', etag);
    expect(response.status).toBe(226);
    const text = await response.text();
    expect(text).toContain(`deleted-entry ref="${id}"`);
    expect(text).toContain('<updated>2026-03-01T12:02:00Z</updated>');
  });

  test('brings what stands in the window instead of what was taken back', async () => {
    await put([record(1), record(2), record(3), record(4)]);
    const path = '/atom.xml?limit=2';
    const etag = await tagOf(path);
    await put([], [record(1).entry.id]);
    const response = await delta(path, etag);
    expect(response.status).toBe(226);
    const text = await response.text();
    expect(text).toContain(`deleted-entry ref="${record(1).entry.id}"`);
    expect(titlesIn(text)).toEqual(['标题 3']);
    expect(titlesIn(await (await delta('/atom.xml', etag)).text())).toEqual([]);
    const next = response.headers.get('etag') ?? '';
    // What came up from behind and changed is there once.
    await put([record(4, '改过的')], [record(2).entry.id]);
    expect(titlesIn(await (await delta(path, next)).text())).toEqual(['改过的', '标题 3']);
  });

  test('is the whole feed when an entry went back to an earlier date: another came into the window', async () => {
    await put([record(1), record(2), record(3)]);
    const path = '/atom.xml?limit=2';
    const etag = await tagOf(path);
    await put([{ ...record(1, '旧的'), entry: { ...record(1).entry, published: 0 } }]);
    const response = await delta(path, etag);
    expect(response.status).toBe(200);
    expect(titlesIn(await response.text())).toEqual(['标题 2', '标题 3']);
  });

  test('is the whole feed when it is rendered otherwise than before: a greater limit brings in what did not change', async () => {
    await platform.store.noteRendering('before', clock);
    await put([record(1), record(2), record(3)]);
    const { config } = platform;
    const limited = (limit: number) => {
      app = appOn(platform, { config: { ...config, site: { ...config.site, feed: { ...config.site.feed, limit } } } });
    };
    limited(2);
    const etag = await tagOf('/atom.xml');
    limited(4);
    await platform.store.noteRendering('after', clock);
    await put([record(0)]);
    const response = await delta('/atom.xml', etag);
    expect(response.status).toBe(200);
    expect(titlesIn(await response.text())).toEqual(['标题 0', '标题 1', '标题 2', '标题 3']);
    await put([record(5)]);
    expect((await delta('/atom.xml', response.headers.get('etag') ?? '')).status).toBe(226);
  });

  test('is the whole feed where its format cannot say what was taken back', async () => {
    const etag = await tagOf('/feed.json');
    const id = seedRecords[0]?.entry.id ?? '';
    await put([record(1)], [id]);
    const response = await delta('/feed.json', etag);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).toContain('标题 1');
    expect(text).not.toContain(`"${id}"`);
    expect((await delta('/rss.xml', await tagOf('/rss.xml'))).status).toBe(304);
  });

  test('is the whole feed when an entry left its scope: nothing that is there says so', async () => {
    const inX = (n: number, ...terms: readonly string[]) => {
      const { entry, ...rest } = record(n);
      const categories = terms.map(term => ({ term, label: term }));
      return { ...rest, entry: { ...entry, categories }, fingerprint: `${n} ${terms}` };
    };
    const path = '/categories/x/atom.xml';
    await put([inX(1, 'x'), inX(2, 'x')]);
    const etag = await tagOf(path);
    await put([inX(1, 'y'), inX(3, 'x')]);
    const response = await delta(path, etag);
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain('标题 1<');
    await put([inX(4, 'x')]);
    expect((await delta(path, response.headers.get('etag') ?? '')).status).toBe(226);
  });

  test('is the whole feed when an entry is hidden behind another that tells the same', async () => {
    const [told, alone] = [record(1), record(2)];
    await put([told, alone]);
    const etag = await tagOf('/atom.xml');
    const story = { id: told.entry.id, place: 2 };
    await put([{ ...record(2, '也说'), story }]);
    const response = await delta('/atom.xml', etag);
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain(`<id>${alone.entry.id}</id>`);
  });

  test.each([
    ['no A-IM', {}, 200],
    ['another instance manipulation', { 'a-im': 'vcdiff' }, 200],
    ['refused by weight', { 'a-im': 'feed;q=0' }, 200],
    ['in a list, in capitals', { 'a-im': 'vcdiff, FEED;q=0.5' }, 226],
  ])('is given only to who asks for it: %s', async (_name, headers, status) => {
    const etag = await tagOf('/rss.xml');
    await put([record(1)]);
    expect((await get('/rss.xml', { 'if-none-match': etag, ...headers })).status).toBe(status);
  });

  test.each([
    ['unknown', () => '"something"'],
    ['of another database', (etag: string) => etag.replace(/\.[0-9a-f]+\./, '.ffff.')],
    ['of a revision that is not yet', (etag: string) => etag.replace(/\d+"$/, '999"')],
  ])('is the whole feed when the tag is %s', async (_name, change) => {
    const etag = await tagOf('/rss.xml');
    await put([record(1)]);
    expect((await delta('/rss.xml', change(etag).replace(/^"[0-9a-f]+/, '"00000000000000000000'))).status).toBe(200);
  });

  test('is the whole feed when more changed than ten windows', async () => {
    const etag = await tagOf('/rss.xml?limit=1');
    await put(Array.from({ length: 10 }, (_, n) => record(n)));
    expect((await delta('/rss.xml?limit=1', etag)).status).toBe(226);
    await put([record(10)]);
    expect((await delta('/rss.xml?limit=1', etag)).status).toBe(200);
  });

  test('is the whole feed when a window of changes is longer than a feed holds: it would have no content where the feed has it', async () => {
    const path = '/atom.xml?limit=3';
    const etag = await tagOf(path);
    const long = (n: number) => {
      const { entry, ...rest } = record(n);
      return { ...rest, entry: { ...entry, content: `<p>第 ${n} 篇${'字'.repeat(300_000)}</p>` } };
    };
    // The newest came first.
    await put([long(1)]);
    await put([long(2)]);
    expect((await delta(path, etag)).status).toBe(226);
    await put([long(3)]);
    const response = await delta(path, etag);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('第 1 篇');
    expect((await delta(`${path}&content=summary`, etag)).status).toBe(226);
    // Of more than the feed has, none may be missed.
    await put([long(4)]);
    const all = await delta(path, etag);
    expect(all.status).toBe(226);
    expect((await all.text()).match(/<entry>/g)).toHaveLength(4);
  });

  test('takes a weak tag, a list, and the tag of an encoded form', async () => {
    const etag = await tagOf('/atom.xml');
    await put([record(1)]);
    for (const tag of [`W/${etag}`, `"x", ${etag}`, etag.replace(/"$/, '-gzip"')])
      expect((await delta('/atom.xml', tag)).status).toBe(226);
  });

  test.each(['via', 'forwarded', 'x-forwarded-for'])(
    'through others (%s) begins at no tag that a cache there may hold: it asks with its own, and with the A-IM of a client that has less',
    async field => {
      const taking = { 'a-im': 'feed', [field]: '192.0.2.1' };
      const through = (etag: string) => get('/atom.xml', { ...taking, 'if-none-match': etag });
      const shared = await tagOf('/atom.xml');
      const own = await get('/atom.xml', taking);
      const ownTag = own.headers.get('etag') ?? '';
      expect(ownTag).not.toBe(shared);
      expect(own.headers.get('cache-control')).toMatch(/^private, max-age=\d+, /);

      const unchanged = await through(shared);
      expect([unchanged.status, unchanged.headers.get('etag')]).toEqual([304, shared]);
      expect(unchanged.headers.get('cache-control')).toMatch(/^public/);
      expect((await get('/atom.xml', { 'if-none-match': ownTag })).status).toBe(304);

      await put([record(1)]);
      const response = await through(shared);
      expect(response.status).toBe(200);
      expect((await response.text()).split('<entry>').length - 1).toBe(seedRecords.length + 1);
      expect(response.headers.get('cache-control')).toMatch(/^private/);
      await put([record(2)]);
      const tag = response.headers.get('etag') ?? '';
      const changes = await through(tag);
      expect([changes.status, changes.headers.get('etag')]).toEqual([226, expect.stringMatching(/\.im"$/)]);
      // A cache that has both asks with both: the client's own copy is the base.
      expect((await (await through(`${shared}, ${tag}`)).text()).split('<entry>').length - 1).toBe(1);
      // Whoever comes without anybody in between may begin at either.
      expect((await delta('/atom.xml', tag)).status).toBe(226);
    },
  );

  test('through others a 304 repeats the tag that is good: the cache that added it must not take the client’s for good', async () => {
    const taking = { 'a-im': 'feed', via: '1.1 cache' };
    const old = (await get('/atom.xml?limit=2', taking)).headers.get('etag') ?? '';
    // More than ten windows: no delta can be made of it.
    await put(Array.from({ length: 25 }, (_, n) => record(n)));
    const shared = await tagOf('/atom.xml?limit=2');
    const answer = await get('/atom.xml?limit=2', { ...taking, 'if-none-match': `${old}, ${shared}` });
    expect([answer.status, answer.headers.get('etag')]).toEqual([304, shared]);
    const own = (await get('/atom.xml?limit=2', taking)).headers.get('etag') ?? '';
    const good = await get('/atom.xml?limit=2', { ...taking, 'if-none-match': own });
    expect([good.status, good.headers.get('etag')]).toEqual([304, own]);
  });

  test('a way on which only proxies come is through others, whatever the request says', async () => {
    const proxied = appOn(platform, { now: () => clock + 1000, isProxied: () => true });
    const through = (headers: Record<string, string>) =>
      proxied.request(`${base}/atom.xml`, { headers: { 'a-im': 'feed', ...headers } });
    const own = (await through({})).headers.get('etag') ?? '';
    expect(own).toMatch(/\.im"$/);
    const shared = await tagOf('/atom.xml');
    await put([record(1)]);
    expect((await through({ 'if-none-match': shared })).status).toBe(200);
    expect((await through({ 'if-none-match': own })).status).toBe(226);
  });

  test('changes no answer that is none', async () => {
    const [plain, asked] = [await get('/atom.xml'), await get('/atom.xml', { 'a-im': 'feed' })];
    expect([...asked.headers]).toEqual([...plain.headers]);
  });

  test.each(['/', '/archive/1-2/atom.xml', '/atom.xml?since=2026-01-01', '/search/atom.xml?q=上海', '/opml.xml'])(
    '%s is the same for who takes deltas: there are none of it',
    async path => {
      const [plain, asked] = [await get(path), await get(path, { 'a-im': 'feed', via: '1.1 cache' })];
      expect(asked.headers.get('etag')).toBe(plain.headers.get('etag'));
      expect(asked.headers.get('cache-control')).toBe(plain.headers.get('cache-control'));
    },
  );

  test('that cannot be read is the whole feed, not an error', async () => {
    const failures: string[] = [];
    const own = appOn(platform, {
      store: { ...platform.store, countChanges: () => Promise.reject(new Error('locked')) },
      now: () => clock + 1000,
      report: message => failures.push(message),
    });
    const etag = await tagOf('/atom.xml');
    await put([record(1)]);
    const response = await own.request(`${base}/atom.xml`, { headers: { 'if-none-match': etag, 'a-im': 'feed' } });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('标题 1');
    expect(failures).toHaveLength(1);
  });

  test('is never a page, and HEAD has no body', async () => {
    const [page, feed] = [await tagOf('/sources/eastmoney/'), await tagOf('/atom.xml')];
    await put([record(1)]);
    expect((await delta('/sources/eastmoney/', page)).status).toBe(200);
    const head = await get('/atom.xml', { 'if-none-match': feed, 'a-im': 'feed' }, 'HEAD');
    expect(head.status).toBe(226);
    expect(await head.text()).toBe('');
  });
});
