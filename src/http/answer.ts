/** One request for something rendered: find its state, take its rendition, reply. */
import type { Instant } from '../model/entry.ts';
import type { Dependency, SharedCache } from '../model/platform.ts';
import type { Store } from '../model/store.ts';
import { deltaResponse, forDeltas, isForwarded, wantsDelta } from './delta.ts';
import { acceptedEncodings } from './encodings.ts';
import { RequestError, storeFails } from './errors.ts';
import type { Limiter } from './limits.ts';
import type { Outage } from './outage.ts';
import type { Caching, Kept, Rendered, Renditions } from './renditions.ts';
import { type Asking, asResponse, type Reply, reply } from './respond.ts';
import { isFresh, knownRevision, matchesDeltaTag } from './validators.ts';

/** What an address leads to: the revision its bytes depend on, and how they are made. */
export type Found = {
  readonly revision: number;
  /** What must be told of for a cache in front to keep it. */
  readonly dependsOn: readonly Dependency[];
  readonly render: () => Promise<Rendered>;
  /** What changed after a revision, for clients that ask for that alone; undefined when that is nothing or too much. */
  readonly changes?: (since: number) => Promise<Rendered | undefined>;
};

/** What answering needs of the app. */
export type Answering = {
  readonly store: Pick<Store, 'state'>;
  readonly renditions: Renditions;
  readonly now: () => Instant;
  /** False until the seeds were read once: an empty store is then no empty feed. */
  readonly ready: () => boolean;
  /** Told of failures that the answer hides, and of what the store answered. */
  readonly outage: Outage;
  /** A number that changes with every change of the store, known without asking it; absent where nothing knows. */
  readonly version?: (() => number) | undefined;
  /** When what feeds are rendered with last changed here: none of them is older. */
  readonly renderedSince?: Instant | undefined;
  /** The platform's own cache in front of all this, where there is one. */
  readonly sharedCache?: SharedCache | undefined;
  /** Absent: nobody is limited. */
  readonly limiter?: Limiter | undefined;
};

/** A request, and what the platform knows beside it. */
export type Inquiry = {
  readonly request: Request;
  /** The client's address. */
  readonly client: string | undefined;
  /** Whether it came in a way in which only proxies come. */
  readonly isProxied?: boolean | undefined;
};

/** The two ways of answering. */
export type Answers = {
  /**
   * Answers, without a promise when the rendition is known to be true. `address` is canonical: it names the rendition.
   * When the store fails, the last good rendition is the answer; where there is none, a 503.
   */
  readonly answer: (
    inquiry: Inquiry,
    address: string,
    caching: Caching,
    find: () => Promise<Found>,
  ) => Response | Promise<Response>;
  /**
   * The same answer for a request whose raw path and query were answered before and whose rendition is still true: no
   * routing, no store, no promise. Undefined: go the long way.
   */
  readonly shortWay: (target: string, asking: Asking, client: string | undefined) => Reply | undefined;
};

