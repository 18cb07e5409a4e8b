/** Entity tags and dates: what a rendition is known by, and whether a request already has it. */
import type { Instant } from '../model/entry.ts';
import type { Rendition } from '../model/feed.ts';

/** `"<digest>.<epoch>.<revision>"`: the digest names the bytes; epoch and revision name the state that made them. */
export function entityTag(digest: string, epoch: string, revision: number): string {
  return `"${digest.slice(0, 20)}.${epoch}.${revision}"`;
}

/** What proxies append to a strong tag when they compress (Apache, nginx and others), tolerated in a request. */
const suffix = /(?:--?|;)(?:gzip|br|zstd|deflate)$/;

/**
 * Whether the client's copy is still good, so that the answer is 304 (RFC 9110 13.2.2). If-None-Match wins over
 * If-Modified-Since; comparison is weak (13.1.2) and by the digest alone, since equal bytes are equal whatever
 * revision they were made at.
 */
export function isFresh(headers: Headers, rendition: Rendition, now: Instant): boolean {
  const wanted = headers.get('if-none-match');
  if (wanted !== null) return matchesTag(wanted, rendition.etag);
  const since = headers.get('if-modified-since');
  return since !== null && matchesDate(since, rendition.modified, now);
}

/** Whether a list of entity tags (or `*`) names this one, as weak comparison and proxies' suffixes allow. */
export function matchesTag(list: string, etag: string): boolean {
  if (list.trim() === '*') return true;
  const ours = digestOf(etag);
  // Entity tags may hold commas, ours never do: what splits badly is foreign and matches nothing.
  return list.split(',').some(tag => digestOf(tag) === ours);
}

/**
 * RFC 9110 13.1.3: not modified since. A date that is no HTTP-date, or that lies in our future, was never ours: it is
 * ignored, so that a reader that invents one gets the feed.
 */
function matchesDate(text: string, modified: Instant | undefined, now: Instant): boolean {
  if (modified === undefined || !/^[A-Za-z]{3,9}, /.test(text)) return false;
  const since = Date.parse(text);
  return !Number.isNaN(since) && since <= now && modified <= since;
}

function digestOf(tag: string): string | undefined {
  const opaque = tag.trim().replace(/^W\//, '');
  const inner = /^"(.*)"$/.exec(opaque)?.[1] ?? opaque;
  const digest = inner.replace(suffix, '').split('.')[0];
  return digest === '' ? undefined : digest;
}
