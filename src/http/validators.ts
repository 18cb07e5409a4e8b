/** Entity tags and dates: what a rendition is known by, and whether a request already has it. */
import type { Instant } from '../model/entry.ts';
import type { Rendition } from '../model/feed.ts';

/** `"<digest>.<epoch>.<revision>"`: the digest names the bytes; epoch and revision name the state that made them. */
export function entityTag(digest: string, epoch: string, revision: number): string {
  return `"${digest.slice(0, 20)}.${epoch}.${revision}"`;
}

/** The tag of an encoded form: other bytes, so another strong tag (RFC 9110 8.8.3.3); good for all when it comes back. */
export function encodedTag(etag: string, encoding: string | undefined): string {
  return encoding === undefined ? etag : `${etag.slice(0, -1)}-${encoding}"`;
}

/** The tag for clients that take deltas and are behind others. A cache among these asks with the tag of its own copy; this one is in no cache that is shared, so with it a client says what it holds itself. */
export function deltaTag(etag: string): string {
  return `${etag.slice(0, -1)}.${taker}"`;
}

const taker = 'im';

/** Header fields by lower-case name, null for one that is not there: those of a fetch Request, or of Node's own. */
export type RequestHeaders = { readonly get: (name: string) => string | null };

/** What proxies append to a strong tag when they compress (Apache, nginx and others), tolerated in a request. */
const suffix = /(?:--?|;)(?:gzip|br|zstd|deflate)$/;

/**
 * Whether the client's copy is still good, so that the answer is 304 (RFC 9110 13.2.2). If-None-Match wins over
 * If-Modified-Since; comparison is weak (13.1.2) and by the digest alone, since equal bytes are equal whatever
 * revision they were made at.
 */
export function isFresh(headers: RequestHeaders, rendition: Rendition, now: Instant): boolean {
  const wanted = headers.get('if-none-match');
  if (wanted !== null) return matchesTag(wanted, rendition.etag);
  const since = headers.get('if-modified-since');
  return since !== null && matchesDate(since, rendition.modified, now);
}

/** Whether a list of entity tags (or `*`) names this one, as weak comparison and proxies' suffixes allow. */
export function matchesTag(list: string, etag: string): boolean {
  // The whole of what polite readers send, or its beginning: our digest, up to the full stop after it.
  if (list.startsWith(etag.slice(0, etag.indexOf('.') + 1)) || list.trim() === '*') return true;
  const ours = digestOf(etag);
  // Entity tags may hold commas, ours never do: what splits badly is foreign and matches nothing.
  return list.split(',').some(tag => digestOf(tag) === ours);
}

/**
 * The newest revision of our epoch among the tags of If-None-Match, or among those for deltas alone: the state that a client's own
 * copy shows.
 */
export function knownRevision(list: string, epoch: string, forDeltasAlone: boolean): number | undefined {
  const revisions = list.split(',').flatMap(tag => {
    const [, theirs, revision, mark] = opaqueOf(tag).split('.');
    const counts = mark === taker || (mark === undefined && !forDeltasAlone);
    return theirs === epoch && counts && /^\d{1,15}$/.test(revision ?? '') ? [Number(revision)] : [];
  });
  return revisions.length === 0 ? undefined : Math.max(...revisions);
}

/**
 * RFC 9110 13.1.3: not modified since. A date that is no HTTP-date, or that lies in our future, was never ours: it is
 * ignored, so that a reader that invents one gets the feed.
 */
function matchesDate(text: string, modified: Instant | undefined, now: Instant): boolean {
  if (modified === undefined) return false;
  const since = httpDate(text.trim());
  return !Number.isNaN(since) && since <= now && modified <= since;
}

/** RFC 9110 5.6.7: each of the three forms must be read. One without a zone would be read as this machine's. NaN for any other. */
function httpDate(text: string): Instant {
  if (asctime.test(text)) return Date.parse(`${text} GMT`);
  return /^[A-Za-z]{3,9}, .*(?:GMT|UTC|[+-]\d{4})$/i.test(text) ? Date.parse(text) : Number.NaN;
}

const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

function digestOf(tag: string): string | undefined {
  const digest = opaqueOf(tag).split('.')[0];
  return digest === '' ? undefined : digest;
}

/** Whether a tag for deltas among those of If-None-Match is of the same bytes: what a client holds itself. */
export function matchesDeltaTag(list: string, etag: string): boolean {
  const own = list.split(',').filter(tag => opaqueOf(tag).endsWith(`.${taker}`));
  return own.length > 0 && matchesTag(own.join(','), etag);
}

/** What is between the quotes, without weakness and without what proxies and codings add. */
function opaqueOf(tag: string): string {
  const bare = tag.trim().replace(/^W\//, '');
  return (/^"(.*)"$/.exec(bare)?.[1] ?? bare).replace(suffix, '');
}
