import type { Entry } from './entry.ts';
import type { FeedListing, FeedSource } from './feed.ts';

/** What every page says of the site. Addresses are absolute. */
export type PageSite = {
  readonly title: string;
  readonly subtitle: string | undefined;
  /** BCP 47: the language of the pages' own words. */
  readonly language: string;
  /** IANA name: the zone in which dates are shown. */
  readonly timeZone: string;
  readonly home: string;
  readonly opml: string;
  readonly search: string;
  readonly stylesheet: string;
};

/** The page of one entry. */
export type EntryPage = {
  readonly entry: Entry;
  readonly source: FeedSource;
  /** Who else tells the same story: their titles, and our pages of them. */
  readonly also: readonly { readonly title: string; readonly source: FeedSource; readonly address: string }[];
  /** Our own address of the page. */
  readonly address: string;
  /** The feeds of the scopes the entry is in: shown on the page, and offered to feed readers. */
  readonly feeds: readonly FeedListing[];
};

/** A page that says what went wrong. */
export type ErrorPage = {
  /** HTTP status. */
  readonly status: number;
  /** What happened, to which thing, and what to do: plain text. */
  readonly message: string;
};
