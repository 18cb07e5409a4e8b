import fc from 'fast-check';
import { type Body, bytesOf } from '../../src/model/body.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Feed, FeedListing, FeedSource, Format, Links } from '../../src/model/feed.ts';
import type { PageSite } from '../../src/model/page.ts';
import type { Scope } from '../../src/model/scope.ts';

export const base = 'https://feeds.example';
export const noon = Date.parse('2026-03-01T12:00:00Z');

export const sources: readonly FeedSource[] = [
  { id: 'sina', title: '某财经', home: 'https://finance.example/' },
  { id: 'bare', title: '无主页', home: undefined },
  { id: 'fed', title: '另一处', home: undefined, upstream: 'https://other.example/atom.xml?a=1&b=2' },
];

/** An entry of source sina with nothing in it that may be absent. */
export function entryOf(changes: Partial<Entry> = {}): Entry {
  return {
    id: 'tag:huiliu.example,2026:sina/k1',
    source: 'sina',
    key: 'k1',
    title: '标题',
    link: undefined,
    published: noon,
    updated: noon,
    authors: [],
    editor: undefined,
    publisher: undefined,
    categories: [],
    summary: undefined,
    content: undefined,
    image: undefined,
    language: 'zh-CN',
    ...changes,
  };
}

/** An entry that has everything. */
export function fullEntry(changes: Partial<Entry> = {}): Entry {
  return entryOf({
    link: 'https://news.example/2026/1?a=1&b=2',
    updated: noon + 3_600_000,
    authors: ['甲', '乙'],
    editor: '丙',
    publisher: '某日报',
    categories: [
      { term: 'emnews', label: '滚动新闻' },
      { term: '金融', label: '金融' },
    ],
    summary: '一段摘要。',
    content: '<p>正文 &amp; <strong>重点</strong></p>',
    image: { url: 'https://img.example/a.jpg?w=1&h=2', type: 'image/jpeg' },
    enclosures: [
      { url: 'https://img.example/a.mp3?a=1&b=2', type: 'audio/mpeg', length: 1234, title: '录音', duration: 62 },
      { url: 'https://img.example/b', type: undefined, length: undefined, title: undefined, duration: undefined },
    ],
    ...changes,
  });
}

export function feedOf(entries: readonly Entry[], changes: Partial<Feed> = {}): Feed {
  return {
    scope: { kind: 'all' },
    title: '汇流',
    subtitle: '多个来源',
    language: 'zh-CN',
    authority: 'huiliu.example,2026',
    updated: entries.length === 0 ? undefined : Math.max(...entries.map(({ updated }) => updated)),
    entries,
    also: new Map(),
    sources: new Map(sources.map(source => [source.id, source])),
    tombstones: [],
    archive: { isArchive: false, previous: undefined, next: undefined },
    ...changes,
  };
}

const files: Readonly<Record<Format, string>> = { rss: 'rss.xml', atom: 'atom.xml', json: 'feed.json' };

export function linksOf(format: Format, changes: Partial<Links> = {}): Links {
  return {
    self: `${base}/${files[format]}`,
    page: `${base}/`,
    home: `${base}/`,
    current: format => `${base}/${files[format]}`,
    archive: ({ number, filled }, format) => `${base}/archive/${number}-${filled}/${files[format]}`,
    entry: ({ source, key }) => `${base}/entries/${source}/${key}`,
    source: (id, format) => `${base}/sources/${id}/${files[format]}`,
    categories: `${base}/categories/`,
    hub: 'https://hub.example/',
    ttl: 15,
    ...changes,
  };
}

export function listingOf(scope: Scope, title: string, path: string, count?: number): FeedListing {
  return { scope, title, count, page: base + path, formats: formatsAt(path) };
}

function formatsAt(path: string): Readonly<Record<Format, string>> {
  return { rss: base + path + files.rss, atom: base + path + files.atom, json: base + path + files.json };
}

export const site: PageSite = {
  title: '汇流',
  subtitle: '多个来源',
  language: 'zh-CN',
  contentLanguage: 'zh-CN',
  timeZone: 'Asia/Shanghai',
  sources: new Map([['sina', { title: '某财经', timeZone: 'Asia/Shanghai' }]]),
  home: `${base}/`,
  opml: `${base}/opml.xml`,
  subscribe: `${base}/subscribe/`,
  stylesheet: '/style.css',
  icon: '/icon.svg',
  lists: { source: `${base}/sources/`, category: `${base}/categories/`, publisher: `${base}/publishers/` },
  day: day => `${base}/days/${day}/`,
  entry: ({ source, key }) => `${base}/entries/${source}/${key}`,
  live: {
    search: `${base}/search/`,
    searchForm: '/search/',
    status: `${base}/status`,
    problems: `${base}/api/problems`,
  },
};

