import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mistakeLine, readConfig } from '../../src/config/config.ts';
import type { Config } from '../../src/model/config.ts';

const site = 'title: T\n';
const sources = 'a: { title: A }\n';

/** The mistakes of both files as lines; empty for a good configuration. */
function mistakes(texts: { readonly site?: string; readonly sources?: string }): readonly string[] {
  const result = readConfig({ site, sources, ...texts });
  return result.kind === 'ok' ? [] : result.mistakes.map(mistakeLine);
}

function configOf(texts: { readonly site?: string; readonly sources?: string }): Config {
  const result = readConfig({ site, sources, ...texts });
  if (result.kind === 'ok') return result.config;
  throw new Error(result.mistakes.map(mistakeLine).join('\n'));
}

/** One mistake a row: what was written, and the line that says so. */
type Row = readonly [name: string, text: string, line: string];

describe('the configuration of this repository', () => {
  test('has no mistakes', () => {
    const text = (name: string) => readFileSync(join(import.meta.dirname, '../../config', name), 'utf8');
    expect(mistakes({ site: text('site.yaml'), sources: text('sources.yaml') })).toEqual([]);
  });
});

test('what site.yaml leaves out is as README says', () => {
  expect(configOf({}).site).toEqual({
    title: 'T',
    language: 'zh-CN',
    languages: [],
    timeZone: 'Asia/Shanghai',
    authority: 'huiliu.example,2026',
    feed: { limit: 50, maxAge: 900 },
    stories: { window: 3 * 86_400_000, threshold: 0.5 },
    limits: { full: 20, seconds: 300, loopback: false },
    proxies: 0,
    cacheBytes: 67_108_864,
    fetch: { allow: [], concurrent: 16, timeout: 20_000, maxBytes: 10_000_000 },
    rescan: '*/10 * * * *',
  });
});

test('limits and stories may be off', () => {
  const { limits, stories } = configOf({ site: `${site}limits: off\nstories: off\n` }).site;
  expect([limits, stories]).toEqual([undefined, undefined]);
});

test.each([
  ['feed: { limit: # }', 1, 200],
  ['feed: { maxAge: # }', 0, 86_400],
  ['limits: { full: # }', 1, 10_000],
  ['limits: { seconds: # }', 1, 86_400],
  ['stories: { window: # }', 1, 30],
  ['proxies: #', 0, 10],
  ['cacheBytes: #', 1_000_000, 8_000_000_000],
  ['fetch: { concurrent: # }', 1, 100],
  ['fetch: { seconds: # }', 1, 600],
  ['fetch: { bytes: # }', 10_000, 100_000_000],
])('%s may be from %d to %d', (line, least, most) => {
  const mistaken = (value: number) => mistakes({ site: `${site}${line.replace('#', String(value))}\n` });
  for (const value of [least, most]) expect(mistaken(value)).toEqual([]);
  for (const value of [least - 1, most + 1])
    expect(mistaken(value)).toEqual([
      expect.stringContaining(`: found ${value}; allowed: a whole number from ${least} to ${most}`),
    ]);
});

