/** What the address of a site map shows: its index, the pages of the site, the pages of entries by arrival. */
import type { Finding } from './find-pages.ts';
import { countedRevision, dependsOnAll, foundWithoutDate, overall } from './found.ts';
import { pagePath, sitemapPartPath } from './http/address.ts';
import type { Found } from './http/answer.ts';
import { notFound } from './http/errors.ts';
import { mediaTypes } from './http/respond.ts';
import type { ScopeState } from './model/store.ts';
import { sitemapIndex, sitemapOfEntries, sitemapOfPages } from './render/sitemap.ts';
import { directory } from './select/directory.ts';

/** Both throw RequestErrors for what is not there. */
export type SitemapFinder = {
  readonly index: () => Promise<Found>;
  /** `pages.xml`, or entries by arrival: `1.xml`. */
  readonly part: (file: string) => Promise<Found>;
};

/** Addresses in a part. */
const mapped = 1000;

const all = { kind: 'all' } as const;

/** Makes the finder of a site's map. */
export function findingSitemap({
  store,
  config,
  baseUrl,
  pages,
}: Pick<Finding, 'store' | 'config' | 'baseUrl' | 'pages'>): SitemapFinder {
  return {
    index: async () => {
      const state = await store.scope(all);
      const { first, last } = mappedParts(state);
      const parts = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      const addresses = (['pages', ...parts] as const).map(part => baseUrl + sitemapPartPath(part));
      return foundWithoutDate(
        countedRevision(state),
        dependsOnAll,
        async () => sitemapIndex(addresses),
        mediaTypes.xml,
      );
    },

    part: async file => {
      if (file === 'pages.xml') {
        const fixed = [pages.home, pages.subscribe, ...Object.values(pages.lists)];
        const scopes = async () => (await directory(store, config)).filter(({ scope }) => scope.kind !== 'all');
        const addresses = async () => (await scopes()).map(({ scope }) => baseUrl + pagePath(scope));
        return overall(store, async () => sitemapOfPages([...fixed, ...(await addresses())]), mediaTypes.xml);
      }
      const part = Number(/^([1-9][0-9]{0,6})\.xml$/.exec(file)?.[1]);
      const state = await store.scope(all);
      const { first, last } = mappedParts(state);
      if (!(part >= first && part <= last)) throw notFound('The site map has no such part.');
      const render = async () => sitemapOfEntries(pages, await store.listing((part - 1) * mapped + 1, part * mapped));
      return foundWithoutDate(countedRevision(state), dependsOnAll, render, mediaTypes.xml);
    },
  };
}

/** The parts of entries: those before the first have expired. */
function mappedParts(state: ScopeState | undefined): { readonly first: number; readonly last: number } {
  const { arrivals, first } = state ?? { arrivals: 0, first: 1 };
  return { first: Math.ceil(first / mapped), last: Math.ceil(arrivals / mapped) };
}
