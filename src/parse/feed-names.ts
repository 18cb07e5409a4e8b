/** The namespaces of feeds, and the prefix that each has in this room, whatever the document calls it. */

/** The prefix of a namespace: empty for the elements of RSS; absent for one that no feed needs. */
export function prefixOf(uri: string): string | undefined {
  return prefixes.get(plain(uri));
}

/** Feeds write them with and without a slash, in capitals, and since a while with https. */
function plain(uri: string): string {
  return uri
    .trim()
    .toLowerCase()
    .replace(/^https:/, 'http:')
    .replace(/[/#]+$/, '');
}

const prefixes: ReadonlyMap<string, string> = new Map(
  (
    [
      ['', 'http://purl.org/rss/1.0/'],
      ['', 'http://my.netscape.com/rdf/simple/0.9/'],
      ['', 'http://channel.netscape.com/rdf/simple/0.9/'],
      ['', 'http://my.netscape.com/publish/formats/rss-0.91.dtd'],
      ['', 'http://purl.org/net/rss1.1#'],
      ['', 'http://backend.userland.com/rss'],
      ['', 'http://backend.userland.com/rss2'],
      ['', 'http://backend.userland.com/rss091'],
      ['', 'http://backend.userland.com/rss092'],
      ['', 'http://blogs.law.harvard.edu/tech/rss'],
      ['', 'http://cyber.law.harvard.edu/rss/rss.html'],
      ['atom', 'http://www.w3.org/2005/Atom'],
      ['atom', 'http://purl.org/atom/ns#'],
      ['rdf', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'],
      ['content', 'http://purl.org/rss/1.0/modules/content/'],
      ['sy', 'http://purl.org/rss/1.0/modules/syndication/'],
      ['dc', 'http://purl.org/dc/elements/1.0/'],
      ['dc', 'http://purl.org/dc/elements/1.1/'],
      ['dcterms', 'http://purl.org/dc/terms/'],
      ['media', 'http://search.yahoo.com/mrss/'],
      ['media', 'http://www.rssboard.org/media-rss'],
      ['itunes', 'http://www.itunes.com/dtds/podcast-1.0.dtd'],
      ['feedburner', 'http://rssnamespace.org/feedburner/ext/1.0'],
      ['at', 'http://purl.org/atompub/tombstones/1.0'],
      ['xhtml', 'http://www.w3.org/1999/xhtml'],
    ] as const
  ).map(([prefix, uri]) => [plain(uri), prefix]),
);
