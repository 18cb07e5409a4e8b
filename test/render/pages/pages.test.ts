import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { dayAfter } from '../../../src/model/day.ts';
import type { Chart, EntryPage, FetchedListing, HomePage, ScopePage, StatusPage } from '../../../src/model/page.ts';
import { type Run, silentSince } from '../../../src/model/run.ts';
import type { Neighbour } from '../../../src/model/store.ts';
import { dayPage } from '../../../src/render/pages/day.ts';
import { entryPage } from '../../../src/render/pages/entry.ts';
import { errorPage } from '../../../src/render/pages/error.ts';
import { homePage } from '../../../src/render/pages/home.ts';
import { listPage } from '../../../src/render/pages/list.ts';
import { scopePage } from '../../../src/render/pages/scope.ts';
import { searchPage } from '../../../src/render/pages/search.ts';
import { statusPage } from '../../../src/render/pages/status.ts';
import { stylesheet } from '../../../src/render/pages/stylesheet.ts';
import { subscribePage } from '../../../src/render/pages/subscribe.ts';
import { base, entryOf, feedOf, fullEntry, listingOf, site, sources } from '../samples.ts';

const attack = '</title><script>alert(1)</script>" onload="x';
const all = listingOf({ kind: 'all' }, '全部文章', '/', 5);
const sina = listingOf({ kind: 'source', key: 'sina' }, '某财经', '/sources/sina/', 3);
const emnews = listingOf({ kind: 'category', key: 'emnews' }, '滚动新闻（旧名）', '/categories/emnews/', 2);
const source = sources[0] ?? { id: 'sina', title: '某财经', home: undefined };

const reporter = listingOf({ kind: 'publisher', key: '某日报' }, '某日报', '/publishers/某日报/', 1);

const pageOf = (entry: EntryPage['entry'], changes: Partial<EntryPage> = {}): EntryPage => {
  const beside = { also: [], newer: undefined, older: undefined };
  return { entry, source, address: `${base}/entries/sina/k1`, feeds: [sina, emnews], ...beside, ...changes };
};
const neighbour = (changes: Partial<Neighbour> = {}): Neighbour => {
  return { source: 'sina', key: 'k0', title: '前一篇的标题', published: 0, language: 'zh-CN', ...changes };
};
const chart: Chart = {
  days: ['2026-02-28', '2026-03-01'],
  sources: [{ id: 'sina', title: '某财经' }],
  counts: [
    { source: 'sina', period: 0, count: 1 },
    { source: 'sina', period: 1, count: 4 },
  ],
};
const home = (changes: Partial<HomePage> = {}): HomePage => {
  const ways = {
    merged: all,
    sources: [sina],
    hasMoreSources: false,
    categories: [emnews],
    publishers: [reporter],
    chart,
  };
  return { entries: [fullEntry(), entryOf({ key: 'k2' })], ...ways, ...changes };
};
const scopeOf = (changes: Partial<ScopePage> = {}): ScopePage => {
  const feed = feedOf([fullEntry(), entryOf({ key: 'k2' })]);
  return { name: '某财经', feed, count: 2, listing: sina, ...changes };
};
const searchOf = (query: string, entries: ScopePage['feed']['entries']): ScopePage => {
  return scopeOf({ name: query, feed: feedOf(entries, { scope: { kind: 'search', query } }), count: undefined });
};
const status = (changes: Partial<StatusPage> = {}): StatusPage => ({
  entries: 5,
  revision: 3,
  changed: Date.parse('2026-03-01T12:00:00Z'),
  newest: Date.parse('2026-03-01T11:00:00Z'),
  isReady: true,
  isSearchable: true,
  sources: [sina],
  hasMoreSources: false,
  fetched: [],
  problemCount: 60,
  problems: [{ path: 'sina/x.md', source: 'sina', reason: 'the file is empty', hint: 'Remove it.' }],
  chart,
  ...changes,
});
const run: Run = {
  source: 'fed',
  configured: 'https://other.example/feed',
  url: 'https://other.example/feed',
  etag: undefined,
  lastModified: undefined,
  digest: undefined,
  rules: 'r',
  asked: Date.parse('2026-03-01T12:00:00Z'),
  answered: Date.parse('2026-03-01T12:00:00Z'),
  next: Date.parse('2026-03-01T12:30:00Z'),
  news: Date.parse('2026-02-01T12:00:00Z'),
  habit: 3_600_000,
  pace: undefined,
  failures: 0,
  failing: undefined,
};
const fetched = (changes: Partial<Run> | undefined, silent?: number): FetchedListing => {
  const source = { id: 'fed', title: '另一处' };
  return { source, page: `${base}/sources/fed/`, run: changes && { ...run, ...changes }, silent };
};
const failing = { since: Date.parse('2026-02-27T01:00:00Z'), reason: 'it answered <500>' };
const listOf = { kind: 'category' as const, address: `${base}/categories/`, first: undefined, next: undefined };
const dayOf = { day: '2026-03-01', isCut: false, merged: all };

