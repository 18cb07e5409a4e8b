import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import type { Change } from '../../src/model/store.ts';
import { all, category, day, idOf, numbered, record } from '../contract/records.ts';
import { appOn, base } from './app.ts';

let platform: TestPlatform;
let app: ReturnType<typeof appOn>;

beforeEach(async () => {
  platform = await openPlatform();
  app = appOn(platform);
});
afterEach(() => platform.close());

const get = (address: string) => app.request(address.startsWith('/') ? base + address : address);
const textOf = async (address: string) => (await get(address)).text();
const put = (change: Omit<Change, 'now'>) => platform.store.put({ now: day, ...change });

type Read = { readonly ids: readonly string[]; readonly previous: string | undefined; readonly text: string };

/** What a JSON Feed says. */
async function readJson(address: string): Promise<Read> {
  const response = await get(address);
  expect(response.status).toBe(200);
  const text = await response.text();
  const { items, next_url } = JSON.parse(text);
  return { ids: items.map(({ id }: { id: string }) => id), previous: next_url, text };
}

/** As a client does it (RFC 5005 4.2): from the head backwards, until there is no more or what it knows already. */
async function walk(head: string, seen: Set<string>, ids: Set<string>): Promise<readonly string[]> {
  const visited: string[] = [];
  for (let next: string | undefined = head; next !== undefined && !seen.has(next); ) {
    const read: Read = await readJson(next);
    visited.push(next);
    for (const id of read.ids) ids.add(id);
    next = read.previous;
  }
  // The head's own address is asked again every time.
  for (const address of visited.slice(1)) seen.add(address);
  return visited;
}

describe('a feed that has everything', () => {
  test('leads to no archive, and its archive has no page', async () => {
    await put({ entries: numbered(1, 50) });
    for (const file of ['rss.xml', 'atom.xml']) expect(await textOf(`/${file}`)).not.toMatch(/archive|xmlns:fh/);
    expect((await readJson('/feed.json')).previous).toBeUndefined();
    expect((await get('/archive/1/atom.xml')).status).toBe(404);
  });
});

