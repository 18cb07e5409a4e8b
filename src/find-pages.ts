/** What the address of a page shows: find.ts for people. */
import { defaultsOf, existing } from './find.ts';
import { dayPath, entryPath, listPath, pagePath, sitemapPartPath } from './http/address.ts';
import type { Found } from './http/answer.ts';
import { gone, notFound } from './http/errors.ts';
import { listingFor } from './http/links.ts';
import type { Rendered } from './http/renditions.ts';
import { mediaTypes } from './http/respond.ts';
import type { Config } from './model/config.ts';
import { readDay } from './model/day.ts';
import type { Entry, Instant } from './model/entry.ts';
import { type FeedListing, type FeedSource, feedSource } from './model/feed.ts';
import type { ListedKind, PageSite } from './model/page.ts';
import type { Dependency } from './model/platform.ts';
import { silentSince } from './model/run.ts';
import { type Scope, scopeKey, scopesOf } from './model/scope.ts';
import type { ScopeState, Store } from './model/store.ts';
import { dayPage } from './render/pages/day.ts';
import { entryPage } from './render/pages/entry.ts';
import { homePage } from './render/pages/home.ts';
import { listPage } from './render/pages/list.ts';
import { scopePage } from './render/pages/scope.ts';
import { searchPage } from './render/pages/search.ts';
import { statusPage } from './render/pages/status.ts';
import { subscribePage } from './render/pages/subscribe.ts';
import { sitemapIndex, sitemapOfEntries, sitemapOfPages } from './render/sitemap.ts';
import { wordsFor } from './render/words.ts';
import { labelOf } from './select/compose.ts';
import { selectDay } from './select/day.ts';
import { directory, type Listed } from './select/directory.ts';
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
  readonly sitemap: () => Promise<Found>;
  /** `pages.xml`, or entries by arrival: `1.xml`. */
  readonly sitemapPart: (file: string) => Promise<Found>;
};

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

/** Scopes on one page of a list, files among problems on the status page, addresses in a part of the site map. */
const listed = 500;
const maxProblems = 50;
const mapped = 1000;

/** Milliseconds for which a status page is good where nothing tells of changes that feeds do not show. */
const statusAge = 2000;

const all = { kind: 'all' } as const;
const dependsOnAll: readonly Dependency[] = [all];