const pages: readonly [string, string][] = [
  ['home', homePage(site, home())],
  ['home in English', homePage({ ...site, language: 'en' }, home())],
  ['home without entries', homePage(site, home({ entries: [], sources: [], chart: undefined }))],
  ['home as a file', homePage({ ...site, live: undefined }, home())],
  ['scope', scopePage(site, scopeOf())],
  ['scope in English', scopePage({ ...site, language: 'en' }, scopeOf())],
  ['scope without entries', scopePage(site, scopeOf({ feed: feedOf([]), count: 0 }))],
  ['found', scopePage(site, searchOf('摘要', [fullEntry()]))],
  ['nothing found', scopePage(site, searchOf('摘要', []))],
  ['search', searchPage(site)],
  ['entry', entryPage(site, pageOf(fullEntry(), { newer: neighbour(), older: neighbour({ language: 'en' }) }))],
  ['entry without anything', entryPage(site, pageOf(entryOf(), { feeds: [] }))],
  ['day', dayPage(site, { ...dayOf, entries: [fullEntry()], earlier: '2026-02-27', later: undefined })],
  ['day without entries', dayPage(site, { ...dayOf, entries: [], earlier: undefined, later: undefined })],
  ['list', listPage(site, { ...listOf, feeds: [emnews], next: `${base}/categories/from/x/` })],
  ['list without anything', listPage(site, { ...listOf, feeds: [] })],
  ['subscribe', subscribePage(site, home())],
  ['status', statusPage(site, status())],
  ['status with sources that are fetched', statusPage(site, status({ fetched: [fetched({}), fetched({ failing })] }))],
  [
    'status of nothing',
    statusPage(site, status({ changed: undefined, newest: undefined, problemCount: 0, problems: [] })),
  ],
  ['error', errorPage(site, { status: 404, message: 'There is no /x here.' })],
  [
    'home under attack',
    homePage(
      { ...site, title: attack, subtitle: attack },
      home({
        sources: [{ ...sina, title: attack }],
        chart: { ...chart, sources: [{ id: 'sina', title: attack }] },
      }),
    ),
  ],
  [
    'scope under attack',
    scopePage(
      site,
      scopeOf({
        name: attack,
        feed: feedOf([fullEntry({ title: attack, summary: attack, publisher: attack })], { title: attack }),
      }),
    ),
  ],
  ['search under attack', scopePage(site, searchOf('script', [fullEntry({ title: attack, summary: attack })]))],
  [
    'entry under attack',
    entryPage(
      site,
      pageOf(
        fullEntry({
          title: attack,
          authors: [attack],
          editor: attack,
          link: `https://x.example/${attack}`,
          content: '<p><img src="https://x.example/a.jpg" alt="&lt;img onerror=alert(1)&gt;"></p>',
        }),
        { newer: neighbour({ title: attack }) },
      ),
    ),
  ],
  [
    'status under attack',
    statusPage(site, status({ problems: [{ path: attack, source: undefined, reason: attack, hint: attack }] })),
  ],
  ['error under attack', errorPage(site, { status: 400, message: attack })],
];

