import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import { readConfig } from '../src/config/config.ts';
import { putReadings } from '../src/ingest.ts';
import { readDocument } from '../src/ingest-fetched.ts';
import { readSeeds } from '../src/ingest-files.ts';
import type { FeedArticle, FeedDocument } from '../src/model/feed-document.ts';
import type { Keep } from '../src/model/keep.ts';
import type { Workshop } from '../src/model/reading.ts';
import type { Run } from '../src/model/run.ts';
import { isFetchedSource } from '../src/model/source.ts';

const noon = Date.parse('2026-01-10T12:00:00Z');

let platform: TestPlatform;
let workshop: Workshop;
let clock: number;

beforeEach(async () => {
  platform = await openPlatform();
  const read = readConfig({
    site: 'title: T\n',
    sources: [
      'a: { kind: feed, title: A, url: "https://a.example/feed" }',
      'b: { kind: feed, title: B, url: "https://b.example/feed" }',
    ].join('\n'),
  });
  if (read.kind === 'mistakes') throw new Error(JSON.stringify(read.mistakes));
  workshop = { config: read.config, digest: platform.digest, rules: () => 'rules 1' };
  clock = noon;
});
afterEach(() => platform.close());

/** An item as a parser gives it. */
const article = (
  key: string,
  fields: Readonly<Record<string, unknown>> = {},
  body = `<p>Text of ${key}.</p>`,
): FeedArticle => ({
  key,
  fields: { title: `Title of ${key}`, date: 'Fri, 09 Jan 2026 08:00:00 GMT', key, guid: key, ...fields },
  body,
  repairs: [],
});

const take = async (
  source: string,
  articles: readonly FeedArticle[],
  problems: FeedDocument['problems'] = [],
  deleted: FeedDocument['deleted'] = [],
) => {
  clock += 60_000;
  const found = workshop.config.sources.filter(isFetchedSource).find(({ id }) => id === source);
  if (found === undefined) throw new Error(`no source ${source}`);
  const readings = await readDocument({ articles, problems, deleted }, found, workshop, clock);
  return putReadings(readings, [], workshop, platform.store, clock, ({ entries = [] }) => [
    { ...run, source, asked: clock, news: entries.length === 0 ? undefined : clock },
  ]);
};
const run: Run = {
  source: 'a',
  configured: 'https://a.example/feed',
  url: 'https://a.example/feed',
  etag: '"1"',
  lastModified: undefined,
  digest: undefined,
  rules: 'rules 1',
  asked: noon,
  answered: noon,
  next: undefined,
  news: undefined,
  habit: undefined,
  pace: undefined,
  failures: 0,
  failing: undefined,
};
const entries = async () => (await platform.store.window({ kind: 'all' }, 200)).map(({ entry }) => entry);

