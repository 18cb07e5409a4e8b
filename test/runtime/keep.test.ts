import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import type { KeptSource } from '../../src/model/keep.ts';
import type { EntryRecord } from '../../src/model/store.ts';
import { all, category, day, numbered, record } from '../contract/records.ts';
import { appOn, base } from './app.ts';

let platform: TestPlatform;
let app: ReturnType<typeof appOn>;

beforeEach(async () => {
  platform = await openPlatform();
  app = appOn(platform);
});
afterEach(() => platform.close());

const get = (address: string, headers: Record<string, string> = {}) =>
  app.request(address.startsWith('/') ? base + address : address, { headers });
const textOf = async (address: string) => (await get(address)).text();
const put = (entries: readonly EntryRecord[]) => platform.store.put({ now: day, entries });
const newest = (entries: number): KeptSource => ({ id: 'sina', keep: { kind: 'count', entries } });
const keep = async (entries: number) => {
  while ((await platform.store.expire([newest(entries)], day, 100)) > 0);
};

type Validators = { etag: string; modified: string; text: string };
async function stateOf(path: string): Promise<Validators> {
  const response = await get(path);
  expect(response.status).toBe(200);
  const { headers } = response;
  return {
    etag: headers.get('etag') ?? '',
    modified: headers.get('last-modified') ?? '',
    text: await response.text(),
  };
}

/** The ids of a JSON Feed and all that it leads back to, and the addresses on the way. */
async function walk(head: string): Promise<{ ids: readonly string[]; addresses: readonly string[] }> {
  const ids: string[] = [];
  const addresses: string[] = [];
  for (let next: string | undefined = head; next !== undefined; ) {
    addresses.push(next);
    const { items, next_url } = JSON.parse((await stateOf(next)).text);
    ids.push(...items.map(({ id }: { id: string }) => id));
    next = next_url;
  }
  return { ids, addresses };
}

describe('a head that is full', () => {
  test('keeps bytes, tag and date when what is behind it expires', async () => {
    await put(numbered(1, 450));
    const files = ['rss.xml', 'atom.xml', 'feed.json'];
    const paths = ['/', '/sources/sina/'].flatMap(scope =>
      files.flatMap(file => ['', '?limit=1', '?limit=200', '?duplicates=show'].map(query => scope + file + query)),
    );
    const before = await Promise.all(paths.map(stateOf));
    await keep(210);
    app = appOn(platform);
    expect(await Promise.all(paths.map(stateOf))).toEqual(before);
  });

  test('still gives a delta to who holds it from before', async () => {
    await put(numbered(1, 450));
    const { etag } = await stateOf('/atom.xml');
    await keep(210);
    await put(numbered(451, 452));
    const response = await get('/atom.xml', { 'if-none-match': etag, 'a-im': 'feed' });
    expect(response.status).toBe(226);
    expect((await response.text()).split('<entry>')).toHaveLength(3);
  });
});

describe('a head that showed what expired', () => {
  beforeEach(() => put(numbered(1, 10)).then(() => undefined));

  test('changes, with its tag and date, and says nothing of what went', async () => {
    const before = await stateOf('/atom.xml');
    await keep(4);
    const after = await stateOf('/atom.xml');
    expect(after.text.split('<entry>')).toHaveLength(5);
    expect(after.text).not.toContain('deleted-entry');
    expect(after.etag).not.toBe(before.etag);
    expect(Date.parse(after.modified)).toBe(Date.parse(before.modified) + 1000);
  });

  test('is given whole to who asks for a delta from before: that could not say what went', async () => {
    const { etag } = await stateOf('/atom.xml');
    await put(numbered(11, 11));
    await keep(4);
    const response = await get('/atom.xml', { 'if-none-match': etag, 'a-im': 'feed' });
    expect(response.status).toBe(200);
    expect((await response.text()).split('<entry>')).toHaveLength(5);
    const next = response.headers.get('etag') ?? '';
    await put(numbered(12, 12));
    expect((await get('/atom.xml', { 'if-none-match': next, 'a-im': 'feed' })).status).toBe(226);
  });
});

