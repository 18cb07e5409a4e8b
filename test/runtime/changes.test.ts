import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import { feedContent } from '../../src/model/limits.ts';
import type { Scope } from '../../src/model/scope.ts';
import type { Change } from '../../src/model/store.ts';
import { selectChanges } from '../../src/select/changes.ts';
import { findScope } from '../../src/select/feed.ts';
import { all, category, day, idOf, record } from '../contract/records.ts';
import { appOn, base } from './app.ts';

const news = { kind: 'category', key: 'news' } as const;
const minute = 60_000;
let platform: TestPlatform;
let app: ReturnType<typeof appOn>;

beforeEach(async () => {
  platform = await openPlatform();
  app = appOn(platform);
});
afterEach(() => platform.close());

const get = (path: string) => app.request(base + path);
const textOf = async (path: string) => (await get(path)).text();
const put = (minutes: number, change: Omit<Change, 'now'>) =>
  platform.store.put({ now: day + minutes * minute, ...change });
const retract = (...keys: readonly string[]) => ({
  retract: keys.map(key => ({ id: idOf(key), by: 'file' as const })),
});
const keysOf = (text: string) =>
  [...text.matchAll(/<id>tag:[^<]*sina\/([^<]+)<\/id>\n {4}<title/g)].map(([, key]) => key);
