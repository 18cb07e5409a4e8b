/** Scope + options -> which entries: the feed of a scope, before a format is chosen. */
import type { Config } from '../model/config.ts';
import type { FeedOptions } from '../model/feed.ts';
import type { Scope } from '../model/scope.ts';
import type { RetractedEntry, ScopeState, Store, StoredEntry } from '../model/store.ts';
import { placeOfHead } from './archive.ts';
import { selectSince } from './changes.ts';
import { compose, modifiedOf, type Selected, tombstonesOf } from './compose.ts';
import { emptyState } from './empty-state.ts';
import { findSearch, selectSearch } from './search.ts';

/** Tombstones are looked up only for the format that can say them. */
export type Selection = FeedOptions & { readonly tombstones: boolean };

/** Tombstones of a feed at most: enough for a reader that comes by now and then, bounded for all. */
const maxTombstones = 50;

/**
 * The state of a scope; undefined for one that nobody ever filled or configured. What is configured but still empty
 * (everything, a source) is there, at revision 0.
 */
export async function findScope(store: Store, config: Config, scope: Scope): Promise<ScopeState<Scope> | undefined> {
  if (scope.kind === 'search') return findSearch(store, scope);
  const state = await store.scope(scope);
  if (state !== undefined) return state;
  const configured =
    scope.kind === 'all' || (scope.kind === 'source' && config.sources.some(({ id }) => id === scope.key));
  return configured ? { scope, label: '', revision: 0, ...emptyState } : undefined;
}

/** The newest entries of a scope as a feed, or with `since` what changed in it last. */
export async function selectFeed(
  store: Store,
  config: Config,
  state: ScopeState<Scope>,
  selection: Selection,
): Promise<Selected> {
  const { scope } = state;
  const { since } = selection;
  if (scope.kind === 'search') return selectSearch(store, config, scope, selection);
  if (since === undefined) return selectNewest(store, config, { ...state, scope }, selection);
  return selectSince(store, config, { ...state, scope }, { ...selection, since });
}

async function selectNewest(
  store: Store,
  config: Config,
  state: ScopeState,
  { limit, content, duplicates, tombstones: wanted }: Selection,
): Promise<Selected> {
  // Asked for together: where the store is far away, that is one way there and back.
  const [stored, { archive, modified: moved }, retracted] = await Promise.all([
    store.window(state.scope, limit, duplicates, state),
    placeOfHead(store, state, limit, duplicates),
    wanted ? store.retracted(state.scope, maxTombstones) : [],
  ]);
  const buried = retractedBeside(stored, limit, retracted);
  const tombstones = tombstonesOf(buried);
  return {
    feed: compose(config, state, { entries: stored, tombstones, archive, content }),
    modified: modifiedOf(state.left, [...stored, ...buried, ...(moved === undefined ? [] : [{ modified: moved }])]),
  };
}

/** Of what was taken back last, that which would stand among these entries: older things no reader of the feed holds. */
function retractedBeside(
  window: readonly StoredEntry[],
  limit: number,
  retracted: readonly RetractedEntry[],
): readonly RetractedEntry[] {
  const oldest = window.length < limit ? Number.NEGATIVE_INFINITY : (window.at(-1)?.entry.published ?? 0);
  return retracted.filter(({ published }) => published >= oldest);
}
