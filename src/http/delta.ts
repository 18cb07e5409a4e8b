/** Delta encoding in feeds (RFC 3229 with the instance manipulation "feed"): only what changed since the client's copy. */
import { bytesOf } from '../model/body.ts';
import type { Encoding } from './encodings.ts';
import { bodyOf, type Kept, type Rendered } from './renditions.ts';
import { asResponse, bodyHeaders, forAnybody } from './respond.ts';
import { deltaTag, type RequestHeaders } from './validators.ts';

/** Whether a client takes a feed of changes: `A-IM: feed`, alone or in a list (RFC 3229 10.5.3). */
export function wantsDelta(headers: RequestHeaders): boolean {
  const wanted = headers.get('a-im');
  return wanted !== null && /(?:^|,)\s*feed\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[^,]*)?(?:,|$)/i.test(wanted);
}

/**
 * Whether somebody stands between us and the client, who may be a cache: it asks whether its copy is good with its own tag, and
 * passes on the A-IM of a client that holds another copy, or none (RFC 9111 4.3.1).
 */
export function isForwarded(headers: RequestHeaders): boolean {
  return ['via', 'forwarded', 'x-forwarded-for'].some(name => headers.get(name) !== null);
}

/**
 * A rendition for clients that take deltas through others: under a tag that a delta can begin at, and for no cache that others share, where that
 * tag would seem to be theirs.
 */
export function forDeltas(kept: Kept): Kept {
  const { rendition, caching } = kept;
  return {
    ...kept,
    rendition: { ...rendition, etag: deltaTag(rendition.etag) },
    caching: { ...caching, isPrivate: true },
  };
}

/**
 * A 226. Its ETag is that of the whole feed as it is now (RFC 3229 10.4.1), in `kept` or in what `forDeltas` made of it: with it the
 * client asks next time. No cache may keep it: it is right for one state of one client.
 */
export async function deltaResponse(
  method: string,
  changes: Rendered,
  { rendition, forms }: Kept,
  accepted: readonly Encoding[],
): Promise<Response> {
  const { bytes, encoding } = await forms.encodedOnce(bytesOf(bodyOf(changes)), accepted);
  const headers = {
    etag: rendition.etag,
    im: 'feed',
    'cache-control': 'no-store',
    vary: 'Accept-Encoding, A-IM, If-None-Match',
    ...forAnybody,
    ...bodyHeaders(changes.mediaType, bytes.length, encoding),
  };
  return asResponse({ status: 226, headers, body: method === 'HEAD' ? undefined : bytes });
}
