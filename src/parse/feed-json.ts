/** JSON Feed 1 and 1.1 (jsonfeed.org). */

import type { FeedDocument, Pace } from '../model/feed-document.ts';
import { escaped } from '../model/html.ts';
import { problem } from '../model/problem.ts';
import { isRecord } from '../model/record.ts';
import type { Outcome } from '../model/seed.ts';
import { meantByControl } from './decode.ts';
import { articlesOf } from './feed-articles.ts';
import type { Enclosure, Item } from './feed-item.ts';
import { believed } from './feed-language.ts';
import { inParagraphs, seenIn } from './feed-text.ts';
import { webAddress } from './web-address.ts';

type Json = Readonly<Record<string, unknown>>;

/** A document that begins like JSON. */
export function jsonDocument(text: string, url: string): Outcome<Omit<FeedDocument, 'repairs'>> {
  const feed = parsed(text);
  if (feed === undefined) {
    return problem(
      'it begins like JSON and is none',
      'Ask again later; if it stays so, tell whoever publishes the feed.',
    );
  }
  if (!isRecord(feed) || !Array.isArray(feed.items)) {
    return problem(
      'it is JSON without a list of items, so no JSON Feed',
      'Look for the address of a feed on its site: `huiliu add` with the address of a page finds it.',
    );
  }
  const home = webAddress(said(feed, 'home_page_url'), url);
  const title = said(feed, 'title');
  const language = said(feed, 'language');
  const authors = peopleOf(feed);
  const itemIn = (item: Json) => itemOf(item, { url: home ?? url, language, authors });
  return {
    kind: 'ok',
    value: {
      format: 'json',
      title: title === undefined ? undefined : seenIn(escaped(title)),
      home,
      language,
      pace,
      ...articlesOf(feed.items.filter(isRecord), itemIn, home ?? url),
    },
  };
}

/** JSON Feed has no word for how often to ask. */
const pace: Pace = { every: undefined, skipHours: [], skipDays: [] };

type Feed = { readonly url: string; readonly language: string | undefined; readonly authors: readonly string[] };

function itemOf(item: Json, { url, language, authors }: Feed): Item {
  const own = peopleOf(item);
  const text = said(item, 'content_text');
  const ours = isRecord(item._huiliu) ? item._huiliu : {};
  const summary = said(item, 'summary');
  const attachments = (Array.isArray(item.attachments) ? item.attachments : []).filter(isRecord).flatMap(attachment => {
    const address = webAddress(said(attachment, 'url'), url);
    return address === undefined
      ? []
      : {
          url: address,
          title: said(attachment, 'title'),
          type: said(attachment, 'mime_type'),
          length: said(attachment, 'size_in_bytes'),
          duration: said(attachment, 'duration_in_seconds'),
        };
  });
  // A picture among the files of an article of ours is one of them.
  const isPicture = ({ type }: Enclosure) => !isRecord(item._huiliu) && type?.startsWith('image/') === true;
  const link = webAddress(said(item, 'url'), url);
  const tag = said(item, 'language') ?? language;
  return {
    id: said(item, 'id') ?? link,
    // A link blog's item is about another page, which it is read for; its own is a comment on that.
    link: link ?? webAddress(said(item, 'external_url'), url),
    title: htmlOf(said(item, 'title')),
    published: [said(item, 'date_published')].flatMap(date => date ?? []),
    updated: said(item, 'date_modified'),
    authors: own.length > 0 ? own : authors,
    editor: said(ours, 'editor'),
    publisher: said(ours, 'publisher') ?? (isRecord(ours.source) ? said(ours.source, 'title') : undefined),
    categories: categoriesOf(item, ours),
    summary: htmlOf(summary),
    // What has no content repeats its summary, or its title, because something must stand there.
    content:
      said(item, 'content_html') ??
      (text === undefined || text === (summary ?? said(item, 'title')) ? undefined : inParagraphs(escaped(text))),
    base: undefined,
    images: [
      said(item, 'image'),
      said(item, 'banner_image'),
      ...attachments.filter(isPicture).map(({ url }) => url),
    ].flatMap(address => webAddress(address, url) ?? []),
    enclosures: attachments.filter(attachment => !isPicture(attachment)),
    language: isRecord(item._huiliu)
      ? tag
      : believed(tag, said(item, 'title'), said(item, 'content_html') ?? text ?? summary),
  };
}

/** Tags are what is shown; a Huiliu says their terms as well, where they are others. */
function categoriesOf({ tags }: Json, { categories }: Json): Item['categories'] {
  if (Array.isArray(categories)) {
    return categories.filter(isRecord).flatMap(category => {
      const term = said(category, 'term');
      return term === undefined ? [] : { term, label: said(category, 'label') ?? term };
    });
  }
  const texts = Array.isArray(tags) ? tags : typeof tags === 'string' ? [tags] : [];
  return texts.filter(tag => typeof tag === 'string').map(term => ({ term, label: term }));
}

/** JSON Feed 1 has one author, 1.1 a list of them, and some have one person where the list should be. */
function peopleOf({ authors, author }: Json): readonly string[] {
  const named = namesIn(authors);
  return named.length > 0 ? named : namesIn(author);
}

function namesIn(people: unknown): readonly string[] {
  return [people]
    .flat()
    .flatMap(person => (isRecord(person) ? (said(person, 'name') ?? []) : typeof person === 'string' ? person : []));
}

/** A value as text; JSON Feed 1, Items: an id may be a number. */
function said(holder: Json, key: string): string | undefined {
  const value = holder[key];
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

function htmlOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : escaped(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(controlsRead(text));
  } catch {
    // SyntaxError: what that means is the caller's to say.
    return undefined;
  }
}

/** With the controls of Latin-1 as decoding reads them, also where an escape hid them from it. */
function controlsRead(text: string): string {
  if (!/\\u00[89]/i.test(text)) return text;
  return text.replace(/\\(?:u00([89][\da-f])|.)/gi, (written, code) =>
    code === undefined ? written : meantByControl(Number.parseInt(code, 16)),
  );
}