describe('a mistake in site.yaml is one line that says what was found and what is allowed', () => {
  const unknownKey =
    'no key of this name, but title, subtitle, baseUrl, language, languages, timeZone, authority, feed, limits, stories, proxies, cacheBytes, fetch, rescan';
  const atLeastTitle =
    'allowed: keys and their values, at least a title, as in "title: My feeds" with a colon and a space';
  const limits = 'allowed: off, or full, seconds and loopback';
  const rows: readonly Row[] = [
    ['nothing at all', '', `(the whole file): found nothing; ${atLeastTitle}`],
    ['a comment', '# x\n', `(the whole file): found nothing; ${atLeastTitle}`],
    ['a list', '- a\n', `(the whole file): found a list; ${atLeastTitle}`],
    ['a text', 'x\n', `(the whole file): found the text "x"; ${atLeastTitle}`],
    [
      'no title',
      'feed: {}\n',
      'title: found nothing; allowed: one line of text, in quotes where YAML sees something else',
    ],
    [
      'a title that is null',
      'title:\n',
      'title: found null; allowed: one line of text, in quotes where YAML sees something else',
    ],
    [
      'a title that is a number',
      'title: 0\n',
      'title: found 0; allowed: one line of text, in quotes where YAML sees something else',
    ],
    [
      'a title that is a list',
      'title: [a]\n',
      'title: found a list; allowed: one line of text, in quotes where YAML sees something else',
    ],
    [
      'a title of two lines',
      'title: "a\\nb"\n',
      'title: found the text "a\\nb"; allowed: one line of text, in quotes where YAML sees something else',
    ],
    [
      'an empty title',
      'title: ""\n',
      'title: found an empty text; allowed: one line of text, in quotes where YAML sees something else',
    ],
    ['an unknown key', `${site}tilte: x\n`, `tilte: found the text "x"; allowed: ${unknownKey}`],
    ['a list of limits of a feed', `${site}feed: []\n`, 'feed: found an empty list; allowed: limit, maxAge and hub'],
    [
      'too many entries',
      `${site}feed: { limit: 201 }\n`,
      'feed.limit: found 201; allowed: a whole number from 1 to 200',
    ],
    ['half an entry', `${site}feed: { limit: 1.5 }\n`, 'feed.limit: found 1.5; allowed: a whole number from 1 to 200'],
    [
      'a number as text',
      `${site}feed: { limit: "5" }\n`,
      'feed.limit: found the text "5"; allowed: a whole number from 1 to 200',
    ],
    ['limits that are on', `${site}limits: on\n`, `limits: found the text "on"; ${limits}`],
    ['limits in a list', `${site}limits: []\n`, `limits: found an empty list; ${limits}`],
    [
      'a limit that is a text',
      `${site}limits: { full: x }\n`,
      'limits.full: found the text "x"; allowed: a whole number from 1 to 10000',
    ],
    [
      'an unknown time zone',
      `${site}timeZone: Mars/Olympus\n`,
      'timeZone: found the text "Mars/Olympus"; allowed: an IANA time zone such as Asia/Shanghai',
    ],
    ...['zh-a', 'zh_CN', 'z', 'x-zh', 'zh-', 'zh,en', 'Chinese language'].map(
      (language): Row => [
        `the language ${language}`,
        `${site}language: ${language}\n`,
        `language: found the text "${language}"; allowed: a language tag such as zh-CN`,
      ],
    ),
    ...['example.org', 'example org,2026', 'example.org,2026-1', 'example.org,20260'].map(
      (authority): Row => [
        `the authority ${authority}`,
        `${site}authority: ${authority}\n`,
        `authority: found the text "${authority}"; allowed: host,date as in example.org,2026 (RFC 4151)`,
      ],
    ),
    ...[
      'example.org',
      'ftp://example.org',
      'https:example.org',
      'https:///example.org',
      'https://[',
      'xhttps://example.org',
      'https://a@b.example',
      'https://a.example/?x',
      ' ',
    ].map(
      (url): Row => [
        `the address ${JSON.stringify(url)}`,
        `${site}baseUrl: "${url}"\n`,
        `baseUrl: found the text "${url}"; allowed: an absolute http(s) URL without query, fragment and password`,
      ],
    ),
    ...['* * *', '*/0 * * * *', '60 * * * *', '@hourly', '* * * * 8', ''].map(
      (cron): Row => [
        `the rescan ${JSON.stringify(cron)}`,
        `${site}rescan: "${cron}"\n`,
        `rescan: found ${cron === '' ? 'an empty text' : `the text "${cron}"`}; allowed: a cron expression of five fields, or six with seconds, such as */10 * * * *`,
      ],
    ),
  ];
  test.each(rows)('%s', (_name, text, line) => {
    expect(mistakes({ site: text })).toEqual([`site.yaml: ${line}`]);
  });

  test('every unknown key is one', () => {
    expect(mistakes({ site: `${site}x: 1\ny: 2\n` })).toHaveLength(2);
  });
});