describe('a document that was fetched', () => {
  test('brings entries that have the ids of its articles, or ids of ours where those are none', async () => {
    await take('a', [article('https://a.example/1'), article('17', { guid: '17' })]);
    expect((await entries()).map(({ id }) => id).sort()).toEqual([
      'https://a.example/1',
      'tag:huiliu.example,2026:a/17',
    ]);
  });

  test('brings entries whose addresses are their native ids, or digests of those that can stand in none', async () => {
    const ids = ['17', 'a_b-c.d', 'x'.repeat(64), 'x'.repeat(65), '..', 'a/b', '.a', 'a.', '一', 'a b'];
    await take(
      'a',
      ids.map(id => article(id, { guid: undefined })),
    );
    const keys = new Map((await entries()).map(({ title, key }) => [title.replace('Title of ', ''), key]));
    expect(ids.filter(id => keys.get(id) === id)).toEqual(['17', 'a_b-c.d', 'x'.repeat(64), '.a', 'a.']);
    expect([...keys.values()].filter(key => !/^(?!\.+$)[A-Za-z0-9._-]{1,64}$/.test(key))).toEqual([]);
    expect(new Set(keys.values()).size).toBe(ids.length);
  });

  test('brings a hundred million characters at most: those behind are problems', async () => {
    const [source] = workshop.config.sources.filter(isFetchedSource);
    if (source === undefined) throw new Error('no source');
    const body = `<p>${'words '.repeat(160_000)}</p>`;
    const articles = Array.from({ length: 110 }, (_, at) => article(`https://a.example/${at}`, {}, body));
    const { claims, failures } = await readDocument({ articles, problems: [] }, source, workshop, noon);
    expect(claims).toHaveLength(105);
    expect(failures.map(({ problem }) => problem.reason)).toEqual(
      Array(5).fill('the articles before it in the document have 100 million characters'),
    );
  });

  test('changes an article whose recording alone is another', async () => {
    const told = (url: string | undefined) =>
      article('https://a.example/1', { enclosures: url === undefined ? undefined : [{ url, type: 'audio/mpeg' }] });
    for (const url of [undefined, 'https://a.example/1.mp3', 'https://a.example/2.mp3', undefined]) {
      const { receipt } = await take('a', [told(url)]);
      expect(receipt.added + receipt.changed).toBe(1);
      expect((await entries()).map(({ enclosures }) => enclosures?.[0]?.url)).toEqual([url]);
    }
  });

  test('changes nothing when it comes again, in another order and with less', async () => {
    const [one, two] = [article('https://a.example/1'), article('https://a.example/2')];
    await take('a', [one, two]);
    const before = await entries();
    const { receipt, change } = await take('a', [two, one]);
    expect(receipt).toMatchObject({ revision: 1, added: 0, changed: 0 });
    expect(change.seeds).toEqual([]);
    await take('a', [two]);
    expect(await entries()).toEqual(before);
  });

  test.each([
    ['http', 'https'],
    ['https', 'http'],
  ])('has the same articles when their site moves from %s to %s', async (from, to) => {
    const at = (scheme: string) =>
      ['1', '2'].map(page =>
        article(`${scheme}://a.example/${page}`, { title: 'One', link: `${scheme}://a.example/${page}` }),
      );
    await take('a', at(from));
    await take('a', at(to));
    await take('a', at(to));
    const all = await platform.store.window({ kind: 'all' }, 200);
    expect(all.map(({ entry: { id, link } }) => [id, link]).toSorted()).toEqual(
      ['1', '2'].map(page => [`${from}://a.example/${page}`, `${to}://a.example/${page}`]),
    );
  });

  describe('whose ids are others each time', () => {
    const told = (id: string, fields: Readonly<Record<string, unknown>> = {}, text = 'The same.') =>
      article(id, { guid: id, title: 'One', link: 'https://a.example/1', ...fields }, `<p>${text}</p>`);

    test('has the same articles', async () => {
      await take('a', [told('https://a.example/?p=1'), told('x', { title: 'Two', link: 'https://a.example/2' })]);
      const before = await entries();
      const { receipt, change } = await take('a', [
        told('y', { title: 'Two', link: 'https://a.example/2' }),
        told('https://a.example/?p=1&t=2'),
      ]);
      expect(receipt).toMatchObject({ added: 0, changed: 0 });
      expect(change).toMatchObject({ names: [], seeds: [] });
      expect(await entries()).toEqual(before);
    });

    test.each([
      ['another text', told('x'), told('y', {}, 'Another.')],
      ['another link', told('x'), told('y', { link: 'https://a.example/2' })],
      ['another time', told('x'), told('y', { date: 'Fri, 09 Jan 2026 08:00:01 GMT' })],
      ['another title', told('x'), told('y', { title: 'Two' })],
      ['no link', told('x', { link: undefined }), told('y', { link: undefined })],
      ['no time of day', told('x', { date: '2026-01-09' }), told('y', { date: '2026-01-09' })],
    ])('has another article where more is another, or too little is said: %s', async (_, first, other) => {
      await take('a', [first]);
      await take('a', [other]);
      expect(await entries()).toHaveLength(2);
    });
  });

  test('has one article where it lists it by http and by https', async () => {
    const both = ['http://a.example/1', 'https://a.example/1'].map(key => article(key, { title: 'One', link: key }));
    await take('a', both);
    const before = await entries();
    await take('a', both.toReversed());
    await take('a', both);
    expect(await entries()).toHaveLength(1);
    expect(before).toHaveLength(1);
    expect(await platform.store.problems()).toEqual([]);
  });

  test('says that an article changed, in its place: the date of change is its own, else when that was seen', async () => {
    await take('a', [article('https://a.example/1'), article('https://a.example/2')]);
    const updated = '2026-01-10T10:00:00Z';
    await take('a', [
      article('https://a.example/1', {}, '<p>Other text.</p>'),
      article('https://a.example/2', { updated }, '<p>Other text.</p>'),
    ]);
    const found = new Map((await entries()).map(entry => [entry.id, entry]));
    expect(found.get('https://a.example/1')).toMatchObject({ content: '<p>Other text.</p>', updated: clock });
    expect(found.get('https://a.example/2')).toMatchObject({ updated: Date.parse(updated) });
    expect([...found.values()].map(({ published }) => published)).toEqual([noon - 28 * 3600_000, noon - 28 * 3600_000]);
  });

  test('brings its run in the same put, which knows whether there was news', async () => {
    await take('a', [article('https://a.example/1')]);
    expect(await platform.store.runs()).toEqual([{ ...run, asked: clock, news: clock }]);
    await take('a', [article('https://a.example/1')]);
    expect(await platform.store.runs()).toEqual([{ ...run, asked: clock, news: undefined }]);
  });

  test('is read again whole when its rules change, without a date that moves', async () => {
    await take('a', [article('https://a.example/1')]);
    const [before] = await entries();
    workshop = { ...workshop, rules: () => 'rules 2' };
    const { change } = await take('a', [article('https://a.example/1')]);
    expect(change.seeds).toMatchObject([{ rules: 'rules 2' }]);
    expect(await entries()).toEqual([before]);
  });

  test('does not seem to have changed when it is read by a parser that makes more of it', async () => {
    await take('a', [article('https://a.example/1', {}, '<p>Half.</p>')]);
    const [before] = await entries();
    workshop = { ...workshop, rules: () => 'rules 2' };
    await take('a', [article('https://a.example/1', {}, '<p>Half. The other half.</p>')]);
    const [after] = await entries();
    expect(after).toMatchObject({ content: '<p>Half. The other half.</p>', updated: before?.updated });
    await take('a', [article('https://a.example/1', {}, '<p>By its author.</p>')]);
    expect(await entries()).toMatchObject([{ content: '<p>By its author.</p>', updated: clock }]);
  });

  test('lists items that say nothing as problems', async () => {
    await take('a', [], [{ key: '7', reason: 'it has no title', hint: 'Tell its author.' }]);
    expect(await platform.store.problems()).toEqual([
      { path: 'feed:a/7', source: 'a', reason: 'it has no title', hint: 'Tell its author.' },
    ]);
  });
});

