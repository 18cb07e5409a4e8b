/** What the address of a page shows: find.ts for people. */
import { defaultsOf, existing } from './find.ts';
import { countedRevision, dependsOnAll, foundWithoutDate, overall } from './found.ts';
import { listPath, pagePath } from './http/address.ts';
import type { Found } from './http/answer.ts';
import { gone, notFound } from './http/errors.ts';
import { listingFor } from './http/links.ts';
import { mediaTypes } from './http/respond.ts';
import type { Config } from './model/config.ts';
import { readDay } from './model/day.ts';
import type { Entry, Instant } from './model/entry.ts';
import { type FeedListing, feedSource, feedSources, sourceOf } from './model/feed.ts';
import type { PageSite } from './model/page.ts';
import type { Dependency } from './model/platform.ts';
import { silentSince } from './model/run.ts';
import { type ListedKind, type Scope, scopeKey, scopesOf } from './model/scope.ts';
import type { Store } from './model/store.ts';
import { dayPage } from './render/pages/day.ts';
import { entryPage } from './render/pages/entry.ts';
import { homePage } from './render/pages/home.ts';
import { listPage } from './render/pages/list.ts';
import { scopePage } from './render/pages/scope.ts';
import { searchPage } from './render/pages/search.ts';
import { statusPage } from './render/pages/status.ts';
import { subscribePage } from './render/pages/subscribe.ts';
import { wordsFor } from './render/words.ts';
import { labelOf } from './select/compose.ts';
import { selectDay } from './select/day.ts';
import type { Listed } from './select/directory.ts';
import { selectFeed } from './select/feed.ts';
import { chartOf, fetchedOf, largestOf, newestInstant, newestOf, partOf, sourcesOf } from './select/overview.ts';

/** Each finds one kind of page. All throw RequestErrors for what is not there. */
export type PageFinder = {
  readonly home: () => Promise<Found>;
  readonly scope: (scope: Scope) => Promise<Found>;
  readonly searchStart: () => Promise<Found>;
  readonly entry: (source: string, key: string) => Promise<Found>;
  readonly day: (text: string) => Promise<Found>;
  readonly list: (kind: ListedKind, from: string) => Promise<Found>;
  readonly subscribe: () => Promise<Found>;
  readonly status: () => Promise<Found>;
};

/** What finding pages needs. */
export type Finding = {
  readonly store: Store;
  readonly config: Config;
  readonly baseUrl: string;
  readonly pages: PageSite;
  readonly now: () => Instant;
  readonly ready: () => boolean;
  /** As of Answering. */
  readonly version?: (() => number) | undefined;
};

/** Entries on the home page. */
const newest = 40;

/** Sources on the home page, the page for subscribers and the status page; the page of all sources has the others. */
const mostSources = 100;

/** Scopes on one page of a list and sources that are fetched, files among problems on the status page. */
const listed = 500;
const maxProblems = 50;

/** Milliseconds for which a status page is good where nothing tells of changes that feeds do not show. */
const statusAge = 2000;

const all = { kind: 'all' } as const;

