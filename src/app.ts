/** Request -> response: the second half of Huiliu; the other is ingest.ts. They meet only at the Store. */
import { type Context, Hono } from 'hono';
import { defaultsOf, finding } from './find.ts';
import { findingPages, type PageFinder } from './find-pages.ts';
import { findingSitemap } from './find-sitemap.ts';
import {
  archivePage,
  archivePath,
  archivePattern,
  dayPath,
  entryPath,
  faviconPath,
  feedPath,
  feedPattern,
  iconPath,
  listPath,
  opmlPath,
  pagePath,
  pagePattern,
  problemsPath,
  robotsPath,
  scopeAddresses,
  searchPath,
  sitemapPath,
  statusPath,
  stylesheetPath,
  subscribePath,
  withQuery,
} from './http/address.ts';
import { type Answering, type Answers, answering, type Found, targetOf } from './http/answer.ts';
import { receiveEntries, reportCursor } from './http/api.ts';
import type { Encoder } from './http/encodings.ts';
import { errorResponse, methodNotAllowed, notFound, RequestError, storeFails } from './http/errors.ts';
import { preferredLanguage } from './http/languages.ts';
import { Limiter } from './http/limits.ts';
import { hubFor, pageSite } from './http/links.ts';
import { meantAddress } from './http/meant.ts';
import { healthz, metrics, problems, readyz } from './http/operation.ts';
import { Outage } from './http/outage.ts';
import { archiveOptions, archiveQuery, canonicalQuery, feedOptions } from './http/parameters.ts';
import { type Caching, Renditions } from './http/renditions.ts';
import { asResponse, mediaTypes, pageCaching, preflight, readMethods } from './http/respond.ts';
import { robots } from './http/robots.ts';
import type { Config } from './model/config.ts';
import { type Format, formatNames } from './model/feed.ts';
import type { Digest } from './model/platform.ts';
import { type ListedKind, listedKinds, type ScopeKind, scopeKey, scopeKinds } from './model/scope.ts';
import type { Receipt, Store } from './model/store.ts';
import { opml } from './render/opml.ts';
import { errorPage } from './render/pages/error.ts';
import { icon } from './render/pages/icon.ts';
import { stylesheet } from './render/pages/stylesheet.ts';

/** What a platform gives the app. */
export type Platform = Omit<Answering, 'renditions' | 'limiter' | 'limitLoopback' | 'outage'> & {
  readonly config: Config;
  readonly store: Store;
  /** Absolute, without a slash at the end; every address in a feed begins with it. Never taken from a Host header. */
  readonly baseUrl: string;
  readonly digest: Digest;
  /** Told of failures that the answer hides. */
  readonly report: (message: string, cause: unknown) => void;
  /** Who may put entries in; absent: nobody. */
  readonly token?: string | undefined;
  /** Told of every batch that was put in, with the request that brought it. */
  readonly received?: (receipt: Receipt, request: Request) => void;
  /** Whether the store was filled by an earlier run: then it is served before the seeds have been read. */
  readonly isWarm?: boolean;
  /** Whether the search index has everything; absent where the store is asked, since others fill it too. */
  readonly searchable?: () => boolean;
  /** Whether what is answered becomes files: pages then lead to nothing that only a server has. */
  readonly isStatic?: boolean;
  /** The content codings that are made here; none where the platform compresses. */
  readonly encoders?: readonly Encoder[];
  /** The network address of who asks, where the platform knows it. */
  readonly clientOf?: (c: Context) => string | undefined;
  /** Whether a request came in a way in which only proxies come, where the platform knows that. */
  readonly isProxied?: (c: Context) => boolean;
};

/** The app, and the short way that a listener may try first. */
export type Serving = { readonly app: Hono; readonly shortWay: Answers['shortWay'] };

/** What a sender with a token is told is for it alone. */
const unkept = { headers: { 'cache-control': 'no-store' } };

type Handler = (c: Context) => Response | Promise<Response>;

