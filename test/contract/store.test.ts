import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import type { Run } from '../../src/model/run.ts';
import type { KeptScope } from '../../src/model/scope.ts';
import { scopeName } from '../../src/model/scope.ts';
import type { Store, StoredEntry } from '../../src/model/store.ts';
import { all, category, day, dump, idOf, record, seed } from './records.ts';

let platform: TestPlatform;
let store: Store;

beforeEach(async () => {
  platform = await openPlatform();
  store = platform.store;
});

afterEach(() => platform.close());

const now = Date.parse('2026-03-02T08:00:00.750Z');
const second = Date.parse('2026-03-02T08:00:01Z');
const news = { kind: 'category', key: 'news' } as const;

const keys = async (scope: KeptScope, limit = 50) => (await store.window(scope, limit)).map(({ entry }) => entry.key);
const names = (scopes: readonly KeptScope[]) => scopes.map(scopeName).toSorted();

describe('a new database', () => {
  test('is at revision 0 and has an epoch of its own', async () => {
    const other = await openPlatform();
    const [{ epoch, revision }, { epoch: another }] = await Promise.all([store.state(), other.store.state()]);
    await other.close();
    expect(revision).toBe(0);
    expect(epoch).toMatch(/^[0-9a-f]{16}$/);
    expect(epoch).not.toBe(another);
  });

  test('answers every question with nothing', async () => {
    expect(await store.scope(all)).toBeUndefined();
    expect(await store.scopes()).toEqual([]);
    expect(await store.window(all, 50)).toEqual([]);
    expect(await store.entry('sina', 'a')).toBeUndefined();
    expect(await store.changes(all, 0, 50)).toEqual([]);
    expect(await store.known('sina', ['a'])).toEqual(new Map());
    expect(await store.seedsAfter('', 50)).toEqual([]);
    expect(await store.seedsBelow(['a'])).toEqual([]);
    expect(await store.seedsOf(['a'])).toEqual([]);
    expect(await store.problems()).toEqual([]);
  });
});

describe('an entry', () => {
  const full = record('full', {
    title: '“引号” <tag> & \u{1F600} \\ 𠮷',
    link: 'https://example.com/a?b=c&d=é',
    published: day + 1,
    updated: day + 2,
    authors: ['王一', '李二'],
    editor: '张三',
    publisher: '解放日报',
    categories: [
      { term: 'emnews', label: '东方财富' },
      { term: 'Ｎｅｗｓ', label: '新闻' },
    ],
    summary: '摘要\u2028换行',
    content: '<p>正文 \'quoted\' "double" \t tab</p>\n',
    image: { url: 'https://example.com/a.jpg', type: 'image/jpeg' },
    enclosures: [
      { url: 'https://example.com/a.mp3', type: 'audio/mpeg', length: 12_345, title: '录音 “A”', duration: 62 },
      { url: 'https://example.com/b', type: undefined, length: undefined, title: undefined, duration: undefined },
    ],
    language: 'zh-Hans-CN',
  });

  test('comes back as it went in', async () => {
    await store.put({ now, entries: [full] });
    const { length: bytes } = new TextEncoder().encode(full.entry.content);
    const stored = { ...full, bytes, revision: 1, modified: second, story: undefined, retracted: undefined };
    expect(await store.entry('sina', 'full')).toStrictEqual(stored);
    expect(await store.window(all, 1)).toStrictEqual([stored]);
  });

  test('comes back with every optional field absent', async () => {
    const bare = record('bare');
    await store.put({ now, entries: [bare] });
    expect((await store.entry('sina', 'bare'))?.entry).toStrictEqual(bare.entry);
  });

  test('keeps a picture whose type is unknown', async () => {
    const image = { url: 'https://example.com/a', type: undefined };
    await store.put({ now, entries: [record('a', { image })] });
    expect((await store.entry('sina', 'a'))?.entry.image).toStrictEqual(image);
  });

  test('that changes may lose all that came with it, and get it back', async () => {
    for (const { entry, fingerprint, written } of [full, record('full'), full]) {
      await store.put({ now, entries: [{ entry, fingerprint, written }] });
      expect(await store.entry('sina', 'full')).toMatchObject({ fingerprint, written });
      for (const stored of [await store.entry('sina', 'full'), ...(await store.window(all, 1))])
        expect(stored?.entry).toStrictEqual(entry);
    }
  });

  test('is in all, its source, its categories and under its publisher, each once', async () => {
    const twice = record('a', { ...category('News', 'news', ' '), publisher: '上海 发布' });
    const { scopes } = await store.put({ now, entries: [twice] });
    expect(names(scopes)).toEqual(['all', 'category/news', 'publisher/上海 发布', 'source/sina']);
    expect(names((await store.scopes()).map(({ scope }) => scope))).toEqual(names(scopes));
    for (const scope of scopes) expect(await keys(scope)).toEqual(['a']);
  });

  test('that comes twice in a put counts as it came last', async () => {
    const receipt = await store.put({ now, entries: [record('a', category('old')), record('a', category('new'))] });
    expect(receipt).toMatchObject({ added: 1, changed: 0 });
    expect(names(receipt.scopes)).toEqual(['all', 'category/new', 'source/sina']);
  });
});

