/** Files whose names lead to no entry though they had one: moved and given another title at once, or read by other rules. */
import type { Entry } from '../model/entry.ts';
import type { Digest } from '../model/platform.ts';
import type { Claim } from '../model/reading.ts';
import type { SeedRecord, Store } from '../model/store.ts';
import { nameInPlace, speakingLength } from './identity.ts';
import { storedAs } from './stored-as.ts';

/** With less text two articles of a day may well say the same: "See the picture." */
const shortest = 100;

/** Of more files that went at once than this, none is looked at, for each batch would look at all of them: one archive was put in the place of another. */
const most = 5000;

/**
 * The claims, and the name that the entry of a file has by what was read of it before, where the same bytes are read by other rules: whoever
 * reads more of a file has no other article.
 */
export async function withNamesReadBefore(
  claims: readonly Claim[],
  digest: Digest,
  store: Pick<Store, 'known' | 'seedsAt' | 'holding' | 'entry'>,
): Promise<readonly Claim[]> {
  const before = new Map((await store.seedsAt(claims.map(({ seed }) => seed.path))).map(seed => [seed.path, seed]));
  const again = claims.filter(({ seed: { path, digest: bytes, rules } }) => {
    const was = before.get(path);
    return was?.entry !== undefined && was.digest === bytes && was.rules !== rules;
  });
  if (again.length === 0) return claims;
  const named = new Map<Claim, Claim>();
  const taken = new Set<string>();
  for (const claim of await strangersAmong(again, store)) {
    const was = before.get(claim.seed.path);
    const told = was && (await toldBy(was, store));
    // Two files that were one entry may be two articles now.
    if (told === undefined || taken.has(told.entry.id)) continue;
    taken.add(told.entry.id);
    named.set(claim, { ...claim, names: [...claim.names, await nameInPlace(told.path, told.entry.title, digest)] });
  }
  return claims.map(claim => named.get(claim) ?? claim);
}

/** The claims, and the former name of each that says to the letter, and on the same date, what the entry of a file that is gone does. */
export async function withFormerNames(
  claims: readonly Claim[],
  gone: ReadonlySet<string>,
  digest: Digest,
  store: Pick<Store, 'known' | 'seedsAt' | 'holding' | 'entry'>,
): Promise<readonly Claim[]> {
  if (gone.size === 0 || gone.size > most) return claims;
  const long = claims.filter(({ draft }) => draft.textLength >= shortest);
  const strangers = await strangersAmong(long, store);
  if (strangers.length === 0) return claims;
  // It may have been public or not.
  const lengths = new Set(
    strangers.flatMap(({ draft }) => [true, false].map(withdrawn => speakingLength({ ...draft, withdrawn }))),
  );
  const seeds = (await store.seedsAt([...gone])).filter(({ textLength }) => lengths.has(textLength));
  const former = (await Promise.all(seeds.map(seed => toldBy(seed, store)))).flatMap(told => told ?? []);
  const named = new Map<Claim, Claim>();
  for (const claim of strangers) {
    const { source, content, written } = claim.draft;
    const same = former.find(
      ({ entry }) => entry.source === source && entry.content === content && entry.published === written,
    );
    if (same === undefined) continue;
    named.set(claim, { ...claim, names: [...claim.names, await nameInPlace(same.path, same.entry.title, digest)] });
  }
  return claims.map(claim => named.get(claim) ?? claim);
}

/** Those that nothing is known of: when a folder of thousands is moved, no other file is compared with what went. */
async function strangersAmong(claims: readonly Claim[], store: Pick<Store, 'known'>): Promise<readonly Claim[]> {
  const strangers = [...Map.groupBy(claims, ({ draft }) => draft.source)].map(async ([source, all]) => {
    const known = await store.known(source, [...new Set(all.flatMap(({ names }) => names))]);
    return all.filter(({ names }) => !names.some(name => known.has(name)));
  });
  return (await Promise.all(strangers)).flat();
}

async function toldBy(
  { path, source, entry: id }: SeedRecord,
  store: Pick<Store, 'holding' | 'entry'>,
): Promise<{ readonly path: string; readonly entry: Entry } | undefined> {
  if (id === undefined || source === undefined) return undefined;
  const stored = await storedAs(id, source, store);
  return stored && { path, entry: stored.entry };
}
