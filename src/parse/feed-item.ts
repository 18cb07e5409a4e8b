/** What every format says of an item, and the articles that items become. */
import type { FeedArticle, ItemProblem } from '../model/feed-document.ts';
import { escaped, hasTags, inParagraphs, seenIn } from './feed-text.ts';
import { emptyFields } from './fields.ts';

/** One item of any format. Texts that are HTML say so; addresses are absolute. */
export type Item = {
  readonly id: string | undefined;
  readonly link: string | undefined;
  /** HTML. */
  readonly title: string | undefined;
  /** As written, the best first. */
  readonly published: readonly string[];
  readonly updated: string | undefined;
  readonly authors: readonly string[];
  readonly editor: string | undefined;
  readonly publisher: string | undefined;
  readonly categories: readonly { readonly term: string; readonly label: string }[];
  /** HTML: what the item calls its summary. */
  readonly summary: string | undefined;
  /** HTML: what the item calls its content. */
  readonly content: string | undefined;
  /** Where relative URLs of the content begin, when the document says so. */
  readonly base: string | undefined;
  readonly images: readonly string[];
  readonly enclosures: readonly Enclosure[];
  readonly language: string | undefined;
};

/** A recording or another file that comes with an item. */
export type Enclosure = { readonly url: string; readonly title: string | undefined; readonly type: string | undefined };

/** An http(s) address made absolute; absent for any other. */
export function webAddress(text: string | undefined, base: string | undefined): string | undefined {
  const url = text === undefined ? null : URL.parse(text.trim(), base);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** Items as articles, in their order; an item that says nothing is a problem. */
export function articlesOf(
  items: readonly Item[],
  home: string | undefined,
): { readonly articles: readonly FeedArticle[]; readonly problems: readonly ItemProblem[] } {
  const ids = onlyOnce(items.map(({ id }) => id));
  const links = onlyOnce(items.map(({ link }) => link));
  const articles: FeedArticle[] = [];
  const problems: ItemProblem[] = [];
  for (const [at, item] of items.entries()) {
    const id = ids.has(item.id) ? item.id : undefined;
    const key = id ?? (links.has(item.link) ? item.link : undefined);
    const article = articleOf(item, id, key, home);
    if (article !== undefined) articles.push(article);
    else problems.push(empty(key ?? `item ${at + 1}`));
  }
  return { articles, problems };
}

/** The texts that stand once in a list. */
function onlyOnce(texts: readonly (string | undefined)[]): ReadonlySet<string | undefined> {
  const counts = Map.groupBy(texts, text => text);
  return new Set([...counts].flatMap(([text, { length }]) => (text !== undefined && length === 1 ? [text] : [])));
}

function articleOf(
  item: Item,
  id: string | undefined,
  key: string | undefined,
  home: string | undefined,
): FeedArticle | undefined {
  const { summary, body } = textsOf(item);
  // What is said of a recording is all the text that there is.
  const spoken = body === '' && item.enclosures.length > 0 ? asBody(item.summary ?? '') : body;
  const whole = [spoken, ...item.enclosures.filter(({ url }) => !body.includes(escaped(url))).map(enclosureHtml)];
  const text = whole.filter(part => part !== '').join('\n');
  if (item.title === undefined && summary === undefined && text === '') return undefined;
  const dates = item.published.length > 0 ? item.published : [item.updated].flatMap(date => date ?? []);
  const [date, pubDate, published] = dates.map(text => dated(text, item.language));
  const fields = {
    key,
    guid: id,
    title: item.title ?? (text === '' ? summary : undefined),
    link: item.link,
    date,
    pubDate,
    published,
    updated: item.updated === undefined ? undefined : dated(item.updated, item.language),
    author: listOrNone(item.authors),
    editor: item.editor,
    publisher: item.publisher,
    category: listOrNone(item.categories),
    description: summary,
    image: listOrNone(item.images),
    lang: item.language,
  };
  const said = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return {
    key,
    fields: Object.assign(emptyFields(), Object.fromEntries(said)),
    body: text,
    base: item.base ?? (item.link === undefined ? home : undefined),
    repairs: [],
  };
}

/**
 * A date as it is read further on: a year or a month alone (W3CDTF) begins on its first day, and the CST of RFC 822 5.1 is
 * Chicago's where the language is not Chinese.
 */
function dated(text: string, language: string | undefined): string {
  if (/^\d{4}$/.test(text)) return `${text}-01-01`;
  if (/^\d{4}-\d\d$/.test(text)) return `${text}-01`;
  const isChinese = language === undefined || /^zh\b/i.test(language);
  return isChinese ? text : text.replace(/\bCST$/, '-0600');
}

/** A text without tags that is no longer is shown as a summary by those who write feeds and those who read them. */
const longestSummary = 500;

type Texts = { readonly summary: string | undefined; readonly body: string };

/**
 * The content is the body and what is beside it the summary, unless that is the content by far. A short text without any tag
 * that is alone is the summary of an article that is elsewhere; where there is no title it is the article.
 */
function textsOf({ title, content, summary }: Item): Texts {
  if (summary === undefined) return { summary: undefined, body: asBody(content ?? '') };
  const isMere = isMereSummary(summary);
  if (content === undefined && isMere && title !== undefined) return { summary: oneLine(summary), body: '' };
  if (content === undefined || (!isMere && summary.length > content.length * 2)) {
    return { summary: undefined, body: asBody(summary) };
  }
  return { summary: summary === content ? undefined : oneLine(summary), body: asBody(content) };
}

function isMereSummary(html: string): boolean {
  return html.length <= longestSummary * 6 && !hasTags(html) && (seenIn(html) ?? '').length <= longestSummary;
}

/** Text without a tag whose lines were meant is in paragraphs. */
function asBody(html: string): string {
  return html.includes('\n') && !hasTags(html) ? inParagraphs(html) : html;
}

/** As HTML again: the fields are read as HTML. */
function oneLine(html: string): string | undefined {
  const seen = seenIn(html);
  return seen === undefined ? undefined : escaped(seen);
}

/** Entries have no enclosures: a link to it is the last paragraph, so that a recording can be reached in any reader. */
function enclosureHtml({ url, title, type }: Enclosure): string {
  const name = title ?? fileNameOf(url);
  const kind = type === undefined ? '' : ` (${escaped(type)})`;
  return `<p><a href="${escaped(url).replaceAll('"', '&quot;')}">${escaped(name === '' ? url : name)}</a>${kind}</p>`;
}

function fileNameOf(url: string): string {
  const name = URL.parse(url)?.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    // URIError: the percent signs are the name's own.
    return name;
  }
}

function listOrNone<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function empty(key: string): ItemProblem {
  return { key, reason: 'it has neither a title nor a text', hint: 'Tell whoever publishes the feed.' };
}
