/**
 * The archive of a scope (RFC 5005 4): its entries by arrival, a hundred a page. Page 1 is the oldest. A client walks
 * from the head backwards and stops at an address that it knows; so no address may ever get another entry.
 */
import { type ArchivePage, type ArchivePlace, fullPage, pageSize, placesOf } from '../model/archive.ts';
import type { Config } from '../model/config.ts';
import type { Instant } from '../model/entry.ts';
import type { ArchiveOptions } from '../model/feed.ts';
import type { KeptScope, Scope } from '../model/scope.ts';
import type { Arrival, ScopeState, Store } from '../model/store.ts';
import type { Duplicates } from '../model/story.ts';
import { compose, modifiedOf, noArchive, partition, type Selected } from './compose.ts';

/** An archive page that is there. */
export type FoundPage = {
  readonly scope: KeptScope;
  readonly page: ArchivePage;
  readonly archive: ArchivePlace;
  /** The revision that last changed its bytes, or an entry of it. What arrives later does not raise it. */
  readonly revision: number;
  readonly modified: Instant | undefined;
};

/** Who has the places that decide about a page: its own, and the one that completes the next. Costs a look-up a place. */
export function arrivalsOf(store: Store, scope: KeptScope, page: ArchivePage): Promise<readonly Arrival[]> {
  const { first, last } = placesOf(page);
  const completion = page.filled === pageSize ? [placesOf(fullPage(page.number + 1)).last] : [];
  return store.arrivals(scope, [...ordinals(first, last), ...completion]);
}

/** Whether a page is gone for good: all that arrived before its end expired. */
export function isGone({ first }: Pick<ScopeState<Scope>, 'first'>, page: ArchivePage): boolean {
  return placesOf(page).last < first;
}

/**
 * The state of an archive page, from its `arrivalsOf`; undefined for one that never was, or is not yet, or is gone. A search has
 * none.
 */
export function findPage(
  state: ScopeState<Scope>,
  page: ArchivePage,
  arrivals: readonly Arrival[],
): FoundPage | undefined {
  const { scope } = state;
  if (scope.kind === 'search' || placesOf(page).last > state.arrivals || isGone(state, page)) return undefined;
  const next = nextOf(page, state);
  const previous = before(page, state);
  // All that ever decided about the page is there still: then no removal, of which a scope knows the last, concerned it.
  const isWhole = arrivals.length === page.filled + (next === undefined ? 0 : 1);
  const isFirstNow = previous === undefined && page.number > 1;
  const removed = isWhole && !isFirstNow ? undefined : state.removed;
  return {
    scope,
    page,
    archive: { isArchive: true, previous, next },
    revision: Math.max(removed?.revision ?? 0, ...arrivals.map(({ revision }) => revision)),
    modified: modifiedOf(removed?.at, arrivals),
  };
}

/** The entries of an archive page as a feed, in the order of every feed. `limit` is not for archives. */
export async function selectPage(
  store: Store,
  config: Config,
  state: Pick<ScopeState<Scope>, 'label'>,
  { scope, page, archive, modified }: FoundPage,
  { content, duplicates }: ArchiveOptions,
): Promise<Selected> {
  const { first, last } = placesOf(page);
  const { live, tombstones } = partition(await store.arrived(scope, ordinals(first, last), duplicates));
  return {
    feed: compose(config, { scope, label: state.label }, { entries: live, tombstones, archive, content }),
    modified,
  };
}

/**
 * Where the archive begins for a reader of the `limit` newest entries, and when that last changed. It begins at the newest
 * full page, unless an entry that arrived after it lies behind the window: then at the beginning of the page that is being
 * filled, under an address that says how far it is.
 */
export async function placeOfHead(
  store: Store,
  state: ScopeState,
  limit: number,
  duplicates: Duplicates,
): Promise<{ readonly archive: ArchivePlace; readonly modified: Instant | undefined }> {
  const { scope, arrivals, count } = state;
  const full = Math.floor(arrivals / pageSize);
  // Nobody counts those that are hidden: of all of a story there are at most as many as ever arrived.
  if (full === 0 && (duplicates === 'hide' ? count : arrivals) <= limit)
    return { archive: noArchive, modified: undefined };
  const { modified, isBehind } = await store.tail(scope, full * pageSize, limit, duplicates);
  return { archive: { ...noArchive, previous: newestPage(state, isBehind) }, modified };
}

/** The newest full page, or all that arrived after it as the beginning of the next; undefined where that is gone. */
export function newestPage(
  state: Pick<ScopeState, 'arrivals' | 'first'>,
  unfinished: boolean,
): ArchivePage | undefined {
  const full = Math.floor(state.arrivals / pageSize);
  const filled = state.arrivals % pageSize;
  if (!unfinished || filled === 0) return before({ number: full + 1, filled }, state);
  const beginning = { number: full + 1, filled };
  return isGone(state, beginning) ? undefined : beginning;
}

/** The full page before a page; undefined where there is none any more. What came before the first page is gone for good too. */
function before({ number }: ArchivePage, state: Pick<ScopeState<Scope>, 'first'>): ArchivePage | undefined {
  const page = fullPage(number - 1);
  return isGone(state, page) ? undefined : page;
}

/**
 * RFC 5005 4: an archive document should link the next. A page does so from the moment the next is full, the only change
 * of its bytes that is none of its entries; the beginning of a page is never followed by anything but the head.
 */
function nextOf({ number, filled }: ArchivePage, { arrivals }: ScopeState<Scope>): ArchivePage | undefined {
  const isFollowed = filled === pageSize && arrivals >= (number + 1) * pageSize;
  return isFollowed ? fullPage(number + 1) : undefined;
}

function ordinals(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
