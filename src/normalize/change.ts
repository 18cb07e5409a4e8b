/** What a batch of claims changes in the store: which entries they are, which of several files speaks, what is new. */
import type { Draft, Entry, Instant } from '../model/entry.ts';
import { beyondKeep } from '../model/keep.ts';
import type { Digest } from '../model/platform.ts';
import type { Claim, Deleted, Readings, Workshop } from '../model/reading.ts';
import { isFetched, rulesUntil } from '../model/seed.ts';
import type { Address, Change, EntryRecord, KnownEntry, Name, SeedRecord, Store } from '../model/store.ts';
import { fingerprintOf, idOf, isOfPlace, isWeak, keyByPath, matching, nativeName, speakingLength } from './identity.ts';
import { withFormerNames, withNamesReadBefore } from './moved.ts';
import { unpublished } from './unpublished.ts';

/** What is asked of the store. */
type Memory = Pick<Store, 'known' | 'holding' | 'stocks' | 'expired' | 'seedsAt' | 'seedsOf' | 'entry'>;

/** One entry that the batch touches: known to the store or new, and the drafts that claim to be it. */
type Candidate = {
  readonly source: string;
  readonly id: string;
  readonly key: string;
  readonly known: KnownEntry | undefined;
  /** A draft of an entry that it takes back, without being known by its names. */
  readonly unpublishes?: true;
  /** Grows with every claim, so that a later draft of the batch can match an earlier one. */
  readonly names: string[];
  readonly claims: Claim[];
};

/** A change, and what becomes of the files that it does not tell of. */
export type Changed = {
  readonly change: Change;
  /** Files that must be read again, because the one that spoke for their entry no longer does. */
  readonly reread: readonly string[];
  /** Files of articles that their source does not keep: they are remembered, and become no entry. */
  readonly beyond: readonly string[];
  /** Files whose time has not come: they are not remembered either, so that each look reads them again. */
  readonly waiting: readonly Waiting[];
};

/** The file of an article that is to be published later, and when. */
export type Waiting = { readonly path: string; readonly until: Instant };

/** How far in the future a date may lie and still be believed: clocks differ. */
const tolerance = 10 * 60_000;

/** Reads what the store knows and decides; writes nothing. */
export async function changeOf(
  { claims: read, failures, deleted = [], gone: known }: Readings,
  vanished: readonly string[],
  { config, digest }: Pick<Workshop, 'config' | 'digest'>,
  store: Memory,
  now: Instant,
): Promise<Changed> {
  const gone = known ?? new Set(vanished);
  const claims = read.map(claim => withExpiry(claim, now));
  const waiting = claims.flatMap(({ draft: { notBefore = 0, withdrawn }, seed: { path } }) =>
    !withdrawn && notBefore > now ? [{ path, until: notBefore }] : [],
  );
  const later = new Set(waiting.map(({ path }) => path));
  const due = claims.filter(({ seed }) => !later.has(seed.path));
  const asBefore = await withNamesReadBefore(await ownOf(due, store), digest, store);
  const own = await withFormerNames(asBefore, gone, digest, store);
  const named = await candidatesOf(own, config.site.authority, digest, store, gone);
  const candidates = await withUnpublished(named, gone, store);
  const all = await Promise.all(candidates.map(candidate => decide(candidate, gone, digest, now)));
  const left = await leftOut(all, config, store, now);
  const decisions = all.filter(({ id }) => !left.has(id));
  const beyond = all.filter(({ id }) => left.has(id)).flatMap(({ seeds }) => seeds);
  const change: Change = {
    now,
    entries: decisions.flatMap(({ record }) => record ?? []),
    names: candidates.filter(({ id }) => !left.has(id)).flatMap(namesToKeep),
    seeds: [
      ...failures.map(({ seed }) => ({ ...seed, entry: undefined })),
      ...decisions.flatMap(({ seeds }) => seeds),
      ...(await notRemembered(beyond, store)),
    ],
    problems: failures.map(({ problem }) => problem),
    vanished: [...vanished, ...(await tellingNothing([...later], store))],
    retract: [
      ...verdictsOf(decisions, 'retract'),
      ...(await retractionsOf(deleted, new Set(all.map(({ id }) => id)), store)),
    ],
    restore: verdictsOf(decisions, 'restore'),
  };
  const reread = decisions.flatMap(({ reread }) => reread ?? []);
  return { change, reread, beyond: beyond.map(({ path }) => path), waiting };
}