describe('a mistake in sources.yaml is one line too', () => {
  const folder = 'a folder below the seeds folder, its parts joined by /, none of them beginning with a dot';
  const rows: readonly Row[] = [
    ['nothing at all', '', '(the whole file): found nothing; allowed: at least one source: its id, then its record'],
    ['no source', '{}', '(the whole file): found nothing; allowed: at least one source: its id, then its record'],
    ['a list', '- a', '(the whole file): found a list; allowed: at least one source: its id, then its record'],
    [
      'a source that is null',
      'a:',
      'a: found null; allowed: a record with a title, as in "title: My blog" with a colon and a space, on a line of its own behind two spaces',
    ],
    [
      'a source without a title',
      'a: {}',
      'a.title: found nothing; allowed: the name of the source, one line of text, in quotes where YAML sees something else',
    ],
    [
      'a title of two lines',
      'a: { title: "x\\ny" }',
      'a.title: found the text "x\\ny"; allowed: the name of the source, one line of text, in quotes where YAML sees something else',
    ],
    ...['A', 'a b', '-a', 'aä', 'a'.repeat(65)].map(
      (id): Row => [
        `the id ${id}`,
        `${id}: { title: A }`,
        `${id}: found the text "${id}"; allowed: an id of a-z, 0-9, ".", "_", "-", at most 64 characters, not digits alone`,
      ],
    ),
    [
      'an id of digits, which YAML’s readers put first',
      '2024: { title: A }',
      '2024: found the text "2024"; allowed: an id of a-z, 0-9, ".", "_", "-", at most 64 characters, not digits alone',
    ],
    [
      'a reserved id',
      'category: { title: A }',
      'category: found the text "category"; allowed: an id other than source, category and publisher',
    ],
    [
      'an unknown base',
      'a: { title: A, extends: b }',
      'a.extends: found the text "b"; allowed: the id of another source of this file that extends none itself',
    ],
    [
      'itself as a base',
      'a: { title: A, extends: a }',
      'a.extends: found the text "a"; allowed: the id of another source of this file that extends none itself',
    ],
    [
      'a base with a base',
      'c: { title: C }\nb: { title: B, extends: c }\na: { title: A, extends: b }',
      'a.extends: found the text "b"; allowed: the id of another source of this file that extends none itself',
    ],
    [
      'a list with a base',
      'b: { title: B }\na: { title: A, extends: [b] }',
      'a.extends: found a list; allowed: the id of another source of this file that extends none itself',
    ],
    [
      'a base that every object has',
      'a: { title: A, extends: __proto__ }',
      'a.extends: found the text "__proto__"; allowed: the id of another source of this file that extends none itself',
    ],
    ...['a//b', 'a\\\\b', 'a\\tb', '/a', '../a', 'a/./b', '.git', 'a/.b', '/'].map(
      (path): Row => [
        `the folder ${path}`,
        `a: { title: A, folder: "${path}" }`,
        `a.folder: found the text "${path}"; allowed: ${folder}`,
      ],
    ),
    [
      'a pattern with a word that nobody fills in',
      'a: { title: A, home: "https://a.example", permalink: "/:mood/" }',
      'a.permalink: found the text "/:mood/"; allowed: a path below home with words to be filled in, such as /:year/:month/:day/:title/ (:year :short_year :month :i_month :day :i_day :hour :minute :second :title :slug :name :filename :categories :category :output_ext)',
    ],
    [
      'a pattern that is a whole address',
      'a: { title: A, home: "https://a.example", permalink: "https://a.example/:title/" }',
      'a.permalink: found the text "https://a.example/:title/"; allowed: a path below home with words to be filled in, such as /:year/:month/:day/:title/ (:year :short_year :month :i_month :day :i_day :hour :minute :second :title :slug :name :filename :categories :category :output_ext)',
    ],
    [
      'a pattern without a home',
      'a: { title: A, permalink: "/:title/" }',
      'a.permalink: found the text "/:title/"; allowed: no permalink, or a home beside it: the site that the path is of',
    ],
    ['a folder that is null', 'a: { title: A, folder: }', `a.folder: found null; allowed: ${folder}`],
    [
      'conditions in a list',
      'a: { title: A, where: [] }',
      'a.where: found an empty list; allowed: front matter keys, each with the text that it must hold',
    ],
    [
      'a condition that is no text',
      'a: { title: A, where: { draft: true } }',
      'a.where.draft: found true; allowed: a text, in quotes where YAML sees something else',
    ],
    [
      'a place without a name',
      'a: { title: A, nativeId: [{ in: "", pattern: x }] }',
      'a.nativeId.0.in: found an empty text; allowed: link, path, body or a front matter key',
    ],
    [
      'an element rule without a pattern',
      'a: { title: A, elements: [{ select: p }] }',
      'a.elements.0.pattern: found nothing; allowed: a regular expression',
    ],
    [
      'an empty pattern',
      'a: { title: A, tail: [""] }',
      'a.tail.0: found an empty text; allowed: a regular expression that is not empty',
    ],
    [
      'a pattern that is none',
      'a: { title: A, tail: ["("] }',
      'a.tail.0: found the text "("; allowed: a regular expression (Invalid regular expression: /(/u: Unterminated group)',
    ],
    ['fields in a list', 'a: { title: A, drop: p }', 'a.drop: found the text "p"; allowed: a list of selectors'],
    [
      'new names in a list',
      'a: { title: A, rename: [] }',
      'a.rename: found an empty list; allowed: new names, each with a list of selectors',
    ],
    [
      'an unknown encoding',
      'a: { title: A, encoding: utf-99 }',
      'a.encoding: found the text "utf-99"; allowed: an encoding of the WHATWG, such as gb18030',
    ],
  ];
  test.each(rows)('%s', (_name, text, line) => {
    expect(mistakes({ sources: text })).toEqual([`sources.yaml: ${line}`]);
  });

  test('an unknown key is shown every key there is, of the source and of its rules', () => {
    const [line] = mistakes({ sources: 'a: { title: A, dorp: [] }' });
    expect(line).toContain(
      'sources.yaml: a.dorp: found an empty list; allowed: no key of this name, but title, kind, folder',
    );
    expect(line).toContain('drop, unwrap');
  });
});

