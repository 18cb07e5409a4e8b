import type { Body } from '../model/body.ts';
import { type Entry, isLabelled } from '../model/entry.ts';
import { type Feed, type Links, sourceOf } from '../model/feed.ts';
import type { AlsoTold } from '../model/story.ts';
import { bodyOf, encoded, type Piece } from './bytes.ts';
import { rfc3339 } from './dates.ts';
import { keeping } from './kept.ts';
import { sourceNote } from './source-note.ts';
import { clean } from './text.ts';

/** A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1). Keys keep this order; what is undefined is left out. */
export function json(feed: Feed, links: Links): Body {
  const { previous } = feed.archive;
  const document = {
    version: 'https://jsonfeed.org/version/1.1',
    title: clean(feed.title),
    // JSON Feed 1.1, Top-level: "for the use of people looking at the raw JSON".
    user_comment: sourceNote(feed, links),
    home_page_url: links.page,
    feed_url: links.self,
    // JSON Feed 1.1, Top-level: where the next n items, in reverse chronological order, are: our archive.
    next_url: previous === undefined ? undefined : links.archive(previous, 'json'),
    description: cleanOrNone(feed.subtitle),
    language: feed.language,
    hubs: links.hub === undefined ? undefined : [{ type: 'WebSub', url: links.hub }],
  };
  const writing = kept(feed, links);
  const items = feed.entries.map(entry => writing(entry, () => [itemText(item(entry, feed, links))]));
  return bodyOf([
    JSON.stringify(document, undefined, 1).slice(0, -'\n}'.length),
    ',\n "items": ',
    ...list(items),
    '\n}\n',
  ]);
}

const kept = keeping('json');

/** As it stands in the list of items, two levels deep. */
function itemText(value: object): string {
  return JSON.stringify([[value]], undefined, 1).slice('[\n [\n  '.length, -'\n ]\n]'.length);
}

/** Encoded once, as an item that is kept. */
const between = encoded(',\n  ');

function list(items: readonly Uint8Array<ArrayBuffer>[]): readonly Piece[] {
  if (items.length === 0) return ['[]'];
  return ['[\n  ', ...items.flatMap((item, index) => (index === 0 ? [item] : [between, item])), '\n ]'];
}

function item(entry: Entry, feed: Feed, links: Links) {
  return {
    id: entry.id,
    url: entry.link ?? links.entry(entry),
    title: clean(entry.title),
    ...contentOf(entry),
    summary: cleanOrNone(entry.summary),
    image: entry.image?.url,
    date_published: rfc3339(entry.published),
    date_modified: rfc3339(entry.updated),
    authors: listOrNone(entry.authors.map(name => ({ name: clean(name) }))),
    tags: listOrNone(entry.categories.map(({ label }) => clean(label))),
    attachments: attachmentsOf(entry),
    language: entry.language === feed.language ? undefined : entry.language,
    _huiliu: extension(entry, feed, links),
  };
}

/** JSON Feed 1.1, Items: one of `content_html` and `content_text` must be there. */
function contentOf({ content, summary, title }: Entry) {
  return content === undefined ? { content_text: clean(summary ?? title) } : { content_html: clean(content) };
}

/** JSON Feed 1.1, Attachments: `mime_type` is required. */
function attachmentsOf({ enclosures = [] }: Entry) {
  return listOrNone(
    enclosures.map(({ url, type, title, length, duration }) => ({
      url,
      mime_type: type ?? 'application/octet-stream',
      title: cleanOrNone(title),
      size_in_bytes: length,
      duration_in_seconds: duration,
    })),
  );
}

/** JSON Feed 1.1, Extensions: an object of our own whose name starts with `_`; `about` leads to its description. */
function extension(entry: Entry, feed: Feed, links: Links) {
  const { id, title, home, upstream } = sourceOf(feed, entry);
  return {
    about: `${links.home}#json-feed`,
    source: {
      id,
      title: clean(title),
      home_page_url: home,
      feed_url: links.source(id, 'json'),
      upstream_url: upstream,
    },
    publisher: cleanOrNone(entry.publisher),
    editor: cleanOrNone(entry.editor),
    // JSON Feed's tags are what is shown.
    categories: entry.categories.some(isLabelled)
      ? entry.categories.map(({ term, label }) => ({ term: clean(term), label: clean(label) }))
      : undefined,
    also: listOrNone((feed.also.get(entry.id) ?? []).map(told => alsoTold(told, feed, links))),
  };
}

/** Who else tells the story. */
function alsoTold(told: AlsoTold, feed: Feed, links: Links) {
  const { id, title } = sourceOf(feed, told);
  const url = told.link ?? links.entry(told);
  return { id: told.id, url, title: clean(told.title), source: { id, title: clean(title) } };
}

function cleanOrNone(text: string | undefined): string | undefined {
  return text === undefined ? undefined : clean(text);
}

/** JSON Feed 1.1, Items: empties are left out. */
function listOrNone<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
