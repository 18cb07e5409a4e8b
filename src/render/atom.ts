import type { Body } from '../model/body.ts';
import type { Entry } from '../model/entry.ts';
import { type Feed, type FeedSource, formatFacts, type Links, sourceOf, type Tombstone } from '../model/feed.ts';
import { type Scope, scopeName } from '../model/scope.ts';
import { rfc3339 } from './dates.ts';
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
  xmlns: 'http://www.w3.org/2005/Atom',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
} as const;

/** RFC 4287 4.1.1 demands a date of every feed; one without entries never changed, and a clock would change its bytes. */
const never = 0;

/** A feed as Atom 1.0 (RFC 4287). */
export function atom(feed: Feed, links: Links): Body {
  const { authority, language, scope, subtitle, title, updated } = feed;
  const children: Children = [
    element('id', {}, feedId(authority, scope)),
    element('title', { type: 'text' }, title),
    textElement('subtitle', subtitle, { type: 'text' }),
    element('updated', {}, rfc3339(updated ?? never)),
    // First, and the only alternate: readers take the first link or the last alternate for the site, whatever its type, and would
    // open a feed in another format (RFC 4287 4.1.1 allows several). Those are named by the page.
    element('link', { rel: 'alternate', type: 'text/html', href: links.page }),
    ...feedLinks('link', 'atom', links),
    ...archiveElements('link', 'atom', feed, links),
    element('generator', {}, generator),
    ...feed.tombstones.map(tombstoneElement),
    ...feed.entries.map(written(feed, links)),
  ];
  const used = { ...archiveNamespace(feed), ...tombstoneNamespace(feed) };
  return xmlDocument(
    element('feed', { ...namespaces, ...used, 'xml:lang': language }, children),
    sourceNote(feed, links),
  );
}

/** RFC 6721 3: `ref` is the id of the entry that was taken back, `when` the time of that. */
function tombstoneElement({ id, when }: Tombstone): Element {
  return element('at:deleted-entry', { ref: id, when: rfc3339(when) });
}

function tombstoneNamespace({ tombstones }: Feed): { readonly 'xmlns:at': string | undefined } {
  return { 'xmlns:at': tombstones.length === 0 ? undefined : 'http://purl.org/atompub/tombstones/1.0' };
}

const kept = keeping('atom');

function written(feed: Feed, links: Links): (entry: Entry) => Written {
  const writing = kept(feed, links);
  return entry => ({ written: writing(entry, () => writeAt(1, entryElement(entry, feed, links))) });
}

function entryElement(entry: Entry, feed: Feed, links: Links): Element {
  const source = sourceOf(feed, entry);
  const language = entry.language === feed.language ? undefined : entry.language;
  const updated = rfc3339(entry.updated);
  return element('entry', { 'xml:lang': language }, [
    element('id', {}, entry.id),
    element('title', { type: 'text' }, entry.title),
    // RFC 4287 4.1.2: an entry without content must have an alternate; ours always have one.
    element('link', { rel: 'alternate', href: entry.link ?? links.entry(entry) }),
    ...(entry.enclosures ?? []).map(enclosure => enclosureLink('link', enclosure)),
    ...alsoElements('link', entry, feed, links),
    element('published', {}, rfc3339(entry.published)),
    element('updated', {}, updated),
    ...authorsOf(entry, source).map(name => person('author', name)),
    entry.editor === undefined ? undefined : person('contributor', entry.editor),
    textElement('dc:publisher', entry.publisher),
    ...entry.categories.map(category => categoryElement('category', category, links)),
    textElement('summary', entry.summary, { type: 'text' }),
    textElement('content', entry.content, { type: 'html' }),
    pictureElement(entry),
    sourceElement(source, updated, feed.authority, links),
  ]);
}

/** RFC 4287 4.1.2: every entry has an author. Where the article names none, whoever published it stands for them. */
function authorsOf({ authors, publisher }: Entry, source: FeedSource): readonly string[] {
  return authors.length > 0 ? authors : [publisher ?? source.title];
}

/** RFC 4287 3.2. */
function person(role: 'author' | 'contributor', name: string): Element {
  return element(role, {}, [element('name', {}, name)]);
}

/**
 * RFC 4287 4.2.11: the feed the entry came from, as it was when the entry last changed. A later state of it would change
 * the bytes of entries that did not change.
 */
function sourceElement(
  { id, title, home, upstream }: FeedSource,
  updated: string,
  authority: string,
  links: Links,
): Element {
  return element('source', {}, [
    element('id', {}, feedId(authority, { kind: 'source', key: id })),
    element('title', { type: 'text' }, title),
    element('updated', {}, updated),
    element('link', { rel: 'self', type: formatFacts.atom.mediaType, href: links.source(id, 'atom') }),
    home === undefined ? undefined : element('link', { rel: 'alternate', type: 'text/html', href: home }),
    // RFC 4287 4.2.7.2, via: where the information came from.
    upstream === undefined ? undefined : element('link', { rel: 'via', href: upstream }),
  ]);
}

/** A tag URI (RFC 4151) from the scope, not from an address: moving the site changes no id. */
function feedId(authority: string, scope: Scope): string {
  return `tag:${authority}:${scopeName(scope).split('/').map(encodeURIComponent).join('/')}`;
}
