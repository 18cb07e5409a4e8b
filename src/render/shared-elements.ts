import type { Picture } from '../model/entry.ts';
import type { Format, Links } from '../model/feed.ts';
import { mediaTypes } from './media-types.ts';
import { type Element, element } from './xml.ts';

/** Who made the feed. Without a version: a release must not change the bytes of every feed. */
export const generator = 'Huiliu 汇流';

/**
 * The links of a feed, written the same way in Atom (`link`) and in RSS (`atom:link`): its own address, its page,
 * itself in the other formats, its hub. RFC 4287 4.1.1 allows several alternates, as long as their types differ.
 */
export function feedLinks(name: string, format: Format, links: Links): Element[] {
  const { rss, atom, json } = links.formats;
  const alternates = [
    { type: 'text/html', href: links.page },
    { type: mediaTypes.rss, href: rss },
    { type: mediaTypes.atom, href: atom },
    { type: mediaTypes.json, href: json },
  ].filter(({ type }) => type !== mediaTypes[format]);
  return [
    element(name, { rel: 'self', type: mediaTypes[format], href: links.self }),
    ...alternates.map(({ type, href }) => element(name, { rel: 'alternate', type, href })),
    // WebSub 4: discovery by a link of relation `hub` inside the feed.
    ...(links.hub === undefined ? [] : [element(name, { rel: 'hub', href: links.hub })]),
  ];
}

/**
 * An entry's picture by Media RSS, the same in RSS and Atom. Not RSS's `enclosure`, which demands a length in bytes that
 * nobody told us, and which readers offer as a download beside the text.
 */
export function pictureElement(picture: Picture | undefined): Element | undefined {
  return picture && element('media:content', { url: picture.url, medium: 'image', type: picture.type });
}
