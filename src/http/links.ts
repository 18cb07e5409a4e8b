import type { ArchivePage } from '../model/archive.ts';
import type { Site } from '../model/config.ts';
import type { FeedListing, Format, Links } from '../model/feed.ts';
import type { PageSite } from '../model/page.ts';
import type { Scope } from '../model/scope.ts';
import { archivePath, entryPath, feedPath, opmlPath, pagePath, searchPath, stylesheetPath } from './address.ts';

/**
 * The absolute addresses that a rendition of a scope names; `self` is its own path with its canonical query,
 * `archiveQuery` what the pages of its archive are asked for with.
 */
export function linksFor(baseUrl: string, site: Site, scope: Scope, self: string, archiveQuery = ''): Links {
  return {
    self: baseUrl + self,
    page: baseUrl + pagePath(scope),
    home: `${baseUrl}/`,
    formats: formatsOf(baseUrl, scope),
    current: format => baseUrl + feedPath(scope, format),
    archive: (page, format) => baseUrl + archivePath(scope, page, format) + archiveQuery,
    entry: entry => baseUrl + entryPath(entry.source, entry.key),
    source: (key, format) => baseUrl + feedPath({ kind: 'source', key }, format),
    categories: `${baseUrl}/categories/`,
    hub: site.feed.hub,
    ttl: Math.max(1, Math.ceil(site.feed.maxAge / 60)),
  };
}

/** The same for an archive page. Nothing is ever published to it: it has no hub. */
export function archiveLinks(
  baseUrl: string,
  site: Site,
  scope: Scope,
  page: ArchivePage,
  self: string,
  archiveQuery: string,
): Links {
  const address = (format: Format) => baseUrl + archivePath(scope, page, format);
  const formats = { rss: address('rss'), atom: address('atom'), json: address('json') };
  return { ...linksFor(baseUrl, site, scope, self, archiveQuery), formats, hub: undefined };
}

/** A scope's feeds as the home page and OPML name them. */
export function listingFor(
  baseUrl: string,
  { scope, title, count }: Pick<FeedListing, 'scope' | 'title'> & { count?: number },
): FeedListing {
  return { scope, title, count, page: baseUrl + pagePath(scope), formats: formatsOf(baseUrl, scope) };
}

/** What every page says of the site, and where its own parts are. */
export function pageSite(baseUrl: string, { title, subtitle, language, timeZone }: Site): PageSite {
  const [home, opml, search] = [`${baseUrl}/`, baseUrl + opmlPath, baseUrl + searchPath];
  return { title, subtitle, language, timeZone, home, opml, search, stylesheet: baseUrl + stylesheetPath };
}

function formatsOf(baseUrl: string, scope: Scope): Readonly<Record<Format, string>> {
  return {
    rss: baseUrl + feedPath(scope, 'rss'),
    atom: baseUrl + feedPath(scope, 'atom'),
    json: baseUrl + feedPath(scope, 'json'),
  };
}
