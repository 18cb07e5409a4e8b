import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import { putReadings } from '../src/ingest.ts';
import { readSeeds } from '../src/ingest-files.ts';
import type { Keep } from '../src/model/keep.ts';
import type { SeedFile, Workshop } from '../src/model/reading.ts';
import type { StoredEntry } from '../src/model/store.ts';

const day = 24 * 3600_000;
const noon = Date.parse('2026-01-10T12:00:00Z');

let platform: TestPlatform;
let workshop: Workshop;
let clock: number;

beforeEach(async () => {
  platform = await openPlatform();
  workshop = { config: platform.config, digest: platform.digest, rules: () => 'rules 1' };
  clock = noon;
});
afterEach(() => platform.close());

const file = (path: string, text: string): SeedFile => ({
  path,
  size: text.length,
  mtime: 1,
  bytes: new TextEncoder().encode(text),
});
const put = async (files: readonly SeedFile[], vanished: readonly string[] = []) => {
  clock += 60_000;
  return putReadings(await readSeeds(files, [], workshop), vanished, workshop, platform.store, clock);
};
const entries = () => platform.store.window({ kind: 'all' }, 200);
const only = async (): Promise<StoredEntry> => {
  const [first, ...others] = await entries();
  if (first === undefined || others.length > 0)
    throw new Error(`expected one entry, found ${others.length + (first ? 1 : 0)}`);
  return first;
};

/** A sina post: no native id. */
const sina = ({ title = '标题', date = 'Fri, 15 Apr 2022 23:22:12 GMT', text = '正文。', more = '' } = {}) =>
  `---\ntitle: '${title}'\nauthor: 新浪财经\ndate: ${date}\n${more}---\n<div><p>${text}</p></div>\n`;
/** An eastmoney post: a native id in its link. */
const eastmoney = ({
  id = '202204112338984892',
  title = '标题',
  date = '2022-04-11 22:23:22 +0800',
  text = '正文。',
} = {}) =>
  `---\nlayout: post\ntitle: "${title}"\ndate: ${date}\ncategories: emnews\ntags: 东财滚动新闻\n---\n<p>${text}</p>\n\n<http://finance.eastmoney.com/news/1350,${id}.html>\n\n[返回东财滚动新闻](//x.example/emnews/)｜[返回首页](//x.example/)\n`;

describe('the same files again', () => {
  const readByHeadline = () => {
    const sources = platform.config.sources.map(source => {
      const fields = { ...source.rules.fields, title: ['headline'], date: ['day'] };
      return { ...source, rules: { ...source.rules, fields } };
    });
    workshop = { ...workshop, config: { ...platform.config, sources }, rules: () => 'rules 2' };
  };

  test('are the entries that they were, though other rules find another title and date in them', async () => {
    const files = [file('sina/a.md', sina({ more: 'headline: B\nday: 2022-04-16 10:00\n' }))];
    await put(files);
    const { entry } = await only();
    readByHeadline();
    for (const changed of [1, 0]) expect((await put(files)).receipt).toMatchObject({ added: 0, changed });
    expect(await only()).toMatchObject({ entry: { id: entry.id, title: 'B' } });
  });

  test('are two entries where other rules see two articles in what was one', async () => {
    const post = (title: string) => sina({ more: `headline: ${title}\nday: 2022-04-16 10:00\n` });
    const files = [file('sina/a.md', post('B')), file('sina/c.md', post('D'))];
    await put(files);
    await only();
    readByHeadline();
    await put(files);
    expect((await entries()).map(({ entry }) => entry.title).sort()).toEqual(['B', 'D']);
  });

  test('but with other bytes, title and date are another article', async () => {
    await put([file('sina/a.md', sina())]);
    readByHeadline();
    await put([file('sina/a.md', sina({ more: 'headline: B\nday: 2022-04-16 10:00\n' }))]);
    expect(await entries()).toHaveLength(2);
  });

  test('change nothing: no revision, no date, no entry', async () => {
    const files = [file('sina/a.md', sina()), file('eastmoney/b.md', eastmoney())];
    await put(files);
    const before = await entries();
    const { receipt } = await put(files);
    expect(receipt).toMatchObject({ revision: 1, added: 0, changed: 0, scopes: [] });
    expect(await entries()).toEqual(before);
  });

  test('that were touched are remembered with their new time: no scan reads them once more', async () => {
    const a = file('sina/a.md', sina());
    await put([a]);
    expect((await put([{ ...a, mtime: 2 }])).receipt).toMatchObject({ revision: 1, changed: 0 });
    expect(await platform.store.seedsAt(['sina/a.md'])).toMatchObject([{ mtime: 2 }]);
  });
});

