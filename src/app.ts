/** Request -> response: the second half of Huiliu; the other is ingest.ts. They meet only at the Store. */
import { type Context, Hono } from 'hono';
import { type Handler, type Handlers, handlersOf } from './handlers.ts';
import {
  archivePattern,
  faviconPath,
  feedPattern,
  iconPath,
  listPath,
  opmlPath,
  pagePattern,
  problemsPath,
  robotsPath,
  searchPath,
  sitemapPath,
  statusPath,
  stylesheetPath,
  subscribePath,
} from './http/address.ts';
import { type Answering, type Answers, targetOf } from './http/answer.ts';
import { receiveEntries, reportCursor } from './http/api.ts';
import type { Encoder } from './http/encodings.ts';
import { errorResponse, methodNotAllowed, notFound, RequestError, storeFails } from './http/errors.ts';
import { meantAddress } from './http/meant.ts';
import { healthz, metrics, problems, readyz } from './http/operation.ts';
import { Outage } from './http/outage.ts';
import { asResponse, mediaTypes, preflight, readMethods } from './http/respond.ts';
import { robots } from './http/robots.ts';
import type { Config } from './model/config.ts';
import { formatNames } from './model/feed.ts';
import type { Digest } from './model/platform.ts';
import { listedKinds, scopeKinds } from './model/scope.ts';
import type { Receipt, Store } from './model/store.ts';
import { errorPage } from './render/pages/error.ts';
import { icon } from './render/pages/icon.ts';
import { stylesheet } from './render/pages/stylesheet.ts';

/** What a platform gives the app. */
export type Platform = Omit<Answering, 'renditions' | 'limiter' | 'outage'> & {
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
  /** The client's network address, where the platform knows it. */
  readonly clientOf?: (c: Context) => string | undefined;
  /** Whether a request came in a way in which only proxies come, where the platform knows that. */
  readonly isProxied?: (c: Context) => boolean;
};

/** The app, and the short way that a listener may try first. */
export type Serving = { readonly app: Hono; readonly shortWay: Answers['shortWay'] };

/** The Hono app alone, for platforms without a listener of our own. What was answered before is answered before its routes. */
export function createApp(platform: Platform): Hono {
  const { app, shortWay } = createServing(platform);
  // Only behind the routes is it known who is limited.
  if (platform.clientOf !== undefined) return app;
  const route = app.fetch;
  app.fetch = (request, env, context) => {
    const made = shortWay(targetOf(request), request, undefined);
    return made === undefined ? route(request, env, context) : asResponse(made);
  };
  return app;
}

/**
 * The Hono app, the same on every platform, and the short way past it for a listener. Here is which address leads where; what its
 * request means is in handlers.ts, what it shows in find.ts and its neighbours, and http/ does the rest.
 */
export function createServing(platform: Platform): Serving {
  const { store, baseUrl, report, ready, searchable, isStatic = false, isWarm = false } = platform;
  const outage = new Outage(report, 'The store answers again.');
  const handlers = handlersOf(platform, outage);
  const app = new Hono();
  const patterns: string[] = [];
  const read = (path: string, handler: Handler) => {
    patterns.push(path);
    app.get(path, handler);
    app.options(path, () => preflight(readMethods));
    app.all(path, () => Promise.reject(methodNotAllowed(readMethods)));
  };
  const readPage = (path: string, found: Parameters<Handlers['page']>[1]) => read(path, handlers.page(path, found));
  const readFixed = (path: string, body: string, type: string) => read(path, handlers.fixed(path, body, type));
  const fromStore = askingStore(outage);
  const readStored = (path: string, answered: () => Promise<Response>) => read(path, fromStore(answered));

  for (const kind of scopeKinds) {
    for (const format of formatNames) {
      read(feedPattern(kind, format), handlers.feed(kind, format));
      if (kind !== 'search') read(archivePattern(kind, format), handlers.archive(kind, format));
    }
    if (kind !== 'all') read(pagePattern(kind), handlers.scopePage(kind));
  }
  for (const kind of listedKinds) {
    read(listPath(kind), handlers.listPage(kind));
    read(`${listPath(kind)}from/:from/`, handlers.listPage(kind));
  }
  readPage('/', each => each.home());
  readPage(subscribePath, each => each.subscribe());
  if (!isStatic) readPage(statusPath, each => each.status());
  read('/days/:day/', handlers.dayPage);
  read('/entries/:source/:key', handlers.entryPage);
  read(opmlPath, handlers.opml);
  read(sitemapPath, handlers.sitemap);
  read('/sitemaps/:file', handlers.sitemapPart);
  readFixed(robotsPath, robots(baseUrl), mediaTypes.text);
  readFixed(stylesheetPath, stylesheet, mediaTypes.css);
  readFixed(iconPath, icon, mediaTypes.svg);
  readFixed(faviconPath, icon, mediaTypes.svg);

  const standing = () => ({ isWarm, isCurrent: ready(), isSearchable: searchable?.() });
  read('/healthz', healthz);
  readStored('/readyz', () => readyz(store, standing()));
  readStored('/metrics', () => metrics(store, platform.config.sources, standing()));
  readStored(problemsPath, () => problems(store));
  takeEntries(app, platform, fromStore);

  const failure = (request: Request, error: RequestError) => failureFor(request, error, platform, handlers);
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
  return { app, shortWay: handlers.shortWay };
}

/** What is asked of the store each time: where it fails there is nothing older to say. */
function askingStore(outage: Outage): (answered: (c: Context) => Promise<Response>) => Handler {
  return answered => c =>
    answered(c).then(
      response => {
        outage.worked(c.req.path);
        return response;
      },
      (cause: unknown) => {
        if (cause instanceof RequestError) throw cause;
        outage.failed(`The store failed; ${c.req.path} is answered with a 503.`, cause, c.req.path);
        throw storeFails();
      },
    );
}

/** What a sender with a token is told is for it alone. */
const unkept = { headers: { 'cache-control': 'no-store' } };

/** The address where entries are pushed in. */
function takeEntries(app: Hono, platform: Platform, fromStore: ReturnType<typeof askingStore>): void {
  const { config, received } = platform;
  const outage = new Outage(platform.report, 'What is pushed is stored again.');
  const reception = { ...platform, token: platform.token, sources: config.sources, outage };
  const path = '/api/entries';
  app.get(
    path,
    fromStore(async c => Response.json(await reportCursor(c.req.raw, reception), unkept)),
  );
  app.post(path, async c => {
    const receipt = await receiveEntries(c.req.raw, reception);
    received?.(receipt, c.req.raw);
    return Response.json(receipt, unkept);
  });
  app.all(path, () => Promise.reject(methodNotAllowed('GET, POST')));
}

/** An error as whoever asked reads it; a search that went wrong can be written better on its page. */
function failureFor(request: Request, error: RequestError, { config }: Platform, { siteFor }: Handlers): Response {
  const page = (status: number, message: string) => {
    const query = status === 400 ? searched(request) : undefined;
    return errorPage(siteFor(request), { status, message, query });
  };
  return errorResponse(
    request,
    error,
    page,
    config.site.languages.length === 0 ? undefined : 'Accept, Accept-Language',
  );
}

/** What a person searched for on the page for it. */
function searched({ url }: Request): string | undefined {
  const { pathname, searchParams } = new URL(url);
  return pathname === searchPath ? (searchParams.get('q') ?? undefined) : undefined;
}