/** An article whose time is over is taken back, as by a draft; the file of one whose time will be is read again then. */
function withExpiry(claim: Claim, now: Instant): Claim {
  const { draft, seed } = claim;
  if (draft.notAfter === undefined) return claim;
  if (draft.notAfter <= now) {
    const over = { ...draft, withdrawn: true };
    return { ...claim, draft: over, seed: { ...seed, textLength: speakingLength(over) } };
  }
  return { ...claim, seed: { ...seed, rules: rulesUntil(seed.rules, draft.notAfter) } };
}

/** Of files that wait those that told no entry before: what was wrong with them is mended. The others tell theirs still. */
async function tellingNothing(waiting: readonly string[], store: Memory): Promise<readonly string[]> {
  if (waiting.length === 0) return waiting;
  return (await store.seedsAt(waiting)).flatMap(({ path, entry }) => (entry === undefined ? [path] : []));
}

/** A draft without a date may be of an entry that its names do not lead to. */
async function withUnpublished(
  candidates: readonly Candidate[],
  gone: ReadonlySet<string>,
  store: Memory,
): Promise<readonly Candidate[]> {
  const strangers = candidates.filter(({ known }) => known === undefined).flatMap(each => each.claims);
  const found = await unpublished(strangers, new Set(candidates.map(({ id }) => id)), gone, store);
  if (found.size === 0) return candidates;
  return candidates.map(candidate => {
    const [id] = candidate.claims.flatMap(claim => found.get(claim) ?? []);
    return id === undefined ? candidate : { ...candidate, id, unpublishes: true };
  });
}

/**
 * The ids of new entries that their sources do not keep. One without a date that can be believed would be new at each reading: it
 * is left out when it was stored or left out before.
 */
async function leftOut(
  decisions: readonly Decision[],
  { sources }: Workshop['config'],
  store: Memory,
  now: Instant,
): Promise<ReadonlySet<string>> {
  const keeping = new Set(sources.filter(({ keep }) => keep !== undefined).map(({ id }) => id));
  const newcomers = decisions.flatMap(({ known, record }) =>
    known === undefined && record !== undefined && keeping.has(record.entry.source) ? [record] : [],
  );
  const unbelieved = newcomers.filter(({ entry, written }) => entry.published !== written).map(({ entry }) => entry.id);
  const before = new Set(unbelieved.length === 0 ? [] : await store.expired(unbelieved));
  const others = newcomers.flatMap(({ entry }) => (before.has(entry.id) ? [] : [entry]));
  return (await beyondKeep(others, sources, store, now)).union(before);
}

/** What is fetched comes again and again: what is left out of it is written once. */
async function notRemembered(beyond: readonly SeedRecord[], store: Memory): Promise<readonly SeedRecord[]> {
  const fetched = beyond.filter(({ path }) => isFetched(path)).map(({ path }) => path);
  if (fetched.length === 0) return beyond;
  const known = new Map((await store.seedsAt(fetched)).map(seed => [seed.path, seed]));
  return beyond.filter(({ path, digest, rules }) => {
    const before = known.get(path);
    return before?.digest !== digest || before.rules !== rules;
  });
}

/** The entries that their sources took back, but for those that they tell as well: both cannot be meant. */
async function retractionsOf(deleted: readonly Deleted[], told: ReadonlySet<string>, store: Memory) {
  const retracted = [...Map.groupBy(deleted, ({ source }) => source)].map(async ([source, all]) => {
    const known = await store.known(
      source,
      all.map(({ nativeId }) => nativeName(nativeId)),
    );
    return all.flatMap(({ nativeId, at }) => {
      const entry = known.get(nativeName(nativeId));
      return entry === undefined || told.has(entry.id) ? [] : [{ id: entry.id, by: 'file' as const, at }];
    });
  });
  return (await Promise.all(retracted)).flat();
}

/**
 * Without the articles that were fetched and are entries of other sources already: an id that came along means the same entry
 * (RFC 4287 4.2.6). So two feeds of one site give each article once, and two sites that read each other come to an end.
 */
