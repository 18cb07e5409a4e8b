/** Workers Cache: it answers in front of the Worker until it is told that what an answer depends on has changed. */
import type { Dependency, SharedCache } from '../model/platform.ts';
import type { KeptScope } from '../model/scope.ts';
import type { Store } from '../model/store.ts';

/** What is used of the platform's `ctx.cache`. */
export type WorkersCache = {
  /** Marks answers as stale: the next reader of each makes the cache ask us with the tag it holds. */
  readonly invalidate: (what: {
    readonly tags?: string[];
    readonly purgeEverything?: boolean;
  }) => Promise<{ readonly success: boolean; readonly errors: readonly unknown[] }>;
};

/** Tags that one call takes. */
const maxTags = 100;

/** Seconds. */
const year = 31_536_000;
const hour = 3600;

/**
 * Kept for a year, or until told; when we fail, what is stale is better than nothing for a day. What shows a search is kept for an
 * hour: that the index is filled further raises no revision, so what the cache did not hear of it is told by nobody again.
 */
export const sharedCache: SharedCache = {
  keep: dependencies => ({
    'cloudflare-cdn-cache-control': `max-age=${dependencies.some(isSearch) ? hour : year}, stale-if-error=86400`,
    ...(dependencies.length === 0 ? {} : { 'cache-tag': dependencies.map(tagOf).join(',') }),
  }),
  pass: { 'cloudflare-cdn-cache-control': 'no-store' },
};

function isSearch({ kind }: Dependency): boolean {
  return kind === 'search';
}

/** Plain ASCII without commas, compared without case (a key has no capitals), at most 370 of 1,024 characters. */
function tagOf(dependency: Dependency): string {
  return 'key' in dependency ? `${dependency.kind}/${encodeURIComponent(dependency.key)}` : dependency.kind;
}

/** Tells the cache that scopes changed, and with them whatever a search may find. Throws when it would not listen. */
export async function tellCache(cache: WorkersCache, scopes: readonly KeptScope[]): Promise<void> {
  const tags = [...scopes, { kind: 'search' as const }].map(tagOf);
  const { success, errors } = await cache.invalidate(tags.length > maxTags ? { purgeEverything: true } : { tags });
  if (!success) throw new Error(`Workers Cache was not told of ${tags.length} changes: ${JSON.stringify(errors)}`);
}

/**
 * Tells the cache of every change that it was not told of for good: the platform takes only so many calls a minute, and an
 * answer that was on its way while a change came may have reached the cache after it was told. To be called each minute.
 */
export async function settleCache(cache: WorkersCache, store: Store): Promise<void> {
  const { revision, cache: known } = await store.state();
  if (known.told >= revision) return;
  await tellCache(cache, await store.changedScopes(known.told));
  await store.toldCache(revision, known.seen);
}
