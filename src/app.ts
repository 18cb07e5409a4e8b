/** Request -> response: the second half of Huiliu; the other is ingest.ts. They meet only at the Store. */
import { type Context, Hono } from 'hono';
import {
  archivePage,
  archivePath,
  archivePattern,
  entryPath,
  feedPath,
  formatFiles,
  formatNames,
  opmlPath,
  pagePath,
  pagePattern,
  scopeAddresses,
  scopeKinds,
  searchPath,
  stylesheetPath,
  withQuery,
} from './http/address.ts';
import { type Answering, type Answers, answering, type Found } from './http/answer.ts';
import { receiveEntries, reportCursor } from './http/api.ts';
import type { Encoder } from './http/encodings.ts';
import { errorResponse, methodNotAllowed, notFound, RequestError } from './http/errors.ts';
import { Limiter } from './http/limits.ts';
import { archiveLinks, linksFor, listingFor, pageSite } from './http/links.ts';
import { healthz, metrics, problems, readyz } from './http/operation.ts';
import { canonicalQuery, contentOption, contentQuery, feedOptions } from './http/parameters.ts';
import { type Caching, Renditions } from './http/renditions.ts';
import { mediaTypes, pageCaching, preflight, readMethods } from './http/respond.ts';
import type { Config } from './model/config.ts';
import type { Feed, FeedListing, Format, Links } from './model/feed.ts';
import type { Digest } from './model/platform.ts';
import { type Scope, type ScopeKind, scopesOf } from './model/scope.ts';
import type { ScopeState, Store } from './model/store.ts';
import { formats } from './render/formats.ts';
import { opml } from './render/opml.ts';
import { entryPage } from './render/pages/entry.ts';
import { errorPage } from './render/pages/error.ts';
import { homePage } from './render/pages/home.ts';
import { scopePage } from './render/pages/scope.ts';
import { searchPage } from './render/pages/search.ts';
import { stylesheet } from './render/pages/stylesheet.ts';
import { findPage, selectPage } from './select/archive.ts';
import { selectChanges } from './select/changes.ts';
import { labelOf, type Selected } from './select/compose.ts';
import { directory } from './select/directory.ts';
import { findScope, type Selection, selectFeed } from './select/feed.ts';

/** What a platform gives the app. */
export type Platform = Omit<Answering, 'renditions' | 'limiter' | 'limitLoopback'> & {
  readonly config: Config;
  readonly store: Store;
  /** Absolute, without a slash at the end; every address in a feed begins with it. Never taken from a Host header. */
  readonly baseUrl: string;
  readonly digest: Digest;
  /** Who may put entries in; absent: nobody. */
  readonly token?: string | undefined;
  /** Whether the search index has everything; absent where nobody knows. */
  readonly searchable?: () => boolean;
  /** The content codings that are made here; none where the platform compresses. */
  readonly encoders?: readonly Encoder[];
  /** The network address of who asks, where the platform knows it. */
  readonly clientOf?: (c: Context) => string | undefined;
};

/** The app, and the short way that a listener may try first. */
export type Serving = { readonly app: Hono; readonly shortWay: Answers['shortWay'] };

/** What a sender with a token is told is for it alone. */
const unkept = { headers: { 'cache-control': 'no-store' } };

type Handler = (c: Context) => Response | Promise<Response>;

/** The Hono app alone, for platforms without a listener of our own. */
export function createApp(platform: Platform): Hono {
  return createServing(platform).app;
}

/**
 * The Hono app, the same on every platform, and the short way past it for a listener. A handler names what is asked for;
 * http/ does the rest.
 */