describe('an archive page', () => {
  beforeEach(async () => {
    await put({ entries: numbered(1, 230) });
  });

  test('holds a hundred entries by arrival, page 1 the oldest, under every scope', async () => {
    expect((await readJson('/archive/1/feed.json')).ids).toEqual(
      numbered(1, 100)
        .map(({ entry }) => entry.id)
        .toReversed(),
    );
    expect((await readJson('/archive/2/feed.json')).ids[0]).toBe(idOf('n200'));
    expect((await readJson('/sources/sina/archive/2/feed.json')).ids).toHaveLength(100);
    expect((await readJson('/categories/even/archive/1/feed.json')).ids.at(-1)).toBe(idOf('n2'));
  });

  test.each([
    '/archive/3/atom.xml',
    '/archive/0/atom.xml',
    '/archive/01/atom.xml',
    '/archive/x/atom.xml',
    '/archive/1-100/atom.xml',
    '/archive/3-31/atom.xml',
    '/archive/3-0/atom.xml',
    '/archive/-1/rss.xml',
    '/archive/999999999999/feed.json',
    '/categories/even/archive/2/rss.xml',
    '/categories/none/archive/1/rss.xml',
    '/archive/1/',
    '/archive/1',
  ])('%s is not there', async path => {
    expect((await get(path)).status).toBe(404);
  });

  test('says in Atom and RSS what it is, and where the others and the head are', async () => {
    for (const [file, name] of [
      ['atom.xml', 'link'],
      ['rss.xml', 'atom:link'],
    ]) {
      const text = await textOf(`/archive/2/${file}`);
      expect(text).toContain('<fh:archive/>');
      expect(text).toContain('xmlns:fh="http://purl.org/syndication/history/1.0"');
      expect(text).toMatch(new RegExp(`<${name} rel="self" type="[^"]+" href="${base}/archive/2/${file}"/>`));
      expect(text).toMatch(new RegExp(`<${name} rel="current" type="[^"]+" href="${base}/${file}"/>`));
      expect(text).toMatch(new RegExp(`<${name} rel="prev-archive" type="[^"]+" href="${base}/archive/1/${file}"/>`));
      expect(text).not.toContain('next-archive');
      const oldest = await textOf(`/archive/1/${file}`);
      expect(oldest).not.toContain('prev-archive');
      expect(oldest).toMatch(new RegExp(`<${name} rel="next-archive" type="[^"]+" href="${base}/archive/2/${file}"/>`));
    }
    expect((await readJson('/archive/2/feed.json')).previous).toBe(`${base}/archive/1/feed.json`);
    expect((await readJson('/archive/1/feed.json')).previous).toBeUndefined();
  });

  test('has no hub and is no head: nothing is published to it', async () => {
    expect(await textOf('/archive/1/atom.xml')).not.toContain('rel="hub"');
    expect(await textOf('/atom.xml')).not.toContain('<fh:archive');
  });

  test('ignores limit and keeps content=summary on the way back', async () => {
    const plain = await get('/archive/1/atom.xml');
    const limited = await get('/archive/1/atom.xml?limit=3&since=2026-01-01');
    expect(limited.headers.get('etag')).toBe(plain.headers.get('etag'));
    const { previous } = await readJson('/archive/2/feed.json?content=summary');
    expect(previous).toBe(`${base}/archive/1/feed.json?content=summary`);
    expect((await readJson('/feed.json?content=summary')).previous).toBe(`${base}/archive/2/feed.json?content=summary`);
  });

  test('keeps its bytes and validators when others arrive and change', async () => {
    const paths = ['rss.xml', 'atom.xml', 'feed.json'].flatMap(file => [`/archive/1/${file}`, `/archive/3-10/${file}`]);
    const before = await Promise.all(paths.map(async path => validatorsOf(await get(path))));
    await put({ entries: [...numbered(231, 350), record('n220', { title: 'changed' })] });
    expect(await Promise.all(paths.map(async path => validatorsOf(await get(path))))).toEqual(before);
  });

  test('keeps its validators when an entry of another page leaves the scope', async () => {
    await put({ entries: numbered(231, 420) });
    const path = '/categories/even/archive/1/atom.xml';
    const before = await validatorsOf(await get(path));
    await put({ entries: [record('n420', category('odd'))] });
    expect(await validatorsOf(await get(path))).toEqual(before);
  });

  test('changes when an entry of it does, is taken back or leaves', async () => {
    const tags = new Set([(await get('/categories/even/archive/1/atom.xml')).headers.get('etag')]);
    await put({ entries: [record('n2', { title: 'changed', published: day + 2000, ...category('even') })] });
    expect(await textOf('/categories/even/archive/1/atom.xml')).toContain('changed');
    tags.add((await get('/categories/even/archive/1/atom.xml')).headers.get('etag'));
    await put({ retract: [{ id: idOf('n2'), by: 'operator' }] });
    const without = await textOf('/categories/even/archive/1/atom.xml');
    expect(without).not.toContain(`<id>${idOf('n2')}</id>`);
    expect(without).toContain(`<at:deleted-entry ref="${idOf('n2')}"`);
    tags.add((await get('/categories/even/archive/1/atom.xml')).headers.get('etag'));
    await put({ entries: [record('n4', { published: day + 4000, ...category('odd') })] });
    expect((await readJson('/categories/even/archive/1/feed.json')).ids).not.toContain(idOf('n4'));
    const last = await get('/categories/even/archive/1/atom.xml');
    tags.add(last.headers.get('etag'));
    expect(tags.size).toBe(4);
    expect(Date.parse(last.headers.get('last-modified') ?? '')).toBe(day + 3000);
    expect((await readJson('/categories/even/archive/1/feed.json')).ids).toHaveLength(98);
  });

  test('is linked by the one before it from the moment it is full', async () => {
    const before = await textOf('/archive/2/atom.xml');
    await put({ entries: numbered(231, 299) });
    expect(await textOf('/archive/2/atom.xml')).toBe(before);
    await put({ entries: numbered(300, 300) });
    const after = await get('/archive/2/atom.xml');
    expect(after.headers.get('last-modified')).toBe(new Date(day + 2000).toUTCString());
    expect(await after.text()).toContain('rel="next-archive"');
    const beginning = await textOf('/archive/2-30/atom.xml');
    expect(beginning).toContain('rel="prev-archive"');
    expect(beginning).not.toContain('rel="next-archive"');
  });
});

