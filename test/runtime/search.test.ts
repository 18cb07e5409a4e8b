import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import { seedRecords } from '../fixtures/records.ts';
import { appOn, base } from './app.ts';

const started = Date.parse('2026-03-01T12:00:00Z');
let platform: TestPlatform;
let app: ReturnType<typeof appOn>;

beforeAll(async () => {
  platform = await openPlatform();
  await platform.store.put({ now: started, entries: seedRecords });
  await platform.store.indexSearch(100);
  app = appOn(platform);
});
afterAll(() => platform.close());

const get = (path: string, headers: Record<string, string> = {}) => app.request(base + path, { headers });
const textOf = async (path: string) => (await get(path)).text();

describe('a search as a feed', () => {
  test.each([
    ['/search/rss.xml', 'application/rss+xml; charset=utf-8', '<item>'],
    ['/search/atom.xml', 'application/atom+xml; charset=utf-8', '<entry>'],
    ['/search/feed.json', 'application/feed+json; charset=utf-8', '"date_published"'],
  ])('%s has what it finds', async (path, type, mark) => {
    const response = await get(`${path}?q=${encodeURIComponent('解放日报')}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect((await response.text()).split(mark).length - 1).toBe(1);
  });

  test('has one canonical address, whatever way it is written', async () => {
    const path = `/search/feed.json?limit=05&q=${encodeURIComponent('  ＧＤＰ　"上海 发布" ')}&x=1`;
    const { feed_url, home_page_url, next_url } = JSON.parse(await textOf(path));
    const query = `q=${encodeURIComponent('gdp "上海 发布"')}`;
    expect(feed_url).toBe(`${base}/search/feed.json?${query}&limit=5`);
    expect(home_page_url).toBe(`${base}/search/?${query}`);
    expect(next_url).toBeUndefined();
    expect((await get(feed_url.slice(base.length))).status).toBe(200);
  });

  test('that finds nothing is an empty feed', async () => {
    const response = await get('/search/atom.xml?q=nothinglikethis');
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain('<entry>');
  });

  test.each([
    '/search/rss.xml',
    '/search/rss.xml?q=',
    '/search/atom.xml?q=%20%20',
    `/search/feed.json?q=${encodeURIComponent('-上海')}`,
    `/search/feed.json?q=${encodeURIComponent('字')}`,
    `/search/rss.xml?q=${'x'.repeat(201)}`,
    '/search/?q=',
    '/search/rss.xml?q=gdp&limit=0',
  ])('%s is a 400 that says what is allowed', async path => {
    const response = await get(path);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/is not possible: (?:q is words and|limit is)/);
  });

  test.each(['/search/archive/1/atom.xml?q=gdp', '/search/x/rss.xml?q=gdp'])('%s is not there', async path => {
    expect((await get(path)).status).toBe(404);
  });

  test('moves its tag when the index catches up, and has no date of change', async () => {
    const opened = await openPlatform();
    const { store, close } = opened;
    try {
      await store.put({ now: started, entries: seedRecords });
      const own = appOn(opened);
      const ask = (headers: Record<string, string> = {}) =>
        own.request(`${base}/search/atom.xml?q=${encodeURIComponent('解放日报')}`, { headers });
      const before = await ask();
      expect(before.headers.get('last-modified')).toBeNull();
      await store.indexSearch(100);
      const after = await ask();
      expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
      expect(await after.text()).toContain('<entry>');
      const tag = after.headers.get('etag') ?? '';
      const again = await ask({ 'if-none-match': tag });
      expect(again.status).toBe(304);
    } finally {
      await close();
    }
  });
});

describe('the page of a search', () => {
  test('begins with a form', async () => {
    const text = await textOf('/search/');
    expect(text).toContain(`<form class="search" role="search" action="/search/">`);
    expect(text).toContain('name="q" value=""');
    expect(text).not.toContain('rel="alternate"');
  });

  test('shows what it finds, offers it as a feed and keeps the query to be changed', async () => {
    const text = await textOf(`/search/?q=${encodeURIComponent('"解放 日报"').replaceAll('%20', '+')}`);
    expect(text).toContain('value="&quot;解放 日报&quot;"');
    expect(text).toContain('没有找到文章');
    const found = await textOf(`/search/?q=${encodeURIComponent('解放日报')}`);
    expect(found).toContain('/entries/sina/');
    expect(found).toContain(`href="${base}/search/atom.xml?q=${encodeURIComponent('解放日报')}"`);
  });

  test('shows of an article in whose text alone it found something that place', async () => {
    const text = await textOf(`/search/?q=${encodeURIComponent('四应四尽')}`);
    expect(text).toMatch(/<p class="summary" dir="auto">…[^<]*<mark>四应四尽<\/mark>[^<]*…<\/p>/);
  });

  test('keeps a query that is not possible in the form, and says in the language of the page what is', async () => {
    const response = await app.request(`${base}/search/?q=${encodeURIComponent('<字')}`, {
      headers: { accept: 'text/html' },
    });
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(text).toContain('name="q" value="&lt;字"');
    expect(text).toContain('中文词至少两个字');
    expect(text.match(/<form/g)).toHaveLength(1);
    const feed = await app.request(`${base}/search/rss.xml?q=${encodeURIComponent('字')}`, {
      headers: { accept: 'text/html' },
    });
    expect(await feed.text()).toContain('name="q" value=""');
  });

  test('escapes what was asked for', async () => {
    const text = await textOf(`/search/?q=${encodeURIComponent('<script>alert</script>')}`);
    expect(text).not.toContain('<script');
  });
});

test('searches are in no list of feeds', async () => {
  expect(await textOf('/opml.xml')).not.toContain('/search/');
  expect(await textOf('/subscribe/')).not.toContain('/search/atom.xml');
});
