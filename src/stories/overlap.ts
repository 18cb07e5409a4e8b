/** How much of one telling stands in another: what the rule of same-story.ts judges. */
import { Sample, Shingles, Terms } from './shingles.ts';
import type { Telling, Units } from './telling.ts';

/** What two tellings share. Shares are from 0 to 1. */
export type Overlap = {
  /** Of the shorter text's shingles, those that the longer has too. */
  readonly containment: number;
  /** Of all shingles of both, those that both have. */
  readonly jaccard: number;
  /** Units of the shorter text for each of the longer. */
  readonly ratio: number;
  /** Of the shorter text's shingles, those that the longer has in as many of its first units. */
  readonly lead: number;
  /** Of the shingles that the shorter begins with, those that the longer has anywhere; and the other way round. */
  readonly openings: readonly [number, number];
  /** Of the terms of both titles, those that both have. */
  readonly titles: number;
  /** Of a title's terms, those that the other's title or text says: of the shorter's title, and of the longer's. */
  readonly told: readonly [number, number];
  readonly numbers: Numbers;
  /** The same of the titles. */
  readonly titleNumbers: Numbers;
  readonly names: Names;
};

/** Numbers that stand in the same words in both texts, and how many of them differ. */
export type Numbers = { readonly compared: number; readonly differing: number };

/**
 * Names: an editor rewords a sentence, but not all of those about one man. Terms that the shorter text says three times and
 * more, and how many of them the longer never says; and of each title the terms that its own text says and the other never.
 */
export type Names = {
  readonly repeated: number;
  readonly foreign: number;
  readonly strange: readonly [number, number];
};

/** A telling ready to be compared: keep it as long as it is. */
export type Prepared = Telling & { readonly sample: Sample; readonly shingles: () => Shingles };

/** Makes a telling ready; what is dear is made when it is asked for, once. */
export function prepared(telling: Telling): Prepared {
  const { units } = telling.text;
  let made: Shingles | undefined;
  const shingles = () => {
    made ??= new Shingles(units);
    return made;
  };
  return { ...telling, sample: new Sample(units), shingles };
}

/** How much of one text stands in another. */
export type Share = Pick<Overlap, 'containment' | 'jaccard' | 'ratio'>;

/** The shares alone: what most of those that are compared differ in already. */
export function shareOf(one: Prepared, other: Prepared): Share {
  const [shorter, longer] = byLength(one, other);
  const [less, more] = [shorter.shingles(), longer.shingles()];
  const shared = more.shared(less);
  return {
    containment: share(shared, Math.min(less.size, more.size)),
    jaccard: share(shared, less.size + more.size - shared),
    ratio: share(shorter.text.units.length, longer.text.units.length),
  };
}

/** Whether so much of the shorter text may stand in the longer: a look that costs little, and is seldom wrong. */
export function mayContain(one: Prepared, other: Prepared, containment: number): boolean {
  const [shorter, longer] = byLength(one, other);
  const shared = longer.sample.likelyShared(shorter.sample);
  return shared === undefined || shared >= containment - 0.15;
}

/** All that two tellings share. Which is given first matters for equal lengths only. */
export function overlapOf(one: Prepared, other: Prepared, shares: Share = shareOf(one, other)): Overlap {
  const [shorter, longer] = byLength(one, other);
  const length = shorter.text.units.length;
  const beginning = new Shingles(longer.text.units.subarray(0, length + shift));
  const [less, more] = [speakerOf(shorter), speakerOf(longer)];
  return {
    ...shares,
    lead: share(beginning.shared(shorter.shingles()), shorter.shingles().size),
    openings: [openingIn(longer, shorter), openingIn(shorter, longer)],
    titles: jaccardOf(less.titled, more.titled),
    told: [toldBy(more, less), toldBy(less, more)],
    numbers: numbersOf(shorter.text, longer.text),
    titleNumbers: numbersOf(shorter.title, longer.title),
    names: namesOf(less, more),
  };
}

function byLength(one: Prepared, other: Prepared): readonly [Prepared, Prepared] {
  return one.text.units.length <= other.text.units.length ? [one, other] : [other, one];
}

/** Units that a text is said to begin with: a dateline, and the sentence behind it. */
const opening = 40;
/** How far a dateline or byline may shift the beginning. */
const shift = 30;

function openingIn({ shingles }: Prepared, { text }: Prepared): number {
  const first = new Shingles(text.units.subarray(0, opening));
  return share(shingles().shared(first), first.size);
}

/** The terms of a text and of its title. */
type Speaker = { readonly said: Terms; readonly titled: Terms };

function speakerOf({ title, text }: Telling): Speaker {
  return { said: new Terms(text.units), titled: new Terms(title.units) };
}

/** How far one tells the other's title. */
function toldBy(teller: Speaker, { titled }: Speaker): number {
  return share(titled.repeated(1).filter(term => says(teller, term)).length, titled.size);
}

function says({ said, titled }: Speaker, term: number): boolean {
  return said.has(term) || titled.has(term);
}

function namesOf(less: Speaker, more: Speaker): Names {
  const repeated = less.said.repeated(3);
  const strangeIn = (own: Speaker, other: Speaker) =>
    own.titled.repeated(1).filter(term => own.said.has(term) && !says(other, term)).length;
  return {
    repeated: repeated.length,
    foreign: repeated.filter(term => !says(more, term)).length,
    strange: [strangeIn(less, more), strangeIn(more, less)],
  };
}

/** The same words: four units before and two behind. */
function numbersOf(shorter: Units, longer: Units): Numbers {
  const known = Map.groupBy(longer.numbers, ({ at }) => contextOf(longer.units, at));
  let [compared, differing] = [0, 0];
  for (const { at, value } of shorter.numbers) {
    const there = known.get(contextOf(shorter.units, at));
    if (there === undefined) continue;
    compared += 1;
    if (!there.some(number => number.value === value)) differing += 1;
  }
  return { compared, differing };
}

function contextOf(units: Int32Array, at: number): number {
  let hash = 0;
  for (let near = at - 4; near <= at + 2; near++) hash = (Math.imul(hash, 31) + (units[near] ?? -1)) | 0;
  return hash;
}

function jaccardOf(one: Terms, other: Terms): number {
  const shared = one.repeated(1).filter(term => other.has(term)).length;
  return share(shared, one.size + other.size - shared);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