describe('what a source takes back', () => {
  const gone = [{ key: 'https://a.example/1', at: Date.parse('2026-01-10T09:00:00Z') }];
  const takeBack = (source: string, articles: readonly FeedArticle[] = []) => take(source, articles, [], gone);

  test('goes, with the date that the source says, and stays gone when it says so again', async () => {
    await take('a', [article('https://a.example/1'), article('https://a.example/2')]);
    const { receipt } = await takeBack('a');
    expect(receipt).toMatchObject({ retracted: 1 });
    expect((await entries()).map(({ id }) => id)).toEqual(['https://a.example/2']);
    expect(await platform.store.retracted({ kind: 'all' }, 9)).toMatchObject([{ at: gone[0]?.at }]);
    expect((await takeBack('a')).receipt).toMatchObject({ retracted: 0, revision: receipt.revision });
  });

  test('comes back when the source tells it again, and is believed to be there where it says both', async () => {
    await take('a', [article('https://a.example/1')]);
    await takeBack('a');
    await takeBack('a', [article('https://a.example/1')]);
    expect(await entries()).toHaveLength(1);
  });

  test('is nothing of another source', async () => {
    await take('a', [article('https://a.example/1')]);
    await takeBack('b');
    expect(await entries()).toHaveLength(1);
  });
});

describe('an article that another source has already, by its id', () => {
  test('is that entry: two servers that read each other come to an end', async () => {
    await take('a', [article('tag:other.example,2026:x/1')]);
    const { receipt } = await take('b', [article('tag:other.example,2026:x/1'), article('tag:other.example,2026:x/2')]);
    expect(receipt).toMatchObject({ added: 1 });
    expect((await entries()).map(({ id, source }) => [source, id]).sort()).toEqual([
      ['a', 'tag:other.example,2026:x/1'],
      ['b', 'tag:other.example,2026:x/2'],
    ]);
  });

  test('stays with the source that had it first, whatever the other says of it', async () => {
    await take('a', [article('https://a.example/1')]);
    await take('b', [article('https://a.example/1', {}, '<p>Other text.</p>')]);
    await take('a', [article('https://a.example/1')]);
    expect(await entries()).toMatchObject([{ source: 'a', content: '<p>Text of https://a.example/1.</p>' }]);
  });
});