/** Makes the finder of a site's pages in one language. */
export function findingPages({ store, config, baseUrl, pages, now, ready, version }: Finding): PageFinder {
  const { site } = config;
  const words = wordsFor(pages.language);
  const named = { sources: feedSources(config.sources) };
  const listing = (each: Pick<Listed, 'title'> & { scope: Scope; count?: number }) => listingFor(baseUrl, each);
  const merged: FeedListing = listing({ scope: all, title: words.kinds.all });

  const listings = async (asked: Promise<readonly Listed[]>) => (await asked).map(listing);

  const firstSources = async () => {
    const found = await sourcesOf(store, config);
    return { sources: found.slice(0, mostSources).map(listing), hasMoreSources: found.length > mostSources };
  };

  /** Asked for together: where the store is far away, that is one way there and back. */
  const wayIn = async () => {
    const [sources, categories, publishers] = await Promise.all([
      firstSources(),
      listings(largestOf(store, config, 'category')),
      listings(largestOf(store, config, 'publisher')),
    ]);
    return { merged, ...sources, categories, publishers };
  };

  return {
    home: async () => {
      const [{ revision }, last] = await Promise.all([store.state(), newestInstant(store)]);
      return foundWithoutDate(revision, dependsOnAll, async () => {
        const [ways, entries, chart] = await Promise.all([
          wayIn(),
          newestOf(store, newest),
          chartOf(store, config, last),
        ]);
        return homePage(pages, { ...ways, entries, chart });
      });
    },

    scope: async scope => {
      const state = await existing(store, config, scope, pages.opml);
      const isSearch = scope.kind === 'search';
      // Only a search looks into the contents, to show where it found something.
      const content = isSearch ? 'full' : 'summary';
      const selection = { ...defaultsOf(site), since: undefined, content, tombstones: false } as const;
      const dependsOn: readonly Dependency[] = [isSearch ? { kind: 'search' } : scope];
      const name = labelOf(config, state);
      const count = isSearch ? undefined : state.count;
      const render = async () => {
        const { feed, modified } = await selectFeed(store, config, state, selection);
        const page = { name, feed, count, listing: listing({ scope, title: name }) };
        // The count tells of what went, where a feed does not.
        const counted = modified && Math.max(modified, state.removed?.at ?? modified);
        return { body: scopePage(pages, page), mediaType: mediaTypes.html, modified: counted };
      };
      return { revision: countedRevision(state), dependsOn, render };
    },

    searchStart: async () => foundWithoutDate(1, [], async () => searchPage(pages)),

    entry: async (source, key) => {
      const scope = { kind: 'source', key: source } as const;
      // With those beside it, the page changes when its source does.
      const [stored, state] = await Promise.all([store.entry(source, key), store.scope(scope)]);
      if (stored === undefined) throw notFound('There is no entry of this name.');
      if (stored.retracted !== undefined) throw gone('This entry was taken back.');
      const { entry, story } = stored;
      const others = site.stories === undefined ? [] : (story?.also ?? []);
      return foundWithoutDate(Math.max(stored.revision, countedRevision(state)), [scope], async () => {
        const beside = await store.neighbours(source, key);
        const also = others.map(told => {
          return { title: told.title, source: sourceOf(named, told), address: pages.entry(told) };
        });
        const address = pages.entry(entry);
        return entryPage(pages, {
          entry,
          source: sourceOf(named, entry),
          also,
          address,
          feeds: feedsOf(entry),
          ...beside,
        });
      });
    },

    day: async text => {
      const day = readDay(text);
      if (day === undefined) throw notFound('There is no such day. A day is written as in /days/2022-04-11/.');
      return overall(store, async () => {
        const selected = await selectDay(store, config, day);
        return dayPage(pages, { day, merged, ...selected });
      });
    },

    list: async (kind, text) => {
      const from = scopeKey(text);
      return overall(store, async () => {
        const part = await partOf(store, config, kind, from, listed);
        return listPage(pages, {
          kind,
          address: baseUrl + listPath(kind, from),
          feeds: part.listed.map(listing),
          first: from === '' ? undefined : baseUrl + listPath(kind),
          next: part.next === undefined ? undefined : baseUrl + listPath(kind, part.next),
        });
      });
    },

    subscribe: () => overall(store, async () => subscribePage(pages, await wayIn())),

    status: async () => {
      const [state, everything, last] = await Promise.all([store.state(), store.scope(all), newestInstant(store)]);
      // Problems and runs have no revision, but are changes of the store. Not 0, which would be a store that holds nothing yet.
      const revision = 1 + (version?.() ?? Math.floor(now() / statusAge));
      return foundWithoutDate(revision, [all, { kind: 'search' }], async () => {
        const [sources, fetched, problems, problemCount, chart] = await Promise.all([
          firstSources(),
          fetchedOf(store, config, listed),
          store.problems(maxProblems),
          store.countProblems(),
          chartOf(store, config, last),
        ]);
        return statusPage(pages, {
          entries: everything?.count ?? 0,
          revision: state.revision,
          changed: state.modified === 0 ? undefined : state.modified,
          newest: last,
          isReady: ready(),
          isSearchable: state.search.isComplete,
          ...sources,
          fetched: fetched.map(({ source, run }) => ({
            source: feedSource(source),
            page: baseUrl + pagePath({ kind: 'source', key: source.id }),
            run,
            silent: run === undefined ? undefined : silentSince(run, now()),
          })),
          problemCount,
          problems,
          chart,
        });
      });
    },
  };

  function feedsOf(entry: Entry): readonly FeedListing[] {
    return scopesOf(entry)
      .filter(({ scope }) => scope.kind !== 'all')
      .map(({ scope, label }) => listing({ scope, title: labelOf(config, { scope, label }) }));
  }
}
