import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import type { Entry } from '../../src/model/entry.ts';
import { readQuery } from '../../src/model/search.ts';
import type { EntryRecord } from '../../src/model/store.ts';
import { createStore } from '../../src/store/store.ts';
import { day, idOf, orphans, record } from './records.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await openPlatform();
});
afterEach(() => platform.close());

const ever = Number.MIN_SAFE_INTEGER;
const put = (...entries: readonly EntryRecord[]) => platform.store.put({ now: day, entries });
const fill = async (step = 100) => {
  let taken = 0;
  for (let n = -1; n !== 0; taken += n) n = await platform.store.indexSearch(step);
  return taken;
};
const search = async (text: string, limit = 50, after = ever) => {
  const read = readQuery(text);
  if (read.kind === 'mistake') throw new Error(`${text}: ${read.allowed}`);
  return (await platform.store.search(read.query, after, limit)).map(({ entry }) => entry.key);
};
const text = (key: string, content: string, changes: Partial<Entry> = {}) =>
  record(key, { title: key, content: `<p>${content}</p>`, ...changes });

describe('a search', () => {
  beforeEach(async () => {
    await put(
      text('a', '上海发布：<strong>财</strong>经新闻，GDP 增长 5%。Open source, 3D打印', { published: day + 3000 }),
      text('b', '上海的天气&#12290;财政与经济', { published: day + 2000, authors: ['王小明'], editor: '李四' }),
      text('c', '<a href="https://example.com/hidden">链接</a> open-source', {
        published: day + 1000,
        publisher: '解放日报',
        categories: [{ term: 'finance', label: '金融' }],
      }),
      record('d', { title: '只有标题与摘要', summary: '上海 摘要', published: day }),
      text('e', '2022年第一季度，A股市场 3月份。Café Ёлка ข่าวเศรษฐกิจไทย', { published: day - 2000 }),
      text('f', '2022 年，3月，A股；cafe', { published: day - 1000 }),
    );
    await fill();
  });

  test.each([
    ['上海', ['a', 'b', 'd']],
    ['财经', ['a']],
    ['上海发布', ['a']],
    ['海发', ['a']],
    ['上海 财政', ['b']],
    ['财政 上海', ['b']],
    ['"上海 发布"', []],
    ['gdp', ['a']],
    ['ＧＤＰ', ['a']],
    ['gd', []],
    ['GDP增长', ['a']],
    ['"open source"', ['a', 'c']],
    ['"source open"', []],
    ['source open', ['a', 'c']],
    ['open -上海', ['c']],
    ['上海 -gdp -摘要', ['b']],
    ['3d打印', ['a']],
    ['王小明', ['b']],
    ['李四', ['b']],
    ['解放日报', ['c']],
    ['金融', ['c']],
    ['finance', ['c']],
    ['只有标题', ['d']],
    ['摘要', ['d']],
    ['hidden', []],
    ['href', []],
    ['strong', []],
    ['12290', []],
    ['天气财政', []],
    ['没有的词', []],
    ['A股', ['f', 'e']],
    ['2022年', ['f', 'e']],
    ['3月', ['f', 'e']],
    ['3月 -A股 -市场', []],
    ['A股市', ['e']],
    ['年第一', ['e']],
    ['2022年第一', ['e']],
    ['cafe', ['f', 'e']],
    ['CAFÉ', ['f', 'e']],
    ['cafe\u0301', ['f', 'e']],
    ['елка', ['e']],
    ['เศรษฐกิจ', ['e']],
    ['ไทย', ['e']],
    ['กิจข่าว', []],
  ])('for %j finds %j', async (query, keys) => {
    expect(await search(query)).toEqual(keys);
  });

  test('does not reach from one part of an entry into the next', async () => {
    await put(record('e', { title: '甲乙', content: '<p>丙丁</p><p>戊己</p>', authors: ['庚辛'] }));
    await fill();
    for (const query of ['乙丙', '甲乙丙丁', '丁戊', '辛丙']) expect(await search(query)).toEqual([]);
    for (const query of ['丙丁', '戊己', '庚辛']) expect(await search(query)).toEqual(['e']);
  });

  test('has the newest first, at most as many as wanted, those of one second in the order of every feed', async () => {
    expect(await search('上海', 2)).toEqual(['a', 'b']);
    const tied = ['g', 'e', 'f', 'h'].map((key, index) => text(key, '同时', { published: day + 5000 + (index % 2) }));
    await put(...tied, text('i', '同时', { published: day + 9000 }), text('j', '同时', { published: day - 9e12 }));
    await fill();
    expect(await search('同时')).toEqual(['i', 'h', 'e', 'g', 'f', 'j']);
    for (const limit of [1, 2, 3, 4, 5]) {
      expect(await search('同时', limit)).toEqual(['i', 'h', 'e', 'g', 'f', 'j'].slice(0, limit));
    }
  });

  test('shows what changed after an instant only', async () => {
    await put(text('c', '上海 changed', { published: day + 1000 }));
    await fill();
    expect(await search('上海')).toEqual(['a', 'b', 'c', 'd']);
    expect(await search('上海', 50, day)).toEqual(['c']);
  });
});