describe('the archive', () => {
  test('ends at the oldest page of which something is kept; those before it are gone', async () => {
    await put(numbered(1, 450));
    await keep(230);
    const { ids, addresses } = await walk(`${base}/feed.json`);
    expect(addresses).toEqual(['/feed.json', '/archive/4/feed.json', '/archive/3/feed.json'].map(path => base + path));
    expect(new Set(ids).size).toBe(230);
    expect(await textOf('/archive/3/atom.xml')).not.toContain('prev-archive');
    for (const file of ['rss.xml', 'atom.xml', 'feed.json'])
      for (const page of ['1', '2', '1-7', '2-50']) expect((await get(`/archive/${page}/${file}`)).status).toBe(410);
    expect((await get('/archive/5/atom.xml')).status).toBe(404);
  });

  test('keeps bytes, tag and date of each page that keeps its entries and the one before it', async () => {
    await put(numbered(1, 450));
    const paths = ['/archive/4/atom.xml', '/archive/5-20/feed.json', '/categories/odd/archive/2/rss.xml'];
    const before = await Promise.all(paths.map(stateOf));
    await keep(260);
    app = appOn(platform);
    expect(await Promise.all(paths.map(stateOf))).toEqual(before);
  });

  test('tells of a page that lost some of its entries, and of one that lost the link to the page before', async () => {
    await put(numbered(1, 450));
    const [third, fourth] = [await stateOf('/archive/3/atom.xml'), await stateOf('/archive/4/atom.xml')];
    await keep(240);
    const cut = await stateOf('/archive/3/atom.xml');
    expect(cut.text.split('<entry>')).toHaveLength(91);
    expect(cut.etag).not.toBe(third.etag);
    expect(Date.parse(cut.modified)).toBeGreaterThan(Date.parse(third.modified));
    await keep(150);
    const first = await stateOf('/archive/4/atom.xml');
    expect(first.text).not.toContain('prev-archive');
    expect(first.etag).not.toBe(fourth.etag);
    expect(Date.parse(first.modified)).toBeGreaterThan(Date.parse(fourth.modified));
  });

  test('has no page any more when nothing but the head is kept', async () => {
    await put(numbered(1, 120));
    await keep(3);
    expect((await walk(`${base}/feed.json`)).addresses).toEqual([`${base}/feed.json`]);
    expect(new Set((await walk(`${base}/feed.json?limit=1`)).ids).size).toBe(3);
    expect((await get('/archive/1/atom.xml')).status).toBe(410);
  });

  test('goes on where other sources keep what arrived in between', async () => {
    await put([...numbered(1, 90), ...numbered(1, 20, 'eastmoney'), ...numbered(91, 250)]);
    await keep(1);
    const { ids } = await walk(`${base}/feed.json`);
    expect(new Set(ids).size).toBe(21);
    expect((await get('/archive/1/feed.json')).status).toBe(200);
    expect((await get('/sources/sina/archive/1/feed.json')).status).toBe(410);
  });
});

describe('pages', () => {
  test('of a scope count what is kept, although their newest entries are the same', async () => {
    await put(numbered(1, 450));
    const before = await stateOf('/sources/sina/');
    await keep(220);
    const after = await stateOf('/sources/sina/');
    expect(before.text).toContain('450 篇');
    expect(after.text).not.toContain('450 篇');
    expect(after.text).toContain('220 篇');
    expect(Date.parse(after.modified)).toBeGreaterThan(Date.parse(before.modified));
  });

  test('of what expired are not there, and none beside them leads there', async () => {
    await put(numbered(1, 450));
    expect(await textOf('/entries/sina/n231')).toContain('/entries/sina/n230');
    await keep(220);
    expect((await get('/entries/sina/n230')).status).toBe(404);
    expect(await textOf('/entries/sina/n231')).not.toContain('/entries/sina/n230');
  });

  test('that search engines are told of are those that are kept', async () => {
    await put(numbered(1, 500));
    for (let from = 501; from < 1200; from += 350) await put(numbered(from, from + 349));
    expect((await textOf('/sitemap.xml')).match(/sitemaps\/\d+\.xml/g)).toEqual(['sitemaps/1.xml', 'sitemaps/2.xml']);
    await keep(190);
    expect((await textOf('/sitemap.xml')).match(/sitemaps\/\d+\.xml/g)).toEqual(['sitemaps/2.xml']);
    expect((await get('/sitemaps/1.xml')).status).toBe(404);
    expect((await textOf('/sitemaps/2.xml')).match(/<loc>/g)).toHaveLength(190);
  });
});

