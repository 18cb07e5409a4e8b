/** RSS 0.9x to 2.0 and RDF (0.90, 1.0), with the modules that feeds use. */
import type { FeedDocument } from '../model/feed-document.ts';
import { escaped } from '../model/html.ts';
import { articlesOf } from './feed-articles.ts';
import { attributeOf, type Element, elementsOf, firstOf, htmlOf, textIn, textOf, textsIn } from './feed-element.ts';
import type { Item } from './feed-item.ts';
import { believed } from './feed-language.ts';
import { enclosuresOf, imagesOf } from './feed-media.ts';
import { categoriesOfAtom, paceOf } from './feed-shared.ts';
import { hasTags, seenIn, unescaped } from './feed-text.ts';
import { webAddress } from './web-address.ts';

/** A document whose root is `rss`, `rdf:RDF` or `channel`. */
export function rssDocument(root: Element, url: string): Omit<FeedDocument, 'repairs'> {
  const channels = root.name === 'channel' ? [root] : elementsOf(root, 'channel');
  const [channel = root] = channels;
  const home = webAddress(linkText(channel), channel.base ?? url);
  const title = htmlOf(firstOf(channel, 'title', 'dc:title', 'itunes:title'));
  const language = textIn(channel, 'language', 'dc:language') ?? channel.language;
  // Ours says exactly what it means: plain titles, names of people, who published what.
  const isOurs = textIn(channel, 'generator')?.startsWith('Huiliu') === true;
  const all = [...channels, ...(channels.includes(root) ? [] : [root])].flatMap(holder => elementsOf(holder, 'item'));
  const whole = all.filter(({ isCut }) => !isCut);
  const itemIn = (item: Element) => itemOf(item, { url: home ?? url, language, isOurs });
  return {
    format: root.name === 'rdf:rdf' ? 'rdf' : 'rss',
    title: title === undefined ? undefined : seenIn(isOurs ? escaped(title) : title),
    home,
    language,
    pace: paceOf(channel),
    ...articlesOf(whole, itemIn, home ?? url),
  };
}

type Channel = { readonly url: string; readonly language: string | undefined; readonly isOurs: boolean };

function itemOf(item: Element, { url, language, isOurs }: Channel): Item {
  const base = item.base ?? url;
  const guid = firstOf(item, 'guid');
  const exact = isOurs ? escaped : (text: string) => text;
  const title = htmlOf(firstOf(item, 'title', 'media:title', 'dc:title', 'itunes:title'));
  const content = firstOf(item, 'content:encoded', 'xhtml:body', 'body', 'atom:content', 'content');
  const summary = firstOf(
    item,
    'description',
    'dc:description',
    'itunes:summary',
    'media:description',
    'atom:summary',
    'summary',
    'itunes:subtitle',
  );
  const long = htmlOf(content);
  // What is said of a picture is said of an item that says nothing else.
  const described = firstOf(item, 'media:group', ...(title === undefined ? ['media:content'] : []));
  const short = htmlOf(summary) ?? htmlOf(firstOf(described, 'media:description'));
  const said = textIn(item, 'dc:language') ?? item.language ?? language;
  return {
    id: idOf(item, guid, base),
    link: linkOf(item, guid, base),
    title: title === undefined ? undefined : exact(title),
    published: textsIn(
      item,
      'pubdate',
      'dc:date',
      'atom:published',
      'dcterms:issued',
      'dcterms:created',
      'published',
      'date',
    ),
    updated: textIn(item, 'atom:updated', 'dcterms:modified', 'updated', 'modified'),
    authors: authorsOf(item, isOurs),
    editor: isOurs ? textIn(item, 'dc:contributor') : undefined,
    publisher: textIn(item, 'dc:publisher', 'source'),
    categories: categoriesOf(item, isOurs),
    summary: short,
    content: long,
    base: content?.base ?? summary?.base ?? item.base,
    images: imagesOf(item, base, isOurs),
    enclosures: enclosuresOf(item, base, isOurs),
    language: isOurs ? said : believed(said, title, long ?? short),
  };
}

/** RSS 2.0, guid: a permalink unless it says otherwise, which hardly anybody who has none does. */
function idOf(item: Element, guid: Element | undefined, base: string): string | undefined {
  const text = textOf(guid) ?? textIn(item, 'atom:id', 'dc:identifier') ?? attributeOf(item, 'rdf:about');
  if (text === undefined) return undefined;
  const isRelative = attributeOf(guid, 'ispermalink')?.toLowerCase() === 'true' || text.startsWith('/');
  return isRelative ? (webAddress(text, base) ?? text) : text;
}

function linkOf(item: Element, guid: Element | undefined, base: string): string | undefined {
  const isPermalink = attributeOf(guid, 'ispermalink')?.toLowerCase() !== 'false';
  return (
    // What stands in the link then is a counter.
    webAddress(textIn(item, 'feedburner:origlink'), undefined) ??
    webAddress(linkText(item), base) ??
    webAddress(isPermalink ? textOf(guid) : undefined, undefined) ??
    webAddress(attributeOf(item, 'rdf:about'), undefined)
  );
}

/** The address of what an element is about: RSS has it as text, Atom as an attribute. */
function linkText(element: Element): string | undefined {
  const ofAtom = elementsOf(element, 'atom:link', 'link').find(
    link => attributeOf(link, 'href') !== undefined && (attributeOf(link, 'rel') ?? 'alternate') === 'alternate',
  );
  return textIn(element, 'link') ?? attributeOf(ofAtom, 'href');
}

/** The best place that names anybody. RSS's own is an e-mail address with a name behind it, if all is well. */
function authorsOf(item: Element, isOurs: boolean): readonly string[] {
  const places = [
    textsIn(item, 'dc:creator'),
    elementsOf(item, 'atom:author').flatMap(author => textIn(author, 'atom:name') ?? textOf(author) ?? []),
    elementsOf(item, 'author').flatMap(author => textIn(author, 'name') ?? textOf(author) ?? []),
    textsIn(item, 'itunes:author'),
  ];
  const names = places.map(texts => texts.filter(isNoAddress)).find(({ length }) => length > 0) ?? [];
  return isOurs ? names : names.flatMap(namesIn);
}

/** `M@rco` is a name: the host of an address has a dot. */
function isNoAddress(text: string): boolean {
  return !/^(?:mailto:)?[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(text);
}

/** Some write links to people, one behind the other, with what they belong to (arXiv), and some escape a name twice. */
function namesIn(text: string): readonly string[] {
  const parts = text.split(/(?=<a\b)(?<=<\/a>[^<]*)/i);
  return parts.flatMap(part => (hasTags(part) || part.includes('&') ? (seenIn(part) ?? []) : part));
}

function categoriesOf(item: Element, isOurs: boolean): Item['categories'] {
  const ofAtom = categoriesOfAtom(item);
  if (ofAtom.length > 0) return ofAtom;
  const named = textsIn(item, 'category', 'dc:subject');
  const ofMedia = elementsOf(item, 'media:category').flatMap(one => attributeOf(one, 'label') ?? textOf(one) ?? []);
  const keywords = textsIn(item, 'itunes:keywords', 'media:keywords').flatMap(text => text.split(',').map(trimmed));
  const terms = [named, ofMedia, keywords].find(({ length }) => length > 0) ?? [];
  return terms.map(isOurs ? text => text : unescaped).map(term => ({ term, label: term }));
}

// A pattern that takes the spaces before a comma looks through all of them from each.
function trimmed(text: string): string {
  return text.trim();
}
