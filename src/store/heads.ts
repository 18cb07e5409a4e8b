/** What names the entries of a window, and what changes do to it. */
import type { Instant } from '../model/entry.ts';
import type { ScopeState } from '../model/store.ts';
import type { Duplicates } from '../model/story.ts';

/** An entry of a window: its number, and what decides on its place. */
export type Head = {
  readonly n: number;
  readonly revision: number;
  readonly published: Instant;
  readonly id: string;
};

/** One that changed, in or behind a window; `live` as memberships have it: 0 taken back, 1 shown, 2 hidden. */
export type ChangedHead = Head & { readonly live: number };

/**
 * Whether between two states of a scope entries only came or changed where they stood: none went or moved back, so that what stood
 * behind a window still does. A database that was restored is behind what was read of it.
 */
export function nothingLeft(before: ScopeState, now: ScopeState): boolean {
  return before.left === now.left && before.revision <= now.revision;
}

/** A window of `limit` after changes; undefined where one that stood behind it may stand in it now. */
export function changedHeads(
  heads: readonly Head[],
  changes: readonly ChangedHead[],
  limit: number,
  duplicates: Duplicates,
): readonly Head[] | undefined {
  const changed = new Set(changes.map(({ n }) => n));
  const shown = changes.filter(({ live }) => live === 1 || (live === 2 && duplicates === 'show'));
  const found = [...heads.filter(({ n }) => !changed.has(n)), ...shown].toSorted(newestFirst);
  const last = heads.length < limit ? undefined : heads.at(-1);
  if (last === undefined) return found.slice(0, limit);
  // Behind the last stands what was not looked at.
  const sure = found.filter(head => newestFirst(head, last) <= 0);
  return sure.length < limit ? undefined : sure.slice(0, limit);
}

/** As SQLite sorts: ids are ASCII. */
function newestFirst(a: Head, b: Head): number {
  if (a.published !== b.published) return b.published - a.published;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}
