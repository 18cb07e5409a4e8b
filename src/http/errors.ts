/** Errors that are answers: a status and a sentence for whoever asked. */
import { mediaTypes, pageCaching } from './respond.ts';

export type ErrorStatus = 400 | 401 | 404 | 405 | 409 | 410 | 412 | 413 | 422 | 429 | 500 | 503;

/** The client's mistake: the message is shown to it. */
export class RequestError extends Error {
  readonly status: ErrorStatus;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: ErrorStatus, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** For what is not there. */
export function notFound(message: string): RequestError {
  return new RequestError(404, message);
}

/** For what was there and does not come back. */
export function gone(message: string): RequestError {
  return new RequestError(410, message);
}

/** For a method that an address does not know (RFC 9110 15.5.6). */
export function methodNotAllowed(allow: string): RequestError {
  return new RequestError(405, `This address answers ${allow} only.`, { allow });
}

/** For what the store would have said. */
export function storeFails(): RequestError {
  return new RequestError(503, 'The store cannot be read at the moment. Try again soon.', { 'retry-after': '30' });
}

/** How an error is written for whoever asked: JSON where JSON was asked for, a page for browsers, else plain text. */
type ErrorForm = 'json' | 'html' | 'text';

/** The form that a request wants its errors in, by the address asked for, then by Accept. */
function errorForm(request: Request): ErrorForm {
  const accept = request.headers.get('accept') ?? '';
  const isJson = new URL(request.url).pathname.endsWith('.json') || isApi(request);
  if (isJson || /\bapplication\/(?:[\w.-]+\+)?json\b/.test(accept)) return 'json';
  return accept.includes('text/html') ? 'html' : 'text';
}

function isApi(request: Request): boolean {
  return new URL(request.url).pathname.startsWith('/api/');
}

/** An error as a response; `page` writes it for a browser. Kept for a minute at most: errors end. */
export function errorResponse(
  request: Request,
  error: RequestError,
  page: (status: number, message: string) => string,
  vary = 'Accept',
): Response {
  const form = errorForm(request);
  const headers = new Headers({
    // Errors end, and those of an address that takes a token are nobody else's.
    'cache-control': error.status >= 500 || isApi(request) ? 'no-store' : 'public, max-age=60',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
    vary,
    ...error.headers,
  });
  const { status, message } = error;
  if (form === 'json') return Response.json({ status, error: message }, { status, headers });
  if (form === 'text') {
    headers.set('content-type', mediaTypes.text);
    return new Response(`${message}\n`, { status, headers });
  }
  for (const [name, value] of Object.entries({ ...pageCaching.headers, 'content-type': mediaTypes.html }))
    headers.set(name, value);
  return new Response(page(status, message), { status, headers });
}
