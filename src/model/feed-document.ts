import type { Instant } from './entry.ts';
import type { Article, Outcome } from './seed.ts';

/** A feed document split into what it says of itself and its articles, which are still their authors' words. */
export type FeedDocument = {
  readonly format: 'rss' | 'rdf' | 'atom' | 'json';
  /** Plain text, one line. */
  readonly title: string | undefined;
  /** The site it belongs to: absolute. */
  readonly home: string | undefined;
  /** BCP 47, as the document has it. */
  readonly language: string | undefined;
  readonly pace: Pace;
  /** In the order of the document. */
  readonly articles: readonly FeedArticle[];
  /** Items that say nothing that could be shown or linked. */
  readonly problems: readonly ItemProblem[];
  /** Articles that were taken back (RFC 6721), and when; absent where none was. */
  readonly deleted?: readonly { readonly key: string; readonly at: Instant }[];
  /** What had to be mended to read it, as short sentences. */
  readonly repairs: readonly string[];
};

/**
 * One item or entry. `fields` has the names that front matter has without rules of its own (config/source-rules.ts): title, date,
 * updated, link, author (list of names), editor, publisher, category (list of `{ term, label }`), description, image, enclosures, lang, and
 * guid: the id it came with. `body` is HTML.
 */
export type FeedArticle = Article & {
  /** What it is known by within its source: its id, else its link, else none that another article of the document has too. */
  readonly key: string | undefined;
};

export type ItemProblem = { readonly key: string; readonly reason: string; readonly hint: string };

/** How often a document says that it is worth asking. */
export type Pace = {
  /** Milliseconds: RSS `ttl`, or the `sy:` namespace. */
  readonly every: number | undefined;
  /** Hours of the day, 0 to 23, GMT, in which not to ask (RSS `skipHours`). */
  readonly skipHours: readonly number[];
  /** Days of the week, 0 (Sunday) to 6, GMT, in which not to ask (RSS `skipDays`). */
  readonly skipDays: readonly number[];
};

/** What was fetched, before anything in it is interpreted. */
export type Fetched = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The address that answered, after redirects: where relative URLs begin. */
  readonly url: string;
  /** The Content-Type field as it came. */
  readonly contentType: string | undefined;
};

/** What a run of a source brought from the network. */
export type Brought = {
  /** The feed, or the page that lists articles. */
  readonly document: Fetched;
  /** Pages of articles that the document lists, in its order. */
  readonly pages: readonly ListedPage[];
};

/** The page of an article, and the address by which it was listed: a redirect may have led to another. */
export type ListedPage = { readonly listed: string; readonly fetched: Fetched };

/** Every parser has this signature. `encoding` is the source's: for bytes of which nothing says how they are encoded. */
export type ParseFeed = (fetched: Fetched, encoding: string) => Outcome<FeedDocument>;
