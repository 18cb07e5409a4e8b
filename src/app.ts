/** Request -> response: the second half of Huiliu; the other is ingest.ts. They meet only at the Store. */
import { type Context, Hono } from 'hono';
import {
  entryPath,
  feedPath,
  formatFiles,
  formatNames,
  opmlPath,
  pagePath,
  pagePattern,
  scopeAddresses,
  scopeKinds,
  stylesheetPath,
} from './http/address.ts';
import { type Answering, answering, type Found } from './http/answer.ts';
import { receiveEntries, reportCursor } from './http/api.ts';
import { errorResponse, methodNotAllowed, notFound, RequestError } from './http/errors.ts';
import { linksFor, listingFor, pageSite } from './http/links.ts';
import { healthz, metrics, problems, readyz } from './http/operation.ts';
import { canonicalQuery, feedOptions } from './http/parameters.ts';
import { Renditions } from './http/renditions.ts';
import { mediaTypes, pageCaching, preflight, readMethods } from './http/respond.ts';
import type { Config } from './model/config.ts';
import type { Feed, FeedListing, Format, Links } from './model/feed.ts';
import type { Digest } from './model/platform.ts';
import { type Scope, type ScopeKind, scopesOf } from './model/scope.ts';
import type { Store } from './model/store.ts';
import { formats } from './render/formats.ts';
import { opml } from './render/opml.ts';
import { entryPage } from './render/pages/entry.ts';
import { errorPage } from './render/pages/error.ts';
import { homePage } from './render/pages/home.ts';
import { scopePage } from './render/pages/scope.ts';
import { stylesheet } from './render/pages/stylesheet.ts';
import { directory } from './select/directory.ts';
import { findScope, labelOf, selectFeed } from './select/feed.ts';

/** What a platform gives the app. */
export type Platform = Omit<Answering, 'renditions'> & {
  readonly config: Config;
  readonly store: Store;
  /** Absolute, without a slash at the end; every address in a feed begins with it. Never taken from a Host header. */
  readonly baseUrl: string;
  readonly digest: Digest;
  /** Who may put entries in; absent: nobody. */
  readonly token?: string | undefined;
};

type Handler = (c: Context) => Response | Promise<Response>;

/** The Hono app, the same on every platform. A handler names what is asked for; http/ does the rest. */
export function createApp({ config, store, baseUrl, digest, token, ...platform }: Platform): Hono {
  const { site } = config;
  const { ready, report } = platform;
  const pages = pageSite(baseUrl, site);
  const answer = answering({ ...platform, store, renditions: new Renditions(site.cacheBytes, digest) });
  const scopeOf = (c: Context, kind: ScopeKind) => scopeAddresses[kind].scope(c.req.param('key') ?? '');

  const feed =
    (kind: ScopeKind, format: Format): Handler =>
    c => {
      const defaults = { limit: site.feed.limit };
      const options = feedOptions(new URL(c.req.url).searchParams, defaults);
      const scope = scopeOf(c, kind);
      const path = feedPath(scope, format) + canonicalQuery(options, defaults);
      const { render, mediaType } = formats[format];
      return answer(c.req.raw, path, { maxAge: site.feed.maxAge }, () =>
        inScope(scope, options.limit, path, render, mediaType),
      );
    };

  const scopeHtml =
    (kind: ScopeKind): Handler =>
    c => {
      const scope = scopeOf(c, kind);
      const render = (feed: Feed, links: Links) => scopePage(pages, feed, links);
      return answer(c.req.raw, pagePath(scope), pageCaching, () =>
        inScope(scope, site.feed.limit, pagePath(scope), render, mediaTypes.html),
      );
    };

  const inScope = async (
    scope: Scope,
    limit: number,
    path: string,
    render: (feed: Feed, links: Links) => string,
    mediaType: string,
  ): Promise<Found> => {
    const state = await findScope(store, config, scope);
    if (state === undefined)
      throw notFound(`There is no ${scope.kind} of this name. Every feed is listed in ${pages.opml}.`);
    const rendered = async () => {
      const { feed, modified } = await selectFeed(store, config, state, limit);
      return { text: render(feed, linksFor(baseUrl, site, scope, path)), mediaType, modified };
    };
    return { revision: state.revision, render: rendered };
  };

  const entryHtml: Handler = c => {
    const { source = '', key = '' } = c.req.param();
    const path = entryPath(source, key);
    return answer(c.req.raw, path, pageCaching, async () => {
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
      answer(c.req.raw, path, pageCaching, async () => {
        const { revision } = await store.state();
        const listed = async () => (await directory(store, config)).map(each => listingFor(baseUrl, each));
        return { revision, render: async () => ({ text: render(await listed()), mediaType, modified: undefined }) };
      });

  const style: Handler = c =>
    answer(c.req.raw, stylesheetPath, pageCaching, async () => ({
      revision: 1,
      render: async () => ({ text: stylesheet, mediaType: mediaTypes.css, modified: undefined }),
    }));

  const app = new Hono();
  const read = (path: string, handler: Handler) => {
    app.get(path, handler);
    app.options(path, () => preflight(readMethods));
    app.all(path, () => Promise.reject(methodNotAllowed(readMethods)));
  };
  for (const kind of scopeKinds) {
    for (const format of formatNames) read(pagePattern(kind) + formatFiles[format], feed(kind, format));
    if (kind !== 'all') read(pagePattern(kind), scopeHtml(kind));
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
  read(stylesheetPath, style);
  read('/healthz', healthz);
  read('/readyz', () => readyz(store, ready()));
  read('/metrics', () => metrics(store, ready()));
  read('/api/problems', () => problems(store));
  const reception = { store, digest, now: platform.now, token };
  app.get('/api/entries', async c => c.json(await reportCursor(c.req.raw, reception)));
  app.post('/api/entries', async c => c.json(await receiveEntries(c.req.raw, reception)));
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
  return app;
}
