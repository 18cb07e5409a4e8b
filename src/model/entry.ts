/** Milliseconds since 1970-01-01T00:00:00Z, always UTC. */
export type Instant = number;

/**
 * The last instant there is (ECMA-262 21.4.1.1): what an article of no date is written at. As every date in the future it
 * stands for when the article was first seen.
 */
export const undated: Instant = 8.64e15;

/** RFC 4287 4.2.2: `term` identifies, `label` is shown. Both as the source writes them. */
export type Category = { readonly term: string; readonly label: string };

/** Whether a category is shown as another text than its term. */
export function isLabelled({ term, label }: Category): boolean {
  return term !== label;
}

/** An entry's picture: an absolute http(s) URL and its media type, as far as the name of the file tells it. */
export type Picture = { readonly url: string; readonly type: string | undefined };

/**
 * A recording or another file that comes with an entry (RFC 4287 4.2.7.2, `enclosure`): an absolute http(s) URL, its media type,
 * bytes, title and seconds, as far as somebody says.
 */
export type Enclosure = {
  readonly url: string;
  readonly type: string | undefined;
  readonly length: number | undefined;
  readonly title: string | undefined;
  readonly duration: number | undefined;
};

/** One normalized article. Field names are those of RFC 4287. */
export type Entry = {
  /** An absolute IRI, ASCII, never changed: an upstream id, or `tag:<authority>:<source>/<key>` (RFC 4151). */
  readonly id: string;
  /** Id of the Source it came from. */
  readonly source: string;
  /** Names the entry within its source (`keySyntax`). */
  readonly key: string;
  /** Plain text, one line, never empty. */
  readonly title: string;
  /** The original article, absolute; absent when it has none (then our own page is its link). */
  readonly link: string | undefined;
  readonly published: Instant;
  /** Never before `published`. */
  readonly updated: Instant;
  /** Names, in the article's order. */
  readonly authors: readonly string[];
  readonly editor: string | undefined;
  /** Who first published it, as the text says. */
  readonly publisher: string | undefined;
  readonly categories: readonly Category[];
  /** Plain text, one paragraph. */
  readonly summary: string | undefined;
  /** Sanitized HTML with absolute URLs; absent for an article without a text. */
  readonly content: string | undefined;
  readonly image: Picture | undefined;
  /** In the article's order, each URL once; absent where there are none, as nearly always. */
  readonly enclosures?: readonly Enclosure[] | undefined;
  /** BCP 47. */
  readonly language: string;
};

/**
 * What one seed says, normalized: an Entry before identity has decided its `id` and `key`, and before the clock has
 * decided `updated`.
 */
export type Draft = Omit<Entry, 'id' | 'key' | 'published' | 'updated'> & {
  /** The date of publication as the article writes it; ingest sets `published` from it (they differ only for dates in the future). */
  readonly written: Instant;
  /** Whether `written` has a time of day. */
  readonly timed: boolean;
  /** When the article's own words let it be published, where that is another date than `written`. */
  readonly notBefore?: Instant | undefined;
  /** When by the article's own words it is public no longer. */
  readonly notAfter?: Instant | undefined;
  /** The article's own date of change. */
  readonly modified: Instant | undefined;
  /** The source's native id, as `sources.yaml` says how to find it. */
  readonly nativeId: string | undefined;
  /** An absolute IRI that came as the article's Atom id or guid; kept as the entry's id (RFC 4287 4.2.6). */
  readonly upstreamId: string | undefined;
  /** `published: false` or `draft: true`: the article is not, or no longer, public. */
  readonly withdrawn: boolean;
  /** What had to be mended to read it, as short sentences; empty for a clean seed. */
  readonly repairs: readonly string[];
  /** Characters of text in the content, white space not counted: of several present files of one entry the longest wins. */
  readonly textLength: number;
};
