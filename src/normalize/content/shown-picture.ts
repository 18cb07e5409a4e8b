/** Pictures as a page shows them: at once, late by a program, or where no program runs. */

import { webUrl } from '../urls.ts';
import type { Node } from './nodes.ts';

/** What pictures and links are judged by. */
export type Page = {
  /** What relative URLs are resolved against. */
  readonly base: string | undefined;
  /** Where it is, if anybody knows. */
  readonly link: string | undefined;
  readonly placeholders: readonly RegExp[];
};

/** A picture that readers see. */
export type Shown = { readonly url: string; readonly attribs: Attributes };

type Attributes = Readonly<Record<string, string>>;

/** What an `img` shows; absent where it holds a place, counts readers, or a `noscript` beside it has what it shows late. */
export function shownPicture(img: Node, page: Page): Shown | undefined {
  const shown = pictureIn(img, page);
  if (shown === undefined || !isLate(shown.attribs)) return shown;
  const without = besides(img).find(({ name }) => name === 'noscript');
  return without === undefined || loneIn(without, page) === undefined ? shown : undefined;
}

/**
 * The one picture in a `noscript` that shows nothing else, where nothing beside it shows one or was `isUnwanted`. Without a
 * place for it, it must stand in a figure: elsewhere it counts readers.
 */
export function pictureWithoutScript(
  noscript: Node,
  page: Page,
  isUnwanted: (node: Node) => boolean,
): Shown | undefined {
  const lone = loneIn(noscript, page);
  if (lone === undefined) return undefined;
  const near = besides(noscript);
  const beside = near.flatMap(node => pictureNode(node) ?? []);
  if ([onlyPictureIn(noscript) ?? noscript, ...near, ...beside].some(isUnwanted)) return undefined;
  if (beside.length === 0) return noscript.parent?.name === 'figure' ? lone : undefined;
  return beside.some(img => shownPicture(img, page) !== undefined) ? undefined : lone;
}

/** Where a picture or frame is, as the best of its attributes says. */
export function addressIn(attribs: Attributes, { base, link }: Page): string | undefined {
  return (
    webUrl(link === undefined ? '' : (attribs[besidePage] ?? ''), link) ??
    webUrl(lateAddressIn(attribs) ?? '', base) ??
    webUrl(attribs.src ?? '', base) ??
    webUrl(lastIn(attribs['data-srcset'] ?? attribs.srcset) ?? '', base)
  );
}

/** What is known of a picture by its generator's word for it: where it lies beside its page. Elsewhere it is not. */
export const besidePage = 'data-beside';

/** Where pictures and frames that load late keep their address while `src` holds a blank. */
const lateSources = ['data-src', 'data-original', 'data-lazy-src', 'data-actualsrc', 'data-original-src'];

function lateAddressIn(attribs: Attributes): string | undefined {
  return lateSources.map(key => attribs[key]).find(address => address !== undefined && address !== '');
}

/** The last address, usually of the largest, in a `srcset` (HTML 4.8.4.2.1): a comma that ends no candidate is part of one. */
function lastIn(set: string | undefined): string | undefined {
  const [address] = set?.trim().split(/,\s+/).at(-1)?.split(/\s/) ?? [];
  return address?.replace(/,$/, '');
}

function pictureIn({ attribs = {} }: Node, page: Page): Shown | undefined {
  const url = addressIn(attribs, page);
  if (url === undefined || page.placeholders.some(pattern => pattern.test(url)) || isPixel(attribs)) return undefined;
  return { url, attribs };
}

/** A picture of one pixel counts readers. */
function isPixel({ width, height, style = '' }: Attributes): boolean {
  return (
    (/^[01](?:px)?$/.test(width ?? '') && /^[01](?:px)?$/.test(height ?? '')) ||
    (/(?:^|[\s;])width\s?:\s?[01](?:px)?\s?(?:;|$)/i.test(style) &&
      /(?:^|[\s;])height\s?:\s?[01](?:px)?\s?(?:;|$)/i.test(style))
  );
}

/** Whether a program was to put a picture in the place of this one, and nothing here says which. */
function isLate(attribs: Attributes): boolean {
  return /(?:^|[\s_-])lazy/i.test(attribs.class ?? '') && lateAddressIn(attribs) === undefined;
}

/** The elements right behind and right before a node. */
function besides(node: Node): readonly Node[] {
  return [besideOf(node, 'next'), besideOf(node, 'prev')].flatMap(found => found ?? []);
}

function besideOf(node: Node, direction: 'next' | 'prev'): Node | undefined {
  let beside = node[direction];
  while (beside !== null && isBlank(beside)) beside = beside[direction];
  return beside?.type === 'tag' ? beside : undefined;
}

function isBlank({ type, data = '' }: Node): boolean {
  return type === 'comment' || (type === 'text' && data.trim() === '');
}

/** An `img`, or the one that an element holds as all it has. */
function pictureNode(node: Node): Node | undefined {
  if (node.name === 'img') return node;
  return node.name === 'noscript' ? undefined : onlyPictureIn(node);
}

function loneIn(noscript: Node, page: Page): Shown | undefined {
  const img = onlyPictureIn(noscript);
  return img === undefined || /display\s{0,9}:\s{0,9}none/i.test(img.attribs?.style ?? '')
    ? undefined
    : pictureIn(img, page);
}

/** More than the link, figure and sources around a picture. */
const manyNodes = 20;

/** The one picture in an element that has neither a second nor a text. */
function onlyPictureIn(root: Node): Node | undefined {
  let found: Node | undefined;
  const open: Node[] = [root];
  for (let seen = 0; seen < manyNodes; seen++) {
    const node = open.pop();
    if (node === undefined) return found;
    if (node.type === 'text' && !isBlank(node)) return undefined;
    if (node.name === 'img' && found !== undefined) return undefined;
    if (node.name === 'img') found = node;
    open.push(...(node.children ?? []).slice(0, manyNodes));
  }
  return undefined;
}