describe('a put', () => {
  test('raises the revision by one, whatever the number of entries', async () => {
    const first = await store.put({ now, entries: ['a', 'b', 'c'].map(key => record(key)) });
    const again = await store.put({
      now,
      entries: [record('d'), record('a', { title: 'changed' })],
      retract: [{ id: idOf('b'), by: 'file' }],
    });
    expect(first).toMatchObject({ revision: 1, added: 3, changed: 0, retracted: 0 });
    expect(again).toMatchObject({ revision: 2, added: 1, changed: 1, retracted: 1 });
    expect(await store.state()).toMatchObject({ revision: 2 });
  });

  test('of the same again changes nothing at all', async () => {
    const change = {
      now,
      entries: [record('a', category('news')), record('b', { publisher: 'p' })],
      names: [{ source: 'sina', name: 'native:a', entry: idOf('a') }],
      seeds: [seed('sina/a.md', { entry: idOf('a') }), seed('sina/bad.md')],
      problems: [{ path: 'sina/bad.md', source: 'sina', reason: 'no title', hint: 'Give it one.' }],
      vanished: ['sina/gone.md'],
      retract: [{ id: idOf('b'), by: 'operator' as const }],
    };
    await store.put(change);
    const before = await dump(platform.driver);
    const receipt = await store.put({ ...change, now: now + 60_000 });
    expect(receipt).toEqual({ revision: 1, added: 0, changed: 0, retracted: 0, scopes: [] });
    expect(await dump(platform.driver)).toEqual(before);
  });

  test('of an equal fingerprint keeps even a different updated', async () => {
    const { entry, fingerprint, written } = record('a');
    await store.put({ now, entries: [{ entry, fingerprint, written }] });
    await store.put({ now, entries: [{ entry: { ...entry, updated: day + 5 }, fingerprint, written }] });
    expect((await store.entry('sina', 'a'))?.entry.updated).toBe(day);
  });

  test('of nothing is nothing', async () => {
    const before = await dump(platform.driver);
    expect(await store.put({ now })).toEqual({ revision: 0, added: 0, changed: 0, retracted: 0, scopes: [] });
    expect(await dump(platform.driver)).toEqual(before);
  });

  test('of names, seeds and problems alone raises no revision', async () => {
    await store.put({ now, entries: [record('a')] });
    const receipt = await store.put({
      now,
      names: [{ source: 'sina', name: 'n', entry: idOf('a') }],
      seeds: [seed('sina/a.md')],
      problems: [{ path: 'sina/b.md', source: undefined, reason: 'r', hint: 'h' }],
    });
    expect(receipt).toEqual({ revision: 1, added: 0, changed: 0, retracted: 0, scopes: [] });
  });

  test('dates its changes in whole seconds, at least a second after the last', async () => {
    await store.put({ now, entries: [record('a')] });
    await store.put({ now: now + 10, entries: [record('b')] });
    await store.put({ now: now - 60_000, entries: [record('c')] });
    await store.put({ now: now + 60_000, entries: [record('d')] });
    const modified = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async key => (await store.entry('sina', key))?.modified),
    );
    expect(modified).toEqual([second, second + 1000, second + 2000, second + 60_000]);
  });

  test('raises the revision of the scopes it touches and of no other', async () => {
    await store.put({ now, entries: [record('a', category('news')), record('b', category('old'))] });
    const { scopes } = await store.put({ now, entries: [record('a', { ...category('news'), title: 'changed' })] });
    expect(names(scopes)).toEqual(['all', 'category/news', 'source/sina']);
    expect((await store.scopes()).map(({ scope, revision }) => [scopeName(scope), revision])).toEqual([
      ['all', 2],
      ['source/sina', 2],
      ['category/news', 2],
      ['category/old', 1],
    ]);
  });
});

describe('a put that cannot be', () => {
  beforeEach(() => store.put({ now, entries: [record('a')], seeds: [seed('sina/a.md')] }).then(() => undefined));

  const refusals: readonly (readonly [string, Parameters<Store['put']>[0], RegExp])[] = [
    [
      'an address that another id has',
      { now, entries: [record('b'), record('a', { id: 'urn:other' })] },
      /urn:other.*sina\/a.*sina\/a/,
    ],
    [
      'an id that moves to another address',
      { now, entries: [record('b'), record('a', { key: 'z' })] },
      /sina\/a.*sina\/z.*sina\/a/,
    ],
    [
      'an id that moves and changes nothing else',
      { now, entries: [{ ...record('a'), entry: record('z', { id: idOf('a') }).entry }] },
      /sina\/z/,
    ],
    [
      'two ids for one address',
      { now, entries: [record('c'), record('c', { id: 'urn:c' })] },
      /sina\/c and urn:c both come as sina\/c/,
    ],
    [
      'a name for an entry that is not there',
      { now, entries: [record('b')], names: [{ source: 'sina', name: 'n', entry: 'urn:x' }] },
      /urn:x/,
    ],
    [
      'a retraction that is a restoration too',
      { now, retract: [{ id: idOf('a'), by: 'file' }], restore: [{ id: idOf('a'), by: 'file' }] },
      /sina\/a/,
    ],
  ];

  test.each(refusals)('%s: is refused by name and leaves nothing', async (_, change, message) => {
    const before = await dump(platform.driver);
    await expect(store.put(change)).rejects.toThrow(message);
    expect(await dump(platform.driver)).toEqual(before);
  });

  test('for what the database says: tells it as the cause', async () => {
    await platform.driver.query('DROP TABLE names', []);
    const attempt = store.put({
      now,
      entries: [record('b')],
      names: [{ source: 'sina', name: 'n', entry: idOf('b') }],
    });
    await expect(attempt).rejects.toMatchObject({
      message: expect.stringContaining('Nothing of a put was stored'),
      cause: expect.any(Error),
    });
    expect(await store.state()).toMatchObject({ revision: 1 });
    expect(await store.entry('sina', 'b')).toBeUndefined();
  });
});

