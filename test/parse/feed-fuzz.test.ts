import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeedDocument } from '../../src/model/feed-document.ts';
import type { Outcome } from '../../src/model/seed.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { articleOf, feedsOf, linksIn } from '../../src/normalize/page.ts';
import { parseFeed } from '../../src/parse/feed.ts';
import { feedSourceOf } from '../normalize/article.ts';
import { soup, structured } from '../normalize/bodies.ts';
import { faults } from '../normalize/judge.ts';
import { type Post, styles } from './styles.ts';

const source = feedSourceOf();
const url = 'https://feeds.example/news/feed.xml';
const read = (bytes: Uint8Array<ArrayBuffer>): Outcome<FeedDocument> =>
  parseFeed({ bytes, url, contentType: undefined }, 'gb18030');
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Whatever was answered can be shown: it is named, its addresses are absolute, and what it becomes is good. */
function good(outcome: Outcome<FeedDocument>): void {
  if (outcome.kind === 'problem') {
    expect(outcome.reason).toMatch(/^[a-z]/);
    expect(outcome.hint).toMatch(/\.$/);
    return;
  }
  const { articles, problems, home, title, pace } = outcome.value;
  if (home !== undefined) expect(home).toMatch(/^https?:\/\//);
  if (title !== undefined) expect(title).toMatch(/^\S(?:.*\S)?$/su);
  expect(pace.every ?? 1).toBeGreaterThan(0);
  expect([...pace.skipHours, 0].every(hour => Number.isInteger(hour) && hour >= 0 && hour < 24)).toBe(true);
  const keys = articles.flatMap(({ key }) => key ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { reason } of problems) expect(reason).toMatch(/^[a-z]/);
  for (const article of articles) {
    for (const address of [article.fields.link, article.fields.image, article.base].flat()) {
      if (address !== undefined) expect(address).toMatch(/^https?:\/\//);
    }
    const draft = normalize(article, source, `feed:test/${article.key}`);
    if (draft.kind === 'ok') expect(faults(draft.value.content ?? '')).toEqual([]);
  }
}

const post = (html: string): Post => ({
  number: 1,
  title: 'Title & more',
  slug: 'post',
  date: Date.parse('2026-01-05T10:00:00Z'),
  changed: Date.parse('2026-01-06T10:00:00Z'),
  authors: ['Ada Marsh'],
  tags: ['Garden'],
  html,
  summary: 'A summary.',
});
/** A document of any shape with content as hard as it comes. */
const documents = fc
  .tuple(fc.constantFrom(...styles), fc.array(fc.oneof(soup, structured), { minLength: 1, maxLength: 3 }))
  .map(([style, bodies]) => style.document(bodies.map((html, at) => ({ ...post(html), number: at, slug: `p${at}` }))));
const pieces = fc.constantFrom(
  ...[
    '<',
    '>',
    '&',
    '"',
    "'",
    '<item>',
    '</item>',
    '<entry>',
    '</entry>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?',
    '?>',
    '<!DOCTYPE x [',
  ],
  ...[
    ']>',
    '</channel>',
    '</title>',
    '<title type="xhtml">',
    ' xml:base="//["',
    ' xmlns="x"',
    ' xmlns:dc="y"',
    '\0',
    '\ud800',
    '&#xd800;',
  ],
  ...[
    '&#99999999;',
    '&x;',
    '<a:b:c>',
    '<:>',
    '{',
    '[',
    '\\',
    'mode="base64"',
    '<link rel="enclosure" href="javascript:x">',
  ],
);

describe('whatever is fetched, it is a document or a problem, and what it becomes is good', () => {
  test('any content in any shape of feed', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(documents, text => good(read(bytesOf(text)))),
      { numRuns: 400 },
    );
  });

  test('a feed that was cut', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(documents, fc.double({ min: 0, max: 1, noNaN: true }), (text, share) =>
        good(read(bytesOf(text).slice(0, share * text.length))),
      ),
      { numRuns: 400 },
    );
  });

  test('a feed with things put into it and taken out of it', { timeout: 60_000 }, () => {
    const places = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), pieces, fc.nat(30)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(documents, places, (text, changes) => {
        const changed = changes.reduce((before, [share, piece, length]) => {
          const at = Math.floor(share * before.length);
          return before.slice(0, at) + piece + before.slice(at + length);
        }, text);
        good(read(bytesOf(changed)));
      }),
      { numRuns: 600 },
    );
  });

  test('pieces of feeds in no order', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.constantFrom('<rss><channel>', '<feed>', '<rdf:RDF>', '{"items":[', ''),
        fc.array(fc.oneof(pieces, fc.string())),
        (start, parts) => good(read(bytesOf(start + parts.join('')))),
      ),
      { numRuns: 600 },
    );
  });

  test('any JSON', { timeout: 60_000 }, () => {
    const key = fc.constantFrom(
      'id',
      'url',
      'title',
      'content_html',
      'content_text',
      'summary',
      'authors',
      'author',
      'tags',
      'attachments',
      'image',
      '_huiliu',
      'date_published',
      'language',
      'name',
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(key, fc.jsonValue()),
      fc.constantFrom('//[', 'x', 'https://a.example/'),
    );
    const items = fc.array(fc.oneof(fc.dictionary(key, value), fc.jsonValue()));
    fc.assert(
      fc.property(fc.dictionary(key, value), items, (feed, items) =>
        good(read(bytesOf(JSON.stringify({ ...feed, items })))),
      ),
      { numRuns: 600 },
    );
  });

  test('any bytes', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), bytes => good(read(Uint8Array.from(bytes)))),
      { numRuns: 600 },
    );
  });
});