describe('one article is one entry', () => {
  test.each([
    ['renamed', 'sina/b.md', sina(), true],
    ['moved to another folder', 'sina/old/a.md', sina(), true],
    ['with another title, in its place', 'sina/a.md', sina({ title: '改过的标题' }), true],
    ['with another date, in its place', 'sina/a.md', sina({ date: 'Sat, 16 Apr 2022 01:00:00 GMT' }), true],
    ['with another text', 'sina/a.md', sina({ text: '改过的正文。' }), true],
    ['with its date in another notation', 'sina/c.md', sina({ date: '2022-04-16 07:22:12 +0800' }), true],
    ['with full-width letters in its title', 'sina/a.md', sina({ title: '标题' }), true],
    [
      'another place, title and date: another article',
      'sina/b.md',
      sina({ title: '别的', date: 'Sat, 16 Apr 2022 01:00:00 GMT' }),
      false,
    ],
    [
      'another place and date: another bulletin of this title',
      'sina/b.md',
      sina({ date: 'Sat, 16 Apr 2022 01:00:00 GMT' }),
      false,
    ],
  ])('%s', async (_name, path, text, same) => {
    await put([file('sina/a.md', sina())]);
    const { entry } = await only();
    await put([file(path, text)], path === 'sina/a.md' ? [] : ['sina/a.md']);
    const all = await entries();
    expect(all).toHaveLength(same ? 1 : 2);
    expect(all.map(each => each.entry.id)).toContain(entry.id);
  });

  test('a date without a time of day is too weak to recognize a title by, beside another file', async () => {
    const two = [
      file('sina/a.md', sina({ date: '2022-04-15' })),
      file('sina/b.md', sina({ date: '2022-04-15', text: '另一篇。' })),
    ];
    await put(two);
    expect(await entries()).toHaveLength(2);
    await put(two.toReversed());
    expect(await entries()).toHaveLength(2);
  });

  test('a post without a time of day that moves is itself, and a copy of it too', async () => {
    const text = sina({ date: '2022-04-15' });
    await put([file('sina/2022/a.md', text)]);
    const before = await only();
    await put([file('sina/archive/b.md', text)], ['sina/2022/a.md']);
    expect(await only()).toEqual(before);
    await put([file('sina/copy/c.md', text)]);
    expect(await only()).toEqual(before);
  });

  test('under another title and in another file at once it is itself, by its text and date, if its file is gone', async () => {
    const text = '灯塔今晚亮灯，渔船平安归来。'.repeat(10);
    await put([file('sina/a.md', sina({ text }))]);
    const { id } = (await only()).entry;
    const renamed = file('sina/b.md', sina({ text, title: '改过的标题' }));
    await put([renamed], ['sina/a.md']);
    expect((await only()).entry).toMatchObject({ id, title: '改过的标题' });
    await put([file('sina/c.md', sina({ text, title: '又一个' }))]);
    expect(await entries()).toHaveLength(2);
  });

  test.each([
    ['another date', sina({ text: '灯塔。'.repeat(50), title: '别的', date: 'Fri, 15 Apr 2022 23:22:13 GMT' })],
    ['another text', sina({ text: `${'灯塔。'.repeat(49)}海港。`, title: '别的' })],
  ])('but not with %s', async (_name, other) => {
    await put([file('sina/a.md', sina({ text: '灯塔。'.repeat(50) }))]);
    await put([file('sina/b.md', other)], ['sina/a.md']);
    expect(await entries()).toHaveLength(2);
  });

  test('nor with so little text that two articles may have it', async () => {
    await put([file('sina/a.md', sina({ text: '见图。' }))]);
    await put([file('sina/b.md', sina({ text: '见图。', title: '别的' }))], ['sina/a.md']);
    expect(await entries()).toHaveLength(2);
  });

  test.each([
    ['at once', true],
    ['after a while', false],
  ])('a post without a time of day that is moved and edited is itself: %s', async (_name, atOnce) => {
    await put([file('sina/2022/a.md', sina({ date: '2022-04-15' }))]);
    const { entry } = await only();
    if (!atOnce) await put([], ['sina/2022/a.md']);
    const edited = sina({ date: '2022-04-15', text: '改过的正文。' });
    await put([file('sina/archive/b.md', edited)], atOnce ? ['sina/2022/a.md'] : []);
    expect((await only()).entry).toMatchObject({ id: entry.id, content: '<p>改过的正文。</p>' });
  });

  test('an article that two files tell has the native id that one of them has, whichever is read first', async () => {
    const bare = eastmoney({ text: '短。' }).replace(/\n<http.*>\n/, '');
    await put([file('eastmoney/a.md', bare), file('eastmoney/b.md', eastmoney())]);
    expect((await only()).entry.key).toBe('202204112338984892');
  });

  test('an article that gets a native id where it stands is the entry that it was', async () => {
    await put([file('eastmoney/a.md', eastmoney().replace(/\n<http.*>\n/, ''))]);
    const { entry } = await only();
    await put([file('eastmoney/a.md', eastmoney())]);
    expect((await only()).entry.id).toBe(entry.id);
  });

  test('the ids of two bulletins of a day do not depend on which comes first', async () => {
    const a = file('sina/a.md', sina({ date: '2022-04-15' }));
    const z = file('sina/z.md', sina({ date: '2022-04-15', text: '另一篇。' }));
    await put([z]);
    await put([a]);
    const late = (await entries()).map(({ entry }) => [entry.id, entry.content]).sort();
    await platform.close();
    platform = await openPlatform();
    await put([a, z]);
    expect((await entries()).map(({ entry }) => [entry.id, entry.content]).sort()).toEqual(late);
  });

  test.each([
    ['an article does not depend on its file', sina(), 'sina/b.md'],
    ['a bulletin of a day does not depend on the folder of its file', sina({ date: '2022-04-15' }), 'sina/old/a.md'],
  ])('the id of %s', async (_name, text, path) => {
    await put([file('sina/a.md', text)]);
    const { entry } = await only();
    await platform.close();
    platform = await openPlatform();
    await put([file(path, text)]);
    expect((await only()).entry.id).toBe(entry.id);
  });

  test('bulletins of a day under one title, in files of one name, have each an address of their own', async () => {
    const two = ['east', 'west'].map(place =>
      file(`sina/${place}/news.md`, sina({ date: '2022-04-15', text: `${place} 的消息。` })),
    );
    await put(two);
    const before = (await entries()).map(({ entry }) => [entry.key, entry.content]);
    expect(new Set(before.map(([key]) => key)).size).toBe(2);
    await put(two.toReversed());
    expect((await entries()).map(({ entry }) => [entry.key, entry.content])).toEqual(before);
    await platform.close();
    platform = await openPlatform();
    await put(two.toReversed());
    expect((await entries()).map(({ entry }) => [entry.key, entry.content])).toEqual(before);
  });

  test.each([
    ['in one batch', true],
    ['one after the other', false],
  ])(
    'two files that claim one guid across sources: both are served, the first keeps it (%s)',
    async (_name, together) => {
      const guid = 'guid: https://blog.example/1\n';
      const [one, two] = [
        file('sina/a.md', sina({ more: guid })),
        file('shanghaifabu/b.md', sina({ title: '别的', more: guid })),
      ];
      if (together) await put([one, two]);
      else {
        await put([one]);
        await put([two]);
      }
      const ids = (await entries()).map(({ entry }) => entry.id);
      expect(ids).toHaveLength(2);
      expect(ids).toContain('https://blog.example/1');
    },
  );

  test('a file that claims the id of another entry does not get it, and keeps nobody out', async () => {
    await put([file('sina/a.md', sina())]);
    const { entry } = await only();
    await put([
      file('sina/b.md', sina({ title: '冒充', date: 'Sat, 16 Apr 2022 01:00:00 GMT', more: `guid: ${entry.id}\n` })),
      file('sina/c.md', sina({ title: '无辜' })),
    ]);
    expect(await entries()).toHaveLength(3);
    expect((await platform.store.entry('sina', entry.key))?.entry.title).toBe('标题');
  });

  test('two native ids are two entries, whatever else agrees', async () => {
    await put([file('eastmoney/a.md', eastmoney({ id: '202204112338984892' }))]);
    await put([file('eastmoney/b.md', eastmoney({ id: '202204112338984893' }))]);
    await put([file('eastmoney/a.md', eastmoney({ id: '202204112338984894' }))]);
    expect((await entries()).map(({ entry }) => entry.key).sort()).toEqual([
      '202204112338984892',
      '202204112338984893',
      '202204112338984894',
    ]);
  });

  test('a native id decides, also when title, date and place are others', async () => {
    await put([file('eastmoney/a.md', eastmoney())]);
    await put([file('eastmoney/old/x.md', eastmoney({ title: '别的标题', date: '2022-04-12 08:00:00 +0800' }))]);
    expect((await only()).entry.key).toBe('202204112338984892');
  });

  test.each([
    ['another date', sina({ date: 'Sat, 16 Apr 2022 08:00:00 GMT', text: '下一篇。' })],
    ['another title', sina({ title: '别的', text: '下一篇。' })],
  ])('a copy that becomes an article of %s is another one, and stays it', async (_name, next) => {
    await put([file('sina/a.md', sina())]);
    const before = await only();
    await put([file('sina/b.md', sina())]);
    expect(await only()).toEqual(before);
    for (const text of [next, next.replace('下一篇', '下一篇，改')]) {
      await put([file('sina/b.md', text)]);
      expect(await entries()).toHaveLength(2);
      expect((await platform.store.entry('sina', before.entry.key))?.entry).toEqual(before.entry);
    }
  });

  test('a file that vanishes takes nothing with it, and comes back as itself', async () => {
    await put([file('sina/a.md', sina())]);
    const before = await only();
    await put([], ['sina/a.md']);
    expect(await only()).toEqual(before);
    await put([file('sina/again.md', sina())]);
    expect(await only()).toEqual(before);
  });
});

