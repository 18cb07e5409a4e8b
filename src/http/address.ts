/** The addresses Huiliu answers: one table of scopes and one of formats make all of them. */
import type { Format } from '../model/feed.ts';
import { type Scope, type ScopeKind, scopeKey } from '../model/scope.ts';

type ScopeAddress = {
  /** The first part of the path; empty for the merged feeds. */
  readonly folder: string;
  /** The scope that the segment after it names, in any spelling. */
  readonly scope: (segment: string) => Scope;
};

/** Where each kind of scope lives. Adding a scope is a row here. */
export const scopeAddresses: Readonly<Record<ScopeKind, ScopeAddress>> = {
  all: { folder: '', scope: () => ({ kind: 'all' }) },
  source: { folder: 'sources', scope: segment => ({ kind: 'source', key: segment }) },
  category: { folder: 'categories', scope: segment => ({ kind: 'category', key: scopeKey(segment) }) },
  publisher: { folder: 'publishers', scope: segment => ({ kind: 'publisher', key: scopeKey(segment) }) },
};

/** The file under a scope that each format is. */
export const formatFiles: Readonly<Record<Format, string>> = { rss: 'rss.xml', atom: 'atom.xml', json: 'feed.json' };

export const scopeKinds: readonly ScopeKind[] = ['all', 'source', 'category', 'publisher'];
export const formatNames: readonly Format[] = ['rss', 'atom', 'json'];

export const opmlPath = '/opml.xml';
export const stylesheetPath = '/style.css';

/** The pattern that a router matches the page of every scope of a kind with; `:key` is the segment. */
export function pagePattern(kind: ScopeKind): string {
  return kind === 'all' ? '/' : `/${scopeAddresses[kind].folder}/:key/`;
}

/** The path of a scope's page: `/`, `/sources/sina/`; percent-encoded. */
export function pagePath(scope: Scope): string {
  return scope.kind === 'all' ? '/' : `/${scopeAddresses[scope.kind].folder}/${encodeURIComponent(scope.key)}/`;
}

/** The path of a scope's feed: `/rss.xml`, `/sources/sina/atom.xml`; percent-encoded. */
export function feedPath(scope: Scope, format: Format): string {
  return pagePath(scope) + formatFiles[format];
}

/** The path of our own page of an entry. */
export function entryPath(source: string, key: string): string {
  return `/entries/${encodeURIComponent(source)}/${encodeURIComponent(key)}`;
}
