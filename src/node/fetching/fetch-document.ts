/** One polite, careful GET: what HTTP.md wishes of clients, and nothing that a source could do to us or to our network. */
import { lookup } from 'node:dns/promises';
import { STATUS_CODES } from 'node:http';
import { isIP } from 'node:net';
import type { FetchRules } from '../../model/config.ts';
import type { Instant } from '../../model/entry.ts';
import { limits } from '../../model/limits.ts';
import type { Answer, Failed } from './answer.ts';
import { BadBody } from './bad-body.ts';
import { badPorts } from './bad-ports.ts';
import { checkedLookup, NotPublic, type Resolve } from './checked-lookup.ts';
import { authorizationOf, withoutUser, withUserOf } from './credentials.ts';
import { deadline } from './deadline.ts';
import { decoded } from './decoded.ts';
import { type Exchanged, exchange, isDocument } from './exchange.ts';
import { freshFor, retryAfter } from './freshness.ts';
import { ledOn, type Reach, reachOf } from './reach.ts';
import { failedBy } from './why.ts';

export type DocumentRequest = {
  /** http(s), absolute; a name and password in it are sent to this host alone (RFC 7617). */
  readonly url: string;
  readonly expects: 'feed' | 'page';
  /** Of the answer that was taken in last, if there is one: an unchanged document is not sent again. */
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  /** Whether a document from the internet named it: then it leads nowhere else. */
  readonly isOutside?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** How everything is fetched. */
export type Client = {
  readonly rules: Pick<FetchRules, 'timeout' | 'maxBytes'>;
  readonly reach: Reach;
  readonly resolve: Resolve;
  /** Who asks, and where to say that it asks too much. */
  readonly userAgent: string;
  /** The base URL of this site, where it is known: a source that is led back here would bring nothing but what is here already. */
  readonly own?: string | undefined;
  readonly now: () => Instant;
};

/** A client by the rules of the configuration. Throws a UsageError for an `allow` that says nothing. */
export function clientBy(rules: FetchRules, userAgent: string, resolve: Resolve = byTheSystem): Client {
  return { rules, reach: reachOf(rules.allow), resolve, userAgent, now: Date.now };
}

const byTheSystem: Resolve = host => lookup(host, { all: true });

const maxRedirects = 5;
/** Characters of a validator that is worth keeping. */
const longestValidator = 1000;

const accepted = {
  feed: 'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5',
  page: 'text/html, application/xhtml+xml, */*;q=0.5',
} as const;

/** Asks for a document. What the network does is an answer, never an error. */
export async function fetchDocument(request: DocumentRequest, client: Client): Promise<Answer> {
  const { signal, end } = deadline(client.rules.timeout, request.signal);
  try {
    return await followed(request, client, signal);
  } finally {
    end();
  }
}

async function followed(request: DocumentRequest, client: Client, signal: AbortSignal): Promise<Answer> {
  const { rules, resolve, own } = client;
  const { reach, isOutside } = ledOn(client.reach, request.isOutside === true);
  const wire = { lookup: checkedLookup(resolve, reach), maxBytes: rules.maxBytes, signal };
  const first = new URL(request.url);
  let url = withoutUser(first);
  let isPermanent = true;
  for (let redirects = 0; ; redirects++) {
    try {
      refuse(url, reach);
      const exchanged = await exchange(url, fieldsFor(request, client, first, url), wire);
      const to = redirectOf(exchanged, url);
      if (to === undefined) {
        const movedTo = isPermanent && redirects > 0 ? withUserOf(first, url) : undefined;
        return await answerOf(exchanged, { request, client, url, isPermanent, movedTo, isOutside: isOutside() });
      }
      if (redirects === maxRedirects) throw new BadAnswer(`redirects more than ${maxRedirects} times`);
      isPermanent &&= permanent.has(exchanged.status);
      url = to;
      if (own !== undefined && url.href.startsWith(`${own}/`))
        throw new BadAnswer(
          'is this site itself, to which the address of the source leads on: give it that of its own feed',
        );
    } catch (error) {
      if (request.signal?.aborted === true) return { kind: 'stopped' };
      if (error instanceof BadAnswer) return failed(`${url.hostname} ${error.message}.`, false);
      return failedBy(signal.aborted ? signal.reason : error, url.hostname);
    }
  }
}

/** Why an answer cannot be used: the end of a sentence that begins with the host. */
class BadAnswer extends Error {}

/** Redirects that are remembered (RFC 9110 15.4.2, 15.4.9). */
const permanent: ReadonlySet<number> = new Set([301, 308]);
const redirecting: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Asks for no address that is none of ours to ask. Names are looked at when they are connected to (checkedLookup). */
function refuse(url: URL, reach: Reach): void {
  if (badPorts.has(Number(url.port || '80')))
    throw new BadAnswer(`is named with port ${url.port}, which is another protocol's`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && reach(host, host) === undefined) throw new NotPublic();
}

function fieldsFor(request: DocumentRequest, { userAgent }: Client, first: URL, url: URL): Record<string, string> {
  const { expects, etag, lastModified } = request;
  const authorization = authorizationOf(first, url);
  return {
    'user-agent': userAgent,
    accept: accepted[expects],
    'accept-encoding': 'gzip, deflate, br, zstd',
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
    // RFC 3229: of a feed, only what changed.
    ...(etag !== undefined && expects === 'feed' && { 'a-im': 'feed' }),
    ...(authorization !== undefined && { authorization }),
  };
}

/** Where a redirect leads; absent: it is none. Throws a BadAnswer where that cannot be followed. */
function redirectOf({ status, fields }: Exchanged, from: URL): URL | undefined {
  if (!redirecting.has(status)) return undefined;
  const { location } = fields;
  if (location === undefined) throw new BadAnswer(`answered ${status} without saying where to`);
  // Addresses are ASCII, but some send UTF-8, which arrives as one character a byte.
  const text = Buffer.from(location, 'latin1').toString('utf8');
  const to = URL.canParse(text, from) ? new URL(text, from) : undefined;
  if (to === undefined || !/^https?:$/.test(to.protocol))
    throw new BadAnswer('redirects to what is no address of the web');
  if (to.href.length > limits.url) throw new BadAnswer('redirects to an address that is longer than any');
  // What was asked for in secret is not fetched in public, where anybody on the way can change it.
  if (from.protocol === 'https:' && to.protocol === 'http:')
    throw new BadAnswer('redirects from https to http; if that is meant, configure the http address');
  return withoutUser(to);
}

type Circumstances = {
  readonly request: DocumentRequest;
  readonly client: Client;
  readonly url: URL;
  readonly isPermanent: boolean;
  readonly movedTo: string | undefined;
  readonly isOutside: boolean;
};

async function answerOf({ status, fields, body }: Exchanged, circumstances: Circumstances): Promise<Answer> {
  const { request, client, url, isPermanent, movedTo, isOutside } = circumstances;
  const now = client.now();
  const validators = { etag: kept(fields.etag), lastModified: kept(fields['last-modified']) };
  const freshness = freshFor(fields, now);
  if (status === 304) {
    if (request.etag === undefined && request.lastModified === undefined)
      throw new BadAnswer('says that nothing changed since a time that nobody named');
    // RFC 9110 15.4.5: a 304 has the validators that a 200 would have.
    const { etag = request.etag, lastModified = request.lastModified } = validators;
    return { kind: 'unchanged', etag, lastModified, movedTo, freshFor: freshness };
  }
  if (isDocument(status)) {
    // RFC 3229 10.5.2: what was done to make it; nothing but what we asked for can be read.
    const manipulations = [fields.im ?? 'feed'].flat().join();
    if (status === 226 && !/^\s*feed\s*$/i.test(manipulations))
      throw new BadAnswer('sent a difference that was not asked for');
    const bytes = await decoded(body, fields['content-encoding'], client.rules.maxBytes);
    if (bytes.length === 0) throw new BadBody('is empty');
    const fetched = {
      bytes: new Uint8Array(bytes),
      url: url.href,
      contentType: fields['content-type'],
    };
    return { kind: 'news', fetched, isOutside, ...validators, movedTo, freshFor: freshness };
  }
  // Whoever redirects for a while has the last word.
  if (status === 410 && isPermanent)
    return {
      kind: 'gone',
      reason: `${url.hostname} says that it is gone for good (410): remove the source, or give it another url.`,
    };
  return failed(
    `${url.hostname} answered ${status}${STATUS_CODES[status] === undefined ? '' : ` ${STATUS_CODES[status]}`}: ${adviceOn(status)}.`,
    status >= 500 || status === 429 || status === 408,
    retryAfter(fields, now),
  );
}

function adviceOn(status: number): string {
  if (status === 401) return 'it wants a name and a password, as in https://name:password@example.org/';
  if (status === 403 || status === 451) return 'it does not let us read; ask its owner';
  if (status === 404 || status === 410) return 'look for the address that it has now';
  if (status === 429) return 'it is asked too often, and will be asked less';
  if (status >= 500 || status === 408) return 'it has trouble of its own, and is tried again';
  return 'that is no document; look at the address';
}

function failed(reason: string, isPassing: boolean, after?: number | undefined): Failed {
  return { kind: 'failed', reason, retryAfter: after, isOurs: false, isPassing };
}

function kept(validator: string | undefined): string | undefined {
  return validator === undefined || validator === '' || validator.length > longestValidator ? undefined : validator;
}