/** Text that hurts: markup, section ends, references, control characters, lone surrogates, noncharacters, both directions. */
const nasty = fc.constantFrom(
  ...['<', '>', '&', '"', "'", ']]>', ']]', '<![CDATA[', '&amp;', '&#0;', '<b>', '</title>', '<!--', '-->', '<?x?>'],
  ...['\0', '\x01', '\x0b', '\x1f', '\x7f', '\x85', '\t', '\n', '\r', '\r\n', '\u2028', '\ufeff', '\ufffe', '\uffff'],
  ...['\ud800', '\udfff', '😀', '👩‍👩‍👧', '𠮷', '汇流', '“引号”', '\u202e', 'مرحبا', 'שלום', 'e\u0301', '\u200b'],
);

/** Any text at all, and often an ugly one. */
export const anyText = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ unit: 'grapheme', maxLength: 8 })), {
    maxLength: 8,
  })
  .map(parts => parts.join(''));

/** As anyText, with something to see at both ends, so that readers which trim do not matter. */
export const anyName = anyText.map(text => `始${text}终`);

const anyUrl = fc.webUrl({ withQueryParameters: true, withFragments: true }).map(url => new URL(url).href);
const anyLanguage = fc.constantFrom('zh-CN', 'en', 'zh-Hant-TW');

/** Milliseconds in the years that RFC 822 and RFC 3339 can both say. */
const anyInstant = fc.integer({ min: Date.parse('1900-01-01T00:00:00Z'), max: Date.parse('2999-12-31T23:59:59Z') });

const anyEnclosures = fc.uniqueArray(
  fc.record({
    url: anyUrl,
    type: fc.constantFrom('audio/mpeg', undefined),
    length: maybe(fc.integer({ min: 1, max: 2 ** 40 })),
    title: maybe(anyName),
    duration: maybe(fc.integer({ min: 1, max: 90_000 })),
  }),
  { selector: ({ url }) => url, minLength: 1, maxLength: 3 },
);

const anyEntry: fc.Arbitrary<Entry> = fc
  .record({
    source: fc.constantFrom('sina', 'bare', 'fed', 'gone'),
    title: anyName,
    link: maybe(anyUrl),
    published: anyInstant,
    later: fc.constantFrom(0, 0, 1, 1000, 86_400_000),
    authors: fc.array(anyName, { maxLength: 3 }),
    editor: maybe(anyName),
    publisher: maybe(anyName),
    categories: fc.array(fc.record({ term: anyName, label: anyName }), { maxLength: 3 }),
    summary: maybe(anyName),
    content: maybe(anyName.map(text => `<p>${text}</p>`)),
    image: maybe(fc.record({ url: anyUrl, type: fc.constantFrom('image/png', undefined) })),
    enclosures: maybe(anyEnclosures),
    language: anyLanguage,
  })
  .map(({ later, ...facts }) => entryOf({ ...facts, updated: facts.published + later }));

/** Any feed a store could give: keys and ids unique, dates and addresses valid, every text as ugly as it likes. */
export const anyFeed: fc.Arbitrary<Feed> = fc
  .record({
    entries: fc.array(anyEntry, { maxLength: 4 }),
    title: anyName,
    subtitle: maybe(anyName),
    language: anyLanguage,
    scope: fc.oneof(
      fc.constant({ kind: 'all' } as const),
      fc.record({ kind: fc.constantFrom('category', 'publisher'), key: fc.constantFrom('金融', 'a b', '50%', '~0') }),
    ),
  })
  .map(({ entries, ...facts }) => {
    const named = entries.map((entry, index) => ({ ...entry, key: `k${index}`, id: `tag:a.example,2026:x/k${index}` }));
    // The first is told by the others too.
    const [first, ...others] = named;
    const also = new Map(first === undefined || others.length === 0 ? [] : [[first.id, others]]);
    return feedOf(named, { ...facts, also });
  });

function maybe<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

/** What a renderer wrote, as text. */
export function textOf(body: Body): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(body));
}
