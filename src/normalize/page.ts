/** Pages -> articles: a list of articles, an article, the feeds that a page names. For sites without a feed, and for finding one. */
import type { FeedArticle, FeedDocument } from '../model/feed-document.ts';
import { escaped } from '../model/html.ts';
import { problem } from '../model/problem.ts';
import type { Outcome } from '../model/seed.ts';
import type { PageRules } from '../model/source.ts';
import { documentOf } from './content/document.ts';
import { innerHtml } from './content/markup.ts';
import { type Node, textOf } from './content/nodes.ts';
import { finderOf } from './content/selectors.ts';
import { dateInText } from './facts/dates.ts';
import { metadataOf } from './facts/metadata.ts';
import { oneLine } from './text.ts';
import { webUrl } from './urls.ts';

/** What a list page says. */
export type ListPage = Pick<FeedDocument, 'articles' | 'problems'>;

/** A feed that a page names. */
export type FoundFeed = { readonly url: string; readonly title: string | undefined };

/** Titles and dates stand in small elements. */
const longestText = 500;

/**
 * The articles that a list page at `url` links, in its order, each address once. An article is known by its address; title,
 * date, picture and the beginning of its text are there as far as the item says. Fails where the page has no such item.
 */
export function linksIn(html: string, url: string, { item, link, date }: PageRules): Outcome<ListPage> {
  const page = documentOf(html);
  const items = withoutDeep(finderOf([[item]])(page)[0] ?? []);
  if (items.length === 0) {
    return problem(
      `nothing on the page is "${item}"`,
      'Look into the source of the page, and give page.item the selector of its articles; what a script adds later is not there.',
    );
  }
  const base = baseOf(page, url);
  const find = finderOf([
    [link ?? 'a[href]'],
    ['a[href]'],
    headings,
    date === undefined ? [] : [date],
    ['time'],
    ['img'],
    ['p'],
  ]);
  const read = items.map((node, at) => itemOf(node, find(node), at, base, link !== undefined));
  const linked = read.flatMap(found => (found.kind === 'ok' ? found.value : []));
  if (linked.length === 0) {
    const missing = link === undefined ? 'a[href]' : `"${link}"`;
    return problem(
      `none of the ${items.length} items that are "${item}" has a link`,
      `Give page.link the selector of an element with href within an item; looked for was ${missing}.`,
    );
  }
  // A picture and a title often link the same: whichever has the title speaks.
  const byLink = Map.groupBy(linked, ({ key }) => key);
  const articles = [...byLink.values()].flatMap(
    same => same.find(({ fields }) => fields.title !== undefined) ?? same.slice(0, 1),
  );
  return {
    kind: 'ok',
    value: { articles, problems: read.flatMap(found => (found.kind === 'problem' ? found.problem : [])) },
  };
}

/** An article's page at `url`. Fails where the page has none of what `content` selects. */
export function articleOf(html: string, url: string, rules: PageRules): Outcome<FeedArticle> {
  const page = documentOf(html);
  const selectors = [rules.content, rules.title, rules.date].map(selector =>
    selector === undefined ? [] : [selector],
  );
  const [contents = [], titles = [], dates = [], headings = [], names = [], times = []] = finderOf([
    ...selectors,
    ['h1'],
    ['title'],
    ['time'],
  ])(page);
  if (rules.content !== undefined && contents.length === 0) {
    return problem(
      `nothing on ${url} is "${rules.content}"`,
      'Look into the source of the page, and give page.content the selector of the text; what a script adds later is not there.',
    );
  }
  const said = metadataOf(page);
  const base = baseOf(page, url);
  const title = textsOf(titles)[0] ?? said.title ?? textsOf(headings)[0] ?? textsOf(names)[0];
  const fields = {
    key: url,
    title: title === undefined ? undefined : escaped(title),
    link: url,
    date: datesOf(dates)[0] ?? said.published ?? datesOf(times)[0],
    updated: said.updated,
    author: said.authors,
    category: said.tags.map(term => ({ term, label: term })),
    description: said.description === undefined ? undefined : escaped(said.description),
    image: said.images.flatMap(image => webUrl(image, base) ?? []),
    lang: page.children?.find(({ name }) => name === 'html')?.attribs?.lang,
  };
  return {
    kind: 'ok',
    value: {
      key: url,
      fields: withoutNothing(fields),
      body: outermost(contents).map(innerHtml).join('\n'),
      base,
      repairs: [],
    },
  };
}

/** The feeds that a page at `url` names (HTML 4.6.7.1, `alternate`), then those that it links; each address once. */
export function feedsOf(html: string, url: string): readonly FoundFeed[] {
  const page = documentOf(html);
  const base = baseOf(page, url);
  const [links = [], anchors = []] = finderOf([['link'], ['a']])(page);
  const named = links.filter(({ attribs = {} }) => {
    return words(attribs.rel).includes('alternate') && feedTypes.test(attribs.type ?? '');
  });
  const linked = anchors.filter(({ attribs = {} }) => looksLikeFeed(webUrl(attribs.href ?? '', base)));
  const found = [...named, ...linked].flatMap(node => {
    const address = webUrl(node.attribs?.href ?? '', base);
    const title = node.attribs?.title ?? (node.name === 'a' ? textOf(node, longestText) : undefined);
    return address === undefined ? [] : { url: address, title: lineOf(title) };
  });
  return [...Map.groupBy(found, ({ url }) => url).values()].flatMap(([first]) => first ?? []);
}

