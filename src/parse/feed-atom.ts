/** Atom 1.0 (RFC 4287) and 0.3. */
import type { FeedDocument } from '../model/feed-document.ts';
import { escaped } from '../model/html.ts';
import { articlesOf, mostItems } from './feed-articles.ts';
import {
  attributeOf,
  type Element,
  elementsOf,
  firstOf,
  htmlOf,
  textIn,
  textOf,
  textsIn,
  xhtmlOf,
} from './feed-element.ts';
import type { Item } from './feed-item.ts';
import { believed } from './feed-language.ts';
import { enclosuresOf, imagesOf } from './feed-media.ts';
import { categoriesOfAtom, paceOf } from './feed-shared.ts';
import { hasTags, inParagraphs, seenIn } from './feed-text.ts';
import { webAddress } from './web-address.ts';

/** A document whose root is `feed`. */
export function atomDocument(feed: Element, url: string): Omit<FeedDocument, 'repairs'> {
  const home = alternateOf(feed, url);
  const title = textConstruct(firstOf(feed, 'atom:title', 'title'));
  const isOurs = textIn(feed, 'atom:generator')?.startsWith('Huiliu') === true;
  const whole = elementsOf(feed, 'atom:entry').filter(({ isCut }) => !isCut);
  const authors = namesOf(feed, 'atom:author');
  const itemIn = (entry: Element) => itemOf(entry, { url, authors, isOurs });
  const deleted = elementsOf(feed, 'at:deleted-entry').slice(0, mostItems).flatMap(deletedBy);
  return {
    format: 'atom',
    title: title === undefined ? undefined : seenIn(title),
    home,
    language: feed.language,
    pace: paceOf(feed),
    ...articlesOf(whole, itemIn, home ?? url),
    ...(deleted.length > 0 && { deleted }),
  };
}

/** RFC 6721 3: an entry that was taken back, and when. */
function deletedBy(element: Element): NonNullable<FeedDocument['deleted']> {
  const [key, when] = [attributeOf(element, 'ref'), Date.parse(attributeOf(element, 'when') ?? '')];
  return key === undefined || Number.isNaN(when) ? [] : [{ key, at: when }];
}

type Feed = { readonly url: string; readonly authors: readonly string[]; readonly isOurs: boolean };

function itemOf(entry: Element, { url, authors, isOurs }: Feed): Item {
  const base = entry.base ?? url;
  const source = firstOf(entry, 'atom:source');
  const content = firstOf(entry, 'atom:content') ?? elementsOf(entry, 'atom:content')[0];
  const summary = firstOf(entry, 'atom:summary');
  const group = firstOf(entry, 'media:group');
  const published = textsIn(entry, 'atom:published', 'atom:issued', 'atom:created', 'dc:date');
  const updated = textIn(entry, 'atom:updated', 'atom:modified');
  const outside = webAddress(attributeOf(content, 'src'), content?.base ?? base);
  const isPicture = /^image\//i.test(attributeOf(content, 'type') ?? '');
  const title = textConstruct(firstOf(entry, 'atom:title', 'media:title'));
  const language = textIn(entry, 'dc:language') ?? content?.language ?? entry.language;
  const own = authorsOf(entry, source, authors);
  // Whoever reads an aggregator's feed reads what the sources of that published.
  const publisher = textIn(entry, 'dc:publisher') ?? plainText(firstOf(source, 'atom:title'));
  const description = textIn(group, 'media:description');
  const short = prose(summary) ?? (description === undefined ? undefined : inParagraphs(escaped(description)));
  const long = isPicture ? undefined : prose(content);
  return {
    id: textIn(entry, 'atom:id'),
    link:
      webAddress(textIn(entry, 'feedburner:origlink'), undefined) ??
      alternateOf(entry, base) ??
      (isPicture ? undefined : outside),
    title,
    published,
    updated,
    authors: isOurs && isStandIn(own, publisher) ? [] : own,
    editor: isOurs ? namesOf(entry, 'atom:contributor')[0] : undefined,
    publisher,
    categories: categoriesOf(entry),
    summary: short,
    content: long,
    base: (content ?? summary)?.base ?? entry.base,
    images: [...imagesOf(entry, base, isOurs), ...(isPicture && outside !== undefined ? [outside] : [])],
    enclosures: enclosuresOf(entry, base, isOurs),
    language: isOurs ? language : believed(language, title, long ?? short),
  };
}

