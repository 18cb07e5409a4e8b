import type { Day } from './day.ts';
import type { Entry, Instant } from './entry.ts';
import type { Feed, FeedListing, FeedSource } from './feed.ts';
import type { Run } from './run.ts';
import type { ListedKind } from './scope.ts';
import type { Problem } from './seed.ts';
import type { Count, Neighbour } from './store.ts';

/** The language (BCP 47) in which pages speak to whoever would read this one: there are words in Chinese, and in English for all others. */
export function languageOfWords(language: string): string {
  return /^(?:zh|en)\b/i.test(language) ? language : 'en';
}

/** What every page says of the site, and where things are. Addresses are absolute, but those that the page itself must reach. */
export type PageSite = {
  readonly title: string;
  readonly subtitle: string | undefined;
  /** BCP 47: the language of the pages' own words. */
  readonly language: string;
  /** BCP 47: the language of titles, where nothing else is said. */
  readonly contentLanguage: string;
  /** IANA name: the zone in which dates are shown. */
  readonly timeZone: string;
  /** The sources by their ids. A date without a time of day is a date in the zone of its source. */
  readonly sources: ReadonlyMap<string, { readonly title: string; readonly timeZone: string }>;
  readonly home: string;
  readonly opml: string;
  readonly subscribe: string;
  /** Without a host: wherever the page was asked for, its style sheet is there too, and its Content-Security-Policy allows no other. */
  readonly stylesheet: string;
  /** The site's picture, an SVG; without a host likewise. */
  readonly icon: string;
  /** The page of all scopes of a kind. */
  readonly lists: Readonly<Record<ListedKind, string>>;
  readonly day: (day: Day) => string;
  readonly entry: (entry: Pick<Entry, 'source' | 'key'>) => string;
  /** What only a running server has; absent where pages are files. */
  readonly live:
    | {
        readonly search: string;
        /** Where the form is sent to; without a host, as the style sheet. */
        readonly searchForm: string;
        readonly status: string;
        readonly problems: string;
      }
    | undefined;
};

/** Articles per day and source. */
export type Chart = {
  readonly days: readonly Day[];
  /** In the order in which they are shown. */
  readonly sources: readonly FeedSource[];
  /** `period` is the index of the day. */
  readonly counts: readonly Count[];
};

/** The newest entries, and the ways to all others. */
export type HomePage = {
  /** Newest first, without contents. */
  readonly entries: readonly Entry[];
  /** The first of them, in the order of the configuration. */
  readonly sources: readonly FeedListing[];
  readonly hasMoreSources: boolean;
  readonly merged: FeedListing;
  /** Those with the most entries. */
  readonly categories: readonly FeedListing[];
  readonly publishers: readonly FeedListing[];
  /** Absent while there is no entry. */
  readonly chart: Chart | undefined;
};

/** The newest entries of a scope. */
export type ScopePage = {
  /** Its name for people, without the site's; of a search, the query. */
  readonly name: string;
  readonly feed: Feed;
  /** Live entries; absent where nobody counted. */
  readonly count: number | undefined;
  readonly listing: FeedListing;
};

/** The entries of one day. */
export type DayPage = {
  readonly day: Day;
  readonly entries: readonly Entry[];
  /** Whether the day has more than are shown. */
  readonly isCut: boolean;
  /** The nearest days that have entries. */
  readonly earlier: Day | undefined;
  readonly later: Day | undefined;
  readonly merged: FeedListing;
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
  /** The entries next to it in its source. */
  readonly newer: Neighbour | undefined;
  readonly older: Neighbour | undefined;
};

/** The ways to subscribe: everything, the sources, and the largest of the rest. */
export type SubscribePage = Pick<HomePage, 'merged' | 'sources' | 'hasMoreSources' | 'categories' | 'publishers'>;

/** A part of all scopes of a kind, by key; of the sources, in the order of the configuration. */
export type ListPage = {
  readonly kind: ListedKind;
  readonly address: string;
  readonly feeds: readonly FeedListing[];
  /** Where the list begins, and where it goes on; absent for the first and the last part. */
  readonly first: string | undefined;
  readonly next: string | undefined;
};

/** How the site is. */
export type StatusPage = {
  readonly entries: number;
  readonly revision: number;
  /** When something a feed shows last changed; absent when nothing ever did. */
  readonly changed: Instant | undefined;
  /** When the newest entry was published. */
  readonly newest: Instant | undefined;
  readonly isReady: boolean;
  /** Whether searches find everything there is. */
  readonly isSearchable: boolean;
  readonly sources: readonly FeedListing[];
  readonly hasMoreSources: boolean;
  /** Those that are fetched, the first of them; empty where none is. */
  readonly fetched: readonly FetchedListing[];
  readonly problemCount: number;
  /** The first of them. */
  readonly problems: readonly Problem[];
  readonly chart: Chart | undefined;
};

/** How the fetching of a source goes. */
export type FetchedListing = {
  readonly source: FeedSource;
  /** Our page of it. */
  readonly page: string;
  /** Absent until it was first asked. */
  readonly run: Run | undefined;
  /** Since when it brings less than it used to. */
  readonly silent: Instant | undefined;
};

/** A page that says what went wrong. */
export type ErrorPage = {
  /** HTTP status. */
  readonly status: number;
  /** What happened, to which thing, and what to do: plain text. */
  readonly message: string;
  /** What was searched for, where it is the search that went wrong: to be written better. */
  readonly query?: string | undefined;
};