describe('the way from the head into the archive', () => {
  test('begins at the newest full page when all that came after it is in the window', async () => {
    await put({ entries: numbered(1, 130) });
    expect((await readJson('/feed.json')).previous).toBe(`${base}/archive/1/feed.json`);
    expect((await readJson('/feed.json?limit=30')).previous).toBe(`${base}/archive/1/feed.json`);
  });

  test('begins at the beginning of the unfinished page when something of it lies behind the window', async () => {
    await put({ entries: numbered(1, 130) });
    expect((await readJson('/feed.json?limit=29')).previous).toBe(`${base}/archive/2-30/feed.json`);
    await put({ entries: [record('late', { published: day - 1 })] });
    expect((await readJson('/feed.json')).previous).toBe(`${base}/archive/2-31/feed.json`);
    const beginning = await readJson('/archive/2-31/feed.json');
    expect(beginning.ids).toHaveLength(31);
    expect(beginning.ids.at(-1)).toBe(idOf('late'));
    expect(beginning.previous).toBe(`${base}/archive/1/feed.json`);
    expect(await textOf('/archive/2-31/atom.xml')).toContain('<fh:archive/>');
  });

  test('moves Last-Modified when a late arrival changes nothing else of the head', async () => {
    await put({ entries: numbered(1, 130) });
    await put({ entries: [record('late', { published: day - 1 })] });
    expect((await get('/atom.xml')).headers.get('last-modified')).toBe(new Date(day + 1000).toUTCString());
  });

  test('leads past what a reader has walked already to all that is new', async () => {
    const [seen, ids] = [new Set<string>(), new Set<string>()];
    const head = `${base}/feed.json?limit=10`;
    for (let to = 1; to <= 321; to += 40) {
      await put({ entries: numbered(Math.max(1, to - 39), to) });
      await walk(head, seen, ids);
      expect(ids.size).toBe(to);
    }
  });
});

/** Few keys often, so that entries change, move between categories, go and come back; and many at once, so that pages fill. */
const anyPut: fc.Arbitrary<Omit<Change, 'now'>> = fc
  .record({
    fresh: fc.integer({ min: 0, max: 90 }),
    from: fc.nat(300),
    old: fc.array(fc.nat(300), { maxLength: 5 }),
    dates: fc.array(fc.nat(50), { minLength: 1, maxLength: 7 }),
    terms: fc.array(fc.constantFrom('even', 'odd'), { minLength: 1, maxLength: 5 }),
    retract: fc.array(fc.nat(300), { maxLength: 4 }),
    restore: fc.array(fc.nat(300), { maxLength: 4 }),
  })
  .map(({ fresh, from, old, dates, terms, retract, restore }) => {
    const numbers = [...Array.from({ length: fresh }, (_, index) => (from + index) % 300), ...old];
    const entries = numbers.map((number, index) =>
      record(`n${number}`, {
        published: day + (dates[index % dates.length] ?? 0),
        ...category(terms[index % terms.length] ?? 'even'),
      }),
    );
    const verdict = (number: number) => ({ id: idOf(`n${number}`), by: 'file' as const });
    return {
      entries,
      retract: retract.map(verdict),
      restore: restore.filter(number => !retract.includes(number)).map(verdict),
    };
  });

test('whatever was put, in any order: head and archive have every entry at least once, also for a reader that stops at what it knows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyPut, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(1, 2, 50, 100, 200),
      fc.constantFrom('/', '/categories/even/', '/sources/sina/'),
      async (puts, limit, scope) => {
        const own = await openPlatform();
        const shared = app;
        app = appOn(own);
        try {
          const [seen, ids] = [new Set<string>(), new Set<string>()];
          // RFC 5005 4.1: a reader does not come back to a page for what was given back in it. Deltas and `since` tell it.
          const restored = new Set(puts.flatMap(({ restore = [] }) => restore.map(({ id }) => id)));
          const address = `${base}${scope}feed.json?limit=${limit}`;
          for (const one of puts) {
            await own.store.put({ now: day, ...one });
            if ((await get(address)).status === 404) continue;
            await walk(address, seen, ids);
            const afresh = new Set<string>();
            await walk(address, new Set(), afresh);
            const where = scope === '/categories/even/' ? ({ kind: 'category', key: 'even' } as const) : all;
            const live = (await own.store.window(where, 1000)).map(({ entry }) => entry.id);
            expect([...afresh].toSorted()).toEqual(live.toSorted());
            expect(live.filter(id => !ids.has(id) && !restored.has(id))).toEqual([]);
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

async function validatorsOf(response: Response) {
  const { headers } = response;
  return [headers.get('etag'), headers.get('last-modified'), await response.text()];
}