describe('a window', () => {
  test('holds the newest by published, then id, both descending', async () => {
    const entries = [
      record('b'),
      record('d', { published: day - 1 }),
      record('a'),
      record('c', { published: day + 1 }),
    ];
    await store.put({ now, entries });
    expect(await keys(all)).toEqual(['c', 'b', 'a', 'd']);
    expect(await keys(all, 2)).toEqual(['c', 'b']);
    expect(await keys(all, 0)).toEqual([]);
  });

  test('is the same whatever the order of arrival', async () => {
    const entries = ['a', 'b', 'c', 'd', 'e'].map((key, index) => record(key, { published: day + (index % 2) }));
    const other = await openPlatform();
    await store.put({ now, entries });
    for (const entry of entries.toReversed()) await other.store.put({ now, entries: [entry] });
    const theirs = (await other.store.window(all, 3)).map(({ entry }) => entry);
    await other.close();
    expect((await store.window(all, 3)).map(({ entry }) => entry)).toEqual(theirs);
  });

  test('takes what arrives late to its place by date', async () => {
    await store.put({ now, entries: [record('b', { published: day + 2 }), record('a', { published: day })] });
    await store.put({ now, entries: [record('late', { published: day + 1 })] });
    expect(await keys(all)).toEqual(['b', 'late', 'a']);
    expect((await store.changes(all, 1, 50)).map(({ entry }) => entry.key)).toEqual(['late']);
  });

  test('keeps a changed entry in its place, and moves one whose date was corrected', async () => {
    await store.put({ now, entries: [record('a'), record('b', { published: day + 1 })] });
    await store.put({ now, entries: [record('a', { title: 'changed', updated: day + 9 })] });
    expect(await keys(all)).toEqual(['b', 'a']);
    await store.put({ now, entries: [record('a', { published: day + 2 })] });
    expect(await keys(all)).toEqual(['a', 'b']);
  });
});