describe('a text that is not YAML is one mistake, whatever else is wrong', () => {
  const laughs = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
  for (let at = 1; at < 9; at++)
    laughs.push(
      `a${at}: &a${at} [${Array(10)
        .fill(`*a${at - 1}`)
        .join()}]`,
    );
  const rows: readonly Row[] = [
    ['a bracket that nothing closes', 'title: [a\n', 'line 2: found '],
    ['a key twice', 'title: a\ntitle: b\n', 'line 2: found Map keys must be unique; allowed: each key once'],
    ['a tab before a key', 'feed:\n\tlimit: 5\n', 'line 2: found Tabs are not allowed as indentation; allowed: spaces'],
    [
      'a colon in a title',
      'title: A: B\n',
      'line 1: found Nested mappings are not allowed in compact mappings; allowed: a text in quotes where it has',
    ],
    [
      'a cron expression without quotes',
      'title: a\nrescan: */10 * * * *\n',
      'line 2: found Unexpected alias at node end; allowed: a text in quotes where it has',
    ],
    [
      'a full-width colon',
      'feed：\n  limit: 5\n',
      'line 1: found Implicit keys need to be on a single line; allowed: a key and its value on one line',
    ],
    [
      'two documents',
      'title: a\n---\ntitle: b\n',
      'line 2: found Source contains multiple documents; please use YAML.parseAllDocuments(); allowed: one document',
    ],
    [
      'an alias of nothing',
      'subtitle: x\ntitle: *nope\n',
      'line 2: found *nope; allowed: the name of an anchor above it; a text in quotes',
    ],
    ['aliases that multiply', laughs.join('\n'), '(the whole file): found Excessive alias count'],
  ];
  test.each(rows)('%s', (_name, text, line) => {
    for (const file of ['site', 'sources']) {
      const found = mistakes({ [file]: text });
      expect(found).toHaveLength(1);
      expect(found[0]).toContain(`${file}.yaml: ${line}`);
    }
  });
});

