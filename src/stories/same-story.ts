/** Whether two tellings that overlap so are one story: a copy, not a topic. docs/decisions/0010 has the figures. */
import { mayContain, type Numbers, type Overlap, overlapOf, type Prepared, type Share, shareOf } from './overlap.ts';

/** Why two tellings are two stories. */
export type Difference = 'text' | 'numbers' | 'names' | 'beginning' | 'title';

/** What tells two tellings apart, and how much of both texts is in both where nothing does. */
export type Comparison = { readonly difference: Difference | undefined; readonly jaccard: number };

/** Compares two tellings; `threshold` as for `differenceOf`. What the texts alone decide costs a tenth of the rest. */
export function compare(one: Prepared, other: Prepared, threshold: number): Comparison {
  if (!mayContain(one, other, threshold)) return { difference: 'text', jaccard: 0 };
  const shares = shareOf(one, other);
  const { jaccard } = shares;
  if (differInText(shares, threshold)) return { difference: 'text', jaccard };
  return { difference: differenceOf(overlapOf(one, other, shares), threshold), jaccard };
}

/**
 * What tells two tellings apart; undefined when they are one story. `threshold` is the share of the shorter text that must
 * stand in the longer.
 */
export function differenceOf(overlap: Overlap, threshold: number): Difference | undefined {
  const { jaccard, ratio } = overlap;
  if (differInText(overlap, threshold)) return 'text';
  if (differInNumbers(overlap.numbers) || differInNumbers(overlap.titleNumbers)) return 'numbers';
  if (differInNames(overlap)) return 'names';
  if (ratio < shortened) return differenceOfDigest(overlap);
  if (jaccard >= 0.75) return undefined;
  return differenceInForm(overlap);
}

/** Whether the texts alone tell two stories apart: the part of the rule that costs least, and decides most. */
function differInText({ containment, jaccard, ratio }: Share, threshold: number): boolean {
  if (containment < threshold) return true;
  // Texts of about one length that share little more than half were put together from the same sentences.
  return ratio >= shortened && jaccard < 0.3 && containment < 0.75;
}

/** A text this much shorter is a digest: the beginning alone. */
const shortened = 0.45;

/** A round-up and an article that quotes a digest hold all of it too, but it is not their headline, nor how they begin. */
function differenceOfDigest({ lead, titles, told }: Overlap): Difference | undefined {
  if (lead < 0.7) return 'beginning';
  return titles < 0.3 && told[1] < 0.35 ? 'title' : undefined;
}

/** What two texts share at their ends is a footer, the background or a quotation. */
function differenceInForm({ jaccard, lead, openings, titles, told }: Overlap): Difference | undefined {
  if (openings[0] < 0.3 || (openings[1] < 0.2 && lead < 0.5)) return 'beginning';
  return jaccard < 0.6 && titles < 0.3 && Math.max(...told) < 0.35 ? 'title' : undefined;
}

/** Tomorrow's bulletin: a third of the numbers that stand in the same words are others. One of many is a mistake that was mended. */
function differInNumbers({ compared, differing }: Numbers): boolean {
  return differing >= 2 ? differing > compared / 3 : differing === 1 && compared === 1;
}

/**
 * News by a formula: each of two notices has a name of its own that comes again and again, or that stands in the one place
 * where their headlines differ.
 */
function differInNames({ names: { repeated, foreign, strange }, titles, ratio }: Overlap): boolean {
  // A digest has not the room to say every name.
  const isInTitles = ratio >= shortened && titles >= 0.3 && strange.every(count => count > 0);
  return isInTitles || (foreign >= 2 && foreign > repeated / 5);
}