describe('long contents', () => {
  const long = (key: string, index: number) =>
    record(key, { published: day - index, content: `${key} ${'x'.repeat(800_000)}` });
  const firstLetters = (stored: readonly StoredEntry[]) => stored.map(({ entry }) => entry.content?.[0]);

  test('are read in each list as far as a feed holds them, in its order; of one entry always', async () => {
    const entries = ['a', 'b', 'c', 'd'].map(long);
    for (const entry of entries) await store.put({ now, entries: [entry] });
    await store.put({ now, entries: [record('e', { published: day - 9, content: 'e' })] });
    while ((await store.indexSearch(10)) > 0);
    expect(firstLetters(await store.window(all, 9))).toEqual(['a', 'b', undefined, undefined, 'e']);
    expect(firstLetters(await store.arrived(all, [1, 2, 3, 4, 5]))).toEqual(['a', 'b', undefined, undefined, 'e']);
    expect(firstLetters(await store.search('标题', Number.MIN_SAFE_INTEGER, 9))).toEqual([
      'a',
      'b',
      undefined,
      undefined,
      'e',
    ]);
    expect(firstLetters(await store.recent(all, { revision: 0 }, 9))).toEqual(['e', 'd', 'c', undefined, undefined]);
    expect(firstLetters(await store.changes(all, 0, 9))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect((await store.entry('sina', 'd'))?.entry.content).toHaveLength(800_002);
    expect((await store.window(all, 9)).map(({ bytes }) => bytes)).toEqual([800_002, 800_002, 800_002, 800_002, 1]);
  });

  test('of what was taken back take no room', async () => {
    for (const entry of ['a', 'b', 'c', 'd'].map(long)) await store.put({ now, entries: [entry] });
    await store.put({ now, retract: [{ id: idOf('a'), by: 'operator' }] });
    const recent = await store.recent(all, { revision: 0 }, 9);
    expect(recent.filter(({ retracted }) => retracted === undefined).map(({ entry }) => entry.content?.[0])).toEqual([
      'd',
      'c',
      undefined,
    ]);
  });
});

describe('an entry that changes its category', () => {
  beforeEach(async () => {
    await store.put({ now, entries: [record('a', category('news', 'old')), record('b', category('news'))] });
    await store.put({ now: now + 5000, entries: [record('a', category('new', 'old'))] });
  });

  test('is gone from the one and there in the other', async () => {
    expect(await keys(news)).toEqual(['b']);
    expect(await keys({ kind: 'category', key: 'new' })).toEqual(['a']);
    expect(await keys({ kind: 'category', key: 'old' })).toEqual(['a']);
    expect((await store.changes(news, 0, 50)).map(({ entry }) => entry.key)).toEqual(['b']);
  });

  test('leaves its time and revision with the scope it left', async () => {
    expect(await store.scope(news)).toEqual({
      scope: news,
      label: 'NEWS',
      lost: 2,
      first: 1,
      revision: 2,
      left: second + 5000,
      removed: { at: second + 5000, revision: 2 },
      count: 1,
      arrivals: 2,
    });
    expect(await store.scope({ kind: 'category', key: 'old' })).toMatchObject({
      revision: 2,
      left: undefined,
      count: 1,
    });
  });

  test('arrives anew when it comes back, after what came meanwhile', async () => {
    await store.put({ now, entries: [record('c', category('news'))] });
    await store.put({ now, entries: [record('a', category('news'))] });
    const places = await platform.driver.query(
      "SELECT m.ordinal, e.key FROM scopes c JOIN memberships m ON m.scope = c.id JOIN entries e ON e.n = m.entry WHERE c.key = 'news' ORDER BY 1",
      [],
    );
    expect(places.map(({ ordinal, key }) => [ordinal, key])).toEqual([
      [2, 'b'],
      [3, 'c'],
      [4, 'a'],
    ]);
  });

  test('leaves a scope that has nobody out of the list, but known', async () => {
    await store.put({ now, entries: [record('b')] });
    expect((await store.scopes()).map(({ scope }) => scopeName(scope))).not.toContain('category/news');
    expect(await store.scope(news)).toMatchObject({ count: 0, revision: 3 });
  });
});

describe('an ordinal', () => {
  test('is never given again, even when the last that arrived has left', async () => {
    await store.put({ now, entries: [record('a', category('news')), record('b', category('news'))] });
    await store.put({ now, entries: [record('b'), record('c', category('news'))] });
    const found = await platform.driver.query(
      "SELECT m.ordinal FROM scopes c JOIN memberships m ON m.scope = c.id WHERE c.key = 'news'",
      [],
    );
    expect(found.map(({ ordinal }) => ordinal)).toEqual([1, 3]);
  });

  test('counts from 1 in the order of the put', async () => {
    await store.put({ now, entries: [record('c'), record('a'), record('b')] });
    await store.put({ now, entries: [record('0')] });
    const found = await platform.driver.query(
      'SELECT m.ordinal, e.key FROM memberships m JOIN entries e ON e.n = m.entry WHERE m.scope = 1 ORDER BY 1',
      [],
    );
    expect(found.map(({ ordinal, key }) => `${ordinal}${key}`)).toEqual(['1c', '2a', '3b', '40']);
  });
});

describe('places by arrival', () => {
  beforeEach(async () => {
    await store.put({ now, entries: ['c', 'a', 'b'].map(key => record(key, category('news'))) });
    await store.put({ now, entries: [record('b')], retract: [{ id: idOf('c'), by: 'file' }] });
    await store.put({ now, entries: [record('b', category('news'))] });
  });

  test('tell who has them; one that was left has nobody', async () => {
    expect(await store.arrivals(news, [1, 2, 3, 4, 5])).toEqual([
      { ordinal: 1, id: idOf('c'), revision: 2, modified: second + 1000, live: false },
      { ordinal: 2, id: idOf('a'), revision: 1, modified: second, live: true },
      { ordinal: 4, id: idOf('b'), revision: 3, modified: second + 2000, live: true },
    ]);
    expect(await store.arrivals(all, [3])).toMatchObject([{ ordinal: 3, id: idOf('b') }]);
    expect(await store.arrivals({ kind: 'category', key: 'none' }, [1])).toEqual([]);
  });

  test('tell what arrived late: when it last changed, and whether something of it stands behind a window', async () => {
    expect(await store.tail(news, 2, 1)).toEqual({ modified: second + 2000, isBehind: false });
    await store.put({ now, entries: [record('d', { ...category('news'), published: day - 1 })] });
    for (const limit of [1, 2]) expect(await store.tail(news, 4, limit)).toMatchObject({ isBehind: true });
    for (const limit of [3, 9]) expect(await store.tail(news, 4, limit)).toMatchObject({ isBehind: false });
    // The last ordinal itself is none that came after it; who was taken back stands nowhere.
    expect(await store.tail(news, 5, 1)).toEqual({ modified: second + 3000, isBehind: false });
    await store.put({ now, retract: [{ id: idOf('d'), by: 'file' }] });
    expect(await store.tail(news, 4, 1)).toEqual({ modified: second + 4000, isBehind: false });
    expect(await store.tail(news, 6, 1)).toEqual({ modified: undefined, isBehind: false });
  });

  test('lead to their entries in the order of a window, retracted ones too', async () => {
    const found = await store.arrived(news, [4, 2, 1, 9]);
    expect(found.map(({ entry, retracted }) => [entry.key, retracted !== undefined])).toEqual([
      ['c', true],
      ['b', false],
      ['a', false],
    ]);
  });

  test('of a scope are counted, and its removals dated', async () => {
    expect(await store.scope(news)).toMatchObject({ arrivals: 4, removed: { at: second + 1000, revision: 2 } });
    expect(await store.scope(all)).toMatchObject({ arrivals: 3, removed: undefined });
  });
});

describe('a scope', () => {
  test('has the label of the entry that brought it first', async () => {
    await store.put({ now, entries: [record('a', { categories: [{ term: 'News', label: 'first' }] })] });
    await store.put({ now, entries: [record('b', { categories: [{ term: 'news', label: 'second' }] })] });
    expect(await store.scope(news)).toMatchObject({ label: 'first', count: 2 });
  });

  test('is listed by kind, then key', async () => {
    const b = record('b', { ...category('b', 'a'), publisher: 'A' });
    const z = record('z', { id: 'urn:z', source: 'east', ...category('c') });
    await store.put({ now, entries: [b, z] });
    const listed = (await store.scopes()).map(({ scope }) => scopeName(scope));
    expect(listed).toEqual([
      'all',
      'source/east',
      'source/sina',
      'category/a',
      'category/b',
      'category/c',
      'publisher/a',
    ]);
  });
});

describe('changes', () => {
  test('come oldest change first, then oldest arrival, retracted ones too', async () => {
    await store.put({ now, entries: ['c', 'b', 'a'].map(key => record(key)) });
    await store.put({ now, entries: [record('b', { title: 'changed' })], retract: [{ id: idOf('c'), by: 'file' }] });
    await store.put({ now, entries: [record('d')] });
    const since = async (revision: number) => (await store.changes(all, revision, 50)).map(({ entry }) => entry.key);
    expect(await since(0)).toEqual(['a', 'c', 'b', 'd']);
    expect(await since(1)).toEqual(['c', 'b', 'd']);
    expect(await since(3)).toEqual([]);
    expect((await store.changes(all, 1, 1))[0]).toMatchObject({ revision: 2, retracted: second + 1000 });
  });

  test('of one revision are paged by the last entry seen', async () => {
    await store.put({ now, entries: ['c', 'b', 'a'].map(key => record(key)) });
    await store.put({ now, entries: [record('d')] });
    const seen: string[] = [];
    for (let page = await store.changes(all, 0, 2); page.length > 0; ) {
      seen.push(...page.map(({ entry }) => entry.key));
      const last = page.at(-1);
      page = last === undefined ? [] : await store.changes(all, { revision: last.revision, id: last.entry.id }, 2);
    }
    expect(seen).toEqual(['c', 'b', 'a', 'd']);
  });
});

describe('a retraction', () => {
  const back = (by: 'file' | 'operator') => ({ now: now + 60_000, restore: [{ id: idOf('a'), by }] });
  const away = (by: 'file' | 'operator') => ({ now: now + 10_000, retract: [{ id: idOf('a'), by }] });

  beforeEach(() => store.put({ now, entries: [record('a', category('news')), record('b')] }).then(() => undefined));

  test.each(['file', 'operator'] as const)('by %s takes the entry out of every window and keeps it', async by => {
    const receipt = await store.put(away(by));
    expect(receipt).toMatchObject({ revision: 2, added: 0, changed: 0, retracted: 1 });
    expect(names(receipt.scopes)).toEqual(['all', 'category/news', 'source/sina']);
    expect(await keys(all)).toEqual(['b']);
    expect(await store.entry('sina', 'a')).toMatchObject({
      revision: 2,
      retracted: second + 10_000,
      modified: second + 10_000,
    });
    expect(await store.scope(news)).toMatchObject({ revision: 2, count: 0, left: second + 10_000 });
    expect((await store.changes(news, 1, 50)).map(({ entry }) => entry.key)).toEqual(['a']);
  });

  test.each([
    ['file', 'file', ['b', 'a']],
    ['operator', 'operator', ['b', 'a']],
    ['file', 'operator', ['b']],
    ['operator', 'file', ['b']],
  ] as const)('by %s, restored by %s: shown are %j', async (taker, giver, shown) => {
    await store.put(away(taker));
    const receipt = await store.put(back(giver));
    const restored = shown.length === 2;
    expect(receipt).toMatchObject({ revision: restored ? 3 : 2, changed: restored ? 1 : 0, retracted: 0 });
    expect((await keys(all)).toSorted()).toEqual(shown.toSorted());
    if (restored) expect(await store.scope(news)).toMatchObject({ revision: 3, count: 1, left: second + 60_000 });
  });

  test("by its file and then the operator is the operator's, without a revision", async () => {
    await store.put({ ...away('file'), names: [{ source: 'sina', name: 'n', entry: idOf('a') }] });
    expect(await store.put(away('operator'))).toEqual({ revision: 2, added: 0, changed: 0, retracted: 0, scopes: [] });
    await store.put(back('file'));
    expect(await keys(all)).toEqual(['b']);
    expect((await store.known('sina', ['n'])).get('n')?.retracted).toEqual({ at: second + 10_000, by: 'operator' });
  });

  test.each([
    ['file', 'operator'],
    ['operator', 'file'],
  ] as const)('by both comes back when both gave it back: %s first', async (first, second) => {
    await store.put(away('operator'));
    await store.put(away('file'));
    await store.put(back(first));
    expect(await keys(all)).toEqual(['b']);
    await store.put(back(second));
    expect(await keys(all)).toContain('a');
  });

  test('by both at once is the operator’s', async () => {
    await store.put({ now, retract: (['file', 'operator', 'file'] as const).map(by => ({ id: idOf('a'), by })) });
    await store.put(back('file'));
    expect(await keys(all)).toEqual(['b']);
  });

  test('leaves with its tombstone when the entry leaves the scope', async () => {
    await store.put(away('operator'));
    const { scopes } = await store.put({ now, entries: [record('a', category('other'))] });
    expect(names(scopes)).toContain('category/news');
    expect(await store.retracted(news, 50)).toEqual([]);
    expect(await store.scope(news)).toMatchObject({ revision: 3, removed: { revision: 3 }, count: 0 });
  });

  test('outlives a change of the entry, which moves on unseen', async () => {
    await store.put(away('operator'));
    await store.put({ now, entries: [record('a', { title: 'changed', ...category('other') })] });
    expect(await keys(all)).toEqual(['b']);
    expect(await store.scope({ kind: 'category', key: 'other' })).toMatchObject({ count: 0 });
    await store.put(back('operator'));
    expect(await keys({ kind: 'category', key: 'other' })).toEqual(['a']);
    expect((await store.entry('sina', 'a'))?.entry.title).toBe('changed');
  });

  test('with a date is of that date, and again on another date is dated anew', async () => {
    const on = (at: number) => ({ now: now + 10_000, retract: [{ id: idOf('a'), by: 'operator' as const, at }] });
    await store.put(on(day + 5));
    expect(await store.retracted(news, 50)).toMatchObject([{ id: idOf('a'), published: day, at: day + 5 }]);
    expect(await store.put(on(day + 5))).toMatchObject({ revision: 2, retracted: 0 });
    expect(await store.put(on(day + 6))).toMatchObject({ revision: 3, retracted: 1 });
    expect(await store.retracted(news, 50)).toMatchObject([{ id: idOf('a'), published: day, at: day + 6 }]);
    expect(await store.scope(news)).toMatchObject({ revision: 3, count: 0 });
    await store.put(back('operator'));
    expect(await store.scope(news)).toMatchObject({ revision: 4, count: 1 });
  });

  test('of an entry that comes in the same put is at once', async () => {
    const receipt = await store.put({
      now,
      entries: [record('c', category('news'))],
      retract: [{ id: idOf('c'), by: 'file' }],
    });
    expect(receipt).toMatchObject({ revision: 2, added: 1, retracted: 1 });
    expect(await keys(news)).toEqual(['a']);
    expect(await store.scope(news)).toMatchObject({ count: 1 });
  });

  test('of what is unknown, and a restoration of what is there, are nothing', async () => {
    const change = {
      now,
      retract: [{ id: 'urn:unknown', by: 'operator' as const }],
      restore: [{ id: idOf('a'), by: 'operator' as const }],
    };
    expect(await store.put(change)).toEqual({ revision: 1, added: 0, changed: 0, retracted: 0, scopes: [] });
  });
});

describe('what is known', () => {
  const a = { id: idOf('a'), key: 'a', published: day, updated: day, written: day, retracted: undefined };

  beforeEach(async () => {
    await store.put({
      now,
      entries: [record('a'), record('b', { id: 'urn:b', source: 'east' })],
      names: [
        { source: 'sina', name: 'native:1', entry: idOf('a') },
        { source: 'sina', name: 'path:a', entry: idOf('a') },
        { source: 'east', name: 'native:1', entry: 'urn:b' },
      ],
      seeds: [
        seed('sina/a.md', { entry: idOf('a') }),
        seed('sina/copy.md', { entry: idOf('a') }),
        seed('sina/draft.md'),
      ],
    });
  });

  test('is found by any name, with all its names and files', async () => {
    const known = await store.known('sina', ['path:a', 'native:1', 'native:2']);
    expect([...known.keys()].toSorted()).toEqual(['native:1', 'path:a']);
    expect(known.get('native:1')).toStrictEqual({
      ...a,
      fingerprint: record('a').fingerprint,
      names: ['native:1', 'path:a'],
      seeds: [seed('sina/a.md', { entry: idOf('a') }), seed('sina/copy.md', { entry: idOf('a') })],
    });
  });

  test('is known within its source only', async () => {
    expect((await store.known('east', ['native:1'])).get('native:1')).toMatchObject({ id: 'urn:b', seeds: [] });
    expect(await store.known('nowhere', ['native:1'])).toEqual(new Map());
  });

  test('keeps a name for the entry that had it first', async () => {
    const name = { source: 'sina', name: 'native:1', entry: idOf('c') };
    await store.put({ now, entries: [record('c')], names: [name, { ...name, name: 'native:3' }] });
    const known = await store.known('sina', ['native:1', 'native:3']);
    expect([known.get('native:1')?.key, known.get('native:3')?.key]).toEqual(['a', 'c']);
  });

  test('of vanished files stays', async () => {
    await store.put({ now, vanished: ['sina/a.md'] });
    const seeds = (await store.known('sina', ['path:a'])).get('path:a')?.seeds;
    expect(seeds?.map(({ path, present }) => [path, present])).toEqual([
      ['sina/a.md', false],
      ['sina/copy.md', true],
    ]);
    expect(await keys(all)).toEqual(['b', 'a']);
  });

  test('takes hundreds of names at once', async () => {
    const many = Array.from({ length: 400 }, (_, index) => ({ source: 'sina', name: `n${index}`, entry: idOf('a') }));
    await store.put({ now, names: many });
    expect(
      (
        await store.known(
          'sina',
          many.map(({ name }) => name),
        )
      ).size,
    ).toBe(400);
  });
});

describe('a seed', () => {
  test('is replaced by its path, and present again when it is back', async () => {
    await store.put({ now, seeds: [seed('a.md'), seed('b.md')] });
    await store.put({ now, vanished: ['a.md', 'unknown.md'] });
    expect(await store.seedsAt(['a.md', 'b.md'])).toEqual([seed('a.md', { present: false }), seed('b.md')]);
    const edited = seed('a.md', {
      source: undefined,
      size: 11,
      mtime: day + 1,
      digest: 'e',
      rules: 's',
      entry: idOf('x'),
      textLength: 6,
    });
    await store.put({ now, seeds: [edited] });
    expect(await store.seedsAt(['a.md'])).toStrictEqual([edited]);
  });

  test('is listed while it is present, in the order of its path’s bytes', async () => {
    const paths = ['a.md', 'a/b.md', 'b.md', '\uff5e.md', '\u{1f600}.md'];
    await store.put({ now, seeds: [...paths, 'gone.md'].toReversed().map(path => seed(path)) });
    await store.put({ now, vanished: ['gone.md'] });
    const first = await store.seedsAfter('', 2);
    expect(first.map(({ path }) => path)).toEqual(paths.slice(0, 2));
    const { source, size, mtime, rules } = seed('a.md');
    expect(first[0]).toStrictEqual({ path: 'a.md', source, size, mtime, rules });
    expect((await store.seedsAfter('a/b.md', 50)).map(({ path }) => path)).toEqual(paths.slice(2));
  });

  test('is found by its path, by a folder above it and by its entry, while it is present', async () => {
    const [mine, others] = [{ entry: idOf('a') }, { entry: idOf('b') }];
    const inside = ['x/a.md', 'x/y/b.md'].map(path => seed(path, mine));
    await store.put({
      now,
      seeds: [...inside, seed('x-y.md', others), seed('x0.md', others), seed('x/gone.md', mine)],
    });
    await store.put({ now, vanished: ['x/gone.md'] });
    expect(await store.seedsBelow(['x'])).toEqual(['x/a.md', 'x/y/b.md']);
    expect(await store.seedsBelow(['x/y', 'x/a.md', 'x0.md', 'x/gone.md', 'nothing'])).toEqual([
      'x/a.md',
      'x/y/b.md',
      'x0.md',
    ]);
    expect(await store.seedsOf([idOf('a')])).toEqual(['x/a.md', 'x/y/b.md']);
    expect(await store.seedsOf([idOf('c')])).toEqual([]);
  });
});

describe('a problem', () => {
  const problem = (path: string, reason = 'no title') => ({ path, source: 'sina', reason, hint: 'Give it one.' });

  beforeEach(() =>
    store
      .put({ now, seeds: [seed('a.md'), seed('b.md')], problems: [problem('b.md'), problem('a.md')] })
      .then(() => undefined),
  );

  test('is listed by path', async () => {
    expect(await store.problems()).toStrictEqual([problem('a.md'), problem('b.md')]);
  });

  test('goes when its file is read again without one', async () => {
    await store.put({ now, seeds: [seed('a.md', { digest: 'mended' })] });
    expect(await store.problems()).toEqual([problem('b.md')]);
  });

  test('goes when its file has vanished', async () => {
    await store.put({ now, vanished: ['b.md'] });
    expect(await store.problems()).toEqual([problem('a.md')]);
  });

  test('changes when its file is read again with another', async () => {
    await store.put({ now, seeds: [seed('a.md')], problems: [problem('a.md', 'no date')] });
    expect(await store.problems()).toEqual([problem('a.md', 'no date'), problem('b.md')]);
  });

  test('stays when something else is put', async () => {
    await store.put({ now, entries: [record('a')], seeds: [seed('c.md')], vanished: ['d.md'] });
    expect(await store.problems()).toHaveLength(2);
  });
});

describe('what changes the bytes of a window without an entry in it', () => {
  test('an entry whose date was corrected to earlier: the scope says when', async () => {
    await store.put({ now, entries: [record('a', { published: day + 2 }), record('b', { published: day + 1 })] });
    expect((await store.scope(all))?.left).toBeUndefined();
    await store.put({ now: now + 10_000, entries: [record('a', { published: day })] });
    expect((await store.scope(all))?.left).toBe(second + 10_000);
    await store.put({ now: now + 20_000, entries: [record('a', { published: day + 9 })] });
    expect((await store.scope(all))?.left).toBe(second + 10_000);
  });

  test('another name for a scope, from the entry that named it', async () => {
    const named = (label: string) => record('a', { categories: [{ term: 'news', label }] });
    await store.put({ now, entries: [named('新闻')] });
    await store.put({ now, entries: [record('b', { categories: [{ term: 'news', label: '别的' }] })] });
    expect((await store.scope(news))?.label).toBe('新闻');
    await store.put({ now: now + 10_000, entries: [named('要闻')] });
    expect(await store.scope(news)).toMatchObject({ label: '要闻', left: second + 10_000 });
  });
});

describe('what feeds are rendered with', () => {
  test('has no date until it changes, then one that no later change of an entry shares', async () => {
    await store.put({ now, entries: [record('a')] });
    expect(await store.rendering('one', now)).toEqual({ since: undefined, isNoted: false });
    await store.noteRendering('one', now);
    await store.noteRendering('one', now);
    expect(await store.rendering('one', now + 60_000)).toEqual({ since: undefined, isNoted: true });
    const since = second + 120_000;
    expect(await store.rendering('two', now + 120_000)).toEqual({ since, isNoted: false });
    await store.noteRendering('two', now + 120_000);
    await store.noteRendering('two', now + 180_000);
    expect(await store.rendering('two', now + 240_000)).toEqual({ since, isNoted: true });
    await store.put({ now: now + 120_000, entries: [record('b')] });
    expect((await store.entry('sina', 'b'))?.modified).toBe(second + 121_000);
    expect(await store.scope(all)).toMatchObject({ revision: 2, lost: 2 });
  });
});

describe('the cursor of a push', () => {
  test('is remembered per epoch, with its batch, and never goes back', async () => {
    expect(await store.cursor('e1')).toBe(0);
    await store.put({ now, entries: [record('a')], cursor: { epoch: 'e1', revision: 7 } });
    await store.put({ now, cursor: { epoch: 'e1', revision: 5 } });
    await store.put({ now, cursor: { epoch: 'e2', revision: 1 } });
    expect(await store.cursor('e1')).toBe(7);
    expect(await store.cursor('e2')).toBe(1);
    expect((await store.state()).revision).toBe(1);
  });

  test('stays where it was when its batch is refused', async () => {
    await store.put({ now, entries: [record('a')] });
    const stranger = record('a');
    const taken = { ...stranger, entry: { ...stranger.entry, id: 'tag:other,2026:sina/a' } };
    await expect(store.put({ now, entries: [taken], cursor: { epoch: 'e1', revision: 7 } })).rejects.toThrow();
    expect(await store.cursor('e1')).toBe(0);
  });
});

describe('the runs of sources that are fetched', () => {
  const run = (source: string, more: Partial<Run> = {}): Run => ({
    source,
    configured: `https://${source}.example/feed`,
    url: `https://${source}.example/feed`,
    etag: undefined,
    lastModified: undefined,
    digest: undefined,
    rules: 'r1',
    asked: now,
    answered: undefined,
    next: now + 900_000,
    news: undefined,
    habit: undefined,
    pace: undefined,
    failures: 0,
    failing: undefined,
    ...more,
  });

  test('are read back by source, each as it was put last, and raise no revision', async () => {
    expect(await store.runs()).toEqual([]);
    const failing = { since: now, reason: 'it answered 500' };
    await store.put({ now, runs: [run('b', { failures: 1, failing }), run('a')] });
    const full = run('a', {
      etag: '"x"',
      lastModified: 'y',
      digest: 'd',
      answered: now,
      news: now,
      habit: 60_000,
      pace: { every: undefined, skipHours: [0, 23], skipDays: [6] },
      next: undefined,
    });
    const { revision } = await store.put({ now, runs: [full] });
    expect(await store.runs()).toStrictEqual([full, run('b', { failures: 1, failing })]);
    expect(revision).toBe(0);
  });

  test('stay as they were when the entries that they brought are refused', async () => {
    await store.put({ now, entries: [record('a')] });
    const stranger = record('a');
    const taken = { ...stranger, entry: { ...stranger.entry, id: 'tag:other,2026:sina/a' } };
    await expect(store.put({ now, entries: [taken], runs: [run('a')] })).rejects.toThrow();
    expect(await store.runs()).toEqual([]);
  });
});

describe('what holds an address', () => {
  test('is found by id and by key within its source', async () => {
    const { entry } = record('a');
    await store.put({ now, entries: [record('a'), record('b')] });
    const address = { id: entry.id, source: entry.source, key: entry.key };
    expect(await store.holding([{ id: entry.id, source: 'other', key: 'other' }])).toEqual([address]);
    expect(await store.holding([{ id: 'tag:other,2026:x', source: entry.source, key: entry.key }])).toEqual([address]);
    expect(await store.holding([{ id: 'tag:other,2026:x', source: 'other', key: entry.key }])).toEqual([]);
    expect(await store.holding([])).toEqual([]);
  });
});

describe('the authority of ids', () => {
  test('is told where one of ours is of another, and not where an article came with its id', async () => {
    const upstream = { id: 'tag:blog.example,1999:post-a', key: 'a' };
    await store.put({
      now,
      entries: [record('a', upstream), record('b', { id: 'http://sina/b', key: 'b' }), record('c')],
    });
    expect(await store.otherAuthority('huiliu.example,2026')).toBeUndefined();
    for (const other of ['a.example,2026', 'huiliu.example,2026-01', 'huiliu.example,202', 'z.example,2026'])
      expect(await store.otherAuthority(other)).toBe('huiliu.example,2026');
  });
});
