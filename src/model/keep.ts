/** How much of a source is kept, and what that leaves out. */
import type { Entry, Instant } from './entry.ts';

/** What was published within so many milliseconds, or the newest so many entries. */
export type Keep =
  | { readonly kind: 'age'; readonly milliseconds: number }
  | { readonly kind: 'count'; readonly entries: number };

/** A source as far as it is about keeping: without a `keep`, everything for ever. */
export type KeptSource = { readonly id: string; readonly keep?: Keep | undefined };

/** A place in the order of every feed: by date of publication, then id. */
export type Dated = Pick<Entry, 'published' | 'id'>;

/** What is stored of a source: how many entries, those that were taken back too, and the first of them to expire. */
export type Stock = { readonly source: string; readonly entries: number; readonly oldest: Dated };

/** Before which instant a source keeps nothing; undefined where dates do not decide. */
export function keptFrom(keep: Keep, now: Instant): Instant | undefined {
  return keep.kind === 'age' ? now - keep.milliseconds : undefined;
}

/**
 * Of entries that are not stored, the ids of those that their sources do not keep: too old, or older than all that a source
 * has when it is full. What expired is so never taken in again. The store is asked only about sources that keep a number.
 */
export async function beyondKeep(
  newcomers: readonly Pick<Entry, 'id' | 'source' | 'published'>[],
  sources: readonly KeptSource[],
  store: { readonly stocks: (sources: readonly string[]) => Promise<readonly Stock[]> },
  now: Instant,
): Promise<ReadonlySet<string>> {
  const bySource = Map.groupBy(newcomers, ({ source }) => source);
  const concerned = sources.flatMap(({ id, keep }) => {
    const own = bySource.get(id);
    return keep === undefined || own === undefined ? [] : [{ id, keep, own }];
  });
  const counted = concerned.filter(({ keep }) => keep.kind === 'count').map(({ id }) => id);
  const stocks = new Map(
    counted.length === 0 ? [] : (await store.stocks(counted)).map(stock => [stock.source, stock] as const),
  );
  const beyond = concerned.flatMap(({ id, keep, own }) => behind(own, keep, stocks.get(id), now));
  return new Set(beyond.map(({ id }) => id));
}

function behind<T extends Dated>(own: readonly T[], keep: Keep, stock: Stock | undefined, now: Instant): readonly T[] {
  switch (keep.kind) {
    case 'age':
      return own.filter(({ published }) => published < now - keep.milliseconds);
    case 'count':
      return behindNewest(own, keep.entries, stock);
  }
}

/** What comes together may be more than is kept: it is not stored to be deleted. */
function behindNewest<T extends Dated>(own: readonly T[], most: number, stock: Stock | undefined): readonly T[] {
  const newestFirst = own.toSorted((a, b) => (isBefore(a, b) ? 1 : -1));
  const isFull = stock !== undefined && stock.entries >= most;
  return newestFirst.filter((each, place) => place >= most || (isFull && isBefore(each, stock.oldest)));
}

function isBefore(a: Dated, b: Dated): boolean {
  return a.published < b.published || (a.published === b.published && a.id < b.id);
}
