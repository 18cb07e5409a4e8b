/** What an address shows: the state its bytes depend on, and how they are made. Where select/ and render/ meet. */
import { foundWithoutDate, overall } from './found.ts';
import { archivePath, opmlPath } from './http/address.ts';
import type { Found } from './http/answer.ts';
import { gone, notFound } from './http/errors.ts';
import { linksFor, listingFor } from './http/links.ts';
import { archiveQuery, type Defaults } from './http/parameters.ts';
import type { Rendered } from './http/renditions.ts';
import type { ArchivePage } from './model/archive.ts';
import type { Config } from './model/config.ts';
import {
  type ArchiveOptions,
  type Feed,
  type FeedListing,
  type FeedOptions,
  type Format,
  formatFacts,
  type Links,
} from './model/feed.ts';
import type { Dependency } from './model/platform.ts';
import type { Scope } from './model/scope.ts';
import type { ScopeState, Store } from './model/store.ts';
import { formats } from './render/formats.ts';
import { arrivalsOf, findPage, isGone, selectPage } from './select/archive.ts';
import { selectChanges } from './select/changes.ts';
import type { Selected } from './select/compose.ts';
import { directory } from './select/directory.ts';
import { findScope, type Selection, selectFeed } from './select/feed.ts';

/** Each finds what one kind of address shows; `path` is the canonical one. All throw RequestErrors for what is not there. */
export type Finder = {
  readonly feed: (scope: Scope, options: FeedOptions, format: Format, path: string) => Promise<Found>;
  readonly archive: (
    scope: Scope,
    page: ArchivePage | undefined,
    options: ArchiveOptions,
    format: Format,
  ) => Promise<Found>;
  /** What shows every feed there is; it depends on every scope, and so on every revision. */
  readonly overview: (render: (feeds: readonly FeedListing[]) => Rendered['body'], mediaType: string) => Promise<Found>;
  /** What depends on no entry. */
  readonly fixed: (body: string, mediaType: string) => Promise<Found>;
};

/** What a feed shows where nothing is asked for: where stories are not told apart, every entry by itself. */
export function defaultsOf({ feed: { limit }, stories }: Config['site']): Defaults {
  return { limit, duplicates: stories === undefined ? 'show' : 'hide' };
}

/** Makes the finder of a site. */
export function finding(store: Store, config: Config, baseUrl: string): Finder {
  const { site } = config;
  const opml = baseUrl + opmlPath;
  const defaults = defaultsOf(site);

  const inScope = async (
    scope: Scope,
    selection: Selection,
    path: string,
    render: (feed: Feed, links: Links) => Rendered['body'],
    mediaType: string,
  ) => {
    const state = await existing(store, config, scope, opml);
    const links = linksFor(baseUrl, site, scope, path, archiveQuery(selection, defaults));
    const rendered = ({ feed, modified }: Selected) => ({ body: render(feed, links), mediaType, modified });
    const whole = async () => rendered(await selectFeed(store, config, state, selection));
    return { state, rendered, found: { revision: state.revision, dependsOn: [dependency(scope)], render: whole } };
  };

  return {
    feed: async (scope, options, format, path) => {
      const { render, mediaType } = formats[format];
      const selection = { ...options, tombstones: formatFacts[format].hasTombstones };
      const { state, rendered, found } = await inScope(scope, selection, path, render, mediaType);
      if (options.since !== undefined) return found;
      const changes = async (since: number) => {
        const selected = await selectChanges(store, config, state, since, options);
        if (selected === 'too-many') return undefined;
        const { entries, tombstones } = selected.feed;
        // Where the format has no word for what was taken back, the whole feed says it.
        const isUnsaid = tombstones.length > 0 && !selection.tombstones;
        return isUnsaid || entries.length + tombstones.length === 0 ? undefined : rendered(selected);
      };
      return { ...found, changes };
    },

    archive: async (scope, page, options, format) => {
      const isNone = page === undefined || scope.kind === 'search';
      const [state, arrivals] = await Promise.all([
        existing(store, config, scope, opml),
        isNone ? [] : arrivalsOf(store, scope, page),
      ]);
      const found = page === undefined ? undefined : findPage(state, page, arrivals);
      if (page !== undefined && isGone(state, page))
        throw gone('What this page of the archive held is no longer kept.');
      if (page === undefined || found === undefined) {
        throw notFound('The archive has no such page. Its newest is linked as prev-archive in the feed.');
      }
      const { render, mediaType } = formats[format];
      const query = archiveQuery(options, defaults);
      const self = archivePath(scope, page, format) + query;
      // Nothing is ever published to an archive page.
      const links = { ...linksFor(baseUrl, site, scope, self, query), hub: undefined };
      const rendered = async () => {
        const { feed, modified } = await selectPage(store, config, state, found, options);
        return { body: render(feed, links), mediaType, modified };
      };
      return { revision: found.revision, dependsOn: [dependency(scope)], render: rendered };
    },

    overview: (render, mediaType) => {
      const listed = async () => (await directory(store, config)).map(each => listingFor(baseUrl, each));
      return overall(store, async () => render(await listed()), mediaType);
    },

    fixed: async (body, mediaType) => foundWithoutDate(1, [], async () => body, mediaType),
  };
}

/** The state of a scope. Throws a RequestError for one that nobody ever filled or configured. */
export async function existing(store: Store, config: Config, scope: Scope, opml: string): Promise<ScopeState<Scope>> {
  const state = await findScope(store, config, scope);
  if (state !== undefined) return state;
  throw notFound(`There is no ${scope.kind} of this name. Every feed is listed in ${opml}.`);
}

/** A search depends on every entry and on its index, not on its query. */
function dependency(scope: Scope): Dependency {
  return scope.kind === 'search' ? { kind: 'search' } : scope;
}
