import { limits } from '../model/limits.ts';

/** Characters that a relative address gets from where it begins, at most. */
const longestStart = 300;
/** A character of Chinese in an address, percent-encoded (RFC 3986 2.5). */
const encoded = '%E4%BD%A0'.length;

/**
 * An http(s) address made absolute; absent for any other, for one longer than an entry's may be, and where nearly all of it would be the
 * base: a document has room for a million that begin at one, and would become gigabytes.
 */
export function webAddress(text: string | undefined, base: string | undefined): string | undefined {
  const url = text === undefined ? null : URL.parse(text.trim(), base);
  if (text === undefined || url === null || !/^https?:$/.test(url.protocol)) return undefined;
  return url.href.length <= Math.min(limits.url, text.length * encoded + longestStart) ? url.href : undefined;
}