/** Makes the finder of a site's pages in one language. */
export function findingPages({ store, config, baseUrl, pages, now, ready, version }: Finding): PageFinder {
  const { site } = config;
  const words = wordsFor(pages.language);
  const listing = (each: Pick<Listed, 'title'> & { scope: Scope; count?: number }) => listingFor(baseUrl, each);
  const merged: FeedListing = listing({ scope: all, title: words.kinds.all });

  /** What shows several scopes: it depends on every entry. */
  const overall = async (render: () => Promise<Rendered['body']>, mediaType: string = mediaTypes.html) => {
    const { revision } = await store.state();
    return found(revision, dependsOnAll, render, mediaType);
  };

  const listings = async (asked: Promise<readonly Listed[]>) => (await asked).map(listing);

  /** Asked for together: where the store is far away, that is one way there and back. */
  const wayIn = async () => {
    const [sources, categories, publishers] = await Promise.all([
      listings(sourcesOf(store, config)),
      listings(largestOf(store, config, 'category')),
      listings(largestOf(store, config, 'publisher')),
    ]);
    return { merged, sources, categories, publishers };
  };

  return {
    home: async () => {
      const [{ revision }, last] = await Promise.all([store.state(), newestInstant(store)]);
      return found(revision, dependsOnAll, async () => {
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

    searchStart: async () => found(1, [], async () => searchPage(pages)),

    entry: async (source, key) => {
      const scope = { kind: 'source', key: source } as const;
      // With those beside it, the page changes when its source does.
      const [stored, state] = await Promise.all([store.entry(source, key), store.scope(scope)]);
      if (stored === undefined) throw notFound('There is no entry of this name.');
      if (stored.retracted !== undefined) throw gone('This entry was taken back.');
      const { entry, story } = stored;
      const others = site.stories === undefined ? [] : (story?.also ?? []);
      return found(Math.max(stored.revision, countedRevision(state)), [scope], async () => {
        const beside = await store.neighbours(source, key);
        const also = others.map(({ title, source, key }) => {
          return { title, source: sourceNamed(source), address: baseUrl + entryPath(source, key) };
        });
        const address = baseUrl + entryPath(source, key);
        return entryPage(pages, {
          entry,
          source: sourceNamed(source),
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
      return overall(async () => {
        const selected = await selectDay(store, config, day);
        return dayPage(pages, { day, address: baseUrl + dayPath(day), merged, ...selected });
      });
    },

    list: async (kind, text) => {
      const from = scopeKey(text);
      return overall(async () => {
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

    subscribe: () => overall(async () => subscribePage(pages, await wayIn())),

    status: async () => {
      const [state, everything, last] = await Promise.all([store.state(), store.scope(all), newestInstant(store)]);
      // Problems and runs have no revision, but are changes of the store.
      const revision = version?.() ?? Math.floor(now() / statusAge);
      return found(revision, [all, { kind: 'search' }], async () => {
        const [sources, fetched, problems, problemCount, chart] = await Promise.all([
          listings(sourcesOf(store, config)),
          fetchedOf(store, config),
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
          sources,
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

    sitemap: async () => {
      const state = await store.scope(all);
      const { first, last } = mappedParts(state);
      const parts = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      const addresses = (['pages', ...parts] as const).map(part => baseUrl + sitemapPartPath(part));
      return found(countedRevision(state), dependsOnAll, async () => sitemapIndex(addresses), mediaTypes.xml);
    },

    sitemapPart: async file => {
      if (file === 'pages.xml') {
        const fixed = [pages.home, pages.subscribe, ...Object.values(pages.lists)];
        const scopes = async () => (await directory(store, config)).filter(({ scope }) => scope.kind !== 'all');
        const addresses = async () => (await scopes()).map(({ scope }) => baseUrl + pagePath(scope));
        return overall(async () => sitemapOfPages([...fixed, ...(await addresses())]), mediaTypes.xml);
      }
      const part = Number(/^([1-9][0-9]{0,6})\.xml$/.exec(file)?.[1]);
      const state = await store.scope(all);
      const { first, last } = mappedParts(state);
      if (!(part >= first && part <= last)) throw notFound('The site map has no such part.');
      const render = async () => sitemapOfEntries(pages, await store.listing((part - 1) * mapped + 1, part * mapped));
      return found(countedRevision(state), dependsOnAll, render, mediaTypes.xml);
    },
  };

  function sourceNamed(name: string): FeedSource {
    return config.sources.find(({ id }) => id === name) ?? { id: name, title: name };
  }

  function feedsOf(entry: Entry): readonly FeedListing[] {
    return scopesOf(entry)
      .filter(({ scope }) => scope.kind !== 'all')
      .map(({ scope, label }) => listing({ scope, title: labelOf(config, { scope, label }) }));
  }
}

/** The revision of what shows more of a scope than its newest entries: an entry that expires behind these changes it too. */
function countedRevision(state: Pick<ScopeState<Scope>, 'revision' | 'removed'> | undefined): number {
  return Math.max(state?.revision ?? 0, state?.removed?.revision ?? 0);
}

/** The parts of the site map: those before the first have expired. */
function mappedParts(state: ScopeState | undefined): { readonly first: number; readonly last: number } {
  const { arrivals, first } = state ?? { arrivals: 0, first: 1 };
  return { first: Math.ceil(first / mapped), last: Math.ceil(arrivals / mapped) };
}

/** Nobody knows when what several scopes show last changed: only its bytes tell. */
function found(
  revision: number,
  dependsOn: readonly Dependency[],
  render: () => Promise<Rendered['body']>,
  mediaType: string = mediaTypes.html,
): Found {
  return { revision, dependsOn, render: async () => ({ body: await render(), mediaType, modified: undefined }) };
}
