/** A WebSub hub is told which feeds changed. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import { tellHub } from '../../src/tell-hub.ts';
import { category, day, idOf, record } from '../contract/records.ts';
import { appOn, base } from './app.ts';

const hub = 'https://hub.example/';
let platform: TestPlatform;
/** What the hub was told, one list a request. */
let told: string[][];
let status: number;

beforeEach(async () => {
  platform = await openPlatform();
  [told, status] = [[], 204];
  vi.stubGlobal('fetch', async (address: string, { method, body }: { method: string; body: URLSearchParams }) => {
    expect([address, method, body.get('hub.mode')]).toEqual([hub, 'POST', 'publish']);
    if (status < 300) told.push(body.getAll('hub.url').map(url => decodeURIComponent(url.slice(base.length))));
    return new Response(status === 204 ? null : 'No.', { status });
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await platform.close();
});

const tell = () => tellHub({ hub, baseUrl: base, store: platform.store, now: () => day });
const put = (...keys: string[]) =>
  platform.store.put({ now: day, entries: keys.map(key => record(key, category('金融'))) });
const formats = ['rss.xml', 'atom.xml', 'feed.json'];
const feedsBelow = (...folders: string[]) => folders.flatMap(folder => formats.map(file => folder + file)).sort();

describe('a hub', () => {
  test('is told of the feeds that changed since, and not of what was there before it', async () => {
    await put('old');
    await tell();
    expect(told).toEqual([]);
    await put('new');
    await tell();
    expect(told.map(urls => urls.toSorted())).toEqual([feedsBelow('/', '/sources/sina/', '/categories/金融/')]);
    await tell();
    expect(told).toHaveLength(1);
  });

  test('is told of the first entry of a store that was empty while it was named', async () => {
    expect(await tell()).toEqual({ revision: 0, addresses: 0 });
    await put('first');
    await tellHub({ hub, baseUrl: base, store: platform.store, now: () => day, wasEmpty: true });
    expect(told.flat().toSorted()).toEqual(feedsBelow('/', '/sources/sina/', '/categories/金融/'));
  });

  test('is told of a retraction as of every change', async () => {
    await put('one', 'two');
    await tell();
    await platform.store.put({ now: day, retract: [{ id: idOf('one'), at: day, by: 'operator' }] });
    await tell();
    expect(told.flat()).toContain('/atom.xml');
  });

  test('that refuses is told all of it again', async () => {
    await put('old');
    await tell();
    await put('new');
    status = 500;
    await expect(tell()).rejects.toThrow('The hub https://hub.example/ refused (500): No.');
    await platform.store.put({ now: day, entries: [record('other', { source: 'eastmoney' })] });
    status = 204;
    await tell();
    expect(told.flat()).toEqual(
      expect.arrayContaining(feedsBelow('/', '/sources/sina/', '/categories/金融/', '/sources/eastmoney/')),
    );
  });

  test('is told of many in several requests', async () => {
    await put('old');
    await tell();
    const entries = Array.from({ length: 50 }, (_, index) => record(`k${index}`, category(`c${index}`)));
    await platform.store.put({ now: day, entries });
    await tell();
    expect(told.length).toBeGreaterThan(1);
    expect(new Set(told.flat()).size).toBe(told.flat().length);
    expect(told.flat().toSorted()).toEqual(
      feedsBelow('/', '/sources/sina/', ...entries.map((_, index) => `/categories/c${index}/`)),
    );
  });
});

test('a feed names the hub, in itself and in a header field, where the hub is told of it', async () => {
  const { config } = platform;
  const site = { ...config.site, feed: { ...config.site.feed, hub } };
  const app = appOn(platform, { config: { ...config, site } });
  await put('one');
  const named = async (path: string) => {
    const response = await app.request(base + path);
    return [(await response.text()).includes(hub), response.headers.get('link')];
  };
  for (const path of ['/atom.xml', '/sources/sina/rss.xml', '/categories/%E9%87%91%E8%9E%8D/feed.json'])
    expect(await named(path)).toEqual([true, `<${hub}>; rel="hub", <${base}${path}>; rel="self"`]);
  for (const path of ['/atom.xml?limit=3', '/search/rss.xml?q=%E9%87%91%E8%9E%8D'])
    expect(await named(path)).toEqual([false, null]);
});
