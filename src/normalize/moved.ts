/** Files that got another name and their articles another title, both between two looks: none of their names leads to the entry. */
import type { Entry } from '../model/entry.ts';
import type { Digest } from '../model/platform.ts';
import type { Claim } from '../model/reading.ts';
import type { SeedRecord, Store } from '../model/store.ts';
import { nameInPlace } from './identity.ts';

/** With less text two articles of a day may well say the same: "See the picture." */
const shortest = 100;

/** The claims, and the former name of each that says to the letter, and on the same date, what the entry of a file that is gone does. */
export async function withFormerNames(
  claims: readonly Claim[],
  gone: ReadonlySet<string>,
  digest: Digest,
  store: Pick<Store, 'seedsAt' | 'holding' | 'entry'>,
): Promise<readonly Claim[]> {
  if (gone.size === 0) return claims;
  const lengths = new Set(claims.map(({ seed }) => seed.textLength).filter(length => length >= shortest));
  const seeds = (await store.seedsAt([...gone])).filter(({ textLength }) => lengths.has(textLength));
  const former = (await Promise.all(seeds.map(seed => toldBy(seed, store)))).flatMap(told => told ?? []);
  return Promise.all(
    claims.map(async claim => {
      const { draft, seed } = claim;
      const same = former.find(({ entry: { source, content, published } }) => {
        return source === draft.source && content === draft.content && published === draft.written;
      });
      if (same === undefined || seed.textLength < shortest) return claim;
      return { ...claim, names: [...claim.names, await nameInPlace(same.path, same.entry.title, digest)] };
    }),
  );
}

async function toldBy(
  { path, source, entry: id }: SeedRecord,
  store: Pick<Store, 'holding' | 'entry'>,
): Promise<{ readonly path: string; readonly entry: Entry } | undefined> {
  if (id === undefined || source === undefined) return undefined;
  const [address] = await store.holding([{ id, source, key: '' }]);
  const stored = address && (await store.entry(address.source, address.key));
  return stored && { path, entry: stored.entry };
}