async function ownOf(claims: readonly Claim[], store: Memory): Promise<readonly Claim[]> {
  const wanted = claims.flatMap(({ draft: { source, upstreamId }, key, seed }) => {
    return upstreamId === undefined || !isFetched(seed.path) ? [] : [{ source, key, id: upstreamId }];
  });
  if (wanted.length === 0) return claims;
  const holders = new Map((await store.holding(wanted)).map(({ id, source }) => [id, source]));
  return claims.filter(({ draft: { source, upstreamId }, seed }) => {
    const holder = upstreamId === undefined || !isFetched(seed.path) ? undefined : holders.get(upstreamId);
    return holder === undefined || holder === source;
  });
}

/** Groups the claims by the entry they are. Native ids first, then by path: the order of reading never matters. */
async function candidatesOf(
  claims: readonly Claim[],
  authority: string,
  digest: Digest,
  store: Memory,
  gone: ReadonlySet<string>,
): Promise<readonly Candidate[]> {
  const candidates = new Map<string, Candidate>();
  const addresses = await freeAddresses(claims, authority, digest, store);
  for (const [source, all] of Map.groupBy(claims, ({ draft }) => draft.source)) {
    const known = await store.known(source, [...new Set(all.flatMap(({ names }) => names))]);
    const byName = new Map<string, Candidate>();
    for (const claim of all.toSorted(byNativeThenPath)) {
      const names = { get: (name: string) => byName.get(name) ?? known.get(name) };
      const match = matching(claim.names, names, entry => isFree(entry, claim, gone));
      if (match === undefined && isToldAgain(claim, known)) continue;
      const candidate =
        (match && candidates.get(match.id)) ?? newCandidate(source, match, await addresses(claim, match));
      const own = isNewCopy(candidate, claim, gone) ? claim.names.filter(name => !isOfPlace(name)) : claim.names;
      candidate.claims.push(claim);
      candidate.names.push(...own.filter(name => !candidate.names.includes(name)));
      for (const name of claim.names) if (!byName.has(name)) byName.set(name, candidate);
      candidates.set(candidate.id, candidate);
    }
  }
  return [...candidates.values()];
}

/**
 * Whether an article that was fetched has another native id than before, and is else to the letter what a stored one is, its link and
 * the second of its publication too: some feeds invent new ids each time they are written.
 */
function isToldAgain({ draft, names, fingerprint, seed }: Claim, known: ReadonlyMap<string, KnownEntry>): boolean {
  if (!isFetched(seed.path) || !draft.timed || draft.link === undefined) return false;
  return names.some(name => !isWeak(name) && known.get(name)?.fingerprint === fingerprint);
}

/** Whether no other file claims an entry: all that did are gone, or hold the same bytes. */
function isFree(entry: KnownEntry | Candidate, { seed }: Claim, gone: ReadonlySet<string>): boolean {
  const known = 'fingerprint' in entry ? entry : entry.known;
  const here = 'fingerprint' in entry ? [] : entry.claims.map(claim => claim.seed);
  const read = new Set(here.map(({ path }) => path));
  const there = rivalsOf(known, seed, gone).filter(({ path }) => !read.has(path));
  return [...here, ...there].every(({ path, digest }) => path === seed.path || digest === seed.digest);
}

/** Whether a file is new and holds what another one of its entry does: people begin an article with a copy of one, and then its place says nothing. */
function isNewCopy({ known }: Candidate, { seed }: Claim, gone: ReadonlySet<string>): boolean {
  const isNew = known?.seeds.every(({ path }) => path !== seed.path) ?? false;
  return isNew && rivalsOf(known, seed, gone).some(({ digest }) => digest === seed.digest);
}

function newCandidate(
  source: string,
  match: KnownEntry | Candidate | undefined,
  address: Pick<Address, 'id' | 'key'>,
): Candidate {
  const known = match !== undefined && 'fingerprint' in match ? match : undefined;
  return { source, id: address.id, key: address.key, known, names: [...(known?.names ?? [])], claims: [] };
}

/**
 * Gives each new entry an id and a key that nobody has. Two articles of one title on one day may want the same key (a date
 * without a time of day says no more), and an upstream id may be another entry's already: the path then makes the key its
 * own, and the id becomes ours. Otherwise one such file would keep its whole batch out.
 */
