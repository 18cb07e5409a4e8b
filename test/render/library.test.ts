import { Feed as Library } from 'feed';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/model/entry.ts';
import type { Feed, Format, Links } from '../../src/model/feed.ts';
import { formats } from '../../src/render/formats.ts';
import { entryOf, feedOf, fullEntry, linksOf, listingOf, textOf } from './samples.ts';

/** Facts as `path=value`, as an independent reader sees them. Only the place of an item matters, not that of its parts. */
type Facts = readonly string[];

/** What the library says elsewhere or wrongly, and how ours says the same; undefined: ours is right not to say it. */
const said: Readonly<Record<Format, (fact: string) => string | undefined>> = {
  rss: fact => {
    // An author is an e-mail address in RSS; a name goes into dc:creator.
    const named = fact.replace('.authors.name=', '.dc.creators=').replace('.enclosures.url=', '.media.thumbnails.url=');
    // A description is read as HTML; the library writes plain text there as it is.
    if (named.includes('.description=')) return named.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    // The library makes up the picture's length, and its type from the name's ending.
    if (/\.enclosures\.(?:length|type)=/.test(named)) return undefined;
    return named.replace(
      'docs=https://validator.w3.org/feed/docs/rss2.html',
      'docs=https://www.rssboard.org/rss-specification',
    );
  },
  atom: fact => {
    // A title is no HTML, whatever the library says; rel of an entry's link is said aloud by ours.
    if (/\.(?:title|summary)\.type=html$/.test(fact)) return undefined;
    if (/\.links\.(?:rel=enclosure|type=image\/.*)$/.test(fact)) return undefined;
    return fact.replace(/\.links\.href=(https:\/\/img\.)/, '.media.thumbnails.url=$1');
  },
  json: fact => fact,
};

const feeds: readonly [string, readonly Entry[]][] = [
  ['with everything', [fullEntry()]],
  ['with as little as there may be', [entryOf({ link: 'https://news.example/1', content: '<p>x</p>' })]],
  [
    'of several entries',
    [fullEntry(), entryOf({ id: 'tag:a.example,2026:x/2', link: 'https://news.example/2', content: '文' })],
  ],
  [
    'with text that looks like markup',
    [fullEntry({ title: 'a & b', summary: 'x & "y"', publisher: 'A & B', editor: "O'Neil" })],
  ],
];

describe('ours says at least what the feed library says', () => {
  describe.each(feeds)('of a feed %s', (_, entries) => {
    test.each<[Format, (text: string) => unknown, (library: Library) => string]>([
      ['rss', parseRssFeed, library => library.rss2()],
      ['atom', parseAtomFeed, library => library.atom1()],
      ['json', parseJsonFeed, library => library.json1()],
    ])('in %s', (format, parse, write) => {
      const feed = feedOf(entries);
      const links = linksOf(format);
      const theirs = factsOf(parse(write(libraryFeed(feed, links)))).flatMap(fact => said[format](fact) ?? []);
      const ours = factsOf(parse(textOf(formats[format].render(feed, links))));
      expect(theirs.length).toBeGreaterThan(8);
      expect(theirs.filter(fact => !ours.includes(fact))).toEqual([]);
    });
  });
});

function libraryFeed(feed: Feed, links: Links): Library {
  const library = new Library({
    id: 'tag:huiliu.example,2026:all',
    title: feed.title,
    ...(feed.subtitle !== undefined && { description: feed.subtitle }),
    language: feed.language,
    link: links.page,
    feed: links.self,
    feedLinks: listingOf(feed.scope, feed.title, '/').formats,
    ...(links.hub !== undefined && { hub: links.hub }),
    ttl: links.ttl,
    ...(feed.updated !== undefined && { updated: new Date(feed.updated) }),
    generator: 'Huiliu 汇流',
  });
  for (const entry of feed.entries) library.addItem(libraryItem(entry, links));
  return library;
}

function libraryItem(entry: Entry, links: Links): Parameters<Library['addItem']>[0] {
  const { content, editor, image, summary } = entry;
  return {
    id: entry.id,
    title: entry.title,
    link: entry.link ?? links.entry(entry),
    date: new Date(entry.updated),
    published: new Date(entry.published),
    ...(summary !== undefined && { description: summary }),
    ...(content !== undefined && { content }),
    ...(image !== undefined && { image: image.url }),
    ...(editor !== undefined && { contributor: [{ name: editor }] }),
    // It throws on a list without authors.
    ...(entry.authors.length > 0 && { author: entry.authors.map(name => ({ name })) }),
    category: entry.categories.map(({ term, label }) => ({
      name: label,
      term,
      scheme: links.categories,
      domain: links.categories,
    })),
  };
}

function factsOf(value: unknown, path = ''): Facts {
  if (Array.isArray(value)) {
    const placed = path === '.items' || path === '.entries';
    return value.flatMap((part, index) => factsOf(part, placed ? `${path}${index}` : path));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, part]) => factsOf(part, `${path}.${name}`));
  }
  return [`${path}=${typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\dT[\d:]+)\.000Z$/, '$1Z') : value}`];
}