describe('a source that can never have a file is a mistake', () => {
  const rows: readonly (readonly [name: string, sources: string, blamed: readonly string[]])[] = [
    ['two of one folder', 'a: { title: A }\nb: { title: B, folder: a }', ['b']],
    ['a folder in one of an earlier source', 'a: { title: A }\nb: { title: B, folder: a/b }', ['b']],
    ['every folder taken first', 'a: { title: A, folder: "" }\nb: { title: B }', ['b']],
    ['the same conditions', 'a: { title: A, where: { x: y } }\nb: { title: B, folder: a, where: { x: y } }', ['b']],
    ['more conditions', 'a: { title: A, where: { x: y } }\nb: { title: B, folder: a, where: { x: y, z: z } }', ['b']],
    ['the inner folder first', 'b: { title: B, folder: a/b }\na: { title: A }', []],
    ['conditions first', 'b: { title: B, folder: a, where: { x: y } }\na: { title: A }', []],
    ['other conditions', 'a: { title: A, where: { x: y } }\nb: { title: B, folder: a, where: { x: z } }', []],
    ['a folder whose name begins alike', 'a: { title: A }\nb: { title: B, folder: ab }', []],
  ];
  test.each(rows)('%s', (_name, text, blamed) => {
    expect(mistakes({ sources: text }).map(line => line.split(': ')[1])).toEqual(blamed.map(id => `${id}.folder`));
  });

  test('it says which source has its files, and what to do', () => {
    expect(mistakes({ sources: 'a: { title: A }\nb: { title: B, folder: a/c }' })).toEqual([
      'sources.yaml: b.folder: found the text "a/c"; allowed: a folder with files left for b: a stands before it and takes every file of "a/"; put b first, or give a a "where"',
    ]);
  });
});

describe('a source that is fetched', () => {
  const url = 'https://a.example/feed.xml';
  test('has an address, and what a feed says is HTML and ids', () => {
    const [a] = configOf({ sources: `a: { kind: feed, title: A, url: "${url}#top", schedule: 2 hours }` }).sources;
    expect(a).toMatchObject({ id: 'a', kind: 'feed', url, every: 7_200_000, isUnlisted: false });
    expect(a?.rules).toMatchObject({ body: 'html', templates: 'keep', nativeId: [{ in: 'key' }] });
  });

  test.each([
    'https://me:secret@a.example/',
    'https://:secret@a.example/',
    'https://me@a.example/',
    'https://me:secret@a.example/, unlisted: false',
    'https://a.example/feed?token=x',
    'https://a.example/feed?page=1&feed_token=x',
    'https://a.example/feed?apiKey=x',
    'https://a.example/feed?theFeedToken=x',
    'https://a.example/feed?X-Amz-Signature=x',
  ])('is not named where its address holds a secret: %s', given => {
    const [address = '', more = ''] = given.split(/(?=, )/);
    const [a] = configOf({ sources: `a: { kind: feed, title: A, url: "${address}"${more} }` }).sources;
    expect(a).toMatchObject({ isUnlisted: true, every: undefined });
  });

  test.each([
    'https://a.example/feed?token=x, unlisted: false',
    'https://a.example/feed?monkey=x&tokens=y',
    'https://a.example/token?q=key',
  ])('is named where it holds none, or where that is meant: %s', given => {
    const [address = '', more = ''] = given.split(/(?=, )/);
    const [a] = configOf({ sources: `a: { kind: feed, title: A, url: "${address}"${more} }` }).sources;
    expect(a).toMatchObject({ isUnlisted: false });
  });

  test.each([
    ['https://medium.com/@somebody'],
    ['https://m.example/@me/tagged/x@y'],
    ['https://somebody.example/blog/'],
    ['https://somebody.example/blog'],
    ['https://somebody.example/', 'https://somebody.example'],
  ])('has its home as it is written, but for the slash of a bare host: %s', (home, read = home) => {
    const [a] = configOf({ sources: `a: { kind: feed, title: A, url: "${url}", home: "${home}" }` }).sources;
    expect(a).toMatchObject({ home: read });
  });

  test('names the hub as it is written, and begins addresses without a slash at the end', () => {
    const text = `${site}baseUrl: https://a.example/feeds/\nfeed: { hub: "https://hub.example/hub/" }\n`;
    const found = configOf({ site: text }).site;
    expect(found).toMatchObject({ baseUrl: 'https://a.example/feeds', feed: { hub: 'https://hub.example/hub/' } });
  });

  test('takes rules, and not the address, of the one it extends', () => {
    const [, b] = configOf({
      sources: `a: { kind: feed, title: A, url: "${url}", drop: [.x] }\nb: { title: B, extends: a }`,
    }).sources;
    expect(b).toMatchObject({ kind: 'files', folder: 'b', rules: { drop: ['.x'] } });
  });

  test('may be a page whose parts are named by selectors', () => {
    const page = '{ item: "li.news", link: a, content: .article }';
    const [a] = configOf({ sources: `a: { kind: page, title: A, url: "${url}", page: ${page} }` }).sources;
    expect(a).toMatchObject({ kind: 'page', page: { item: 'li.news', link: 'a', content: '.article' } });
  });

  const address = 'an absolute http(s) URL, such as https://example.org/feed.xml';
  const rows: readonly Row[] = [
    ['an address and no kind', `a: { title: A, url: "${url}" }`, 'a.kind: found nothing; allowed: feed or page'],
    ['no address', 'a: { kind: feed, title: A }', `a.url: found nothing; allowed: ${address}`],
    [
      'another protocol',
      'a: { kind: feed, title: A, url: "file:///x" }',
      `a.url: found the text "file:///x"; allowed: ${address}`,
    ],
    [
      'a schedule that is none',
      `a: { kind: feed, title: A, url: "${url}", schedule: often }`,
      'a.schedule: found the text "often"; allowed: auto, or a time such as 30 minutes, 2 hours, 1 day, at least 1 minute',
    ],
    ['another kind', 'a: { kind: mail, title: A }', 'a.kind: found the text "mail"; allowed: one of files, feed, page'],
    [
      'a folder',
      `a: { kind: feed, title: A, url: "${url}", folder: a }`,
      'a.folder: found the text "a"; allowed: no key of this name, but title, kind, url,',
    ],
    [
      'the address of another',
      `a: { kind: feed, title: A, url: "${url}" }\nb: { kind: feed, title: B, url: "${url}" }`,
      `b.url: found the text "${url}"; allowed: an address that no other source has; a has it already`,
    ],
    [
      'no rule for the list',
      `a: { kind: page, title: A, url: "${url}", page: {} }`,
      'a.page.item: found nothing; allowed: a selector',
    ],
  ];
  test.each(rows)('%s', (_name, text, line) => {
    const found = mistakes({ sources: text });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`sources.yaml: ${line}`);
  });
});