async function freeAddresses(
  claims: readonly Claim[],
  authority: string,
  digest: Digest,
  store: Memory,
): Promise<(claim: Claim, match: Pick<Address, 'id' | 'key'> | undefined) => Promise<Pick<Address, 'id' | 'key'>>> {
  const wanted = new Map<Claim, Address>();
  for (const claim of claims) {
    const { draft, key } = claim;
    wanted.set(claim, { source: draft.source, key, id: idOf(draft, key, authority) });
  }
  const taken = new Set((await store.holding([...wanted.values()])).flatMap(marks));
  return async (claim, match) => {
    if (match !== undefined) return match;
    const { draft, seed } = claim;
    const first = wanted.get(claim) ?? { source: draft.source, key: '', id: '' };
    const key = taken.has(keyMark(first)) ? await keyByPath(draft, seed.path, digest) : first.key;
    const ours = idOf({ ...draft, upstreamId: undefined }, key, authority);
    const id = draft.upstreamId !== undefined && !taken.has(draft.upstreamId) ? draft.upstreamId : ours;
    for (const mark of marks({ source: draft.source, key, id })) taken.add(mark);
    return { id, key };
  };
}

function marks(address: Address): readonly string[] {
  return [address.id, keyMark(address)];
}

/** A space is in no id. */
function keyMark({ source, key }: Address): string {
  return `${source} ${key}`;
}

type Decision = {
  readonly id: string;
  readonly known: KnownEntry | undefined;
  readonly record: EntryRecord | undefined;
  readonly seeds: readonly SeedRecord[];
  /** What its file does to an entry besides telling it: takes it back, or gives back what it had taken. */
  readonly verdict: 'retract' | 'restore' | undefined;
  readonly reread: string | undefined;
};

function verdictsOf(decisions: readonly Decision[], wanted: 'retract' | 'restore') {
  return decisions.filter(({ verdict }) => verdict === wanted).map(({ id }) => ({ id, by: 'file' as const }));
}

async function decide(
  candidate: Candidate,
  gone: ReadonlySet<string>,
  digest: Digest,
  now: Instant,
): Promise<Decision> {
  const { id, known, claims } = candidate;
  if (candidate.unpublishes) {
    const seeds = claims.map(({ seed }) => ({ ...seed, entry: id }));
    return { id, known, record: undefined, seeds, verdict: 'retract', reread: undefined };
  }
  const speaker = speakerOf(candidate);
  const rival = bestElsewhere(candidate, gone);
  // Whoever speaks for the entry also says whether it is public: a draft beside a longer public copy takes nothing back.
  const isRuled = speaker === undefined || (rival !== undefined && longerThenPath(rival, speaker.seed) < 0);
  const isWithdrawn = !isRuled && speaker.draft.withdrawn;
  const record = isRuled || isWithdrawn ? undefined : await recordOf(candidate, speaker, gone, digest, now);
  const isUnborn = known === undefined && record === undefined;
  return {
    id,
    known,
    record,
    seeds: claims
      .filter(({ seed }) => !isReadBefore(seed, known))
      .map(({ seed }) => ({
        ...seed,
        entry: isUnborn && claims.every(({ draft }) => draft.withdrawn) ? undefined : id,
      })),
    verdict: isUnborn || isRuled ? undefined : isWithdrawn ? 'retract' : known?.retracted && 'restore',
    reread: isRuled && rival !== undefined && spokeBefore(candidate) ? rival.path : undefined,
  };
}

/** Who speaks for the entry of what is read now. */
function speakerOf({ claims }: Candidate): Claim | undefined {
  return claims.toSorted((a, b) => longerThenPath(a.seed, b.seed))[0];
}

/** Whether an article was fetched before as it is. Nobody asks when, while of a file the time says whether to read it. */
function isReadBefore({ path, digest, rules }: Claim['seed'], known: KnownEntry | undefined): boolean {
  if (!isFetched(path)) return false;
  const before = known?.seeds.find(seed => seed.path === path);
  return before?.digest === digest && before.rules === rules && before.present;
}

/** The longest present file of the entry that is not in this batch. */
function bestElsewhere({ known, claims }: Candidate, gone: ReadonlySet<string>): SeedRecord | undefined {
  const [first] = claims;
  const here = new Set(claims.map(({ seed }) => seed.path));
  const others = first === undefined ? [] : rivalsOf(known, first.seed, gone).filter(({ path }) => !here.has(path));
  return others.toSorted(longerThenPath)[0];
}