describe('a source that was a feed and is a folder now', () => {
  const site = 'title: T\n';
  const folder = (...files: readonly (readonly [name: string, text: string])[]) => folderIn('Asia/Shanghai', ...files);
  const folderIn = async (timeZone: string, ...files: readonly (readonly [name: string, text: string])[]) => {
    const read = readConfig({ site, sources: `a: { title: A, timeZone: ${timeZone} }` });
    if (read.kind === 'mistakes') throw new Error(JSON.stringify(read.mistakes));
    const now = { ...workshop, config: read.config, rules: () => 'rules 2' };
    const seeds = files.map(([name, text]) => {
      const bytes = new TextEncoder().encode(text);
      return { path: `a/${name}`, bytes, size: bytes.length, mtime: 1 };
    });
    clock += 60_000;
    return putReadings(await readSeeds(seeds, [], now), [], now, platform.store, clock);
  };
  const post = (title: string, date: string, text = 'Text.') => `---\ntitle: ${title}\ndate: ${date}\n---\n${text}\n`;

  test('keeps the ids and dates of its articles, also of those whose files say a day alone', async () => {
    const dates = ['Fri, 09 Jan 2026 08:30:05 GMT', 'Thu, 08 Jan 2026 16:00:00 GMT', 'Wed, 07 Jan 2026 16:00:00 GMT'];
    const [one, two, three] = dates.map((date, n) => article(`https://a.example/${n}`, { date, title: `T${n}` }));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three articles');
    await take('a', [one, two, three]);
    const before = await entries();
    const { receipt } = await folder(
      ['x.md', post('T0', '2026-01-09 16:30:05')],
      ['y.md', post('T1', '2026-01-09')],
      ['2026-01-08-z.md', '---\ntitle: T2\n---\nText.\n'],
    );
    expect(receipt).toMatchObject({ added: 0, changed: 3 });
    const facts = (all: typeof before) => all.map(({ id, key, published, updated }) => [id, key, published, updated]);
    expect(facts(await entries())).toEqual(facts(before));
  });

  test('also where days begin at the half of an hour', async () => {
    await take('a', [article('https://a.example/1', { title: 'T', date: 'Thu, 08 Jan 2026 18:30:00 GMT' })]);
    const before = await entries();
    await folderIn('Asia/Kolkata', ['x.md', post('T', '2026-01-09')]);
    expect((await entries()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  test('says what its files say, though the feed said more', async () => {
    const long = `<p>${'A long text. '.repeat(20)}</p>`;
    await take('a', [article('https://a.example/1', { title: 'T' }, long)]);
    for (const text of ['Short.', 'Shorter.']) {
      await folder(['x.md', post('T', '2026-01-09 16:00:00', text)]);
      expect(await entries()).toMatchObject([{ id: 'https://a.example/1', content: `<p>${text}</p>` }]);
    }
  });

  test('has an entry for each of two articles of one title and day, of which the feed had one', async () => {
    await take('a', [article('https://a.example/1', { title: 'T', date: 'Thu, 08 Jan 2026 16:00:00 GMT' })]);
    const files = [
      ['x.md', post('T', '2026-01-09', 'One.')],
      ['y.md', post('T', '2026-01-09', 'Two.')],
    ] as const;
    for (const added of [1, 0]) expect((await folder(...files)).receipt).toMatchObject({ added });
    expect((await entries()).map(({ id, content }) => [id.slice(0, 5), content]).sort()).toEqual([
      ['https', '<p>One.</p>'],
      ['tag:h', '<p>Two.</p>'],
    ]);
  });
});

describe('an article that its source does not keep', () => {
  const day = 86_400_000;
  const keep = (kept: Keep) => {
    const sources = workshop.config.sources.map(source => ({ ...source, keep: kept }));
    workshop = { ...workshop, config: { ...workshop.config, sources } };
  };
  const expire = () => platform.store.expire(workshop.config.sources, clock, 50);
  const keys = async () => (await entries()).map(({ id }) => id);
  const two = { kind: 'count', entries: 2 } as const;
  const tenDays = { kind: 'age', milliseconds: 10 * day } as const;

  test('stays out at every fetch, is no news, and is written once', async () => {
    keep(tenDays);
    const old = article('https://a.example/old', { date: 'Mon, 01 Dec 2025 08:00:00 GMT' });
    for (let times = 0; times < 3; times++) {
      const { beyond, change } = await take('a', [article('https://a.example/1'), old]);
      expect(beyond).toEqual(['feed:a/https://a.example/old']);
      expect(change.seeds).toHaveLength(times === 0 ? 2 : 0);
    }
    expect(await keys()).toEqual(['https://a.example/1']);
  });

  test('stays out without a date too: a list of five of which two are kept does not bring others each time', async () => {
    keep(two);
    const list = [1, 2, 3, 4, 5].map(n => article(`https://a.example/${n}`, { date: undefined }));
    for (let times = 0; times < 3; times++) {
      const { change } = await take('a', list);
      expect(change.seeds).toHaveLength(times === 0 ? 5 : 0);
      expect(await expire()).toBe(0);
      expect(await keys()).toEqual(['https://a.example/1', 'https://a.example/2']);
    }
    await take('a', [article('https://a.example/0', { date: undefined }), ...list]);
    await expire();
    expect(await keys()).toEqual(['https://a.example/0', 'https://a.example/1']);
  });

  test('stays out without a date when it has expired, as long as the list has it', async () => {
    keep(tenDays);
    const list = [article('https://a.example/1', { date: undefined })];
    await take('a', list);
    clock += 11 * day;
    expect(await expire()).toBe(1);
    for (let times = 0; times < 2; times++) expect((await take('a', list)).receipt).toMatchObject({ added: 0 });
    expect(await keys()).toEqual([]);
  });
});