/** Makes the two ways of answering. */
export function answering({
  store,
  renditions,
  now,
  ready,
  outage,
  version,
  limiter,
  renderedSince,
  sharedCache,
}: Answering): Answers {
  let epoch: string | undefined;

  const take = async (address: string, caching: Caching, find: () => Promise<Found>): Promise<Kept> => {
    const at = version?.();
    const current = renditions.current(address, at);
    if (current !== undefined) return current;
    try {
      // Asked for together: where the store is far away, that is one way there and back.
      const [{ revision, dependsOn, render }, known] = await Promise.all([find(), epoch ?? epochOf()]);
      if (revision === 0 && !ready()) throw notReady();
      epoch = known;
      const kept = withHeaders(caching, sharedCache?.keep(dependsOn));
      const made = await renditions.get(address, { epoch, revision }, at, kept, async () => dated(await render()));
      outage.worked(address);
      return made;
    } catch (error) {
      if (error instanceof RequestError) throw error;
      const last = renditions.last(address);
      outage.failed(
        `The store failed; ${address} is answered with ${last ? 'its last good rendition' : 'a 503'}.`,
        error,
        address,
      );
      if (last === undefined) throw storeFails();
      return { ...last, caching: withHeaders(last.caching, sharedCache?.pass) };
    }
  };

  /** The short way sees path and query alone. */
  const remember = (request: Request, address: string, { vary }: Caching) => {
    if (vary === undefined) renditions.alias(targetOf(request), address);
  };

  const epochOf = async () => (await store.state()).epoch;

  /** What is dated is never older than what it is rendered with. */
  const dated = (rendered: Rendered): Rendered => {
    const { modified } = rendered;
    if (modified === undefined || renderedSince === undefined) return rendered;
    return { ...rendered, modified: Math.max(modified, renderedSince) };
  };

  /** Whether a client takes deltas of this. Behind a cache of our own nobody does: it answers everybody from one copy. */
  const takesDeltas = ({ caching }: Kept, { headers }: Request): boolean =>
    caching.deltas === true && sharedCache === undefined && wantsDelta(headers);

  /**
   * The changes since the state that a client holds. When the store fails there are none: the answer is then the last good
   * rendition, as for everybody.
   */
  const delta = async (since: number, kept: Kept, find: () => Promise<Found>): Promise<Rendered | undefined> => {
    if (since >= kept.state.revision) return undefined;
    const what = `${kept.address} changes`;
    try {
      const changes = await (await find()).changes?.(since);
      outage.worked(what);
      return changes;
    } catch (error) {
      outage.failed(`The changes of ${kept.address} could not be read; the whole feed is the answer.`, error, what);
      return undefined;
    }
  };

  /** Seconds a client must wait for a full body; undefined when it may have one. Requests with a validator are counted apart. */
  const wait = ({ address, caching }: Kept, client: string | undefined, conditional: boolean): number | undefined => {
    if (limiter === undefined || client === undefined || caching.limited !== true) return undefined;
    return limiter.admit(client, `${address} ${conditional}`, now());
  };

  /** The reply with a rendition that is true, where nothing has to be waited for and nobody has to be refused. */
  const atOnce = (kept: Kept, asking: Asking, client: string | undefined): Reply | undefined => {
    const { method, headers } = asking;
    if ((method !== 'GET' && method !== 'HEAD') || wantsDelta(headers)) return undefined;
    const accepted = acceptedEncodings(headers.get('accept-encoding'));
    if (kept.forms.isWaiting(accepted)) return undefined;
    const made = reply(asking, accepted, kept, now());
    if (made.body === undefined) return made;
    return wait(kept, client, isConditional(headers)) === undefined ? made : undefined;
  };

  const atLength = async (inquiry: Inquiry, address: string, caching: Caching, find: () => Promise<Found>) => {
    const { request, client } = inquiry;
    const { headers, method } = request;
    const kept = await take(address, caching, find);
    remember(request, address, caching);
    const accepted = acceptedEncodings(headers.get('accept-encoding'));
    const takes = takesDeltas(kept, request);
    const isApart = takes && (inquiry.isProxied === true || isForwarded(headers));
    const tags = headers.get('if-none-match') ?? '';
    const since = takes ? knownRevision(tags, kept.state.epoch, isApart) : undefined;
    // Before the 304: what arrived late, behind the window, changes no byte of the feed and is a change all the same.
    const changes = since === undefined ? undefined : await delta(since, kept, find);
    if (changes !== undefined) return deltaResponse(method, changes, isApart ? forDeltas(kept) : kept, accepted);
    const fresh = isFresh(headers, kept.rendition, now());
    if (!fresh) {
      const seconds = method === 'HEAD' ? undefined : wait(kept, client, isConditional(headers));
      if (seconds !== undefined) throw tooMany(seconds);
      await kept.forms.prepare(accepted);
    }
    // A 304 repeats the tag that was asked with: it may be a cache that asks (RFC 9111 4.3.4).
    const isTheirs = isApart && (!fresh || matchesDeltaTag(tags, kept.rendition.etag));
    return asResponse(reply(request, accepted, isTheirs ? forDeltas(kept) : kept, now()));
  };

  return {
    answer: (inquiry, address, caching, find) => {
      const { request, client } = inquiry;
      const kept = renditions.current(address, version?.());
      const made = kept && atOnce(kept, request, client);
      if (made === undefined) return atLength(inquiry, address, caching, find);
      remember(request, address, caching);
      return asResponse(made);
    },

    shortWay: (target, asking, client) => {
      const kept = renditions.currentByTarget(target, version?.());
      return kept && atOnce(kept, asking, client);
    },
  };
}

function withHeaders(caching: Caching, headers: Readonly<Record<string, string>> | undefined): Caching {
  return headers === undefined ? caching : { ...caching, headers: { ...caching.headers, ...headers } };
}

/** Path and query as the client wrote them. */
export function targetOf({ url }: Request): string {
  return url.slice(url.indexOf('/', url.indexOf('//') + 2));
}

function isConditional(headers: Asking['headers']): boolean {
  return (headers.get('if-none-match') ?? headers.get('if-modified-since')) !== null;
}

function notReady(): RequestError {
  return new RequestError(503, 'The articles are being read for the first time. Try again in a few seconds.', {
    'retry-after': '5',
  });
}

/** RFC 6585 4. */
function tooMany(seconds: number): RequestError {
  const message = `Too many full copies of one feed. Wait ${seconds} seconds, and send If-None-Match with the ETag you got: a 304 is always free.`;
  return new RequestError(429, message, { 'retry-after': String(seconds), 'cache-control': 'no-store' });
}