/** The Hono app alone, for platforms without a listener of our own. What was answered before is answered before its routes. */
export function createApp(platform: Platform): Hono {
  const { app, shortWay } = createServing(platform);
  // Who is limited is known behind the routes only.
  if (platform.clientOf !== undefined) return app;
  const route = app.fetch;
  app.fetch = (request, env, context) => {
    const made = shortWay(targetOf(request), request, undefined);
    return made === undefined ? route(request, env, context) : asResponse(made);
  };
  return app;
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
  isProxied,
  searchable,
  received,
  isStatic = false,
  isWarm = false,
  ...platform
}: Platform): Serving {
  const { site } = config;
  const { ready, report } = platform;
  const defaults = defaultsOf(site);
  const renditions = new Renditions(site.cacheBytes, digest, encoders);
  const limiter = site.limits && new Limiter(site.limits);
  const limitLoopback = site.limits?.loopback ?? false;
  const outage = new Outage(report, 'The store answers again.');
  const answers = answering({ ...platform, store, renditions, outage, limiter, limitLoopback });
  const feedCaching = { maxAge: site.feed.maxAge, limited: true };
  const answer = (c: Context, path: string, caching: Caching, find: () => Promise<Found>) =>
    answers.answer({ request: c.req.raw, client: clientOf?.(c), isProxied: isProxied?.(c) }, path, caching, find);
  const find = finding(store, config, baseUrl);
  const languages = [site.language, ...site.languages] as const;
  const siteIn = (language: string) => pageSite(baseUrl, config, { language, isStatic });
  const viewIn = (language: string) => findingPages({ ...platform, store, config, baseUrl, pages: siteIn(language) });
  const view = viewIn(site.language);
  const sitemap = findingSitemap({ store, config, baseUrl, pages: siteIn(site.language) });
  const views = new Map(site.languages.map(language => [language, viewIn(language)]));
  const languageFor = (request: Request) =>
    preferredLanguage(request.headers.get('accept-language') ?? undefined, languages);
  const queryOf = (c: Context) => new URL(c.req.url).searchParams;
  const scopeOf = (c: Context, kind: ScopeKind, query: URLSearchParams) =>
    scopeAddresses[kind].scope(c.req.param('key') ?? '', query);

  const feed =
    (kind: ScopeKind, format: Format): Handler =>
    c => {
      const query = queryOf(c);
      const options = feedOptions(query, defaults);
      const scope = scopeOf(c, kind, query);
      const path = withQuery(feedPath(scope, format), canonicalQuery(options, defaults));
      const hub = hubFor(site, path);
      // WebSub 4: for subscribers that read no feeds.
      const link =
        hub === undefined ? {} : { headers: { link: `<${hub}>; rel="hub", <${baseUrl}${path}>; rel="self"` } };
      // A search does not know what it used to find, and `since` says itself which changes are wanted.
      const deltas = kind !== 'search' && options.since === undefined;
      const caching = { ...feedCaching, ...link, deltas, passing: options.since !== undefined };
      return answer(c, path, caching, () => find.feed(scope, options, format, path));
    };

  const archive =
    (kind: ScopeKind, format: Format): Handler =>
    c => {
      const query = queryOf(c);
      const scope = scopeOf(c, kind, query);
      const page = archivePage(c.req.param('page') ?? '');
      const options = archiveOptions(query, defaults);
      const path = page === undefined ? '' : archivePath(scope, page, format) + archiveQuery(options, defaults);
      return answer(c, path, feedCaching, () => find.archive(scope, page, options, format));
    };

  /** A page, in the reader's language where several are offered; then each is a rendition of its own. */
  const page = (c: Context, path: string, found: (view: PageFinder) => Promise<Found>) => {
    if (views.size === 0) return answer(c, path, pageCaching, () => found(view));
    const language = languageFor(c.req.raw);
    const address = language === site.language ? path : `${path} ${language}`;
    const caching = { ...pageCaching, vary: 'Accept-Language' };
    return answer(c, address, caching, () => found(views.get(language) ?? view));
  };

  const scopePage =
    (kind: ScopeKind): Handler =>
    c => {
      if (kind === 'search' && c.req.query('q') === undefined) return page(c, searchPath, each => each.searchStart());
      const scope = scopeOf(c, kind, queryOf(c));
      return page(c, pagePath(scope), each => each.scope(scope));
    };

  const entryPage: Handler = c => {
    const { source = '', key = '' } = c.req.param();
    return page(c, entryPath(source, key), each => each.entry(source, key));
  };

  const listPage =
    (kind: ListedKind): Handler =>
    c => {
      const from = scopeKey(c.req.param('from') ?? '');
      return page(c, listPath(kind, from), each => each.list(kind, from));
    };

  const fixed =
    (path: string, body: string, mediaType: string): Handler =>
    c =>
      answer(c, path, pageCaching, () => find.fixed(body, mediaType));

  const app = new Hono();
  const patterns: string[] = [];
  /** What is asked of the store each time: where it fails there is nothing older to say. */
  const fromStore =
    (answered: (c: Context) => Promise<Response>): Handler =>
    c =>
      answered(c).then(
        response => {
          outage.worked();
          return response;
        },
        (cause: unknown) => {
          if (cause instanceof RequestError) throw cause;
          outage.failed(`The store failed; ${c.req.path} is answered with a 503.`, cause);
          throw storeFails();
        },
      );

  const read = (path: string, handler: Handler) => {
    patterns.push(path);
    app.get(path, handler);
    app.options(path, () => preflight(readMethods));
    app.all(path, () => Promise.reject(methodNotAllowed(readMethods)));
  };
  for (const kind of scopeKinds) {
    for (const format of formatNames) {
      read(feedPattern(kind, format), feed(kind, format));
      if (kind !== 'search') read(archivePattern(kind, format), archive(kind, format));
    }
    if (kind === 'all') continue;
    read(pagePattern(kind), scopePage(kind));
  }
  for (const kind of listedKinds) {
    read(listPath(kind), listPage(kind));
    read(`${listPath(kind)}from/:from/`, listPage(kind));
  }
  read('/', c => page(c, '/', each => each.home()));
  read(subscribePath, c => page(c, subscribePath, each => each.subscribe()));
  read('/days/:day/', c => {
    const { day = '' } = c.req.param();
    return page(c, dayPath(day), each => each.day(day));
  });
  read('/entries/:source/:key', entryPage);
  if (!isStatic) read(statusPath, c => page(c, statusPath, each => each.status()));
  read(opmlPath, c =>
    answer(c, opmlPath, pageCaching, () => find.overview(feeds => opml(siteIn(site.language), feeds), mediaTypes.opml)),
  );
  read(sitemapPath, c => answer(c, sitemapPath, pageCaching, sitemap.index));
  read('/sitemaps/:file', c => answer(c, c.req.path, pageCaching, () => sitemap.part(c.req.param('file') ?? '')));
  read(robotsPath, fixed(robotsPath, robots(baseUrl), mediaTypes.text));
  read(stylesheetPath, fixed(stylesheetPath, stylesheet, mediaTypes.css));
  read(iconPath, fixed(iconPath, icon, mediaTypes.svg));
  read(faviconPath, fixed(faviconPath, icon, mediaTypes.svg));
  read('/healthz', healthz);
  const standing = () => ({ isWarm, isCurrent: ready(), isSearchable: searchable?.() });
  read(
    '/readyz',
    fromStore(() => readyz(store, standing())),
  );
  read(
    '/metrics',
    fromStore(() => metrics(store, standing())),
  );
  read(
    problemsPath,
    fromStore(() => problems(store)),
  );
  const storing = new Outage(report, 'What is pushed is stored again.');
  const reception = { store, sources: config.sources, digest, now: platform.now, token, outage: storing };
  app.get(
    '/api/entries',
    fromStore(async c => Response.json(await reportCursor(c.req.raw, reception), unkept)),
  );
  app.post('/api/entries', async c => {
    const receipt = await receiveEntries(c.req.raw, reception);
    received?.(receipt, c.req.raw);
    return Response.json(receipt, unkept);
  });
  app.all('/api/entries', () => Promise.reject(methodNotAllowed('GET, POST')));
  app.notFound(c => {
    const { pathname, search } = new URL(c.req.url);
    const meant = /^(?:GET|HEAD)$/.test(c.req.method) ? meantAddress(pathname, patterns) : undefined;
    if (meant !== undefined) {
      c.header('access-control-allow-origin', '*');
      return c.redirect(meant + search, 301);
    }
    return failure(
      c.req.raw,
      notFound(`There is nothing at this address. Every feed is listed in ${baseUrl}${opmlPath}.`),
    );
  });
  app.onError((error, c) => {
    if (error instanceof RequestError) return failure(c.req.raw, error);
    report(`${c.req.method} ${c.req.path} failed.`, error);
    return failure(c.req.raw, new RequestError(500, 'Something went wrong here; it is in the log.'));
  });
  const failure = (request: Request, error: RequestError) =>
    errorResponse(
      request,
      error,
      (status, message) =>
        errorPage(siteIn(languageFor(request)), {
          status,
          message,
          query: status === 400 ? searched(request) : undefined,
        }),
      views.size === 0 ? undefined : 'Accept, Accept-Language',
    );
  return { app, shortWay: answers.shortWay };
}

/** What a person searched for on the page for it. */
function searched({ url }: Request): string | undefined {
  const { pathname, searchParams } = new URL(url);
  return pathname === searchPath ? (searchParams.get('q') ?? undefined) : undefined;
}
