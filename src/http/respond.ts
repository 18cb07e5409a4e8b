/** A rendition as the reply to one request: 200, or 304 when the client has it already. */
import type { Instant } from '../model/entry.ts';
import type { Encoding } from './encodings.ts';
import type { Caching, Kept } from './renditions.ts';
import { encodedTag, isFresh, type RequestHeaders } from './validators.ts';

/** Of what is no feed. */
export const mediaTypes = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  opml: 'text/x-opml; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
} as const;

/** Pages, and what they are made of: looked at by people, asked for again at once. No script, no style but our own, no frames. */
export const pageCaching: Caching = {
  maxAge: 60,
  headers: {
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      'img-src http: https: data:',
      'media-src http: https:',
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
  },
};

/** What goes on the wire: a listener writes it as it is, `asResponse` makes a Response of it. */
export type Reply = {
  readonly status: 200 | 226 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
};

/** What a reply depends on in a request. */
export type Asking = { readonly method: string; readonly headers: RequestHeaders };

/**
 * Replies to a GET or HEAD with a rendition, in the best of the accepted codings that is ready: pure, and the only place where a reply is made, for the listener's short
 * way and for the app alike. `now` judges dates that clients invent and hides a Last-Modified that lies ahead.
 */
export function reply({ method, headers }: Asking, accepted: readonly Encoding[], kept: Kept, now: Instant): Reply {
  const encoding = kept.forms.ready(accepted);
  if (isFresh(headers, kept.rendition, now))
    return { status: 304, headers: headersOf(kept, encoding, 304, now), body: undefined };
  const body = method === 'HEAD' ? undefined : kept.forms.bytes(encoding);
  return { status: 200, headers: headersOf(kept, encoding, 200, now), body };
}

/** A reply as the Response of a fetch handler. */
export function asResponse({ status, headers, body }: Reply): Response {
  return new Response(body ?? null, { status, headers });
}

/** By status, then by coding. */
type Blocks = Readonly<Record<200 | 304, Partial<Record<Encoding | 'identity', Readonly<Record<string, string>>>>>>;
const blocks = new WeakMap<Kept, Blocks>();

/** The header fields of a reply: made once for each kind of it. */
function headersOf(
  kept: Kept,
  encoding: Encoding | undefined,
  status: 200 | 304,
  now: Instant,
): Readonly<Record<string, string>> {
  const { modified } = kept.rendition;
  // RFC 9110 8.8.2.1: never later than the time of the message. The store's clock can run ahead by a burst of changes.
  if (modified !== undefined && modified > now) return makeHeaders(kept, encoding, status, undefined);
  const own = blocks.getOrInsertComputed(kept, () => ({ 200: {}, 304: {} }))[status];
  const name = encoding ?? 'identity';
  own[name] ??= makeHeaders(kept, encoding, status, modified);
  return own[name];
}

/** What scripts of any site may read of a reply, which is what it says it is. */
export const forAnybody = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Last-Modified, IM, Retry-After',
  'x-content-type-options': 'nosniff',
} as const;

function makeHeaders(
  { rendition, forms, caching }: Kept,
  encoding: Encoding | undefined,
  status: 200 | 304,
  modified: Instant | undefined,
): Readonly<Record<string, string>> {
  return {
    etag: encodedTag(rendition.etag, encoding),
    ...(modified === undefined ? {} : { 'last-modified': new Date(modified).toUTCString() }),
    'cache-control': cacheControl(caching),
    // Where the platform compresses, it says so itself; a cache in front would keep a copy for every client's spelling.
    ...varying(forms.varies ? 'Accept-Encoding' : undefined, caching.vary),
    ...forAnybody,
    ...caching.headers,
    // RFC 9110 15.4.5: a 304 repeats what caches update themselves with, not what describes the body it does not have.
    ...(status === 304 ? {} : bodyHeaders(rendition.mediaType, forms.bytes(encoding).length, encoding)),
  };
}

/** RFC 9110 12.5.5. */
function varying(...names: readonly (string | undefined)[]): { readonly vary?: string } {
  const named = names.filter(name => name !== undefined);
  return named.length === 0 ? {} : { vary: named.join(', ') };
}

/** What describes a body. */
export function bodyHeaders(
  mediaType: string,
  length: number,
  encoding: Encoding | undefined,
): Readonly<Record<string, string>> {
  return {
    'content-type': mediaType,
    'content-length': String(length),
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
  };
}

/** For clients and other people's caches, which cannot be told of changes: short, and forgiving when we are away. */
function cacheControl({ maxAge, isPrivate = false }: Caching): string {
  return `${isPrivate ? 'private' : 'public'}, max-age=${maxAge}, stale-while-revalidate=${maxAge}, stale-if-error=86400`;
}

/** What reading allows; anything else is a 405. */
export const readMethods = 'GET, HEAD, OPTIONS';

/** OPTIONS, CORS preflights too: anybody may read, with the header fields that conditional requests need. */
export function preflight(allow: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      allow,
      'access-control-allow-origin': '*',
      'access-control-allow-methods': allow,
      'access-control-allow-headers': 'If-None-Match, If-Modified-Since, A-IM, Accept',
      'access-control-max-age': '86400',
    },
  });
}
