/** A rendition as the response to one request: 200, or 304 when the client has it already. */
import type { Instant } from '../model/entry.ts';
import type { Rendition } from '../model/feed.ts';
import { isFresh } from './validators.ts';

/** What is said about keeping a response, besides its validators. */
export type Caching = {
  /** Seconds. */
  readonly maxAge: number;
  /** Further header fields: Content-Security-Policy of pages, Link of feeds. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** Of what is no feed. */
export const mediaTypes = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  opml: 'text/x-opml; charset=utf-8',
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

/** Answers a GET or HEAD with a rendition. `now` judges dates that clients invent and hides a Last-Modified that lies ahead. */
export function respond(request: Request, rendition: Rendition, caching: Caching, now: Instant): Response {
  const headers = new Headers({
    etag: rendition.etag,
    'cache-control': cacheControl(caching.maxAge),
    vary: 'Accept-Encoding',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'ETag, Last-Modified, Link',
    'x-content-type-options': 'nosniff',
    ...caching.headers,
  });
  // RFC 9110 8.8.2.1: never later than the time of the message. The store's clock can run ahead by a burst of changes.
  if (rendition.modified !== undefined && rendition.modified <= now) {
    headers.set('last-modified', new Date(rendition.modified).toUTCString());
  }
  // RFC 9110 15.4.5: a 304 repeats what a 200 would have said for caches to update themselves with.
  if (isFresh(request.headers, rendition, now)) return new Response(null, { status: 304, headers });
  headers.set('content-type', rendition.mediaType);
  headers.set('content-length', String(rendition.bytes.length));
  return new Response(request.method === 'HEAD' ? null : rendition.bytes, { status: 200, headers });
}

/** For clients and other people's caches, which cannot be told of changes: short, and forgiving when we are away. */
function cacheControl(maxAge: number): string {
  return `public, max-age=${maxAge}, stale-while-revalidate=${maxAge}, stale-if-error=86400`;
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