const entryKeys = async (path: string) => keysOf(await textOf(path));
const buried = (text: string) =>
  [...text.matchAll(/<at:deleted-entry ref="[^"]*\/([^"/]+)" when="([^"]+)"\/>/g)].map(([, key, when]) => [key, when]);

describe('tombstones', () => {
  beforeEach(async () => {
    const entries = ['a', 'b', 'c', 'd'].map((key, index) =>
      record(key, { published: day + index, ...category('news') }),
    );
    await put(0, { entries });
  });

  test('stand in Atom for what was taken back within the window, the last first', async () => {
    expect(await textOf('/atom.xml')).not.toContain('xmlns:at');
    await put(1, retract('b'));
    await put(2, retract('d'));
    const text = await textOf('/atom.xml');
    expect(text).toContain('xmlns:at="http://purl.org/atompub/tombstones/1.0"');
    expect(buried(text)).toEqual([
      ['d', '2026-03-01T00:02:00Z'],
      ['b', '2026-03-01T00:01:00Z'],
    ]);
    expect(await entryKeys('/atom.xml')).toEqual(['c', 'a']);
    expect(buried(await textOf('/categories/news/atom.xml'))).toHaveLength(2);
    expect(await textOf('/rss.xml')).not.toContain('deleted-entry');
  });

  test('are not for what no reader of the window holds', async () => {
    await put(1, retract('a', 'd'));
    expect(buried(await textOf('/atom.xml?limit=1')).map(([key]) => key)).toEqual(['d']);
    expect(buried(await textOf('/atom.xml?limit=3')).map(([key]) => key)).toEqual(['a', 'd']);
  });

  test('go when the entry is given back', async () => {
    await put(1, retract('a'));
    await put(2, { restore: [{ id: idOf('a'), by: 'file' }] });
    expect(await textOf('/atom.xml')).not.toContain('xmlns:at');
    expect(await entryKeys('/atom.xml')).toEqual(['d', 'c', 'b', 'a']);
  });

  test('come and go with a new Last-Modified: who asks by date sees each', async () => {
    const path = '/categories/other/atom.xml?limit=1';
    const other = (key: string, published: number, title = key) =>
      record(key, { published, title, ...category('other') });
    await put(1, { entries: [other('n', day), record('m')], ...retract('m') });
    const states: (string | null)[] = [];
    const state = async () => {
      const { headers } = await get(path);
      states.push(headers.get('last-modified'));
      return buried(await textOf(path)).map(([key]) => key);
    };
    expect(await state()).toEqual([]);
    // Already taken back when it comes into the category.
    await put(2, { entries: [other('m', day)] });
    expect(await state()).toEqual(['m']);
    await put(3, { entries: [other('m', day - 1)] });
    expect(await state()).toEqual([]);
    await put(4, { entries: [other('m', day)] });
    expect(await state()).toEqual(['m']);
    // It stands behind the window when it is given back.
    await put(5, { restore: [{ id: idOf('m'), by: 'file' }] });
    expect(await state()).toEqual([]);
    expect(states).toEqual([1, 2, 3, 4, 5].map(minutes => new Date(day + minutes * minute).toUTCString()));
  });

  test('are at most fifty: those of the last', async () => {
    const many = Array.from({ length: 60 }, (_, index) => record(`m${index}`));
    await put(1, { entries: many });
    for (let index = 0; index < 60; index++) await put(2 + index, retract(`m${index}`));
    const found = buried(await textOf('/atom.xml'));
    expect(found).toHaveLength(50);
    expect(found[0]?.[0]).toBe('m59');
  });
});

describe('since', () => {
  beforeEach(async () => {
    const entries = ['a', 'b', 'c', 'd'].map((key, index) => record(key, { published: day + index * 1000 }));
    await put(0, { entries });
    await put(10, { entries: [record('late', { published: day - 1e9 }), record('a', { title: 'changed' })] });
    await put(20, retract('c'));
  });

  test.each([
    ['2026-03-01T00:00:00Z', ['late', 'a'], ['c']],
    ['2026-03-01T00:09:59.999Z', ['late', 'a'], ['c']],
    ['2026-03-01T00:10:00Z', [], ['c']],
    ['2026-03-01T08:10:00%2B08:00', [], ['c']],
    ['2026-02-28', ['late', 'a', 'd', 'b'], ['c']],
    ['2026-03-01T00:20:00Z', [], []],
    ['2030-01-01', [], []],
  ])(
    '%s brings what arrived late, changed or was taken back after it, the newest change first',
    async (since, live, gone) => {
      const text = await textOf(`/atom.xml?since=${since}`);
      expect(keysOf(text)).toEqual(live);
      expect(buried(text).map(([key]) => key)).toEqual(gone);
    },
  );

  test.each(['2026-03-01T00:30:00Z', '2026-03-01T00:30:00.200Z'])(
    '%s brings what came later in the same second: whoever asks had looked before it came',
    async since => {
      await platform.store.put({ now: day + 30 * minute + 900, entries: [record('e')] });
      expect(await entryKeys(`/atom.xml?since=${since}`)).toEqual(['e']);
    },
  );

  test('is of the scope, in every format, under one canonical address', async () => {
    const path = '/sources/sina/feed.json?since=2026-03-01T08:05:00%2B08:00&limit=05';
    const { items, feed_url } = JSON.parse(await textOf(path));
    expect(items.map(({ id }: { id: string }) => id)).toEqual([idOf('late'), idOf('a')]);
    expect(feed_url).toBe(`${base}/sources/sina/feed.json?limit=5&since=2026-03-01T00:05:00Z`);
    expect(await textOf('/rss.xml?since=2026-03-01T00:05:00Z')).toContain(idOf('late'));
  });

  test('has contents and a date as any feed', async () => {
    await put(30, { entries: [record('full', { content: '<p>全文</p>' })] });
    const path = '/feed.json?since=2026-03-01T00:25:00Z';
    const response = await get(path);
    expect(await response.text()).toContain('全文');
    expect(response.headers.get('last-modified')).toBe((await get('/feed.json')).headers.get('last-modified'));
    expect(await textOf(`${path}&content=summary`)).not.toContain('全文');
  });

  test('drives no feed out of the cache: nobody asks for the same instant twice', async () => {
    const { config, store } = platform;
    let broken = false;
    const small = appOn(platform, {
      config: { ...config, site: { ...config.site, cacheBytes: 30_000 } },
      store: { ...store, scope: scope => (broken ? Promise.reject(new Error('gone')) : store.scope(scope)) },
      report: () => {},
    });
    const feed = await (await small.request(`${base}/atom.xml`)).text();
    for (let n = 0; n < 50; n++) {
      const since = new Date(day - n * 1000).toISOString();
      expect((await small.request(`${base}/atom.xml?since=${since}`)).status).toBe(200);
    }
    broken = true;
    expect(await (await small.request(`${base}/atom.xml`)).text()).toBe(feed);
  });

  test('leads into the archive only when it holds back something', async () => {
    const said = async (query: string) => {
      const { items, next_url } = JSON.parse(await textOf(`/feed.json?${query}`));
      return [items.length, next_url];
    };
    expect(await said('since=2026-02-28')).toEqual([4, undefined]);
    expect(await said('since=2026-02-28&limit=5')).toEqual([4, undefined]);
    // Of the newest two changes.
    expect(await said('since=2026-02-28&limit=2')).toEqual([1, `${base}/archive/1-5/feed.json`]);
  });

  test.each(['since=tomorrow', 'since=', 'content=none', 'limit=0'])(
    '%s is a 400 that says what is allowed',
    async query => {
      const response = await get(`/atom.xml?${query}`);
      expect(response.status).toBe(400);
      expect(await response.text()).toMatch(/is not possible: \w+ is (?:a date|one of|a whole)/);
    },
  );
});

describe('content', () => {
  const long = (key: string, size: number) => {
    const content = `<p>${'字'.repeat(size)}</p>`;
    return { ...record(key, { content, summary: `摘要 ${key}` }), fingerprint: key };
  };

  test('summary leaves out the content and keeps the summary, in every format', async () => {
    await put(0, { entries: [long('a', 10)] });
    const atom = await textOf('/atom.xml?content=summary');
    expect(atom).not.toContain('<content');
    expect(atom).toContain('摘要 a</summary>');
    expect(await textOf('/rss.xml?content=summary')).not.toContain('content:encoded>');
    const { items, feed_url } = JSON.parse(await textOf('/feed.json?content=summary'));
    expect(items[0]).toMatchObject({ content_text: '摘要 a', summary: '摘要 a' });
    expect(items[0].content_html).toBeUndefined();
    expect(feed_url).toBe(`${base}/feed.json?content=summary`);
    expect(await textOf('/atom.xml?content=full')).toBe(await textOf('/atom.xml'));
  });

  test('of more than two megabytes is cut: the older entries have summaries only', async () => {
    const size = Math.floor(feedContent / 3 / 2.5);
    for (const [index, key] of ['e', 'd', 'c', 'b'].entries())
      await put(index, { entries: [long(key, index === 1 ? size * 2 : size)] });
    const text = await textOf('/atom.xml');
    expect(new TextEncoder().encode(text).length).toBeLessThan(feedContent * 1.01);
    const entries = text.split('<entry>').slice(1);
    expect(entries.map(entry => entry.includes('<content'))).toEqual([true, false, false, false]);
    expect(entries.every(entry => entry.includes('<summary'))).toBe(true);
  });
});

describe('the changes of a scope since a revision', () => {
  const changes = async (scope: Scope, revision: number, limit: number) => {
    const { store, config } = platform;
    const state = await findScope(store, config, scope);
    if (state === undefined) throw new Error('no such scope');
    return selectChanges(store, config, state, revision, { limit, content: 'full', duplicates: 'hide' });
  };

  beforeEach(async () => {
    const entries = ['a', 'b', 'c'].map(key => record(key, category('news')));
    await put(0, { entries: [...entries, record('z')] });
    await put(1, { entries: [record('late', { published: day - 1e9, ...category('news') })] });
    await put(2, { entries: [record('a', { title: 'changed', ...category('news') })], ...retract('b') });
  });

  test('are a feed of what changed, the newest change first, with tombstones', async () => {
    const found = await changes(news, 1, 50);
    if (found === 'too-many') throw new Error(found);
    expect(found.feed.entries.map(({ key }) => key)).toEqual(['a', 'late']);
    expect(found.feed.tombstones).toEqual([{ id: idOf('b'), when: day + 2 * minute }]);
    expect(found.feed.archive.previous).toBeUndefined();
    expect(found.modified).toBe(day + 2 * minute);
  });

  test('are none since the newest revision', async () => {
    expect(await changes(all, 3, 50)).toMatchObject({ feed: { entries: [], tombstones: [] } });
  });

  test('are too many when they are more than ten windows', async () => {
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => record(`m${from + index}`));
    await put(3, { entries: many(0, 20) });
    expect(await changes(all, 3, 2)).toMatchObject({ feed: { entries: { length: 20 } } });
    await put(4, { entries: many(20, 1) });
    expect(await changes(all, 3, 2)).toBe('too-many');
    expect(await changes(all, 4, 2)).toMatchObject({ feed: { entries: { length: 1 } } });
  });
});