export function createServing({
  config,
  store,
  baseUrl,
  digest,
  token,
  encoders,
  clientOf,
  searchable,
  ...platform
}: Platform): Serving {
  const { site } = config;
  const { ready, report } = platform;
  const pages = pageSite(baseUrl, site);
  const renditions = new Renditions(site.cacheBytes, digest, encoders);
  const limiter = site.limits && new Limiter(site.limits);
  const limitLoopback = site.limits?.loopback ?? false;
  const answers = answering({ ...platform, store, renditions, limiter, limitLoopback });
  const feedCaching = { maxAge: site.feed.maxAge, limited: true };
  const answer = (c: Context, path: string, caching: Caching, find: () => Promise<Found>) =>
    answers.answer({ request: c.req.raw, client: clientOf?.(c) }, path, caching, find);
  const scopeOf = (c: Context, kind: ScopeKind) =>
    scopeAddresses[kind].scope(c.req.param('key') ?? '', new URL(c.req.url).searchParams);

  const feed =
    (kind: ScopeKind, format: Format): Handler =>
    c => {
      const defaults = { limit: site.feed.limit };
      const options = feedOptions(new URL(c.req.url).searchParams, defaults);
      const scope = scopeOf(c, kind);
      const path = withQuery(feedPath(scope, format), canonicalQuery(options, defaults));
      const { render, mediaType } = formats[format];
      const selection = { ...options, tombstones: format === 'atom' };
      return answer(c, path, feedCaching, () => inScope(scope, selection, path, render, mediaType));
    };

  const archived =
    (kind: ScopeKind, format: Format): Handler =>
    c => {
      const scope = scopeOf(c, kind);
      const missing = 'The archive has no such page. Its newest is linked as prev-archive in the feed.';
      const page = archivePage(c.req.param('page') ?? '');
      if (page === undefined) throw notFound(missing);
      const content = contentOption(new URL(c.req.url).searchParams);
      const query = contentQuery(content);
      const path = archivePath(scope, page, format) + query;
      return answer(c, path, feedCaching, async () => {
        const state = await stateOf(scope);
        const found = await findPage(store, state, page);
        if (found === undefined) throw notFound(missing);
        const { render, mediaType } = formats[format];
        const rendered = async () => {
          const { feed, modified } = await selectPage(store, config, state, found, content);
          return { text: render(feed, archiveLinks(baseUrl, site, scope, page, path, query)), mediaType, modified };
        };
        return { revision: found.revision, render: rendered };
      });
    };

  const scopeHtml =
    (kind: ScopeKind): Handler =>
    c => {
      if (kind === 'search' && c.req.query('q') === undefined) return searchStart(c);
      const scope = scopeOf(c, kind);
      const render = (feed: Feed, links: Links) => scopePage(pages, feed, links);
      const newest = { limit: site.feed.limit, since: undefined, content: 'summary' as const, tombstones: false };
      return answer(c, pagePath(scope), pageCaching, async () => {
        const { revision, render: rendered } = await inScope(scope, newest, pagePath(scope), render, mediaTypes.html);
        return { revision, render: rendered };
      });
    };

  const inScope = async (
    scope: Scope,
    selection: Selection,
    path: string,
    render: (feed: Feed, links: Links) => string,
    mediaType: string,
  ): Promise<Found> => {
    const state = await stateOf(scope);
    const links = linksFor(baseUrl, site, scope, path, contentQuery(selection.content));
    const rendered = ({ feed, modified }: Selected) => ({ text: render(feed, links), mediaType, modified });
    const changes = async (since: number) => {
      const selected = await selectChanges(store, config, state, since, selection.limit, selection.content);
      if (selected === 'too-many') return undefined;
      const { entries, tombstones } = selected.feed;
      return entries.length + tombstones.length === 0 ? undefined : rendered(selected);
    };
    return {
      revision: state.revision,
      render: async () => rendered(await selectFeed(store, config, state, selection)),
      // `since` says itself which changes are wanted.
      ...(selection.since === undefined ? { changes } : {}),
    };
  };

  const stateOf = async (scope: Scope): Promise<ScopeState<Scope>> => {
    const state = await findScope(store, config, scope);
    if (state !== undefined) return state;
    throw notFound(`There is no ${scope.kind} of this name. Every feed is listed in ${pages.opml}.`);
  };

  const entryHtml: Handler = c => {
    const { source = '', key = '' } = c.req.param();
    const path = entryPath(source, key);
    return answer(c, path, pageCaching, async () => {
      const stored = await store.entry(source, key);
      if (stored === undefined) throw notFound('There is no entry of this name.');
      if (stored.retracted !== undefined) throw new RequestError(410, 'This entry was taken back.');
      const { entry, revision, modified } = stored;
      const feeds = scopesOf(entry)
        .filter(({ scope }) => scope.kind !== 'all')
        .map(({ scope, label }) => listingFor(baseUrl, { scope, title: labelOf(config, { scope, label }) }));
      const from = config.sources.find(({ id }) => id === entry.source) ?? { id: entry.source, title: entry.source };
      const render = async () => {
        const text = entryPage(pages, { entry, source: from, address: baseUrl + path, feeds });
        return { text, mediaType: mediaTypes.html, modified };
      };
      return { revision, render };
    });
  };

  /** What shows every feed there is. It depends on every scope, and so on every revision. */
  const overview =
    (path: string, render: (feeds: readonly FeedListing[]) => string, mediaType: string): Handler =>
    c =>
      answer(c, path, pageCaching, async () => {
        const { revision } = await store.state();
        const listed = async () => (await directory(store, config)).map(each => listingFor(baseUrl, each));
        return { revision, render: async () => ({ text: render(await listed()), mediaType, modified: undefined }) };
      });

  /** What depends on no entry. */
  const fixed =
    (path: string, text: string, mediaType: string): Handler =>
    c =>
      answer(c, path, pageCaching, async () => ({
        revision: 1,
        render: async () => ({ text, mediaType, modified: undefined }),
      }));
  const searchStart = fixed(searchPath, searchPage(pages), mediaTypes.html);

  const app = new Hono();
  const read = (path: string, handler: Handler) => {
    app.get(path, handler);
    app.options(path, () => preflight(readMethods));
    app.all(path, () => Promise.reject(methodNotAllowed(readMethods)));
  };
  for (const kind of scopeKinds) {
    for (const format of formatNames) {
      read(pagePattern(kind) + formatFiles[format], feed(kind, format));
      if (kind !== 'search') read(archivePattern(kind, format), archived(kind, format));
    }
    if (kind === 'all') continue;
    read(pagePattern(kind), scopeHtml(kind));
    // What people type: the same without the slash at the end.
    app.get(pagePattern(kind).slice(0, -1), c => c.redirect(`${c.req.path}/${new URL(c.req.url).search}`, 301));
  }
  read(
    '/',
    overview('/', feeds => homePage(pages, feeds), mediaTypes.html),
  );
  read(
    opmlPath,
    overview(opmlPath, feeds => opml(pages, feeds), mediaTypes.opml),
  );
  read('/entries/:source/:key', entryHtml);
  read(stylesheetPath, fixed(stylesheetPath, stylesheet, mediaTypes.css));
  read('/healthz', healthz);
  read('/readyz', () => readyz(store, ready(), searchable?.() ?? true));
  read('/metrics', () => metrics(store, ready()));
  read('/api/problems', () => problems(store));
  const reception = { store, digest, now: platform.now, token };
  app.get('/api/entries', async c => Response.json(await reportCursor(c.req.raw, reception), unkept));
  app.post('/api/entries', async c => Response.json(await receiveEntries(c.req.raw, reception), unkept));
  app.all('/api/entries', () => Promise.reject(methodNotAllowed('GET, POST')));
  app.notFound(c =>
    failure(c.req.raw, notFound(`There is nothing at this address. Every feed is listed in ${pages.opml}.`)),
  );
  app.onError((error, c) => {
    if (error instanceof RequestError) return failure(c.req.raw, error);
    report(`${c.req.method} ${c.req.path} failed.`, error);
    return failure(c.req.raw, new RequestError(500, 'Something went wrong here; it is in the log.'));
  });
  const failure = (request: Request, error: RequestError) =>
    errorResponse(request, error, (status, message) => errorPage(pages, { status, message }));
  return { app, shortWay: answers.shortWay };
}
