/** The addresses Huiliu answers: the table of scopes here and that of formats (model/feed.ts) make all of them. */
import { type ArchivePage, fullPage, pageSize } from '../model/archive.ts';
import type { Day } from '../model/day.ts';
import { type Format, formatFacts } from '../model/feed.ts';
import { type ListedKind, type Scope, type ScopeKind, scopeKey } from '../model/scope.ts';
import { searchQuery } from './parameters.ts';

type ScopeAddress = {
  /** The first part of the path; empty for the merged feeds. */
  readonly folder: string;
  /** The scope that the segment after it names, in any spelling, or the query. Throws a RequestError for a query that is none. */
  readonly scope: (segment: string, query: URLSearchParams) => Scope;
};

/** Where each kind of scope lives. Adding a scope is a row here. */
export const scopeAddresses: Readonly<Record<ScopeKind, ScopeAddress>> = {
  all: { folder: '', scope: () => ({ kind: 'all' }) },
  source: { folder: 'sources', scope: segment => ({ kind: 'source', key: segment.toLowerCase() }) },
  category: { folder: 'categories', scope: segment => ({ kind: 'category', key: scopeKey(segment) }) },
  publisher: { folder: 'publishers', scope: segment => ({ kind: 'publisher', key: scopeKey(segment) }) },
  search: { folder: 'search', scope: (_, query) => ({ kind: 'search', query: searchQuery(query) }) },
};

export const opmlPath = '/opml.xml';
export const searchPath = '/search/';
export const stylesheetPath = '/style.css';
export const subscribePath = '/subscribe/';
export const statusPath = '/status';
export const problemsPath = '/api/problems';
export const robotsPath = '/robots.txt';
export const iconPath = '/icon.svg';
/** The same picture, where browsers ask for it beside a feed, and feed readers of a site. */
export const faviconPath = '/favicon.ico';
export const sitemapPath = '/sitemap.xml';

/** The path of a part of the site map: `pages`, or entries by arrival, from 1. */
export function sitemapPartPath(part: number | 'pages'): string {
  return `/sitemaps/${part}.xml`;
}

/** The path of the page that lists all scopes of a kind, or of the part of it that begins with a key. */
export function listPath(kind: ListedKind, from = ''): string {
  const folder = `/${scopeAddresses[kind].folder}/`;
  // A scope's own page has one segment, so no category is in the way.
  return from === '' ? folder : `${folder}from/${encodeURIComponent(from)}/`;
}

/** The path of the page of a day. */
export function dayPath(day: Day): string {
  return `/days/${day}/`;
}

/** The pattern that a router matches the page of every scope of a kind with; `:key` is the segment. */
export function pagePattern(kind: ScopeKind): string {
  if (kind === 'all') return '/';
  return kind === 'search' ? searchPath : `/${scopeAddresses[kind].folder}/:key/`;
}

/** The pattern of a kind's feeds in a format. */
export function feedPattern(kind: ScopeKind, format: Format): string {
  return pagePattern(kind) + formatFacts[format].file;
}

/** The path of a scope's page: `/`, `/sources/sina/`, `/search/?q=…`; percent-encoded. */
export function pagePath(scope: Scope): string {
  return pathIn(scope, '');
}

/** The path of a scope's feed: `/rss.xml`, `/sources/sina/atom.xml`, `/search/atom.xml?q=…`; percent-encoded. */
export function feedPath(scope: Scope, format: Format): string {
  return pathIn(scope, formatFacts[format].file);
}

/** A path with a further query, which begins with `?` or is empty. */
export function withQuery(path: string, query: string): string {
  return path.includes('?') ? path + query.replace('?', '&') : path + query;
}

function pathIn(scope: Scope, file: string): string {
  switch (scope.kind) {
    case 'all':
      return `/${file}`;
    case 'search':
      return `${searchPath}${file}?q=${encodeURIComponent(scope.query)}`;
    default:
      return `/${scopeAddresses[scope.kind].folder}/${encodeURIComponent(scope.key)}/${file}`;
  }
}

/** The pattern of a kind's archive pages in a format; `:page` is the segment that `archivePage` reads. */
export function archivePattern(kind: ScopeKind, format: Format): string {
  return `${pagePattern(kind)}archive/:page/${formatFacts[format].file}`;
}

/** The path of an archive page: `/archive/3/atom.xml`; of the first 57 places of a page `/archive/3-57/atom.xml`. */
export function archivePath(scope: Scope, { number, filled }: ArchivePage, format: Format): string {
  const segment = filled === pageSize ? number : `${number}-${filled}`;
  return pathIn(scope, `archive/${segment}/${formatFacts[format].file}`);
}

/** The archive page that a segment names; undefined for any other spelling: a page has one address. */
export function archivePage(segment: string): ArchivePage | undefined {
  const [, number, filled] = /^([1-9]\d{0,8})(?:-([1-9]\d?))?$/.exec(segment) ?? [];
  if (number === undefined) return undefined;
  return filled === undefined ? fullPage(Number(number)) : { number: Number(number), filled: Number(filled) };
}

/** The path of our own page of an entry. */
export function entryPath(source: string, key: string): string {
  return `/entries/${encodeURIComponent(source)}/${encodeURIComponent(key)}`;
}
