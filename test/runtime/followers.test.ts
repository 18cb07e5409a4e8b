import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import type { Change, EntryRecord } from '../../src/model/store.ts';
import { category, day, idOf, record } from '../contract/records.ts';
import { appOn, base } from './app.ts';

const files = { atom: 'atom.xml', rss: 'rss.xml', json: 'feed.json' } as const;
type Format = keyof typeof files;
type Items = ReadonlyMap<string, string>;
type Read = { readonly live: Items; readonly gone: readonly string[] };

/** Few keys, dates and categories, so that entries tie, change places and come again. */
const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const entry = fc
  .record({
    key,
    title: fc.constantFrom('one', 'two'),
    published: fc.nat(4).map(seconds => day + seconds * 1000),
    terms: fc.uniqueArray(fc.constantFrom('x', 'y'), { maxLength: 2 }),
    first: fc.constantFrom(undefined, undefined, 'a', 'b'),
  })
  .map(({ key, terms, first, ...changes }): EntryRecord => {
    const given = record(key, { ...changes, ...category(...terms) });
    const place = 1 + ['b', 'c', 'd', 'e', 'f'].indexOf(key);
    if (first === undefined || place < 2) return given;
    return { ...given, fingerprint: `${given.fingerprint} ${first}`, story: { id: idOf(first), place } };
  });
const verdict = fc.record({ id: key.map(idOf), by: fc.constant('operator' as const) });
type Action = Omit<Change, 'now'> | { readonly most: number };
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ entries: fc.array(entry, { minLength: 1, maxLength: 3 }) }) },
  { weight: 2, arbitrary: verdict.map(one => ({ retract: [one] })) },
  { weight: 2, arbitrary: verdict.map(one => ({ restore: [one] })) },
  { weight: 1, arbitrary: fc.record({ most: fc.integer({ min: 1, max: 5 }) }) },
);

/** A site whose clock stands still until something is done. */
function siteOn(platform: TestPlatform) {
  const { store } = platform;
  let now = day;
  const app = appOn(platform, { now: () => now });
  return {
    now: () => now,
    act: async (one: Action, after = 60_000) => {
      now += after;
      if ('most' in one) await store.expire([{ id: 'sina', keep: { kind: 'count', entries: one.most } }], now, 10);
      else await store.put({ now, ...one });
    },
    get: (path: string, headers: Readonly<Record<string, string>> = {}) => app.request(base + path, { headers }),
  };
}

/** What a document shows: each entry's own bytes by its id, and the ids that were taken back. */
function read(format: Format, text: string): Read {
  const pattern = {
    atom: /<entry[^>]*>\s*<id>(?<id>[^<]*)[\s\S]*?<\/entry>/g,
    rss: /<item>[\s\S]*?<guid[^>]*>(?<id>[^<]*)[\s\S]*?<\/item>/g,
    json: /^ {2}\{\n {3}"id": "(?<id>[^"]*)[\s\S]*?^ {2}\}/gm,
  }[format];
  const live = [...text.matchAll(pattern)].map(({ 0: whole, groups }) => [groups?.id ?? '', whole] as const);
  return { live: new Map(live), gone: [...text.matchAll(/deleted-entry ref="([^"]*)"/g)].map(([, id = '']) => id) };
}

/** What a client holds after an answer. */
async function after(held: Items, format: Format, response: Response): Promise<Items> {
  if (response.status === 304) return held;
  const { live, gone } = read(format, await response.text());
  if (response.status === 200) return live;
  expect(response.status).toBe(226);
  const merged = new Map([...held, ...live]);
  for (const id of gone) merged.delete(id);
  return merged;
}

const sorted = (items: Items) => [...items].toSorted();

test('whoever follows a feed by tag, by date or by deltas holds what it shows, whatever was done to its entries; and no tag and no date has two bodies', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(action, fc.boolean()), { minLength: 4, maxLength: 12, size: 'max' }),
      fc.constantFrom<Format>('atom', 'rss', 'json'),
      fc.constantFrom('/', '/categories/x/', '/sources/sina/'),
      fc.constantFrom('hide', 'show'),
      fc.constantFrom(2, 50),
      async (actions, format, scope, duplicates, limit) => {
        const platform = await openPlatform();
        try {
          const { act, get } = siteOn(platform);
          const path = `${scope}${files[format]}?duplicates=${duplicates}&limit=${limit}`;
          const bodies = new Map<string, string>();
          let [byTag, byDate, byDelta]: Items[] = [new Map(), new Map(), new Map()];
          let [tag, date, state] = ['""', '', '""'];
          for (const [one, isPolled] of actions) {
            await act(one);
            const fresh = await get(path);
            if (fresh.status === 404) continue;
            const text = await fresh.text();
            for (const validator of [fresh.headers.get('etag') ?? '', fresh.headers.get('last-modified') ?? '']) {
              expect(bodies.get(validator) ?? text).toBe(text);
              if (validator !== '') bodies.set(validator, text);
            }
            if (!isPolled) continue;
            const shown = read(format, text).live;

            const polled = await get(path, { 'if-none-match': tag });
            byTag = await after(byTag ?? shown, format, polled);
            tag = polled.headers.get('etag') ?? '';
            expect(byTag).toEqual(shown);

            const dated = await get(path, { 'if-modified-since': date });
            byDate = await after(byDate ?? shown, format, dated);
            date = dated.headers.get('last-modified') ?? '';
            expect(byDate).toEqual(shown);

            const changes = await get(path, { 'if-none-match': state, 'a-im': 'feed' });
            byDelta = await after(byDelta ?? shown, format, changes);
            state = changes.headers.get('etag') ?? '';
            // Behind a short window a client by deltas holds more than it shows.
            const held = limit < 50 ? [...byDelta].filter(([id]) => shown.has(id)) : [...byDelta];
            expect(held.toSorted()).toEqual(sorted(shown));
          }
        } finally {
          await platform.close();
        }
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);

test('a client that asks for what changed since the Date of the answer before holds what the feed of everything shows, however soon it comes again', async () => {
  const changing = fc.oneof(
    { weight: 3, arbitrary: fc.record({ entries: fc.array(entry, { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: verdict.map(one => ({ retract: [one] })) },
    { weight: 1, arbitrary: verdict.map(one => ({ restore: [one] })) },
  );
  const later = fc.constantFrom(1, 300, 999, 60_000);
  const steps = fc.array(fc.tuple(changing, later), { minLength: 4, maxLength: 12, size: 'max' });
  await fc.assert(
    fc.asyncProperty(steps, async actions => {
      const platform = await openPlatform();
      try {
        const { act, get, now } = siteOn(platform);
        let held: Items = new Map();
        let last = new Date(day).toISOString();
        for (const [one, after] of actions) {
          await act(one, after);
          const shown = await get('/atom.xml?duplicates=show');
          const { live, gone } = read('atom', await (await get(`/atom.xml?duplicates=show&since=${last}`)).text());
          const buried = new Set(gone);
          held = new Map([...held, ...live].filter(([id]) => !buried.has(id)));
          last = new Date(Math.floor(now() / 1000) * 1000).toISOString();
          expect(sorted(held)).toEqual(sorted(read('atom', await shown.text()).live));
        }
      } finally {
        await platform.close();
      }
    }),
    { numRuns: 15 },
  );
}, 120_000);