describe('what may be fetched from besides the public internet', () => {
  test.each([
    'intranet',
    'a.example.org',
    '10.0.0.1',
    '10.0.0.0/8',
    '0.0.0.0/0',
    '::1',
    'fd00::/8',
    '::ffff:10.0.0.1/128',
    '255.255.255.255/32',
    'FE80::1',
    'Intranet',
  ])('is %s', text => {
    expect(configOf({ site: `${site}fetch: { allow: ["${text}"] }\n` }).site.fetch.allow).toEqual([text]);
  });

  test.each([
    '',
    'a b',
    'a/8',
    'http://a.example',
    '10.0.0.1-10.0.0.9',
    '10.0.0.1-9',
    'intranet.5',
    'intranet.0x5',
    '0x7f000001',
    '10.0.0.300',
    '10.0.0.256',
    '10..0.1',
    '.10.0.1',
    'a..b',
    '0x',
    '10.0.0.01',
    '10.0.0.0/33',
    '10.0.0.0/',
    '::1/129',
    ':::',
    'a:1',
  ])('is not "%s"', text => {
    const found = mistakes({ site: `${site}fetch: { allow: ["${text}"] }\n` });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('fetch.allow.0: found');
    expect(found[0]).toContain('allowed: a list of host names, IP addresses and ranges such as 10.0.0.0/8');
  });
});

