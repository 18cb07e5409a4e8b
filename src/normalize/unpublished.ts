/** Drafts without a date that lead to no entry by their names, and the entries that their files told while they were public. */
import type { Draft } from '../model/entry.ts';
import type { Claim } from '../model/reading.ts';
import type { SeedRecord, Store } from '../model/store.ts';
import { isUndatedDraft } from './identity.ts';
import { storedAs } from './stored-as.ts';

/**
 * The entry of each such draft, which it takes back: the one that its file told before, under another title; or a file of its name that is
 * gone (`jekyll unpublish` moves `_posts/2026-11-04-a.md` to `_drafts/a.md`). None that anybody else still tells: neither another
 * file nor one of `told`, the entries of this batch.
 */
export async function unpublished(
  claims: readonly Claim[],
  told: ReadonlySet<string>,
  gone: ReadonlySet<string>,
  store: Pick<Store, 'seedsAt' | 'seedsOf' | 'holding' | 'entry'>,
): Promise<ReadonlyMap<Claim, string>> {
  const drafts = claims.filter(({ draft }) => isUndatedDraft(draft));
  if (drafts.length === 0) return new Map();
  const before = await store.seedsAt([...new Set([...drafts.map(({ seed }) => seed.path), ...gone])]);
  const found = new Map<Claim, string>();
  for (const claim of drafts) {
    const entry = entryBefore(claim, before, gone);
    if (entry === undefined || told.has(entry)) continue;
    const tellers = await store.seedsOf([entry]);
    const isToldElsewhere = tellers.some(path => path !== claim.seed.path && !gone.has(path));
    if (!isToldElsewhere && (await isPublic(entry, claim.draft, store))) found.set(claim, entry);
  }
  return found;
}

/** What was taken back needs nobody to do so: the file of its name may have become another article. */
async function isPublic(id: string, { source }: Draft, store: Pick<Store, 'holding' | 'entry'>): Promise<boolean> {
  const stored = await storedAs(id, source, store);
  return stored !== undefined && stored.retracted === undefined;
}

function entryBefore(
  { draft, seed }: Claim,
  before: readonly SeedRecord[],
  gone: ReadonlySet<string>,
): string | undefined {
  const own = before.find(({ path, source }) => path === seed.path && source === draft.source)?.entry;
  if (own !== undefined) return own;
  const moved = before.flatMap(({ path, source, entry }) =>
    gone.has(path) && source === draft.source && nameOf(path) === nameOf(seed.path) ? (entry ?? []) : [],
  );
  const [only, ...others] = new Set(moved);
  return others.length === 0 ? only : undefined;
}

/** What a file is called besides its folder, its date and its kind. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/^\d{4}-\d{1,2}-\d{1,2}-|\.[^.]*$/g, '');
}