describe('several present files of one entry', () => {
  const short = file('eastmoney/a.md', eastmoney({ text: '短。' }));
  const long = file('eastmoney/old/a.md', eastmoney({ text: '很长的正文，比另一个长得多。' }));

  test.each([
    ['together', [[short, long]]],
    ['the short one first', [[short], [long]]],
    ['the long one first', [[long], [short]]],
    ['again and again', [[long], [short], [long], [short]]],
  ])('the longest speaks, in whatever order they are read: %s', async (_name, batches) => {
    for (const batch of batches) await put(batch);
    const { entry } = await only();
    expect(entry.content).toContain('很长');
    expect(entry.updated).toBe(entry.published);
  });

  test('never flap', async () => {
    await put([short, long]);
    const before = await only();
    for (let n = 0; n < 3; n++) await put([n % 2 === 0 ? short : long]);
    expect(await only()).toEqual(before);
  });

  test('of equal length: the smaller path', async () => {
    await put([
      file('eastmoney/b.md', eastmoney({ text: '乙乙' })),
      file('eastmoney/a.md', eastmoney({ text: '甲甲' })),
    ]);
    expect((await only()).entry.content).toContain('甲甲');
  });

  test('of three the longest still speaks when one comes that is longer than the other', async () => {
    const texts = ['短。', '中等的正文。', '很长的正文，比别的都长得多。'];
    const [a, b, c] = texts.map((text, n) => file(`eastmoney/${n}.md`, eastmoney({ text })));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three files');
    await put([a, c]);
    await put([b]);
    expect((await only()).entry.content).toContain('很长');
    // One that vanished competes no more.
    await put([], [c.path]);
    await put([b]);
    expect((await only()).entry.content).toContain('中等');
  });

  test('when the speaker gets shorter than another, that one must be read again', async () => {
    await put([short, long]);
    const { reread } = await put([file(long.path, eastmoney({ text: '无' }))]);
    expect(reread).toEqual([short.path]);
    await put([short]);
    expect((await only()).entry.content).toContain('短。');
  });
});

