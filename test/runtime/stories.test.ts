import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import type { Entry } from '../../src/model/entry.ts';
import type { EntryRecord } from '../../src/model/store.ts';
import { category, day, record } from '../contract/records.ts';
import { appOn, base } from './app.ts';

const token = 'a token of thirty-two characters';
let platform: TestPlatform;
let app: ReturnType<typeof appOn>;

beforeEach(async () => {
  platform = await openPlatform();
  app = appOn(platform, { token });
});
afterEach(() => platform.close());

const idOf = (key: string) => `tag:huiliu.example,2026:${key}`;

/** An entry of a source of its own, at a place in the story that `first` told. */
function told(key: string, first?: string, place = 2, changes: Partial<Entry> = {}): EntryRecord {
  const made = record(key, { id: idOf(key), source: key, ...category('news'), ...changes });
  return { ...made, story: first === undefined ? undefined : { id: idOf(first), place } };
}

type Item = { readonly id: string; readonly _huiliu: { readonly also?: readonly { readonly id: string }[] } };
type JsonFeed = { readonly items: readonly Item[]; readonly feed_url: string; readonly next_url?: string };

const feedAt = async (path: string): Promise<JsonFeed> => (await app.request(base + path)).json();
const keysAt = async (path: string) => (await feedAt(path)).items.map(({ id }) => id.slice(id.lastIndexOf(':') + 1));
const put = (...entries: readonly EntryRecord[]) => platform.store.put({ now: day, entries });

describe('duplicates', () => {
  beforeEach(() => put(told('one'), told('two', 'one', 2, { title: '两桥', link: 'https://two.example/?a=1&b=2' })));

  test.each(['/feed.json', '/categories/news/feed.json'])('are hidden in %s, and shown to who asks', async path => {
    expect(await keysAt(path)).toEqual(['one']);
    expect(await keysAt(`${path}?duplicates=hide`)).toEqual(['one']);
    expect(await keysAt(`${path}?duplicates=show`)).toEqual(['two', 'one']);
    expect((await feedAt(`${path}?duplicates=show&limit=07`)).feed_url).toBe(`${base}${path}?limit=7&duplicates=show`);
  });

  test('are shown by their own source, under one tag whatever is asked', async () => {
    expect(await keysAt('/sources/two/feed.json')).toEqual(['two']);
    expect(await keysAt('/sources/two/feed.json?duplicates=hide')).toEqual(['two']);
  });

  test('are named in every format and on the page', async () => {
    const atom = await (await app.request(`${base}/atom.xml`)).text();
    const link = 'rel="related" type="text/html" href="https://two.example/?a=1&amp;b=2" title="two: 两桥"/>';
    expect(atom).toContain(`<link ${link}`);
    expect(await (await app.request(`${base}/rss.xml`)).text()).toContain(`<atom:link ${link}`);
    const [item] = (await feedAt('/feed.json')).items;
    expect(item?._huiliu.also).toEqual([
      { id: idOf('two'), url: 'https://two.example/?a=1&b=2', title: '两桥', source: { id: 'two', title: 'two' } },
    ]);
    const page = await (await app.request(`${base}/entries/one/one`)).text();
    expect(page).toContain(
      `<span class="label" dir="auto">two</span> <a href="${base}/entries/two/two" dir="auto">两桥</a>`,
    );
  });

  test.each(['all', '', 'Show'])('%j is a 400 that says what is allowed', async value => {
    for (const path of ['/rss.xml', '/archive/1-2/atom.xml']) {
      const response = await app.request(`${base}${path}?duplicates=${value}`);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('duplicates is one of hide, show');
    }
  });

  test('are found by a search once, and where only the second has the word, the second', async () => {
    await put(told('three', 'one', 3, { title: '标题 on its own' }));
    await platform.store.indexSearch(50);
    const search = (word: string, more = '') => keysAt(`/search/feed.json?q=${encodeURIComponent(word)}${more}`);
    expect(await search('标题')).toEqual(['one']);
    expect(await search('标题', '&duplicates=show')).toEqual(['three', 'one']);
    expect(await search('两桥')).toEqual(['two']);
    expect(await search('own')).toEqual(['three']);
    // Taken back a moment ago, and in the index still.
    await platform.store.put({ now: day, retract: [{ id: idOf('one'), by: 'operator' }] });
    expect(await search('标题')).toEqual(['three']);
  });

  test('are hidden in a search by who tells the same now, and by nobody else', async () => {
    await put(told('five', undefined, 1, { title: '三桥' }), told('six', 'five', 2), told('seven', 'five', 3));
    await platform.store.indexSearch(50);
    const search = () => keysAt(`/search/feed.json?q=${encodeURIComponent('标题')}`);
    expect(await search()).toEqual(['six', 'one']);
    await put(told('six', undefined, 1, { title: '标题 of another story' }));
    await platform.store.indexSearch(50);
    expect(await search()).toEqual(['six', 'seven', 'one']);
  });

  test('that come late change the tag, and no date of change', async () => {
    const before = await app.request(`${base}/feed.json`);
    await put(told('three', 'one', 3));
    const after = await app.request(`${base}/feed.json`);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    const dates = async (response: Response) =>
      ((await response.json()) as { items: { date_modified: string }[] }).items.map(item => item.date_modified);
    expect(await dates(after)).toEqual(await dates(before));
  });
});

test('walking archive and head gives every shown entry once, and with duplicates every entry', async () => {
  const entries = Array.from({ length: 240 }, (_, at) => {
    const published = day + ((at * 37) % 240) * 60_000;
    return at % 3 === 2 ? told(`k${at}`, `k${at - 1}`, 2, { published }) : told(`k${at}`, undefined, 1, { published });
  });
  for (let start = 0; start < entries.length; start += 60) await put(...entries.slice(start, start + 60));
  const walk = async (query: string) => {
    const found: string[] = [];
    for (let path: string | undefined = `/feed.json${query}`; path !== undefined; ) {
      const { items, next_url }: JsonFeed = await feedAt(path);
      found.push(...items.map(({ id }) => id));
      path = next_url?.slice(base.length);
    }
    return new Set(found);
  };
  const [shown, all] = [await walk(''), await walk('?duplicates=show')];
  expect(shown.size).toBe(160);
  expect(all.size).toBe(240);
  expect([...shown].filter(id => Number(/k(\d+)/.exec(id)?.[1]) % 3 === 2)).toEqual([]);
});

test('a push brings the decision along, to the same bytes', async () => {
  const push = (body: unknown) =>
    app.request(`${base}/api/entries`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  const batch = { epoch: 'e', revision: 1, retracted: [] };
  const response = await push({ ...batch, entries: [told('one'), told('two', 'one')] });
  expect(response.status).toBe(200);
  expect(await keysAt('/feed.json')).toEqual(['one']);
  const wrong = await push({ ...batch, entries: [{ ...told('three'), story: { id: idOf('one'), place: 0 } }] });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('entries.0.story.place');
});