describe('entries that are pushed', () => {
  const sources: readonly KeptSource[] = [newest(3)];
  const push = (entries: readonly EntryRecord[], revision = 1) =>
    app.request(`${base}/api/entries`, {
      method: 'POST',
      headers: { authorization: 'Bearer token' },
      body: JSON.stringify({ epoch: 'e', revision, entries, retracted: [] }),
    });
  const keysHere = async () => (await platform.store.window(all, 50)).map(({ entry }) => entry.key);
  const keeping = (kept: readonly KeptSource[]) => {
    const { config } = platform;
    const sources = config.sources.map(source => ({ ...source, keep: kept.find(({ id }) => id === source.id)?.keep }));
    return appOn(platform, { config: { ...config, sources }, token: 'token' });
  };

  test('and are not kept here are not stored, and the cursor goes on', async () => {
    app = keeping(sources);
    expect((await push(numbered(1, 6))).status).toBe(200);
    expect(await keysHere()).toEqual(['n6', 'n5', 'n4']);
    expect(await (await push(numbered(1, 2), 7)).json()).toMatchObject({ added: 0, revision: 1 });
    expect(await platform.store.cursor('e')).toBe(7);
    await push(numbered(7, 7), 8);
    expect(await keysHere()).toEqual(['n7', 'n6', 'n5', 'n4']);
  });

  test('as changes of what is stored are taken, whatever their date', async () => {
    app = keeping([{ id: 'sina', keep: { kind: 'age', milliseconds: 1e9 } }]);
    await push(numbered(1, 2));
    expect(await keysHere()).toEqual(['n2', 'n1']);
    await push([record('n1', { title: 'moved', published: day - 1e10 }), record('n3', { published: day - 1e10 })], 2);
    expect((await platform.store.entry('sina', 'n1'))?.entry.title).toBe('moved');
    expect(await keysHere()).toEqual(['n2', 'n1']);
  });
});

test('whatever arrives and expires, in any order: head and archive have every entry that is kept, and no other', async () => {
  const anyPut = fc.record({
    fresh: fc.integer({ min: 0, max: 150 }),
    from: fc.nat(300),
    dates: fc.array(fc.nat(50), { minLength: 1, maxLength: 7 }),
    most: fc.integer({ min: 1, max: 300 }),
    limit: fc.integer({ min: 1, max: 200 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyPut, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(1, 50, 200),
      fc.constantFrom('/', '/categories/even/', '/sources/sina/'),
      async (steps, limit, scope) => {
        const own = await openPlatform();
        const shared = app;
        app = appOn(own);
        try {
          const address = `${base}${scope}feed.json?limit=${limit}`;
          for (const { fresh, from, dates, most, limit: step } of steps) {
            const entries = Array.from({ length: fresh }, (_, index) => {
              const number = (from + index) % 300;
              const published = day + (dates[index % dates.length] ?? 0);
              return record(`n${number}`, { published, ...category(number % 2 === 0 ? 'even' : 'odd') });
            });
            await own.store.put({ now: day, entries });
            await own.store.expire([newest(most)], day, step);
            if ((await get(address)).status === 404) continue;
            const where = scope === '/categories/even/' ? ({ kind: 'category', key: 'even' } as const) : all;
            const live = (await own.store.window(where, 1000)).map(({ entry }) => entry.id);
            expect([...new Set((await walk(address)).ids)].toSorted()).toEqual(live.toSorted());
          }
        } finally {
          app = shared;
          await own.close();
        }
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);