/** RFC 4287 3.1: text, as HTML. Atom 0.3 says by `mode` how it is written and by a media type what it is. */
function textConstruct(element: Element | undefined): string | undefined {
  if (element === undefined) return undefined;
  const type = attributeOf(element, 'type')?.toLowerCase() ?? 'text';
  if (attributeOf(element, 'mode')?.toLowerCase() === 'base64') return inBase64(element, type);
  if (type.includes('xhtml')) return xhtmlOf(element);
  if (type.includes('html')) return htmlOf(element);
  // Elements where there can be none: XHTML that does not say so.
  if (elementsOf(element).length > 0) return xhtmlOf(element);
  const text = textOf(element);
  return text === undefined ? undefined : escaped(text);
}

/** A text of several lines, as HTML; absent for content that is neither text nor HTML. */
function prose(element: Element | undefined): string | undefined {
  const type = attributeOf(element, 'type')?.toLowerCase();
  if (type !== undefined && !/^(?:text|x?html|application\/(?:xhtml|xml)\b)/.test(type)) return undefined;
  const html = textConstruct(element);
  const isText = type === undefined || type === 'text' || type === 'text/plain';
  if (html === undefined || element === undefined || !isText || elementsOf(element).length > 0) return html;
  const text = textOf(element) ?? '';
  // Many who escape their HTML forget to say so; nobody writes tags into a text that is none.
  return type === undefined && hasTags(text) ? text : text.includes('\n') ? inParagraphs(html) : html;
}

/** Atom 0.3, 3.1.3: the bytes of a text. */
function inBase64(element: Element, type: string): string | undefined {
  const bytes = base64(textOf(element)?.replace(/\s+/g, '') ?? '');
  const text = bytes === undefined ? '' : new TextDecoder().decode(bytes).trim();
  return text === '' ? undefined : type.includes('html') ? text : escaped(text);
}

function base64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    // SyntaxError: it is not what it says, and nothing can be read in it.
    return undefined;
  }
}

function plainText(element: Element | undefined): string | undefined {
  const html = textConstruct(element);
  return html === undefined ? undefined : seenIn(html);
}

/** RFC 4287 4.2.7.2: a link without a relation is an alternate; of several a page is best. */
function alternateOf(element: Element, base: string): string | undefined {
  const links = elementsOf(element, 'atom:link').filter(
    link => (attributeOf(link, 'rel') ?? 'alternate').toLowerCase() === 'alternate',
  );
  const pages = links.filter(link =>
    /^(?:text\/html|application\/xhtml\+xml)\b|^$/i.test(attributeOf(link, 'type') ?? ''),
  );
  return [...pages, ...links]
    .map(link => webAddress(attributeOf(link, 'href') ?? textOf(link), link.base ?? base))
    .find(address => address !== undefined);
}

/** RFC 4287 4.2.1: an entry without an author has those of its source, else those of the feed. */
function authorsOf(entry: Element, source: Element | undefined, ofFeed: readonly string[]): readonly string[] {
  const places = [namesOf(entry, 'atom:author'), textsIn(entry, 'dc:creator'), namesOf(source, 'atom:author'), ofFeed];
  return places.find(({ length }) => length > 0) ?? [];
}

/** RFC 4287 4.1.2: every entry has an author; for one that names none ours names whoever published it. */
function isStandIn(authors: readonly string[], publisher: string | undefined): boolean {
  return authors.length === 1 && authors[0] === publisher;
}

function namesOf(element: Element | undefined, name: string): readonly string[] {
  return elementsOf(element, name).flatMap(person => {
    const isBare = elementsOf(person).length === 0;
    return textIn(person, 'atom:name', 'name') ?? (isBare ? (textOf(person) ?? []) : []);
  });
}

function categoriesOf(entry: Element): Item['categories'] {
  const named = categoriesOfAtom(entry);
  return named.length > 0 ? named : textsIn(entry, 'dc:subject').map(term => ({ term, label: term }));
}