describe('the index', () => {
  test('is filled behind: a put does not wait for it, and each step takes the next', async () => {
    await put(...Array.from({ length: 7 }, (_, index) => text(`k${index}`, '财经', { published: day + index })));
    expect(await search('财经')).toEqual([]);
    expect(await platform.store.indexSearch(3)).toBe(3);
    expect(await search('财经')).toEqual(['k2', 'k1', 'k0']);
    expect((await platform.store.state()).search).toEqual({ revision: 1, isComplete: false, steps: 1 });
    expect(await fill(3)).toBe(4);
    expect(await search('财经')).toHaveLength(7);
    expect(await platform.store.indexSearch(3)).toBe(0);
    expect((await platform.store.state()).search).toEqual({ revision: 1, isComplete: true, steps: 3 });
  });

  test('follows changes of text and date, retractions and restorations', async () => {
    await put(text('a', '财经', { published: day }), text('b', '财经', { published: day + 5000 }));
    await fill();
    await put(text('a', '体育新闻', { published: day }));
    expect(await search('财经')).toEqual(['b', 'a']);
    await fill();
    expect(await search('财经')).toEqual(['b']);
    expect(await search('体育')).toEqual(['a']);
    await put(text('a', '体育与财经', { published: day + 90_000 }));
    expect(await search('体育')).toEqual([]);
    await fill();
    expect(await search('财经')).toEqual(['a', 'b']);
    expect(await search('新闻')).toEqual([]);
    await platform.store.put({ now: day, retract: [{ id: idOf('a'), by: 'file' }] });
    expect(await search('财经')).toEqual(['b']);
    await fill();
    expect(await search('财经')).toEqual(['b']);
    await platform.store.put({ now: day, restore: [{ id: idOf('a'), by: 'file' }] });
    await fill();
    expect(await search('财经')).toEqual(['a', 'b']);
  });

  test('filled by two at once has everything once', async () => {
    await put(...Array.from({ length: 20 }, (_, index) => text(`k${index}`, '财经')));
    await Promise.all([1, 2, 3].map(() => fill(4)));
    expect(await search('财经')).toHaveLength(20);
    expect(await platform.store.indexSearch(4)).toBe(0);
  });

  test('filled by one who is overtaken by a change and by another who fills it has what the change says', async () => {
    await put(text('a', '财经'), text('b', '财经'));
    const { driver } = platform;
    const overtaken = createStore({
      ...driver,
      transaction: async statements => {
        await put(text('a', '体育'));
        await platform.store.put({ now: day, retract: [{ id: idOf('b'), by: 'file' }] });
        await fill();
        return driver.transaction(statements);
      },
    });
    await overtaken.indexSearch(4);
    await fill();
    expect(await search('体育')).toEqual(['a']);
    expect(await search('财经')).toEqual([]);
    expect(await orphans(driver)).toEqual([]);
    expect(await driver.query('SELECT count(*) AS count FROM search', [])).toEqual([{ count: 1 }]);
  });

  test('takes long texts, a few at a time', async () => {
    const long = Array.from({ length: 5 }, (_, index) => ({
      ...text(`long${index}`, `${'汉字与词'.repeat(30_000)}末尾`),
      fingerprint: `${index}`,
    }));
    for (const each of long) await put(each);
    expect(await platform.store.indexSearch(5)).toBeLessThan(5);
    await fill(5);
    expect(await search('汉字')).toHaveLength(5);
  });

  test('takes an entry whose every part is long', async () => {
    const part = (word: string) => word.repeat(60_000);
    const huge = record('huge', { title: part('标题'), authors: [part('甲乙'), part('𠮷野')], summary: part('摘要') });
    await put({ ...huge, fingerprint: 'huge' }, text('after', '财经'));
    await fill();
    expect(await search('标题')).toEqual(['huge']);
    expect(await search('财经')).toEqual(['after']);
  });

  test('is not held up by content that is all angle brackets', async () => {
    await put(text('a', `${'<'.repeat(200_000)}财经`), text('b', `财经${'<a '.repeat(50_000)}`));
    const started = performance.now();
    await fill();
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await search('财经')).toEqual(['b']);
  });

  test('of nothing is filled at once', async () => {
    expect(await platform.store.indexSearch(10)).toBe(0);
    expect(await search('财经')).toEqual([]);
  });
});

test('no text of a user is an operator: any query that is read is answered', async () => {
  await put(text('a', '上海 open'));
  await fill();
  const sharp = fc
    .array(
      fc.constantFrom(
        '"',
        "'",
        '*',
        '^',
        ':',
        '(',
        ')',
        '{',
        '}',
        '+',
        '-',
        ' ',
        'OR',
        'NOT',
        'NEAR',
        '上海',
        'x',
        '\0',
      ),
      {
        maxLength: 20,
      },
    )
    .map(parts => parts.join(''));
  const asked = fc.oneof(sharp, fc.string({ unit: 'binary', maxLength: 40 }));
  await fc.assert(
    fc.asyncProperty(asked, async given => {
      const read = readQuery(given);
      if (read.kind === 'query') await platform.store.search(read.query, ever, 5);
    }),
    { numRuns: 300 },
  );
});

test('any texts: a Chinese word finds the texts that hold it, and no others', async () => {
  const characters = fc.constantFrom('甲', '乙', '丙', '，');
  const texts = fc.array(fc.string({ unit: characters, minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 5 });
  const word = fc.string({ unit: fc.constantFrom('甲', '乙', '丙'), minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(texts, word, async (bodies, wanted) => {
      const own = await openPlatform();
      try {
        const entries = bodies.map((body, index) => text(`k${index}`, body, { published: day - index }));
        await own.store.put({ now: day, entries });
        await own.store.indexSearch(50);
        const found = (await own.store.search(wanted, ever, 50)).map(({ entry }) => entry.key);
        expect(found).toEqual(bodies.flatMap((body, index) => (body.includes(wanted) ? [`k${index}`] : [])));
      } finally {
        await own.close();
      }
    }),
    { numRuns: 40 },
  );
});
