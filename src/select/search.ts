/** A search as a feed. */
import type { Config } from '../model/config.ts';
import type { FeedOptions } from '../model/feed.ts';
import type { Scope } from '../model/scope.ts';
import type { ScopeState, Store } from '../model/store.ts';
import { compose, type Selected } from './compose.ts';
import { emptyState } from './empty-state.ts';

type Search = Extract<Scope, { kind: 'search' }>;

/**
 * A search is there whatever it finds. What it finds depends on every entry and on how far the index is: its revision is
 * the store's, raised by one with each step of the index.
 */
export async function findSearch(store: Store, scope: Search): Promise<ScopeState<Search>> {
  const { revision, search } = await store.state();
  return { scope, label: scope.query, revision: revision + search.steps, ...emptyState };
}

/**
 * The newest entries that a search finds. Nobody knows when it last found less than now, so it has no date of change: only
 * its bytes tell. It has no archive and no tombstones.
 */
export async function selectSearch(
  store: Store,
  config: Config,
  scope: Search,
  { limit, since = Number.MIN_SAFE_INTEGER, content, duplicates }: FeedOptions,
): Promise<Selected> {
  const stored = await store.search(scope.query, since, limit, duplicates);
  const feed = compose(config, { scope, label: scope.query }, { entries: stored, content });
  return { feed, modified: undefined };
}