/** The files of an entry that are there; of a source that was a feed and is a folder now, what was fetched says nothing any more. */
function rivalsOf(
  known: KnownEntry | undefined,
  { path: own }: Claim['seed'],
  gone: ReadonlySet<string>,
): readonly SeedRecord[] {
  const isNow = ({ path, present }: SeedRecord) => present && !gone.has(path) && isFetched(path) === isFetched(own);
  return known?.seeds.filter(isNow) ?? [];
}

/** Whether a file of this batch was one of the entry's before: only then can it have lost the word by a change. */
function spokeBefore({ known, claims }: Candidate): boolean {
  return claims.some(({ seed }) => known?.seeds.some(({ path }) => path === seed.path) ?? false);
}

async function recordOf(
  { source, id, key, known }: Candidate,
  { draft, seed, signature, fingerprint: asWritten }: Claim,
  gone: ReadonlySet<string>,
  digest: Digest,
  now: Instant,
): Promise<EntryRecord | undefined> {
  // What is fetched together and has no date keeps its order.
  const published = publishedOf(draft, known, isFetched(seed.path) ? Math.min(now, seed.mtime) : now);
  const fingerprint = published === draft.written ? asWritten : await fingerprintOf(draft, published, digest);
  if (known?.fingerprint === fingerprint) return undefined;
  const { title, link, authors, editor, publisher, categories, summary, content, image, enclosures, language } = draft;
  const texts = { title, link, authors, editor, publisher, categories, summary, content, image, enclosures, language };
  const updated = Math.max(published, updatedOf(draft, seed, known, gone, now) ?? published);
  const entry: Entry = { id, source, key, published, updated, ...texts };
  return { entry, fingerprint, written: draft.written, signature };
}

/** A date in the future is set to when it was first seen, and kept. */
function publishedOf({ written }: Draft, known: KnownEntry | undefined, now: Instant): Instant {
  if (known?.written === written) return known.published;
  return written > now + tolerance ? (known?.published ?? now) : written;
}

/** The date of change. It moves only when the article's own bytes did: not for our rules, not for another file of the same. */
function updatedOf(
  draft: Draft,
  seed: Claim['seed'],
  known: KnownEntry | undefined,
  gone: ReadonlySet<string>,
  now: Instant,
): Instant | undefined {
  const own = draft.modified !== undefined && draft.modified <= now + tolerance ? draft.modified : undefined;
  if (known === undefined) return own;
  if (!wasEdited(seed, known, gone)) return known.updated;
  return own !== undefined && own > known.updated ? own : Math.max(now, known.updated);
}

function wasEdited(seed: Claim['seed'], known: KnownEntry, gone: ReadonlySet<string>): boolean {
  const before = known.seeds.find(({ path }) => path === seed.path);
  // What is known of an article that was fetched is what our parser made of it: read by another one, it says nothing of the article.
  if (before !== undefined && isFetched(seed.path) && before.rules !== seed.rules) return false;
  if (before !== undefined) return before.digest !== seed.digest;
  const others = known.seeds.filter(({ path, present }) => present && !gone.has(path));
  if (others.length > 0) return false;
  return !known.seeds.some(({ digest }) => digest === seed.digest);
}

function namesToKeep(candidate: Candidate): readonly Name[] {
  const { source, id, known, unpublishes, names } = candidate;
  // It is no entry yet.
  if (known === undefined && !unpublishes && speakerOf(candidate)?.draft.withdrawn === true) return [];
  return names.filter(name => !known?.names.includes(name)).map(name => ({ source, name, entry: id }));
}

function byNativeThenPath(a: Claim, b: Claim): number {
  const native = Number(b.draft.nativeId !== undefined) - Number(a.draft.nativeId !== undefined);
  return native || compare(a.seed.path, b.seed.path);
}

/** Which of several files of one entry speaks for it: the one with the most text, then the smaller path. */
export function longerThenPath(
  a: Pick<SeedRecord, 'textLength' | 'path'>,
  b: Pick<SeedRecord, 'textLength' | 'path'>,
): number {
  return b.textLength - a.textLength || compare(a.path, b.path);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
