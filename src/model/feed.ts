import type { ArchivePage, ArchivePlace } from './archive.ts';
import type { Entry, Instant } from './entry.ts';
import type { Scope } from './scope.ts';
import type { Source } from './source.ts';
import type { AlsoTold, Duplicates } from './story.ts';

/** Entries that a feed shows at most, whatever is asked for. */
export const maxWindow = 200;

/** The formats a feed is served in, in the order in which they are offered. */
export const formatNames = ['rss', 'atom', 'json'] as const;

export type Format = (typeof formatNames)[number];

/** What is to be known of a format besides its renderer. */
type FormatFacts = {
  /** As people know it. */
  readonly name: string;
  /** Its file under a scope. */
  readonly file: string;
  /** As links name it: without charset. */
  readonly mediaType: string;
  /** Whether it has a word for entries that were taken back. */
  readonly hasTombstones: boolean;
};

/** Adding a format is a name above, a row here and its renderer in render/formats.ts. */
export const formatFacts: Readonly<Record<Format, FormatFacts>> = {
  rss: { name: 'RSS', file: 'rss.xml', mediaType: 'application/rss+xml', hasTombstones: false },
  atom: { name: 'Atom', file: 'atom.xml', mediaType: 'application/atom+xml', hasTombstones: true },
  json: { name: 'JSON', file: 'feed.json', mediaType: 'application/feed+json', hasTombstones: false },
};

/** A title and entries, before a format is chosen. */
export type Feed = {
  readonly scope: Scope;
  /** Plain text, one line. */
  readonly title: string;
  readonly subtitle: string | undefined;
  /** BCP 47. */
  readonly language: string;
  /** The tag authority of the site (RFC 4151), for the feed's own id. */
  readonly authority: string;
  /** The newest change among the entries; absent for an empty feed. */
  readonly updated: Instant | undefined;
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** By the id of an entry, who else tells its story. */
  readonly also: ReadonlyMap<string, readonly AlsoTold[]>;
  /** What is known of the entries' sources, by source id. */
  readonly sources: ReadonlyMap<string, FeedSource>;
  /** Entries of the scope that were taken back, the last first; no id is among `entries` too. */
  readonly tombstones: readonly Tombstone[];
  readonly archive: ArchivePlace;
};

/** What is left of an entry that was taken back (RFC 6721). */
export type Tombstone = { readonly id: string; readonly when: Instant };

/** What may be chosen about a feed. */
export type FeedOptions = {
  /** Entries at most. */
  readonly limit: number;
  /** Only what changed here after it, the newest change first. */
  readonly since: Instant | undefined;
  readonly content: 'full' | 'summary';
  /** Whether all entries of a story are in it, or one of them. */
  readonly duplicates: Duplicates;
};

/** What a feed's archive is asked for with, besides the page. */
export type ArchiveOptions = Pick<FeedOptions, 'content' | 'duplicates'>;

/** A source as a feed names it (atom:source, RSS source). */
export type FeedSource = {
  readonly id: string;
  readonly title: string;
  readonly home?: string | undefined;
  /** The feed that it is read from; absent for one of files, and where the address is nobody's business. */
  readonly upstream?: string | undefined;
};

/** A source of the configuration as feeds name it. */
export function feedSource(source: Source): FeedSource {
  const { id, title, home } = source;
  const upstream = source.kind === 'feed' && !source.isUnlisted ? source.url : undefined;
  return { id, title, home, upstream };
}

/** The sources of the configuration as feeds name them, by id. */
export function feedSources(sources: readonly Source[]): ReadonlyMap<string, FeedSource> {
  return new Map(sources.map(source => [source.id, feedSource(source)]));
}

/** What a feed knows of an entry's source; of one no longer configured only its id. */
export function sourceOf({ sources }: Pick<Feed, 'sources'>, { source }: Pick<Entry, 'source'>): FeedSource {
  return sources.get(source) ?? { id: source, title: source };
}

/** A feed as lists of feeds name it (home page, OPML). */
export type FeedListing = {
  readonly scope: Scope;
  /** Plain text, one line, without the site's title. */
  readonly title: string;
  /** Live entries; absent where nobody counted. */
  readonly count: number | undefined;
  /** Absolute, like every address here: the page for people. */
  readonly page: string;
  readonly formats: Readonly<Record<Format, string>>;
};

/** Where things are: every address in a rendered feed comes from here, absolute. */
export type Links = {
  /** This rendition's own address. */
  readonly self: string;
  /** The page for people of the same scope. */
  readonly page: string;
  /** The home page of the site; its `#json-feed` explains our extension of JSON Feed. */
  readonly home: string;
  /** The feed of the same scope that has the newest entries (RFC 5005: the subscription document), in the given format. */
  readonly current: (format: Format) => string;
  /** Our own page of an entry. */
  readonly entry: (entry: Pick<Entry, 'source' | 'key'>) => string;
  /** Our own feed of a source, in the given format. */
  readonly source: (id: string, format: Format) => string;
  /** A page of the same feed's archive, in the given format. */
  readonly archive: (page: ArchivePage, format: Format) => string;
  /** The base of category schemes: `https://host/categories/`. */
  readonly categories: string;
  /** WebSub hub (absent: none). */
  readonly hub: string | undefined;
  /** Minutes a reader may wait before it asks again: whole, at least 1, at most a day. */
  readonly ttl: number;
};

/** A rendered feed or page: bytes, media type, validators. */
export type Rendition = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** With charset. */
  readonly mediaType: string;
  /** Strong entity tag, with quotes (RFC 9110 8.8.3). */
  readonly etag: string;
  /** When these bytes last changed here, whole seconds; absent when nothing ever did. */
  readonly modified: Instant | undefined;
};