describe('updated', () => {
  test('is published until the article changes, then its own newer date', async () => {
    await put([file('sina/a.md', sina({ more: 'updated: 2022-04-17 10:00:00 +0800\n' }))]);
    expect((await only()).entry.updated).toBe(Date.parse('2022-04-17T02:00:00Z'));
    await put([file('sina/a.md', sina({ text: '改。', more: 'updated: 2022-04-18 10:00:00 +0800\n' }))]);
    expect((await only()).entry.updated).toBe(Date.parse('2022-04-18T02:00:00Z'));
  });

  test.each([
    ['before it was published', 'updated: 2022-04-01 10:00:00 +0800\n'],
    ['in the future', 'updated: 2030-01-01 10:00:00 +0800\n'],
  ])('is published where the article says that it changed %s', async (_name, more) => {
    await put([file('sina/a.md', sina({ more }))]);
    const { entry } = await only();
    expect(entry.updated).toBe(entry.published);
  });

  test('is the clock where a changed article brings no newer date', async () => {
    await put([file('sina/a.md', sina())]);
    await put([file('sina/a.md', sina({ text: '改。' }))]);
    expect((await only()).entry.updated).toBe(clock);
    const more = 'updated: 2022-04-17 10:00:00 +0800\n';
    await put([file('sina/a.md', sina({ text: '又改。', more }))]);
    expect((await only()).entry.updated).toBe(clock);
    // Rules that change at the same time hide no edit.
    workshop = { ...workshop, rules: () => 'rules 2' };
    await put([file('sina/a.md', sina({ text: '再改。', more }))]);
    expect((await only()).entry.updated).toBe(clock);
  });

  test('does not move for changed rules, although the entry does', async () => {
    const text = sina({ text: '正文。' });
    await put([file('sina/a.md', text)]);
    const before = await only();
    const [eastmoneySource, ...others] = platform.config.sources;
    if (eastmoneySource === undefined) throw new Error('no source');
    const sources = [eastmoneySource, ...others].map(source => ({ ...source, language: 'zh-Hans' }));
    workshop = { ...workshop, config: { ...platform.config, sources }, rules: () => 'rules 2' };
    await put([file('sina/a.md', text)]);
    const after = await only();
    expect(after.entry).toEqual({ ...before.entry, language: 'zh-Hans' });
    expect(after.revision).toBe(before.revision + 1);
  });

  test('does not move for a file that is moved and not edited', async () => {
    await put([file('sina/a.md', sina())]);
    const before = await only();
    await put([file('sina/b.md', sina())], ['sina/a.md']);
    expect(await only()).toEqual(before);
  });

  test('moves for a file that is moved and edited at once', async () => {
    await put([file('sina/a.md', sina())]);
    await put([file('sina/b.md', sina({ text: '改。' }))], ['sina/a.md']);
    expect((await only()).entry.updated).toBe(clock);
  });
});

