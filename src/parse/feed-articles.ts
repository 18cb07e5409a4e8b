import type { FeedArticle, ItemProblem } from '../model/feed-document.ts';
import { textsOf } from './feed-body.ts';
import type { Item } from './feed-item.ts';
import { emptyFields } from './fields.ts';
import { withoutTracking } from './tracking.ts';

/** Items of a document that are read: a body of 10 MB has room for a million, which would take gigabytes and minutes. */
export const mostItems = 10_000;

/** What a document lists as articles, in its order, each read by `itemOf`; an item that says nothing is a problem. */
export function articlesOf<T>(
  all: readonly T[],
  itemOf: (one: T) => Item,
  home: string | undefined,
): { readonly articles: readonly FeedArticle[]; readonly problems: readonly ItemProblem[] } {
  const items = all.slice(0, mostItems).map(one => withPlainLink(itemOf(one)));
  const ids = onlyOnce(items.map(({ id }) => id));
  const links = onlyOnce(items.map(({ link }) => link));
  const articles: FeedArticle[] = [];
  const problems: ItemProblem[] = all.length > mostItems ? [tooMany(all.length)] : [];
  for (const [at, item] of items.entries()) {
    const id = ids.has(item.id) ? item.id : undefined;
    const key = id ?? (links.has(item.link) ? item.link : undefined);
    const article = articleOf(item, id, key, home);
    if (article !== undefined) articles.push(article);
    else problems.push(empty(key ?? `item ${at + 1}`));
  }
  return { articles, problems };
}

function withPlainLink(item: Item): Item {
  return item.link === undefined ? item : { ...item, link: withoutTracking(item.link) };
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
  // Whoever posts a picture often writes no word with it.
  const isSilent = item.title === undefined && summary === undefined && body === '';
  if (isSilent && item.images.length === 0 && item.enclosures.length === 0) return undefined;
  const dates = item.published.length > 0 ? item.published : [item.updated].flatMap(date => date ?? []);
  const [date, pubDate, published] = dates.map(text => dated(text, item.language));
  const fields = {
    key,
    guid: id,
    title: item.title ?? (body === '' ? summary : undefined),
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
    enclosures: listOrNone(item.enclosures),
    lang: item.language,
  };
  const said = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return {
    key,
    fields: Object.assign(emptyFields(), Object.fromEntries(said)),
    body,
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

function listOrNone<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function empty(key: string): ItemProblem {
  return { key, reason: 'it has neither a title nor a text', hint: 'Tell whoever publishes the feed.' };
}

function tooMany(count: number): ItemProblem {
  return {
    key: `item ${mostItems + 1}`,
    reason: `it is the first that is not read of ${count} items in one document`,
    hint: 'Ask whoever publishes the feed for one that has only what is new.',
  };
}
