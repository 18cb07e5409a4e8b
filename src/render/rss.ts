import type { Body } from '../model/body.ts';
import { type Entry, isLabelled } from '../model/entry.ts';
import { type Feed, type Links, sourceOf } from '../model/feed.ts';
import { rfc822, rfc3339 } from './dates.ts';
import { keeping } from './kept.ts';
import {
  alsoElements,
  archiveElements,
  archiveNamespace,
  categoryElement,
  enclosureLink,
  feedLinks,
  generator,
  pictureElement,
} from './shared-elements.ts';
import { sourceNote } from './source-note.ts';
import { type Children, type Element, element, textElement, type Written, writeAt, xmlDocument } from './xml.ts';

const namespaces = {
  version: '2.0',
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
  'xmlns:sy': 'http://purl.org/rss/1.0/modules/syndication/',
} as const;

/** A feed as RSS 2.0 (rssboard.org/rss-specification), with the modules its readers know. */
export function rss(feed: Feed, links: Links): Body {
  return xmlDocument(
    element('rss', { ...namespaces, ...archiveNamespace(feed), ...recordingNamespace(feed) }, [
      element('channel', {}, channel(feed, links)),
    ]),
    sourceNote(feed, links),
  );
}

/** Declared only where it is used, as in an archive: other feeds keep their bytes. */
function recordingNamespace({ entries }: Feed): { readonly 'xmlns:itunes': string | undefined } {
  const isUsed = entries.some(entry => recordingElements(entry).length > 0);
  return { 'xmlns:itunes': isUsed ? 'http://www.itunes.com/dtds/podcast-1.0.dtd' : undefined };
}

function channel(feed: Feed, links: Links): Children {
  return [
    // RSS 2.0, required channel elements: title, link, description.
    element('title', {}, feed.title),
    // Its own address first, which rss-parser takes for that unread; and all before RSS's own link, as WordPress has them: readers
    // in Go (yarr) match by local names, and keep the last.
    ...feedLinks('atom:link', 'rss', links),
    ...archiveElements('atom:link', 'rss', feed, links),
    element('link', {}, links.page),
    // RSS Best Practices Profile: only an item's description is HTML, this is text; podcatchers and most libraries show it as it is.
    element('description', {}, feed.subtitle ?? feed.title),
    element('language', {}, feed.language),
    // RSS 2.0: "the last time the content of the channel changed"; optional, so a feed without entries has none.
    textElement('lastBuildDate', feed.updated === undefined ? undefined : rfc822(feed.updated)),
    element('generator', {}, generator),
    element('docs', {}, 'https://www.rssboard.org/rss-specification'),
    element('ttl', {}, String(links.ttl)),
    ...updateElements(links.ttl),
    ...feed.entries.map(written(feed, links)),
  ];
}

const kept = keeping('rss');

function written(feed: Feed, links: Links): (entry: Entry) => Written {
  const writing = kept(feed, links);
  return entry => ({ written: writing(entry, () => writeAt(2, item(entry, feed, links))) });
}

function item(entry: Entry, feed: Feed, links: Links): Element {
  const source = sourceOf(feed, entry);
  return element('item', {}, [
    element('title', {}, entry.title),
    element('link', {}, entry.link ?? links.entry(entry)),
    // RSS 2.0, guid: a tag URI opens nowhere, so it is no permalink.
    element('guid', { isPermaLink: 'false' }, entry.id),
    element('pubDate', {}, rfc822(entry.published)),
    textElement('atom:updated', entry.updated === entry.published ? undefined : rfc3339(entry.updated)),
    // RSS's own `author` is an e-mail address; names go into Dublin Core (RSS Best Practices Profile, dc:creator).
    ...entry.authors.map(name => element('dc:creator', {}, name)),
    textElement('dc:contributor', entry.editor),
    textElement('dc:publisher', entry.publisher),
    textElement('dc:language', entry.language === feed.language ? undefined : entry.language),
    // What is shown, as readers show it; `domain` is the taxonomy it belongs to.
    ...entry.categories.map(({ label }) => element('category', { domain: links.categories }, label)),
    // RSS has no word for a term that is not what is shown.
    ...(entry.categories.some(isLabelled)
      ? entry.categories.map(each => categoryElement('atom:category', each, links))
      : []),
    textElement('description', entry.summary === undefined ? undefined : asHtml(entry.summary)),
    textElement('content:encoded', entry.content),
    pictureElement(entry),
    ...enclosureElements(entry),
    ...alsoElements('atom:link', entry, feed, links),
    // RSS 2.0, source: the title of the channel the item came from, and the address of its feed.
    element('source', { url: source.upstream ?? links.source(source.id, 'rss') }, source.title),
  ]);
}

/**
 * RSS 2.0, enclosure: url, length and type are all required, and readers take one (RSS Best Practices Profile: a length that nobody
 * knows is 0). The others are links, as in Atom.
 */
function enclosureElements(entry: Entry): Element[] {
  const [first, ...others] = entry.enclosures ?? [];
  if (first === undefined) return [];
  const { url, length = 0, type = 'application/octet-stream' } = first;
  return [
    element('enclosure', { url, length: String(length), type }),
    ...recordingElements(entry),
    ...others.map(enclosure => enclosureLink('atom:link', enclosure)),
  ];
}

/** Podcasts RSS, of the one recording that readers take: its duration in seconds, as Apple recommends, and its picture. */
function recordingElements({ enclosures = [], image }: Entry): Element[] {
  const [first] = enclosures;
  if (first === undefined) return [];
  const { duration } = first;
  return [
    ...(duration === undefined ? [] : [element('itunes:duration', {}, String(duration))]),
    ...(image === undefined ? [] : [element('itunes:image', { href: image.url })]),
  ];
}

/** RSS 2.0 reads a description as HTML: plain text is escaped once as HTML, and then as XML like everything else. */
function asHtml(text: string): string {
  return /[&<]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : text;
}

/** RSS 1.0 syndication module: `ttl` said as times in a period. Rounded down, so that nobody asks sooner than that. */
function updateElements(ttl: number): Element[] {
  const [period, minutes] = ttl <= 60 ? ['hourly', 60] : ['daily', 1440];
  return [element('sy:updatePeriod', {}, period), element('sy:updateFrequency', {}, String(Math.floor(minutes / ttl)))];
}