describe('an article whose publishDate is to come', () => {
  const article = (date: string) => file('sina/a.md', sina({ more: `publishDate: ${date}\n` }));

  test.each(['publishDate', 'publishdate'])(
    'is no entry until then, and its file is read at each look: %s',
    async name => {
      const scheduled = file('sina/a.md', sina({ more: `${name}: 2026-01-10T12:02:30Z\n` }));
      for (const _ of [1, 2]) {
        await put([scheduled]);
        expect(await entries()).toEqual([]);
        expect(await platform.store.seedsAt(['sina/a.md'])).toEqual([]);
      }
      await put([scheduled]);
      expect((await only()).entry.published).toBe(Date.parse('2022-04-15T23:22:12Z'));
    },
  );

  test('is no problem any more if it was one', async () => {
    await put([file('sina/a.md', '')]);
    expect(await platform.store.problems()).toHaveLength(1);
    await put([article('2026-02-01')]);
    expect(await platform.store.problems()).toEqual([]);
  });

  test('stays as it is if it was published before, unless it is a draft', async () => {
    await put([file('sina/a.md', sina())]);
    const before = await only();
    await put([article('2026-02-01')]);
    expect(await only()).toEqual(before);
    await put([file('sina/a.md', sina({ more: 'publishDate: 2026-02-01\ndraft: true\n' }))]);
    expect(await entries()).toEqual([]);
  });

  test('is told by its file still if it was published before: another of its title and day is another', async () => {
    const ofDay = (more = '') => sina({ date: '2026-01-04', text: more, more });
    await put([file('sina/a.md', ofDay())]);
    const before = await only();
    await put([file('sina/a.md', ofDay('publishDate: 2026-02-01\n'))]);
    await put([file('sina/b.md', ofDay('author: B\n'))]);
    expect(await entries()).toHaveLength(2);
    expect(await entries()).toContainEqual(before);
  });
});

describe('an article with an expiryDate', () => {
  const until = (date: string, key = 'expiryDate') => file('sina/a.md', sina({ more: `${key}: ${date}\n` }));

  test.each(['expiryDate', 'expirydate', 'unpublishDate', 'unpublishdate'])('is taken back then: %s', async key => {
    await put([until('2026-01-10T12:01:30Z', key)]);
    const before = await only();
    await put([until('2026-01-10T12:01:30Z', key)]);
    expect(await entries()).toEqual([]);
    await put([until('2027-01-10', key)]);
    expect((await only()).entry).toEqual(before.entry);
  });

  test('that is over is no entry', async () => {
    await put([until('2026-01-09')]);
    expect(await entries()).toEqual([]);
  });

  test('that is over takes nothing back beside a copy that says as much and has none, in whatever order they are read', async () => {
    const [over, copy] = [until('2026-01-10T12:01:30Z'), file('sina/b.md', sina())];
    for (const batch of [[over], [copy], [over], [copy, over]]) {
      await put(batch);
      expect(await entries()).toHaveLength(1);
    }
  });
});

describe('volatile things', () => {
  test('a placeholder picture with another random number is no change', async () => {
    for (let n = 0; n < 5; n++) {
      const picture = `https://picsum.photos/400/300?random=${n * 7919}`;
      await put([file('sina/a.md', sina({ more: `headimg: '${picture}'\nthumbnail: '${picture}'\n` }))]);
    }
    const { entry, revision } = await only();
    expect(revision).toBe(1);
    expect(entry.image).toBeUndefined();
  });
});

describe('a date in the future', () => {
  test('is set to when it was first seen, and kept', async () => {
    const text = sina({ date: new Date(noon + 30 * day).toUTCString() });
    await put([file('sina/a.md', text)]);
    const seen = clock;
    expect((await only()).entry.published).toBe(seen);
    clock += 60 * day;
    await put([file('sina/a.md', text)]);
    expect((await only()).entry.published).toBe(seen);
    await put([file('sina/a.md', sina({ date: new Date(clock + 30 * day).toUTCString() }))]);
    expect((await only()).entry.published).toBe(seen);
  });

  test('of a few minutes is believed', async () => {
    const soon = Math.floor((noon + 5 * 60_000) / 1000) * 1000;
    await put([file('sina/a.md', sina({ date: new Date(soon).toUTCString() }))]);
    expect((await only()).entry.published).toBe(soon);
  });
});

