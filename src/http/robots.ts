import { searchPath, sitemapPath } from './address.ts';

/** For crawlers (RFC 9309): everything but searches, of which there is no end. */
export function robots(baseUrl: string): string {
  const { pathname } = new URL(baseUrl + searchPath);
  return `User-agent: *\nDisallow: ${pathname}\nSitemap: ${baseUrl}${sitemapPath}\n`;
}