test('whatever a page is, its links, its article and its feeds are absolute', { timeout: 60_000 }, () => {
  const html = fc.oneof(soup, structured);
  fc.assert(
    fc.property(html, text => {
      const list = linksIn(text, url, { item: 'a', date: 'b' });
      for (const { key } of list.kind === 'ok' ? list.value.articles : []) expect(key).toMatch(/^https?:\/\/\S+$/);
      const article = articleOf(text, url, { item: 'a', content: 'p', title: 'h1' });
      if (article.kind === 'ok') {
        const draft = normalize(article.value, source, 'feed:test/1');
        if (draft.kind === 'ok') expect(faults(draft.value.content ?? '')).toEqual([]);
      }
      for (const feed of feedsOf(text, url)) expect(feed.url).toMatch(/^https?:\/\/\S+$/);
    }),
    { numRuns: 400 },
  );
});

describe('a document made to be slow is not', () => {
  const rss = (items: string) => `<rss><channel>${items}</channel></rss>`;
  const times = (text: string, size: number) => text.repeat(size / text.length);
  const each = (size: number, part: (at: number) => string) => {
    let text = '';
    for (let at = 0; text.length < size; at += 1) text += part(at);
    return text;
  };
  const traps: Readonly<Record<string, (size: number) => string>> = {
    items: size => rss(times('<item><title>a</title></item>', size)),
    'items that do not end': size => rss(times('<item>', size)),
    'items in other items': size => rss(`${times('<item><a>', size / 2)}${times('</a></item>', size / 2)}`),
    'ends of nothing': size => rss(`<item>${times('</a>', size)}`),
    'elements that do not end': size => rss(`<item><title>${times('<b>', size)}`),
    'elements, each another, that do not end': size => rss(`<item>${each(size, at => `<a${at}>`)}`),
    'titles that do not end': size => rss(times('<item><title>a', size)),
    'sections that do not end': size => rss(times('<item><title><![CDATA[', size)),
    'ends of sections': size => rss(`<item><title><![CDATA[${times(']]', size)}`),
    'comments that do not end': size => rss(times('<!--', size)),
    'comments before the document': size => `${times('<!---->', size)}<rss/>`,
    'a document type': size => `<!DOCTYPE rss [${times('<!ENTITY a "b">', size)}`,
    'a document type of quotes': size => `<!DOCTYPE rss [${times('"', size)}'`,
    'document types': size => times('<!DOCTYPE rss [', size),
    instructions: size => `${times('<?xml ?>', size)}<rss/>`,
    'text before the document': size => times('a ', size),
    'a tag that does not end': size => rss(`<item ${times('a=b ', size)}`),
    attributes: size => rss(`<item ${each(size, at => `a${at}="1" `)}/>`),
    namespaces: size =>
      rss(`<item ${each(size / 2, at => `xmlns:a${at}="u" `)}>${each(size / 2, at => `<a${at}:b/>`)}</item>`),
    'namespaces in each other': size => rss(each(size, at => `<a xmlns:b${at % 100}="u"><b${at % 100}:c/>`)),
    'bases in each other': size => rss(`<item>${times('<a xml:base="b/">', size)}`),
    'a long base': size => rss(`<item xml:base="${times('a', size / 2)}">${times('<link/>', size / 2)}`),
    'addresses at a long base': size =>
      rss(`<item xml:base="http://a.example/${times('a', size / 2)}/">${times('<a xml:base="b"/>', size / 2)}`),
    'recordings at a base': size =>
      rss(`<item xml:base="http://a.example/${times('a', 1000)}/">${times('<enclosure url="b"/>', size)}</item>`),
    'items of a site with a long address': size =>
      rss(`<link>http://a.example/${times('a', size / 2)}/</link>${times('<item><link>b</link></item>', size / 2)}`),
    'XHTML with a base in it': size =>
      `<feed><entry><content type="xhtml"><div xml:base="http://a.example/${times('a', 1000)}/">${times('<a href="b"/>', size)}</div></content></entry></feed>`,
    'JSON, items of a site with a long address': size =>
      `{"home_page_url":"http://a.example/${times('a', size / 2)}/","items":[${times('{"url":"b"},', size / 2)}{}]}`,
    'keywords of spaces': size =>
      rss(`<item><title>a</title><itunes:keywords>a${times(' ', size)}b</itunes:keywords></item>`),
    references: size => rss(`<item><title>${times('&amp;', size)}</title></item>`),
    'bare ampersands': size => rss(`<item><title>${times('&', size)}</title></item>`),
    'bare ampersands with words': size => rss(`<item><title>${times('&abc', size)}</title></item>`),
    'signs that begin nothing': size => rss(`<item><title>${times('< ', size)}</title></item>`),
    'control characters': size => rss(`<item><title>${times('\x01a', size)}</title></item>`),
    'a text of lines': size => rss(`<item><description>${times('\n', size)}</description></item>`),
    'a text of spaces': size =>
      rss(`<item><description>a${times(' ', size)}b${times(' \n', size)}</description></item>`),
    'a summary of tags': size =>
      rss(
        `<item><title>t</title><description>${times('&lt;a ', size)}</description><content:encoded>${times('&lt;b ', size)}</content:encoded></item>`,
      ),
    'a summary of scripts': size =>
      rss(
        `<item><description>${times('&lt;script', size)}</description><content:encoded>${times('b ', size)}</content:encoded></item>`,
      ),
    'a summary of comments': size =>
      rss(
        `<item><description>${times('&lt;!--', size)}</description><content:encoded>${times('b ', size)}</content:encoded></item>`,
      ),
    'a summary of footers': size =>
      rss(
        `<item><title>a</title><description>${times('&lt;p>a&lt;a b>c&lt;/a>d', size)}</description><content:encoded>${times('b ', size)}</content:encoded></item>`,
      ),
    links: size =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry>${times('<link rel="self" href="a"/>', size)}</entry></feed>`,
    enclosures: size => rss(`<item>${each(size, at => `<enclosure url="http://a.example/${at}.mp3"/>`)}</item>`),
    'enclosures beside a long text': size =>
      rss(
        `<item><description>&lt;p>${times('a ', size / 2)}</description>${each(size / 2, at => `<enclosure url="http://a.example/${at}.mp3"/>`)}</item>`,
      ),
    'groups in groups': size => rss(`<item>${times('<media:group><media:content>', size)}</item>`),
    authors: size => rss(`<item><title>a</title>${times('<dc:creator>a</dc:creator>', size)}</item>`),
    'an author of links': size =>
      rss(`<item><title>a</title><dc:creator>${times('&lt;/a>', size)}</dc:creator></item>`),
    'a number in base 64': size =>
      `<feed version="0.3"><entry><title mode="base64">${times('YWJj', size)}</title></entry></feed>`,
    'XHTML, deep': size => `<feed><entry><content type="xhtml">${times('<div>', size)}</content></entry></feed>`,
    JSON: size => `{"items":[${times('{"id":"a","content_text":"\\n"},', size)}{}]}`,
    'JSON, deep': size => `{"items":[${times('[', size)}`,
    'JSON, of numbers': size => `{"items":[${times('1,', size)}1]}`,
  };

  // What a machine does in a given time is no property of the code; how the work grows with the size is.
  test.each(Object.entries(traps))('%s', { timeout: 60_000 }, (_name, trap) => {
    const work = (size: number) => {
      const bytes = bytesOf(trap(size));
      const before = process.threadCpuUsage();
      const outcome = read(bytes);
      const { user, system } = process.threadCpuUsage(before);
      expect(JSON.stringify(outcome).length).toBeLessThan(60 * size + 10_000);
      return (user + system) / 1000;
    };
    work(20_000);
    const small = Math.min(work(100_000), work(100_000));
    const large = work(800_000);
    // Eight times the size: linear work takes 8 times as long, quadratic work 64 times.
    expect(large).toBeLessThan(Math.max(small, 10) * 32);
  });
});