describe('an article that is not public', () => {
  test('is no entry while it is a draft, and one when it is published', async () => {
    await put([file('sina/a.md', sina({ more: 'draft: true\n' }))]);
    expect(await entries()).toEqual([]);
    expect(await platform.store.problems()).toEqual([]);
    // Nobody saw it: there is nothing to tell readers of.
    expect(await platform.store.state()).toMatchObject({ revision: 0 });
    await put([file('sina/a.md', sina())]);
    expect(await entries()).toHaveLength(1);
  });

  test('needs no date as long as it is a draft, is taken back without one, and is itself when it has one again', async () => {
    const undated = (title: string) => file('sina/a.md', `---\ntitle: ${title}\ndraft: true\n---\n正文。\n`);
    await put([undated('标题')]);
    expect([await entries(), await platform.store.problems()]).toEqual([[], []]);
    await put([file('sina/a.md', sina())]);
    const { entry } = await only();
    await put([undated('标题')]);
    expect([await entries(), await platform.store.problems()]).toEqual([[], []]);
    await put([file('sina/a.md', sina())]);
    expect((await only()).entry).toMatchObject({ id: entry.id, published: entry.published });
    await put([undated('标题')]);
    await put([undated('别的')]);
    const other = sina({ title: '别的', date: 'Sat, 16 Apr 2022 01:00:00 GMT' });
    await put([file('sina/a.md', other)]);
    expect((await only()).entry.id).not.toBe(entry.id);
  });

  const undatedDraft = (title: string) => file('sina/a.md', `---\ntitle: ${title}\ndraft: true\n---\n正文。\n`);
  test('is taken back where it stands, without a date and under another title, and is itself when it is published again', async () => {
    await put([file('sina/a.md', sina())]);
    const { entry } = await only();
    await put([undatedDraft('新标题')]);
    expect(await entries()).toEqual([]);
    await put([file('sina/a.md', sina({ title: '新标题', date: 'Sat, 16 Apr 2022 08:00:00 GMT' }))]);
    expect(await only()).toMatchObject({ entry: { id: entry.id, title: '新标题' }, retracted: undefined });
  });

  test('is taken back when its file goes to the drafts, and by no draft of that name beside one that tells it', async () => {
    const post = '---\ntitle: 一则\n---\n正文。\n';
    await put([
      file('sina/_posts/2026-01-04-a.md', post),
      file('sina/_posts/2026-01-05-b.md', post.replace('一', '二')),
    ]);
    const titles = async () => (await entries()).map(({ entry }) => entry.title);
    expect(await titles()).toEqual(['二则', '一则']);
    await put([file('sina/_drafts/a.md', post)], ['sina/_posts/2026-01-04-a.md']);
    expect(await titles()).toEqual(['二则']);
    // It stands there still: a draft of the next one.
    await put([file('sina/_drafts/b.md', post)]);
    expect(await titles()).toEqual(['二则']);
    // It only got another date.
    await put(
      [file('sina/_drafts/b.md', post), file('sina/_posts/2026-01-05-c.md', post.replace('一', '二'))],
      ['sina/_posts/2026-01-05-b.md'],
    );
    expect(await titles()).toEqual(['二则']);
  });

  test('takes nothing back beside a longer public copy, in whatever order they are read', async () => {
    const draft = file('sina/a.md', sina({ more: 'draft: true\n' }));
    const long = file('sina/b.md', sina({ text: '公开的正文，比草稿长。' }));
    const steps: [SeedFile[], number][] = [
      [[draft], 0],
      [[long], 1],
      [[draft], 1],
      [[long, draft], 1],
    ];
    for (const [batch, count] of steps) {
      await put(batch);
      expect(await entries()).toHaveLength(count);
    }
  });

  test('takes nothing back beside a public copy that says as much, and does when that is gone', async () => {
    const [post, draft] = [file('sina/_posts/a.md', sina()), file('sina/_drafts/a.md', sina())];
    for (const batch of [[post], [draft], [post, draft]]) {
      await put(batch);
      expect(await entries()).toHaveLength(1);
    }
    await put([draft], [post.path]);
    expect(await entries()).toEqual([]);
  });

  test('keeps a shorter public copy from being an entry until it is public too, and nothing else of their batch', async () => {
    const long = (more = '') => file('sina/b.md', sina({ text: '很长的正文，比另一个长得多。', more }));
    await put([long('draft: true\n'), file('sina/a.md', sina()), file('sina/c.md', sina({ title: '别的' }))]);
    expect((await only()).entry.title).toBe('别的');
    await put([long()]);
    expect(await entries()).toHaveLength(2);
  });

  test('stays taken back beside a shorter public copy, in whatever order they are read', async () => {
    const long = (more = '') => file('sina/b.md', sina({ text: '很长的正文，比另一个长得多。', more }));
    const short = (text: string) => file('sina/a.md', sina({ text }));
    await put([long()]);
    await put([long('published: false\n')]);
    for (const batch of [[short('短。')], [short('短短。'), long('published: false\n')], [short('短。')]]) {
      await put(batch);
      expect(await entries()).toEqual([]);
    }
  });

  test('is itself when it is published in another file under another title', async () => {
    const text = '灯塔今晚亮灯，渔船平安归来。'.repeat(10);
    await put([file('sina/a.md', sina({ text }))]);
    const { entry } = await only();
    await put([file('sina/a.md', sina({ text, more: 'draft: true\n' }))]);
    await put([file('sina/b.md', sina({ text, title: '别的' }))], ['sina/a.md']);
    expect((await only()).entry).toMatchObject({ id: entry.id, title: '别的' });
  });

  test('is taken back by its file, and given back by it', async () => {
    await put([file('sina/a.md', sina())]);
    const { entry } = await only();
    await put([file('sina/a.md', sina({ more: 'published: false\n' }))]);
    expect(await entries()).toEqual([]);
    await put([file('sina/a.md', sina())]);
    expect((await only()).entry.id).toBe(entry.id);
  });

  test('is not given back by its file when the operator took it back', async () => {
    await put([file('sina/a.md', sina())]);
    const { entry } = await only();
    await platform.store.put({ now: clock, retract: [{ id: entry.id, by: 'operator' }] });
    await put([file('sina/b.md', sina({ text: '改。' }))]);
    expect(await entries()).toEqual([]);
  });
});

