/** What a request for something rendered means: the canonical path that names it, what may be kept of it, and what finds it. */
import type { Context } from 'hono';
import type { Platform } from './app.ts';
import { defaultsOf, finding } from './find.ts';
import { findingPages, type PageFinder } from './find-pages.ts';
import { findingSitemap } from './find-sitemap.ts';
import {
  archivePage,
  archivePath,
  dayPath,
  entryPath,
  feedPath,
  listPath,
  opmlPath,
  pagePath,
  scopeAddresses,
  searchPath,
  sitemapPath,
  withQuery,
} from './http/address.ts';
import { answering, type Found } from './http/answer.ts';
import { preferredLanguage } from './http/languages.ts';
import { Limiter } from './http/limits.ts';
import { hubFor, pageSite } from './http/links.ts';
import type { Outage } from './http/outage.ts';
import { archiveOptions, archiveQuery, canonicalQuery, feedOptions } from './http/parameters.ts';
import { type Caching, Renditions } from './http/renditions.ts';
import { mediaTypes, pageCaching } from './http/respond.ts';
import type { Format } from './model/feed.ts';
import { type ListedKind, type ScopeKind, scopeKey } from './model/scope.ts';
import { opml } from './render/opml.ts';

/** What answers a request. */
export type Handler = (c: Context) => Response | Promise<Response>;

/** All that a site answers with. */
export type Handlers = ReturnType<typeof handlersOf>;

/**
 * Makes the handlers of a site; those of patterns with `:key`, `:page` and the like read these from the request. `outage` is told of
 * failures of the store that the answers hide.
 */
export function handlersOf(platform: Platform, outage: Outage) {
  const { config, store, baseUrl, digest, encoders, clientOf, isProxied, isStatic = false } = platform;
  const { site } = config;
  const defaults = defaultsOf(site);
  const renditions = new Renditions(site.cacheBytes, digest, encoders);
  const limiter = site.limits && new Limiter(site.limits);
  const { answer: answerTo, shortWay } = answering({ ...platform, renditions, outage, limiter });
  const answer = (c: Context, path: string, caching: Caching, find: () => Promise<Found>) =>
    answerTo({ request: c.req.raw, client: clientOf?.(c), isProxied: isProxied?.(c) }, path, caching, find);
  const find = finding(store, config, baseUrl);
  const feedCaching = { maxAge: site.feed.maxAge, limited: true };
  const languages = [site.language, ...site.languages] as const;
  const languageFor = ({ headers }: Request) => preferredLanguage(headers.get('accept-language'), languages);
  const siteIn = (language: string) => pageSite(baseUrl, config, { language, isStatic });
  const viewIn = (language: string) => findingPages({ ...platform, pages: siteIn(language) });
  const view = viewIn(site.language);
  const views = new Map(site.languages.map(language => [language, viewIn(language)]));
  const sitemap = findingSitemap({ store, config, baseUrl, pages: siteIn(site.language) });

  /** A page, in the reader's language where several are offered; then each is a rendition of its own. */
  const page = (c: Context, path: string, found: (view: PageFinder) => Promise<Found>) => {
    if (views.size === 0) return answer(c, path, pageCaching, () => found(view));
    const language = languageFor(c.req.raw);
    const address = language === site.language ? path : `${path} ${language}`;
    const caching = { ...pageCaching, vary: 'Accept-Language' };
    return answer(c, address, caching, () => found(views.get(language) ?? view));
  };

  return {
    shortWay,
    /** The site in the words of whoever asks. */
    siteFor: (request: Request) => siteIn(languageFor(request)),

    feed:
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
      },

    archive:
      (kind: ScopeKind, format: Format): Handler =>
      c => {
        const query = queryOf(c);
        const scope = scopeOf(c, kind, query);
        const page = archivePage(c.req.param('page') ?? '');
        const options = archiveOptions(query, defaults);
        const path = page === undefined ? '' : archivePath(scope, page, format) + archiveQuery(options, defaults);
        return answer(c, path, feedCaching, () => find.archive(scope, page, options, format));
      },

    scopePage:
      (kind: ScopeKind): Handler =>
      c => {
        if (kind === 'search' && c.req.query('q') === undefined) return page(c, searchPath, each => each.searchStart());
        const scope = scopeOf(c, kind, queryOf(c));
        return page(c, pagePath(scope), each => each.scope(scope));
      },

    listPage:
      (kind: ListedKind): Handler =>
      c => {
        const from = scopeKey(c.req.param('from') ?? '');
        return page(c, listPath(kind, from), each => each.list(kind, from));
      },

    dayPage: (c: Context) => {
      const { day = '' } = c.req.param();
      return page(c, dayPath(day), each => each.day(day));
    },

    entryPage: (c: Context) => {
      const { source = '', key = '' } = c.req.param();
      return page(c, entryPath(source, key), each => each.entry(source, key));
    },

    /** A page of which there is one. */
    page:
      (path: string, found: (view: PageFinder) => Promise<Found>): Handler =>
      c =>
        page(c, path, found),

    opml: (c: Context) =>
      answer(c, opmlPath, pageCaching, () =>
        find.overview(feeds => opml(siteIn(site.language), feeds), mediaTypes.opml),
      ),
    sitemap: (c: Context) => answer(c, sitemapPath, pageCaching, sitemap.index),
    sitemapPart: (c: Context) => answer(c, c.req.path, pageCaching, () => sitemap.part(c.req.param('file') ?? '')),
    /** What depends on no entry. */
    fixed:
      (path: string, body: string, mediaType: string): Handler =>
      c =>
        answer(c, path, pageCaching, () => find.fixed(body, mediaType)),
  };
}

function queryOf(c: Context): URLSearchParams {
  return new URL(c.req.url).searchParams;
}

function scopeOf(c: Context, kind: ScopeKind, query: URLSearchParams) {
  return scopeAddresses[kind].scope(c.req.param('key') ?? '', query);
}
