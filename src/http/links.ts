import type { Config, Site } from '../model/config.ts';
import type { FeedListing, Format, Links } from '../model/feed.ts';
import { languageOfWords, type PageSite } from '../model/page.ts';
import type { Scope } from '../model/scope.ts';
import {
  archivePath,
  dayPath,
  entryPath,
  feedPath,
  iconPath,
  listPath,
  opmlPath,
  pagePath,
  problemsPath,
  searchPath,
  statusPath,
  stylesheetPath,
  subscribePath,
} from './address.ts';

/**
 * The absolute addresses that a rendition of a scope names; `self` is its own path with its canonical query,
 * `archiveQuery` what the pages of its archive are asked for with.
 */
export function linksFor(baseUrl: string, site: Site, scope: Scope, self: string, archiveQuery: string): Links {
  return {
    self: baseUrl + self,
    page: baseUrl + pagePath(scope),
    home: `${baseUrl}/`,
    current: format => baseUrl + feedPath(scope, format),
    archive: (page, format) => baseUrl + archivePath(scope, page, format) + archiveQuery,
    entry: entry => baseUrl + entryPath(entry.source, entry.key),
    source: (key, format) => baseUrl + feedPath({ kind: 'source', key }, format),
    categories: baseUrl + listPath('category'),
    hub: hubFor(site, self),
    ttl: Math.max(1, Math.ceil(site.feed.maxAge / 60)),
  };
}

/** The hub that is told of changes at a path. It is told of paths without a query: whoever subscribed to others would wait for ever. */
export function hubFor({ feed: { hub } }: Site, self: string): string | undefined {
  return self.includes('?') ? undefined : hub;
}

/** A scope's feeds as the home page and OPML name them. */
export function listingFor(
  baseUrl: string,
  { scope, title, count }: Pick<FeedListing, 'scope' | 'title'> & { count?: number },
): FeedListing {
  const feed = (format: Format) => baseUrl + feedPath(scope, format);
  const formats = { rss: feed('rss'), atom: feed('atom'), json: feed('json') };
  return { scope, title, count, page: baseUrl + pagePath(scope), formats };
}

/**
 * What every page says of the site, and where its own parts are; `language` is that of its own words. `isStatic`: pages
 * become files, and nothing answers a question.
 */
export function pageSite(
  baseUrl: string,
  { site, sources }: Config,
  { language = site.language, isStatic = false }: { readonly language?: string; readonly isStatic?: boolean } = {},
): PageSite {
  const { title, subtitle, timeZone } = site;
  const folder = new URL(baseUrl).pathname.replace(/\/$/, '');
  return {
    title,
    subtitle,
    language: languageOfWords(language),
    contentLanguage: site.language,
    timeZone,
    sources: new Map(sources.map(({ id, title, timeZone }) => [id, { title, timeZone }])),
    home: `${baseUrl}/`,
    opml: baseUrl + opmlPath,
    subscribe: baseUrl + subscribePath,
    stylesheet: folder + stylesheetPath,
    icon: folder + iconPath,
    lists: {
      source: baseUrl + listPath('source'),
      category: baseUrl + listPath('category'),
      publisher: baseUrl + listPath('publisher'),
    },
    day: day => baseUrl + dayPath(day),
    entry: ({ source, key }) => baseUrl + entryPath(source, key),
    live: isStatic
      ? undefined
      : {
          search: baseUrl + searchPath,
          searchForm: folder + searchPath,
          status: baseUrl + statusPath,
          problems: baseUrl + problemsPath,
        },
  };
}