test('whatever files come, change and go together, they are stored, and all of them again change nothing', async () => {
  const one = fc.record({
    path: fc.constantFrom('sina/_drafts/a.md', 'sina/_posts/a.md', 'sina/b.md', 'sina/old/b.md'),
    title: fc.constantFrom('一', '二'),
    date: fc.constantFrom(undefined, '2026-01-04', '2026-01-04 08:00:00', '2027-01-01'),
    says: fc.constantFrom('', 'draft: true\n', 'publishDate: 2026-02-01\n', 'expiryDate: 2026-01-09\n'),
    text: fc.constantFrom('短。', '长得多的正文。'),
    isGone: fc.boolean(),
  });
  const batches = fc.array(fc.uniqueArray(one, { selector: ({ path }) => path, minLength: 1 }), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc
      .asyncProperty(batches, async all => {
        const present = new Map<string, SeedFile>();
        for (const batch of all) {
          const went = batch.filter(({ path, isGone }) => isGone && present.delete(path)).map(({ path }) => path);
          const written = batch.flatMap(({ path, title, date, says, text, isGone }) => {
            const dated = date === undefined ? '' : `date: ${date}\n`;
            return isGone ? [] : file(path, `---\ntitle: ${title}\n${dated}${says}---\n${text}\n`);
          });
          for (const each of written) present.set(each.path, each);
          await put(written, went);
        }
        // Who does not speak any more leaves it to others, which are read again.
        await put([...present.values()]);
        expect((await put([...present.values()])).receipt).toMatchObject({ added: 0, changed: 0, retracted: 0 });
      })
      .beforeEach(async () => {
        await platform.close();
        platform = await openPlatform();
        clock = noon;
      }),
    { numRuns: 100 },
  );
});

describe('a problem', () => {
  test('harms nothing else, and goes when its file is mended', async () => {
    await put([file('sina/a.md', ''), file('sina/b.md', sina()), file('nobody/c.md', sina())]);
    expect(await entries()).toHaveLength(1);
    expect((await platform.store.problems()).map(({ path }) => path)).toEqual(['nobody/c.md', 'sina/a.md']);
    await put([file('sina/a.md', sina({ title: '别的' }))], ['nobody/c.md']);
    expect(await entries()).toHaveLength(2);
    expect(await platform.store.problems()).toEqual([]);
  });
});

describe('which source a file is of', () => {
  test('is decided by folder and front matter, the first that matches', async () => {
    const { sources } = platform.config;
    const split = sources.map(source =>
      source.id === 'shanghaifabu'
        ? { ...source, folder: 'posts', where: { categories: 'shanghaifabu' } }
        : { ...source, folder: 'posts' },
    );
    const order = ['shanghaifabu', 'eastmoney', 'sina'];
    const config = { ...platform.config, sources: split.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)) };
    workshop = { ...workshop, config };
    const other = eastmoney({ id: '202204112338984893', title: '别的' }).replace(
      'categories: emnews',
      'categories: shanghaifabu',
    );
    await put([file('posts/a.md', eastmoney()), file('posts/b.md', other)]);
    expect((await entries()).map(({ entry }) => entry.source).sort()).toEqual(['eastmoney', 'shanghaifabu']);
  });

  test('is found by one of a list, and of a file that fits none it is said what would', async () => {
    const sources = platform.config.sources
      .filter(({ id }) => id === 'sina')
      .map(source => ({ ...source, where: { tags: 'finance' } }));
    workshop = { ...workshop, config: { ...platform.config, sources } };
    await put([
      file('sina/a.md', sina({ more: 'tags: [news, finance]\n' })),
      file('sina/b.md', sina({ title: '别的', more: 'tags: [news, sport]\n' })),
    ]);
    expect((await only()).entry.title).toBe('标题');
    expect(await platform.store.problems()).toMatchObject([
      {
        path: 'sina/b.md',
        reason: 'no source of this folder matches its front matter',
        hint: expect.stringContaining('Wanted is one of sina: {"tags":"finance"}.'),
      },
    ]);
  });
});

describe('a file of no source', () => {
  test.each([
    [
      'is told where it could be',
      (config: Workshop['config']) => config.sources.slice(0, 1),
      'Move the file below one of eastmoney/, or add a source with this folder to sources.yaml.',
    ],
    ['is told to add a source where no source has files', () => [], 'Add a source with this folder to sources.yaml.'],
  ])('%s', async (_name, sourcesOf, hint) => {
    workshop = { ...workshop, config: { ...platform.config, sources: sourcesOf(platform.config) } };
    await put([file('nobody/c.md', sina())]);
    expect((await platform.store.problems()).map(problem => problem.hint)).toEqual([hint]);
  });
});