describe.each(pages)('the page %s', (_, html) => {
  const page = new JSDOM(html).window.document;
  const all = (selector: string) => [...page.querySelectorAll(selector)];

  test('fits a Content-Security-Policy without unsafe-inline', () => {
    // A block of data is no script: HTML, "prepare the script element".
    expect(all('script:not([type="application/ld+json"]), style, iframe')).toEqual([]);
    const names = all('*').flatMap(({ attributes }) => [...attributes].map(({ name }) => name));
    expect(names.filter(name => name === 'style' || name.startsWith('on'))).toEqual([]);
  });

  test('says its language, has one title, one heading, one main part', () => {
    expect(all('html')[0]?.getAttribute('lang')).toMatch(/^(?:zh-CN|en)$/);
    expect([all('head title').length, all('h1').length, all('main').length]).toEqual([1, 1, 1]);
    expect(html.startsWith('<!doctype html>\n<html lang="')).toBe(true);
    expect(all('meta[name=viewport]')).toHaveLength(1);
  });

  test('holds nothing that was not there', () => {
    expect(html).not.toMatch(/undefined|\[object|NaN|Promise|(?<!")\b(?:true|false|null)\b(?!")/);
    expect(all('a').filter(link => !link.getAttribute('href')?.match(/^(?:https:|feed:https:|#)/))).toEqual([]);
  });
});

test('the home page shows the newest entries by the day on which they were published, each day leading to its page', () => {
  const entries = ['2026-03-01T16:30:00Z', '2026-03-01T15:30:00Z', '2026-02-27T01:00:00Z'].map((published, index) =>
    entryOf({ key: `k${index}`, published: Date.parse(published) }),
  );
  const page = new JSDOM(homePage(site, home({ entries }))).window.document;
  const days = [...page.querySelectorAll('section.day')].map(section => [
    ...[...section.querySelectorAll('h2 a')].flatMap(link => [link.textContent, link.getAttribute('href')]),
    [...section.querySelectorAll('time')].map(({ textContent }) => textContent),
  ]);
  expect(days).toEqual([
    ['2026年3月2日 星期一', `${base}/days/2026-03-02/`, ['00:30']],
    ['2026年3月1日 星期日', `${base}/days/2026-03-01/`, ['23:30']],
    ['2026年2月27日 星期五', `${base}/days/2026-02-27/`, ['09:00']],
  ]);
});

test('the chart has a bar of each day with articles, its sources upon each other, the highest as high as the chart', () => {
  const days = ['2026-02-28', '2026-03-01', '2026-03-02'];
  const told = [
    ['sina', 0, 1],
    ['sina', 2, 3],
    ['b', 2, 1],
  ] as const;
  const counts = told.map(([source, period, count]) => ({ source, period, count }));
  const both = [...chart.sources, { id: 'b', title: 'B' }];
  const page = new JSDOM(homePage(site, home({ chart: { days, sources: both, counts } }))).window.document;
  const bars = [...page.querySelectorAll('.chart > svg > g')].map(bar => [
    ...[...bar.querySelectorAll('title')].map(({ textContent }) => textContent),
    ...[...bar.querySelectorAll('rect')].map(rect =>
      ['class', 'x', 'y', 'height'].map(name => rect.getAttribute(name)).join(' '),
    ),
  ]);
  expect(bars).toEqual([
    ['2026-02-28、某财经 1', 's0 1 75 25'],
    ['2026-03-02、某财经 3、B 1', 's0 21 25 75', 's1 21 0 25'],
  ]);
});

test.each([
  [24, ['来源 22 24', '来源 23 25']],
  [26, ['来源 25 27', '其他 9']],
])('of %d sources the chart tells 24, those with the least as one', (number, last) => {
  // The first has the least.
  const sources = Array.from({ length: number }, (_, at) => ({ id: `s${at}`, title: `来源 ${at}` }));
  const counts = sources.flatMap(({ id }, at) =>
    [0, 1].map(period => ({ source: id, period, count: period * at + 1 })),
  );
  const page = new JSDOM(homePage(site, home({ chart: { ...chart, sources, counts } }))).window.document;
  const legend = [...page.querySelectorAll('.chart .legend li')].map(({ textContent }) => textContent);
  expect([legend.length, legend.slice(-2)]).toEqual([24, last]);
});

test.each<[string, Partial<StatusPage>, readonly string[], readonly string[], readonly string[]]>([
  [
    'all there is',
    {},
    ['文章', '版本号', '上次变化', '最新一篇', '搜索'],
    ['每天的文章', '来源', '读不成文章的文件（60）'],
    ['全部问题（JSON）'],
  ],
  [
    'no more than there is',
    { changed: undefined, newest: undefined, chart: undefined, problemCount: 0, problems: [], hasMoreSources: true },
    ['文章', '版本号', '搜索'],
    ['来源', '读不成文章的文件（0）'],
    ['全部来源'],
  ],
])('the status page says %s', (_name, changes, facts, sections, ways) => {
  const page = new JSDOM(statusPage(site, status(changes))).window.document;
  const said = (selector: string) => [...page.querySelectorAll(selector)].map(({ textContent }) => textContent);
  expect([said('dl.facts dt'), said('main h2'), said('.more a')]).toEqual([facts, sections, ways]);
  expect(said('table.problems')).toHaveLength(changes.problemCount === 0 ? 0 : 1);
});

test.each([
  [true, true, '已读完全部文件', '可以搜到全部文章'],
  [false, false, '正在第一次读取文件', '索引还在补，暂时搜不到最近的文章'],
])('the status page says how far it is: ready %j, searchable %j', (isReady, isSearchable, ...lines) => {
  const html = statusPage(site, status({ isReady, isSearchable }));
  for (const line of lines) expect(html).toContain(line);
});

test('the status page says of each source that is fetched how that goes, and since when', () => {
  const states = [
    fetched({}),
    fetched(undefined),
    fetched({ next: undefined }),
    fetched({ failing }),
    fetched({}, run.news),
  ];
  const page = new JSDOM(statusPage({ ...site, language: 'en' }, status({ fetched: states }))).window.document;
  const items = [...page.querySelectorAll('ul.runs > li')].map(item => item.textContent?.replace(/\s+/g, ' ').trim());
  const [asked, news, next] = ['Asked2026-03-01 20:00', 'Last news2026-02-01 20:00', 'Next2026-03-01 20:30'];
  expect(items).toEqual([
    `另一处 well ${asked} ${news} ${next}`,
    '另一处 not asked yet',
    `另一处 gone for good, asked no more ${asked} ${news}`,
    `另一处 fails since 2026-02-27 09:00 it answered <500> ${asked} ${news} ${next}`,
    `另一处 quieter than usual; last news 2026-02-01 20:00 ${asked} ${news} ${next}`,
  ]);
});

test('a source is quiet when it has brought nothing for four times its habit, and for two days at least', () => {
  const day = 86_400_000;
  const silent = (habit: number | undefined, days: number) => silentSince({ habit, news: 0 }, days * day) === 0;
  expect([silent(undefined, 99), silent(3_600_000, 1), silent(3_600_000, 3), silent(day, 3), silent(day, 5)]).toEqual([
    false,
    false,
    true,
    false,
    true,
  ]);
});

test('the home page leads to sources, the largest categories and publishers, and to all of them', () => {
  const page = new JSDOM(homePage(site, home())).window.document;
  const links = [...page.querySelectorAll('aside a')].map(link => link.getAttribute('href'));
  expect(links).toEqual([sina.page, emnews.page, site.lists.category, reporter.page, site.lists.publisher]);
  expect(alternates(page)).toEqual([
    ['application/rss+xml', `${base}/rss.xml`],
    ['application/atom+xml', `${base}/atom.xml`],
    ['application/feed+json', `${base}/feed.json`],
  ]);
});

test('the page for subscribers has every feed in three formats', () => {
  const page = new JSDOM(subscribePage(site, home())).window.document;
  const said = [...page.querySelectorAll('.formats a')].map(link => link.getAttribute('href'));
  expect(said).toEqual([sina, emnews, reporter].flatMap(({ formats }) => [formats.rss, formats.atom, formats.json]));
  const copied = [...page.querySelectorAll('.addresses code')].map(({ textContent }) => textContent);
  expect(copied).toEqual([all, sina].flatMap(({ formats }) => [formats.rss, formats.atom, formats.json]));
  const readers = [...page.querySelectorAll('ul.inline a')].map(link => link.getAttribute('href'));
  expect(readers).toContain(`https://feedly.com/i/subscription/feed%2F${encodeURIComponent(sina.formats.atom)}`);
});

test('pages that become files lead to nothing that only a server has', () => {
  const still = { ...site, live: undefined };
  for (const html of [homePage(still, home()), subscribePage(still, home()), scopePage(still, scopeOf())]) {
    expect(html).not.toMatch(/<form|\/search\/|\/status/);
  }
});

test('a day is named in the words of its language', () => {
  // Each month, and each day of the week.
  for (const day of Array.from({ length: 12 }, (_, at) => dayAfter('2026-01-05', at * 31))) {
    const named = (language: string) => {
      const page = dayPage({ ...site, language }, { ...dayOf, day, entries: [], earlier: undefined, later: undefined });
      return [...new JSDOM(page).window.document.querySelectorAll('h1')].map(({ textContent }) => textContent);
    };
    const [year, month, date] = day.split('-').map(Number);
    const inWords = (language: string, part: 'weekday' | 'month') =>
      new Date(day).toLocaleString(language, { [part]: 'long', timeZone: 'UTC' });
    expect(named('en')).toEqual([`${inWords('en', 'weekday')}, ${date} ${inWords('en', 'month')} ${year}`]);
    expect(named('zh-TW')).toEqual([`${year}年${month}月${date}日 ${inWords('zh', 'weekday')}`]);
  }
});

test.each([
  ['2026-02-27', '2026-03-02', ['prev /days/2026-02-27/', 'next /days/2026-03-02/']],
  ['2026-02-27', undefined, ['prev /days/2026-02-27/']],
  [undefined, '2026-03-02', ['next /days/2026-03-02/']],
  [undefined, undefined, undefined],
])('a day leads to those beside it: %s, %s', (earlier, later, expected) => {
  expect(besidesOf(dayPage(site, { ...dayOf, entries: [], earlier, later }))).toEqual(expected);
});

test.each([
  ['/categories/', '/categories/from/y/', ['null /categories/', 'next /categories/from/y/']],
  [undefined, '/categories/from/y/', ['next /categories/from/y/']],
  ['/categories/', undefined, ['null /categories/']],
  [undefined, undefined, undefined],
])('a part of a list leads to its beginning and on: %s, %s', (first, next, expected) => {
  const placed = (path: string | undefined) => path && base + path;
  const page = listPage(site, { ...listOf, feeds: [emnews], first: placed(first), next: placed(next) });
  expect(besidesOf(page)).toEqual(expected);
});

/** Absent where there is no way from a page to others of its kind. */
function besidesOf(html: string): readonly string[] | undefined {
  const [ways] = new JSDOM(html).window.document.querySelectorAll('nav.beside');
  return (
    ways &&
    [...ways.querySelectorAll('a')].map(
      link => `${link.getAttribute('rel')} ${link.getAttribute('href')?.slice(base.length)}`,
    )
  );
}

test('the home page explains our extension of JSON Feed where `about` points', () => {
  const [section] = new JSDOM(homePage(site, home())).window.document.querySelectorAll('#json-feed');
  expect(section?.textContent).toContain('_huiliu');
});

test('the page of a scope leads to our page of each entry, with its date in the zone of the site', () => {
  const feed = feedOf([fullEntry({ published: Date.parse('2026-03-01T18:30:00Z') })], { title: '某财经 - 汇流' });
  const page = new JSDOM(scopePage(site, scopeOf({ feed }))).window.document;
  const [link] = page.querySelectorAll('ol.entries h2 a');
  const [time] = page.querySelectorAll('ol.entries time');
  expect(link?.getAttribute('href')).toBe(`${base}/entries/sina/k1`);
  expect(time?.getAttribute('datetime')).toBe('2026-03-01T18:30:00Z');
  expect(time?.textContent).toBe('2026-03-02 02:30');
  expect([...page.querySelectorAll('title')][0]?.textContent).toBe('某财经 - 汇流');
  expect([...page.querySelectorAll('h1')][0]?.textContent).toBe('某财经');
  expect(alternates(page)).toHaveLength(3);
});

test.each([
  ['Asia/Shanghai', '2026-03-02 00:01'],
  ['UTC', '2026-03-01 16:01'],
  ['America/New_York', '2026-03-01 11:01'],
])('a date in %s is %s', (timeZone, expected) => {
  const feed = feedOf([entryOf({ published: Date.parse('2026-03-01T16:01:00Z') })]);
  const html = scopePage({ ...site, timeZone }, scopeOf({ feed }));
  expect(html).toContain(`<time datetime="2026-03-01T16:01:00Z">${expected}</time>`);
});

test.each(['Asia/Shanghai', 'UTC', 'America/New_York'])(
  'a date that its source wrote without a time of day is that date in %s too',
  timeZone => {
    const feed = feedOf([entryOf({ published: Date.parse('2026-03-01T16:00:00Z') })]);
    const html = scopePage({ ...site, timeZone }, scopeOf({ feed }));
    expect(html).toContain('<time datetime="2026-03-02">2026-03-02</time>');
  },
);

test('a list under a day has no time of an entry that has none', () => {
  const entries = [entryOf({ published: Date.parse('2026-03-01T16:00:00Z') })];
  const page = new JSDOM(homePage(site, home({ entries }))).window.document;
  expect(page.querySelectorAll('section.day time')).toHaveLength(0);
});

test('what a search found is marked where a word is bold or a link in part', () => {
  const found = entryOf({
    summary: '摘要',
    content: '<p>今天<strong>房地</strong>产<a href="https://e.example/">市场</a>很热</p>',
  });
  expect(scopePage(site, searchOf('房地产市场', [found]))).toContain('>今天<mark>房地产市场</mark>很热</p>');
});

test('what a search found is marked, in the title and where the text has it', () => {
  const found = fullEntry({
    title: 'GDP 增长 5%',
    summary: '别的。',
    content: `<p>${'前文。'.repeat(60)}</p><p>上海 <em>ＧＤＰ</em> 公布，&lt;b&gt;。</p>`,
  });
  const page = new JSDOM(scopePage(site, searchOf('gdp', [found]))).window.document;
  expect([...page.querySelectorAll('h2 mark')].map(({ textContent }) => textContent)).toEqual(['GDP']);
  const [summary] = page.querySelectorAll('.summary');
  expect(summary?.textContent).toMatch(/^…前?文?。.*上海 ＧＤＰ 公布，<b>。$/);
  expect([...page.querySelectorAll('.summary mark')].map(({ textContent }) => textContent)).toEqual(['ＧＤＰ']);
});

test('search engines are told to leave pages that show nothing', () => {
  const isLeft = (html: string) => html.includes('<meta name="robots" content="noindex">');
  expect(isLeft(scopePage(site, scopeOf()))).toBe(false);
  expect(isLeft(scopePage(site, scopeOf({ feed: feedOf([]), count: 0 })))).toBe(true);
  expect(isLeft(listPage(site, { ...listOf, feeds: [emnews] }))).toBe(false);
  expect(isLeft(listPage(site, { ...listOf, feeds: [], first: `${base}/categories/` }))).toBe(true);
});

test('an entry is told to search engines as data that ends no element', () => {
  const entry = fullEntry({ title: '</script><!--' });
  const [data] = new JSDOM(entryPage(site, pageOf(entry))).window.document.querySelectorAll('script');
  expect(JSON.parse(data?.textContent ?? '')).toMatchObject({
    '@type': 'NewsArticle',
    headline: '</script><!--',
    datePublished: '2026-03-01T12:00:00Z',
    dateModified: '2026-03-01T13:00:00Z',
    author: [{ name: '甲' }, { name: '乙' }],
    publisher: { name: '某日报' },
  });
});

test('an entry leads to those before and after it in its source', () => {
  const page = pageOf(entryOf(), { older: neighbour(), newer: neighbour({ key: 'k9', title: '后一篇的标题' }) });
  const links = [...new JSDOM(entryPage(site, page)).window.document.querySelectorAll('nav.beside a')];
  expect(links.map(link => [link.getAttribute('rel'), link.getAttribute('href')])).toEqual([
    ['prev', `${base}/entries/sina/k0`],
    ['next', `${base}/entries/sina/k9`],
  ]);
});

test('the page of an entry shows its facts, and its content as it is', () => {
  const page = new JSDOM(entryPage(site, pageOf(fullEntry()))).window.document;
  const [content] = page.querySelectorAll('.content');
  const facts = [...page.querySelectorAll('dl.facts div')].map(({ textContent }) => textContent);
  expect(content?.innerHTML.trim()).toBe('<p>正文 &amp; <strong>重点</strong></p>');
  expect(facts).toEqual([
    '发布于2026-03-01 20:00',
    '更新于2026-03-01 21:00',
    '发布者某日报',
    '作者甲、乙',
    '编辑丙',
    '来源某财经',
    '分类滚动新闻、金融',
  ]);
  // Found by their keys, not by their names.
  expect([...page.querySelectorAll('dl.facts a')].map(link => link.getAttribute('href'))).toEqual([
    sina.page,
    emnews.page,
  ]);
});

test.each([
  [{}, ['发布于2026-03-01 20:00', '来源某财经']],
  [
    { authors: ['甲'], categories: [{ term: '金融', label: '金融' }] },
    ['发布于2026-03-01 20:00', '作者甲', '来源某财经', '分类金融'],
  ],
])('and none that it does not have: %j', (has, expected) => {
  const page = new JSDOM(entryPage(site, pageOf(entryOf(has)))).window.document;
  expect([...page.querySelectorAll('dl.facts div')].map(({ textContent }) => textContent)).toEqual(expected);
});

test.each([
  [9, 2, ['9 篇文章、最新的 2 篇']],
  [2, 2, ['2 篇文章']],
  [undefined, 2, ['最新的 2 篇']],
  [0, 0, []],
])('of %j entries the page of a scope that shows %i says so', (count, shown, expected) => {
  const entries = Array.from({ length: shown }, (_, index) => entryOf({ key: `k${index}` }));
  const page = new JSDOM(scopePage(site, scopeOf({ feed: feedOf(entries), count }))).window.document;
  const [offer] = page.querySelectorAll('.offer');
  expect(offer?.textContent).toBe([...expected, 'RSS Atom JSON'].join(' '));
});

test.each([
  ['the original, where there is one', 'https://news.example/1', 'https://news.example/1'],
  ['itself, where it is the only address', undefined, `${base}/entries/sina/k1`],
])('the canonical address of an entry is %s', (_, link, expected) => {
  const page = new JSDOM(entryPage(site, pageOf(entryOf({ link })))).window.document;
  const [canonical] = page.querySelectorAll('link[rel=canonical]');
  expect(canonical?.getAttribute('href')).toBe(expected);
  expect([...page.querySelectorAll('.original a')].map(original => original.getAttribute('href'))).toEqual(
    link === undefined ? [] : [link],
  );
});

test('the icon of every page has an address that any feed reader can ask for', () => {
  const { document } = new JSDOM(entryPage(site, pageOf(entryOf()))).window;
  const icons = [...document.querySelectorAll('link[rel~=icon]')];
  expect(icons.map(icon => [icon.getAttribute('type'), icon.getAttribute('href')])).toEqual([
    ['image/svg+xml', '/icon.svg'],
  ]);
});

test('the style sheet asks for nothing from elsewhere', () => {
  expect(stylesheet).not.toMatch(/@import|url\(/);
});

function alternates(page: {
  querySelectorAll(selector: string): Iterable<{ getAttribute(name: string): string | null }>;
}) {
  return [...page.querySelectorAll('link[rel=alternate]')].map(link => [
    link.getAttribute('type'),
    link.getAttribute('href'),
  ]);
}

test('what comes with an article can be played where it stands, and is not fetched before', () => {
  const said = { title: undefined, length: undefined, duration: undefined };
  const enclosures = [
    { url: 'https://a.example/a.mp3', type: 'audio/mpeg', title: 'The <pond>', length: 34_216_300, duration: 3723 },
    { ...said, url: 'https://a.example/b.mp4', type: 'video/mp4', duration: 62 },
    { ...said, url: 'https://a.example/%E6%B1%87.pdf', type: 'application/pdf', length: 999_950 },
    { ...said, url: 'https://a.example/', type: undefined },
  ];
  const page = new JSDOM(entryPage(site, pageOf(fullEntry({ enclosures })))).window.document;
  expect([...page.querySelectorAll('.enclosures li')].map(item => item.textContent?.trim())).toEqual([
    'The <pond> audio/mpeg · 1:02:03 · 34 MB',
    'b.mp4 video/mp4 · 1:02',
    '汇.pdf application/pdf · 1.0 MB',
    'https://a.example/',
  ]);
  const players = [...page.querySelectorAll('audio, video')];
  expect(players.map(player => [player.localName, player.getAttribute('src')])).toEqual([
    ['audio', 'https://a.example/a.mp3'],
    ['video', 'https://a.example/b.mp4'],
  ]);
  expect(players.every(player => player.getAttribute('preload') === 'none')).toBe(true);
});

test('a picture has no attribute twice', () => {
  const content = '<p><img src="https://a.example/a.png" alt="" referrerpolicy="no-referrer" loading="lazy"/></p>';
  const [tag = ''] = /<img [^>]*>/.exec(entryPage(site, pageOf(entryOf({ content })))) ?? [];
  expect([...tag.matchAll(/ ([a-z]+)=/g)].map(([, name]) => name)).toEqual([
    'decoding',
    'src',
    'alt',
    'referrerpolicy',
    'loading',
  ]);
});
