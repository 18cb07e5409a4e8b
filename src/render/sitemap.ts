import type { Body } from '../model/body.ts';
import type { PageSite } from '../model/page.ts';
import type { Listing } from '../model/store.ts';
import { rfc3339 } from './dates.ts';
import { type Element, element, xmlDocument } from './xml.ts';

/** A site map of site maps (sitemaps.org): their addresses. */
export function sitemapIndex(parts: readonly string[]): Body {
  return document('sitemapindex', parts.map(located('sitemap')));
}

/** A site map of pages that change with every article: without a date, which would be the store's and not the content's. */
export function sitemapOfPages(addresses: readonly string[]): Body {
  return document('urlset', addresses.map(located('url')));
}

/** A site map of entries: those that have no other address than ours. One without any would break the schema, and has the home page. */
export function sitemapOfEntries(site: PageSite, entries: readonly Listing[]): Body {
  const ours = entries.filter(({ link }) => link === undefined);
  if (ours.length === 0) return sitemapOfPages([site.home]);
  const urls = ours.map(entry =>
    element('url', {}, [element('loc', {}, site.entry(entry)), element('lastmod', {}, rfc3339(entry.updated))]),
  );
  return document('urlset', urls);
}

function document(root: string, children: readonly Element[]): Body {
  return xmlDocument(element(root, { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }, children));
}

const located = (name: string) => (address: string) => element(name, {}, [element('loc', {}, address)]);
