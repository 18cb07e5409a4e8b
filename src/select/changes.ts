/** What changed in a scope: for readers that hold the rest. The newest change comes first. */
import type { Config } from '../model/config.ts';
import type { Instant } from '../model/entry.ts';
import type { FeedOptions } from '../model/feed.ts';
import { feedContent } from '../model/limits.ts';
import type { Scope } from '../model/scope.ts';
import type { ScopeState, Store, StoredEntry } from '../model/store.ts';
import { newestPage } from './archive.ts';
import { compose, modifiedOf, noArchive, partition, type Selected } from './compose.ts';

/** Windows of changes that a delta holds at most: whoever missed more is better off with the whole feed. */
const windows = 10;

/**
 * A delta (RFC 3229): all that changed in a scope after a revision (exclusive), what was taken back as tombstones. More
 * than ten times `limit` changes are too many, up to `limit` with more content than a feed holds, and those among which something
 * went without a word. It leads to no archive: whoever asks holds what came before.
 */
export async function selectChanges(
  store: Store,
  config: Config,
  state: ScopeState<Scope>,
  sinceRevision: number,
  { limit, content, duplicates }: Pick<FeedOptions, 'limit' | 'content' | 'duplicates'>,
): Promise<Selected | 'too-many'> {
  const { scope } = state;
  // A search does not know what it used to find, and what expired or left has no tombstone.
  if (scope.kind === 'search' || (state.lost !== undefined && state.lost > sinceRevision)) return 'too-many';
  const most = windows * limit;
  // Counted before they are read: the count costs an index row each, the reading their contents.
  if ((await store.countChanges(scope, sinceRevision, most + 1, duplicates)) > most) return 'too-many';
  const stored = await store.recent(scope, { revision: sinceRevision }, most, duplicates);
  const { live, tombstones } = partition(stored);
  const window = tombstones.length === 0 ? [] : await store.window(scope, limit, duplicates);
  const entries = window.length < limit ? live : [...live, ...movedUp(window, live, tombstones.length)];
  // In the order of changes other entries than in the feed may have to go without their contents, and the whole feed is better. But a delta of more
  // entries than the feed has says more than that.
  if (content === 'full' && entries.length <= limit && bytesOf(entries) > feedContent) return 'too-many';
  return {
    feed: compose(config, state, { entries, tombstones, content }),
    modified: modifiedOf(state.left, stored),
  };
}

function bytesOf(entries: readonly StoredEntry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** What may have stood behind a window until so many were taken back out of it: its last that did not change. */
function movedUp(window: readonly StoredEntry[], changed: readonly StoredEntry[], count: number) {
  const ids = new Set(changed.map(({ entry }) => entry.id));
  return window.filter(({ entry }) => !ids.has(entry.id)).slice(-count);
}

/** What changed here after an instant (exclusive), at most `limit`. If that was more, the archive has the rest. */
export async function selectSince(
  store: Store,
  config: Config,
  state: ScopeState,
  { since, limit, content, duplicates }: FeedOptions & { readonly since: Instant },
): Promise<Selected> {
  const found = await store.recent(state.scope, { instant: since }, limit + 1, duplicates);
  const stored = found.slice(0, limit);
  const { live, tombstones } = partition(stored);
  const archive = found.length > limit ? { ...noArchive, previous: newestPage(state, true) } : noArchive;
  return {
    feed: compose(config, state, { entries: live, tombstones, archive, content }),
    modified: modifiedOf(state.left, found),
  };
}