const feedTypes = /^\s*(?:application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|text\/(?:rss|atom)\+xml)\s*(?:;|$)/i;

/** Names that feeds have, and hardly anything else. */
function looksLikeFeed(url: string | undefined): boolean {
  const { pathname = '', search = '' } = url === undefined ? {} : new URL(url);
  return (
    /(?:^|\/)(?:feeds?|rss2?|atom)\/?$|\.(?:rss|atom|rdf)$|(?:^|\/)(?:[\w-]*(?:feed|rss|atom)[\w-]*|index)\.xml$|(?:^|\/)feed\.json$/i.test(
      pathname,
    ) || /[?&](?:feed|format|type)=(?:rss2?|atom|rdf|feed)(?:&|$)/i.test(search)
  );
}

type ItemRead =
  | { readonly kind: 'ok'; readonly value: FeedArticle }
  | { readonly kind: 'problem'; readonly problem: ListPage['problems'][number] };

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

function itemOf(
  node: Node,
  parts: readonly (readonly Node[])[],
  at: number,
  base: string,
  isChosen: boolean,
): ItemRead {
  const [links = [], anchors = [], heads = [], dates = [], times = [], pictures = [], paragraphs = []] = parts;
  const own = node.attribs?.href === undefined || isChosen ? [] : [node];
  const [target] = [...own, ...links];
  const address = withoutFragment(webUrl(target?.attribs?.href ?? '', base));
  if (target === undefined || address === undefined) {
    return {
      kind: 'problem',
      problem: {
        key: `item ${at + 1}`,
        reason: 'the item has no link',
        hint: 'Give page.item a selector of articles alone, or page.link that of the link within them.',
      },
    };
  }
  const same = [
    target,
    ...anchors.filter(({ attribs }) => withoutFragment(webUrl(attribs?.href ?? '', base)) === address),
  ];
  const title = textsOf(heads)[0] ?? textsOf(same)[0] ?? lineOf(target.attribs?.title) ?? altIn(pictures);
  const description = textsOf(paragraphs).find(text => text !== title);
  const fields = {
    key: address,
    title: title === undefined ? undefined : escaped(title),
    link: address,
    date: datesOf([...dates, ...times])[0] ?? dateInText(textOf(node, longestText) ?? ''),
    image: pictures.flatMap(({ attribs = {} }) => webUrl(attribs['data-src'] ?? attribs.src ?? '', base) ?? []),
    description: description === undefined ? undefined : escaped(description),
  };
  return { kind: 'ok', value: { key: address, fields: withoutNothing(fields), body: '', base, repairs: [] } };
}

/** HTML 4.2.3: where the relative URLs of a page begin. */
function baseOf(page: Node, url: string): string {
  const [bases = []] = finderOf([['base[href]']])(page);
  return webUrl(bases[0]?.attribs?.href ?? '', url) ?? url;
}

function withoutFragment(url: string | undefined): string | undefined {
  return url?.replace(/#.*$/s, '');
}

function textsOf(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap(node => lineOf(textOf(node, longestText)) ?? []);
}

/** What elements say of a date: `datetime` is for programs, `content` in metadata, the rest for people. */
function datesOf(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap(node => {
    const said = lineOf(node.attribs?.datetime) ?? lineOf(node.attribs?.content);
    const text = lineOf(textOf(node, longestText));
    return said ?? (text === undefined ? [] : (dateInText(text) ?? text));
  });
}

/** Items within each other, such as an article and its parts, are read each with all that stands in it. */
const deepestItem = 4;

/** Elements that are in no more than a few of the others, of elements in the order of the page. */
function withoutDeep(nodes: readonly Node[]): readonly Node[] {
  const depths = new Map<Node | null, number>([[null, 0]]);
  return nodes.filter(node => {
    let around = node.parent;
    while (!depths.has(around)) around = around?.parent ?? null;
    const depth = (depths.get(around) ?? 0) + 1;
    depths.set(node, depth);
    return depth <= deepestItem;
  });
}

/** Elements that are in none of the others. */
function outermost(nodes: readonly Node[]): readonly Node[] {
  const all = new Set(nodes);
  return nodes.filter(node => {
    for (let up = node.parent; up !== null; up = up.parent) if (all.has(up)) return false;
    return true;
  });
}

function altIn(pictures: readonly Node[]): string | undefined {
  return pictures.map(({ attribs }) => lineOf(attribs?.alt)).find(alt => alt !== undefined);
}

function lineOf(text: string | undefined): string | undefined {
  const line = oneLine(text ?? '');
  return line === '' ? undefined : line;
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').toLowerCase().split(/\s+/);
}

function withoutNothing(fields: Readonly<Record<string, unknown>>): FeedArticle['fields'] {
  const said = Object.entries(fields).filter(([, value]) => {
    return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  });
  return Object.fromEntries(said);
}
