/** Pictures and recordings that come beside an item: Media RSS, iTunes, RSS's enclosure, Atom's links. */
import { attributeOf, type Element, elementsOf, textIn } from './feed-element.ts';
import type { Enclosure } from './feed-item.ts';
import { webAddress } from './web-address.ts';

type Medium = Enclosure & { readonly isImage: boolean; readonly isEnclosure: boolean };

/** The addresses of an item's pictures, the best first. */
export function imagesOf(item: Element, base: string, isOurs: boolean): readonly string[] {
  const media = mediaOf(item, base, isOurs).flatMap(({ isImage, url }) => (isImage ? url : []));
  const groups = groupsOf(item);
  const named = [
    ...groups.flatMap(group =>
      elementsOf(group, 'media:thumbnail')
        .filter(one => !isTiny(one))
        .map(one => attributeOf(one, 'url')),
    ),
    ...elementsOf(item, 'itunes:image').map(one => attributeOf(one, 'href')),
    ...elementsOf(item, 'image').map(one => textIn(one, 'url')),
  ];
  return [...media, ...named.flatMap(url => webAddress(url, item.base ?? base) ?? [])];
}

/**
 * What comes with an item and is no picture. iTunes says of the item how long its recording is: the one in its `enclosure`, where it has
 * one that can be played.
 */
export function enclosuresOf(item: Element, base: string, isOurs: boolean): readonly Enclosure[] {
  const media = mediaOf(item, base, isOurs).filter(({ isImage }) => !isImage);
  const played = media.filter(({ type = '' }) => !/^(?:text|application)\/(?!octet-stream)/.test(type));
  const recording = played.find(({ isEnclosure }) => isEnclosure) ?? played[0];
  const seconds = textIn(item, 'itunes:duration');
  return media.map(medium => {
    const { url, title, type, length, duration } = medium;
    return { url, title, type, length, duration: duration ?? (medium === recording ? seconds : undefined) };
  });
}

const faces = /^https?:\/\/(?:[a-z0-9]+\.)?gravatar\.com\/avatar\//;

/** The face of whoever wrote it, or an icon. */
function isTiny(thumbnail: Element): boolean {
  return ['width', 'height'].some(side => Number(attributeOf(thumbnail, side) ?? smallest) < smallest);
}

const smallest = 50;

function mediaOf(item: Element, base: string, isOurs: boolean): readonly Medium[] {
  const contents = groupsOf(item).flatMap(group =>
    renditionsOf(group).map(one => ({
      one,
      url: attributeOf(one, 'url'),
      title: textIn(one, 'media:title'),
      length: attributeOf(one, 'filesize'),
    })),
  );
  const enclosures = elementsOf(item, 'enclosure').map(one => ({
    one,
    url: attributeOf(one, 'url'),
    title: undefined,
    length: attributeOf(one, 'length'),
  }));
  const links = elementsOf(item, 'atom:link')
    .filter(one => attributeOf(one, 'rel') === 'enclosure')
    .map(one => ({
      one,
      url: attributeOf(one, 'href'),
      title: attributeOf(one, 'title'),
      length: attributeOf(one, 'length'),
    }));
  return [...contents, ...enclosures, ...links].flatMap(({ one, url, title, length }) => {
    const address = webAddress(url, one.base ?? base);
    if (address === undefined) return [];
    const type = attributeOf(one, 'type')?.toLowerCase();
    const medium = attributeOf(one, 'medium')?.toLowerCase() ?? type ?? '';
    // A picture among the files of an article is one of them, where others would have it shown.
    const isFile = isOurs && one.name !== 'media:content';
    const isImage =
      !isFile &&
      (medium.startsWith('image') || (medium === '' && /\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])/i.test(address)));
    // Players for a program that no browser has any more, and the face of the author, which some put before the pictures.
    if (type === 'application/x-shockwave-flash' || medium === 'document' || faces.test(address)) return [];
    const duration = attributeOf(one, 'duration');
    return [{ isImage, isEnclosure: one.name === 'enclosure', url: address, title, type, length, duration }];
  });
}

/** Media RSS 1.5.1, group: the same film in several sizes, of which one is the default; pictures are all shown. */
function renditionsOf(group: Element): readonly Element[] {
  const contents = elementsOf(group, 'media:content');
  const chosen = contents.find(one => attributeOf(one, 'isdefault') === 'true');
  return group.name === 'media:group' && chosen !== undefined ? [chosen] : contents;
}

/** Where Media RSS puts its elements: beside the others, or in a group; a `content` may hold its own thumbnail. */
function groupsOf(item: Element): readonly Element[] {
  const groups = [item, ...elementsOf(item, 'media:group')];
  return [...groups, ...groups.flatMap(group => elementsOf(group, 'media:content'))];
}
