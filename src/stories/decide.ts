/** Which story each entry of a batch tells. */
import type { Site } from '../model/config.ts';
import { mayStandIn } from '../model/sketch.ts';
import { mostCompared, mostOfKey, type Signature, type StoryPlace } from '../model/story.ts';
import type { Prepared } from './overlap.ts';
import { compare } from './same-story.ts';

/** An entry as far as it is compared. */
export type Teller = {
  readonly id: string;
  readonly source: string;
  readonly published: number;
  /** Its place in a story, if it has one. */
  readonly story: StoryPlace | undefined;
  /** Its words, ready to be compared: most entries are compared with none, and need not be. */
  readonly telling: () => Prepared;
};

/** An entry that represents its story, or stands alone; `last` is the last place taken in the story. */
export type Representative = Teller & { readonly last: number };

/** An entry to decide on, and who told before it what may be the same. */
export type Newcomer = Teller & { readonly signature: Signature; readonly candidates: readonly Representative[] };

export type StoryRules = NonNullable<Site['stories']>;

/**
 * The places of those newcomers that tell a story told before, by id; the others tell one of their own. They are decided in
 * their order, and each is compared with representatives only: what resembles a retelling and not the story is another
 * story, so stories do not chain. A source never tells a story twice by itself: two such entries are formula news, or a
 * correction that nobody must miss.
 */
export function decideStories(newcomers: readonly Newcomer[], rules: StoryRules): ReadonlyMap<string, StoryPlace> {
  const places = new Map<string, StoryPlace>();
  const lasts = new Map<string, number>();
  const byKey = new Map<number, Held[]>();
  const arrived = new Set(newcomers.map(({ id }) => id));
  // Files come source by source: most batches have nobody who could tell what another of them tells.
  const isMixed = new Set(newcomers.map(({ source }) => source)).size > 1;
  for (const newcomer of newcomers) {
    const here = isMixed ? mostShared(newcomer, byKey, rules.threshold) : [];
    // What came again is in the batch as it is now.
    const before = newcomer.candidates.filter(({ id }) => !arrived.has(id));
    const found = isFirst(newcomer) ? undefined : bestOf([...before, ...here], newcomer, rules);
    if (found === undefined) {
      const own = { ...newcomer, story: isFirst(newcomer) ? newcomer.story : undefined, last: 1 };
      if (isMixed) for (const key of newcomer.signature.keys) hold(byKey, key, own);
      if (own.story !== undefined) places.set(newcomer.id, own.story);
      continue;
    }
    const id = found.story?.id ?? found.id;
    const last = Math.max(found.last, lasts.get(id) ?? 1);
    const place = newcomer.story?.id === id ? newcomer.story.place : last + 1;
    lasts.set(id, Math.max(last, place));
    places.set(newcomer.id, { id, place });
  }
  return places;
}

/** One of the batch that represents its story. */
type Held = Representative & Pick<Newcomer, 'signature'>;

function hold(byKey: Map<number, Held[]>, key: number, own: Held): void {
  const held = byKey.getOrInsertComputed(key, () => []);
  held.push(own);
  if (held.length > mostOfKey) held.shift();
}

/** Those of the batch that share most keys with an entry, and may tell the same. */
function mostShared(
  { signature: { keys, sketch }, source }: Newcomer,
  byKey: ReadonlyMap<number, readonly Held[]>,
  threshold: number,
): readonly Representative[] {
  const shared = new Map<Held, number>();
  for (const key of keys) {
    for (const held of byKey.get(key) ?? []) if (held.source !== source) shared.set(held, (shared.get(held) ?? 0) + 1);
  }
  return [...shared]
    .filter(([{ signature }]) => mayStandIn(signature.sketch, sketch, threshold))
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostCompared)
    .map(([held]) => held);
}

/** Whoever told a story first tells it whatever becomes of its text: others stand behind it. */
function isFirst({ id, story }: Teller): boolean {
  return story?.id === id;
}

/** The story that it was in, else the one it overlaps most. */
function bestOf(
  candidates: readonly Representative[],
  newcomer: Teller,
  { window, threshold }: StoryRules,
): Representative | undefined {
  const same = candidates.flatMap(candidate => {
    if (candidate.source === newcomer.source || Math.abs(candidate.published - newcomer.published) > window) return [];
    const { difference, jaccard } = compare(candidate.telling(), newcomer.telling(), threshold);
    return difference === undefined ? [{ candidate, jaccard }] : [];
  });
  const isOwn = ({ candidate }: { readonly candidate: Representative }) =>
    (candidate.story?.id ?? candidate.id) === newcomer.story?.id;
  const [best] = same.toSorted(
    (a, b) =>
      Number(isOwn(b)) - Number(isOwn(a)) || b.jaccard - a.jaccard || (a.candidate.id < b.candidate.id ? -1 : 1),
  );
  return best?.candidate;
}