describe('how much of a source is kept', () => {
  const day = 86_400_000;
  test.each([
    ['90 days', { kind: 'age', milliseconds: 90 * day }],
    ['1 day', { kind: 'age', milliseconds: day }],
    ['8 weeks', { kind: 'age', milliseconds: 56 * day }],
    ['2 years', { kind: 'age', milliseconds: 730 * day }],
    ['100years', { kind: 'age', milliseconds: 36_500 * day }],
    ['" 1440 minutes "', { kind: 'age', milliseconds: day }],
    ['86400 seconds', { kind: 'age', milliseconds: day }],
    ['1000', { kind: 'count', entries: 1000 }],
    ['1', { kind: 'count', entries: 1 }],
  ])('keep: %s', (text, keep) => {
    const fetched = 'b: { kind: feed, title: B, url: "https://b.example/", ';
    const [a, b] = configOf({ sources: `a: { title: A, keep: ${text} }\n${fetched}keep: ${text} }` }).sources;
    expect(a?.keep).toEqual(keep);
    expect(b?.keep).toEqual(keep);
    expect(b?.rules).not.toHaveProperty('keep');
  });

  test('is everything where nothing is said, and what another says is not inherited: what deletes stands where it does', () => {
    const [a, b] = configOf({ sources: 'a: { title: A, keep: 3 }\nb: { title: B, extends: a }' }).sources;
    expect(a?.keep).toBeDefined();
    expect(b?.keep).toBeUndefined();
  });

  const allowed = 'allowed: a time such as 90 days, 8 weeks, 2 years, at least 1 day, or a number of entries from 1';
  const rows: readonly Row[] = [
    ['nothing', 'keep: 0', `a.keep: found 0; ${allowed}`],
    ['half an entry', 'keep: 1.5', `a.keep: found 1.5; ${allowed}`],
    ['less than nothing', 'keep: -3', `a.keep: found -3; ${allowed}`],
    ['a number as text', 'keep: "3"', `a.keep: found the text "3"; ${allowed}`],
    ['hours', 'keep: 3 hours', `a.keep: found the text "3 hours"; ${allowed}`],
    ['more than a century', 'keep: 36501 days', `a.keep: found the text "36501 days"; ${allowed}`],
    ['more than a time', 'keep: 3 days ago', `a.keep: found the text "3 days ago"; ${allowed}`],
    ['a time behind a word', 'keep: about 3 days', `a.keep: found the text "about 3 days"; ${allowed}`],
    ['for ever', 'keep: for ever', `a.keep: found the text "for ever"; ${allowed}`],
    ['a list', 'keep: [3]', `a.keep: found a list; ${allowed}`],
    ['true', 'keep: true', `a.keep: found true; ${allowed}`],
  ];
  test.each(rows)('%s is a mistake', (_name, text, line) => {
    expect(mistakes({ sources: `a: { title: A, ${text} }` })).toEqual([`sources.yaml: ${line}`]);
  });
});

describe('what was given in place of a file', () => {
  test('is blamed by its own name', () => {
    const result = readConfig({ site: `${site}proxies: -1\n`, sources }, { baseUrl: 'nowhere' }, '--base-url');
    expect(result).toMatchObject({
      mistakes: [
        { file: '--base-url', key: 'baseUrl', found: 'the text "nowhere"' },
        { file: 'site.yaml', key: 'proxies', found: '-1' },
      ],
    });
  });

  test('is believed before the file', () => {
    const result = readConfig({ site: `${site}baseUrl: nowhere\n`, sources }, { baseUrl: 'https://a.example/' });
    expect(result).toMatchObject({ config: { site: { baseUrl: 'https://a.example' } } });
  });
});

describe('an address is kept as every program writes it', () => {
  const rows: readonly (readonly [written: string, kept: string])[] = [
    ['https://example.org', 'https://example.org'],
    ['https://example.org/', 'https://example.org'],
    ['HTTPS://Example.ORG:443/Feeds/', 'https://example.org/Feeds'],
    ['https://例子.测试/汇流', 'https://xn--fsqu00a.xn--0zwm56d/%E6%B1%87%E6%B5%81'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ];
  test.each(rows)('%s', (written, kept) => {
    expect(configOf({ site: `${site}baseUrl: ${written}\n` }).site.baseUrl).toBe(kept);
  });
});

test('a source has its folder by its id, and the rules of the one it extends', () => {
  const [, b] = configOf({
    sources: 'a: { title: A, drop: [.x], folder: c/, where: { k: v } }\nb: { title: B, extends: a }',
  }).sources;
  expect(b).toMatchObject({ id: 'b', folder: 'b', where: undefined, rules: { drop: ['.x'] } });
});