describe('what its source does not keep', () => {
  /** An article of a day of January. */
  const of = (dayOfMonth: number, more: Parameters<typeof sina>[0] = {}) =>
    sina({ title: `第${dayOfMonth}天`, date: new Date(Date.UTC(2026, 0, dayOfMonth)).toUTCString(), ...more });
  const keep = (kept: Keep | undefined) => {
    const sources = platform.config.sources.map(source => (source.id === 'sina' ? { ...source, keep: kept } : source));
    workshop = { ...workshop, config: { ...platform.config, sources } };
  };
  const expire = () => platform.store.expire(workshop.config.sources, clock, 50);
  const titles = async () => (await entries()).map(({ entry }) => entry.title);
  const fourDays = { kind: 'age', milliseconds: 4 * day } as const;
  const three = { kind: 'count', entries: 3 } as const;

  test('becomes no entry and no problem, and its file is remembered', async () => {
    keep(fourDays);
    const { receipt, beyond } = await put([
      file('sina/old.md', of(5)),
      file('sina/new.md', of(8)),
      file('sina/bad.md', ''),
    ]);
    expect(receipt.added).toBe(1);
    expect(beyond).toEqual(['sina/old.md']);
    expect(await titles()).toEqual(['第8天']);
    expect((await platform.store.seedsAfter('', 50)).map(({ path }) => path)).toEqual([
      'sina/bad.md',
      'sina/new.md',
      'sina/old.md',
    ]);
    expect((await platform.store.problems()).map(({ path }) => path)).toEqual(['sina/bad.md']);
  });

  test('is not stored to be deleted where a number is kept: of six the newest three', async () => {
    keep(three);
    const { receipt, beyond } = await put([1, 2, 3, 4, 5, 6].map(each => file(`sina/${each}.md`, of(each))));
    expect(receipt.added).toBe(3);
    expect(beyond).toHaveLength(3);
    expect(await titles()).toEqual(['第6天', '第5天', '第4天']);
    expect(await expire()).toBe(0);
  });

  test('and is older than all of a full source, stays out; a newer one comes in, and the oldest goes', async () => {
    keep(three);
    await put([2, 4, 6].map(each => file(`sina/${each}.md`, of(each))));
    expect((await put([file('sina/1.md', of(1))])).beyond).toEqual(['sina/1.md']);
    expect((await put([file('sina/5.md', of(5))])).receipt.added).toBe(1);
    await expire();
    expect(await titles()).toEqual(['第6天', '第5天', '第4天']);
  });

  test.each([
    ['an age', fourDays],
    ['a number', three],
  ])('and expired never comes back by itself: read again, touched, renamed, edited; by %s', async (_name, kept) => {
    await put([4, 5, 8, 9, 10].map(each => file(`sina/${each}.md`, of(each))));
    keep(kept);
    expect(await expire()).toBe(2);
    const steps: readonly (readonly [SeedFile, readonly string[]])[] = [
      [file('sina/5.md', of(5)), []],
      [{ ...file('sina/5.md', of(5)), mtime: 2 }, []],
      [file('sina/moved/5.md', of(5)), ['sina/5.md']],
      [file('sina/moved/5.md', of(5, { text: '改。' })), []],
    ];
    for (const [one, vanished] of steps) {
      expect((await put([one], vanished)).receipt).toMatchObject({ added: 0, changed: 0 });
      expect(await titles()).toEqual(['第10天', '第9天', '第8天']);
    }
    await put([file('sina/moved/5.md', of(5, { date: 'Sat, 10 Jan 2026 01:00:00 GMT' }))]);
    expect(await titles()).toContain('第5天');
  });

  test.each([
    ['everything', undefined],
    ['ten days', { kind: 'age', milliseconds: 10 * day } as const],
    ['four', { kind: 'count', entries: 4 } as const],
  ])('comes back when more is kept, under the same id and with its own dates: %s', async (_name, more) => {
    const files = [4, 5, 8, 9].map(each => file(`sina/${each}.md`, of(each)));
    await put(files);
    const before = (await entries()).map(({ entry }) => entry);
    keep(fourDays);
    await expire();
    expect(await entries()).toHaveLength(2);
    keep(more);
    await put(files);
    expect((await entries()).map(({ entry }) => entry)).toEqual(before);
  });

  test('of a date that nobody believes does not come back as of today', async () => {
    const future = file('sina/a.md', sina({ date: new Date(noon + 400 * day).toUTCString() }));
    await put([future]);
    await put([file('sina/b.md', of(10))]);
    keep(fourDays);
    clock += 5 * day;
    expect(await expire()).toBe(2);
    expect((await put([{ ...future, mtime: 2 }])).beyond).toEqual(['sina/a.md']);
    expect((await put([{ ...future, mtime: 3 }])).beyond).toEqual(['sina/a.md']);
    expect(await titles()).toEqual([]);
    keep(undefined);
    expect((await put([{ ...future, mtime: 4 }])).receipt.added).toBe(1);
  });

  test('and is stored still is changed as ever; with an old date it goes', async () => {
    keep(three);
    await put([2, 4, 6].map(each => file(`sina/${each}.md`, of(each))));
    await put([file('sina/2.md', of(2, { text: '改。' }))]);
    expect((await entries()).at(-1)?.entry.content).toContain('改');
    await put([file('sina/5.md', of(5)), file('sina/6.md', of(6, { date: 'Thu, 01 Jan 2026 00:00:00 GMT' }))]);
    await expire();
    expect(await titles()).toEqual(['第5天', '第4天', '第2天']);
  });
});
