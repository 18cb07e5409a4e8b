import type { Category, Enclosure, Entry } from '../model/entry.ts';
import { type Feed, type Format, formatFacts, type Links, sourceOf } from '../model/feed.ts';
import { type Element, element } from './xml.ts';

/** Who made the feed. Without a version: a release must not change the bytes of every feed. */
export const generator = 'Huiliu 汇流';

/** Where a feed itself is, and its hub: written the same way in Atom (`link`) and in RSS (`atom:link`). */
export function feedLinks(name: string, format: Format, links: Links): Element[] {
  return [
    element(name, { rel: 'self', type: formatFacts[format].mediaType, href: links.self }),
    // WebSub 4: discovery by a link of relation `hub` inside the feed.
    ...(links.hub === undefined ? [] : [element(name, { rel: 'hub', href: links.hub })]),
  ];
}

/**
 * What ties a feed to its archive (RFC 5005 4), the same in Atom and, by its appendix B, in RSS: `fh:archive` says that a
 * document is part of one, and the links lead on in both directions and back to the subscription document.
 */
export function archiveElements(
  name: string,
  format: Format,
  { archive }: Pick<Feed, 'archive'>,
  links: Links,
): Element[] {
  const { isArchive, previous, next } = archive;
  const link = (rel: string, href: string) => element(name, { rel, type: formatFacts[format].mediaType, href });
  return [
    ...(isArchive ? [element('fh:archive'), link('current', links.current(format))] : []),
    ...(previous === undefined ? [] : [link('prev-archive', links.archive(previous, format))]),
    ...(next === undefined ? [] : [link('next-archive', links.archive(next, format))]),
  ];
}

/** The namespace of `fh:archive`, declared only where it is used: a feed without an archive keeps its bytes. */
export function archiveNamespace({ archive }: Pick<Feed, 'archive'>): { readonly 'xmlns:fh': string | undefined } {
  return { 'xmlns:fh': archive.isArchive ? 'http://purl.org/syndication/history/1.0' : undefined };
}

/**
 * An entry's picture by Media RSS, the same in RSS and Atom. Not RSS's `enclosure`, which demands a length in bytes that
 * nobody told us, and which readers offer as a download beside the text. Beside a recording it stands for that (Media RSS,
 * media:thumbnail): a further `media:content` is a further file, and SimplePie and podcatchers take the first for the episode.
 */
export function pictureElement({ image, enclosures = [] }: Entry): Element | undefined {
  if (image === undefined) return undefined;
  if (enclosures.length > 0) return element('media:thumbnail', { url: image.url });
  return element('media:content', { url: image.url, medium: 'image', type: image.type });
}

/** A file that comes with an entry, as a link (RFC 4287 4.2.7.2). */
export function enclosureLink(name: string, { url, type, length, title }: Enclosure): Element {
  return element(name, {
    rel: 'enclosure',
    type,
    length: length === undefined ? undefined : String(length),
    title,
    href: url,
  });
}

/** A category with all that Atom says of it (RFC 4287 4.2.2). */
export function categoryElement(name: string, { term, label }: Category, links: Links): Element {
  return element(name, { term, scheme: links.categories, label });
}

/**
 * Who else tells an entry's story: links of the relation `related` (RFC 4287 4.2.7.2), in RSS as `atom:link`. The title says
 * who tells it, and how.
 */
export function alsoElements(name: string, entry: Entry, feed: Feed, links: Links): Element[] {
  return (feed.also.get(entry.id) ?? []).map(told => {
    const title = `${sourceOf(feed, told).title}: ${told.title}`;
    return element(name, { rel: 'related', type: 'text/html', href: told.link ?? links.entry(told), title });
  });
}
