import type { Site } from '../model/config.ts';
import type { FeedListing, Format, Links } from '../model/feed.ts';
import type { PageSite } from '../model/page.ts';
import type { Scope } from '../model/scope.ts';
import { entryPath, feedPath, opmlPath, pagePath, stylesheetPath } from './address.ts';

/** The absolute addresses that a rendition of a scope names; `self` is its own path with its canonical query. */
export function linksFor(baseUrl: string, site: Site, scope: Scope, self: string): Links {
  return {
    self: baseUrl + self,
    page: baseUrl + pagePath(scope),
    home: `${baseUrl}/`,
    formats: formatsOf(baseUrl, scope),
    entry: entry => baseUrl + entryPath(entry.source, entry.key),
    source: (key, format) => baseUrl + feedPath({ kind: 'source', key }, format),
    categories: `${baseUrl}/categories/`,
    hub: site.feed.hub,
    ttl: Math.max(1, Math.ceil(site.feed.maxAge / 60)),
  };
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
  const [home, opml, stylesheet] = [`${baseUrl}/`, baseUrl + opmlPath, baseUrl + stylesheetPath];
  return { title, subtitle, language, timeZone, home, opml, stylesheet };
}

function formatsOf(baseUrl: string, scope: Scope): Readonly<Record<Format, string>> {
  return {
    rss: baseUrl + feedPath(scope, 'rss'),
    atom: baseUrl + feedPath(scope, 'atom'),
    json: baseUrl + feedPath(scope, 'json'),
  };
}
