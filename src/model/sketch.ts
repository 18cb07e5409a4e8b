/**
 * What of a text says beforehand that it cannot stand in another: one letter for the least hash of each bin of its shingles
 * (one-permutation MinHash, of which a few bits do: Li and König 2010), and about how many shingles there are.
 */

/** Bins of a sketch. */
export const sketchBins = 128;

/** What stands for a bin that no shingle fell into. */
export const emptyBin = 0xffffffff;

/** Six bits a bin: two texts that share nothing agree in one of 64. */
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Fewer shingles fill the bins too badly to say anything. */
const fewest = 512;

/** So many different ones leave two bins empty. More empty ones: the text is long, and says the same again and again. */
const mostEmpty = 8;

/** How far from what is likely a true copy may be, in standard deviations. */
const margin = 3.5;

/**
 * A sketch from the least hash of each bin, of `hashes` shingles: the highest bits of a hash name its bin, the lowest are its
 * letter. Undefined for a text that is too short, or has too little that is different.
 */
export function sketchOf(minima: Uint32Array, hashes: number): string | undefined {
  if (hashes < fewest) return undefined;
  let sum = 0;
  let empty = 0;
  for (let bin = 0; bin < sketchBins; bin++) {
    const least = minima[bin] ?? emptyBin;
    codes[bin] = letters.charCodeAt(least % letters.length);
    if (least === emptyBin) empty += 1;
    else sum += least % binSize;
  }
  if (empty > mostEmpty) return undefined;
  // Letter upon letter, a text is a tree of two letters each until somebody reads it.
  const text = ascii.decode(codes);
  // Different ones: some of a text may come again.
  const different = Math.min(hashes, sketchBins * (binSize / (sum / (sketchBins - empty) + 1)));
  return text + Math.round(different).toString(36);
}

const codes = new Uint8Array(sketchBins);
const ascii = new TextDecoder();

const binSize = 2 ** 32 / sketchBins;

/** Whether so much of the shorter text may stand in the longer, from 0 to 1; true where nobody can say. */
export function mayStandIn(one: string | undefined, other: string | undefined, share: number): boolean {
  if (one === undefined || other === undefined) return true;
  let agreeing = 0;
  for (let bin = 0; bin < sketchBins; bin++) if (one.charCodeAt(bin) === other.charCodeAt(bin)) agreeing += 1;
  // What most copies reach: the rest need not be known.
  if (agreeing > sketchBins / 2) return true;
  const [less, more] = [countIn(one), countIn(other)].toSorted((a, b) => a - b);
  const shared = share * (less ?? 0);
  const jaccard = shared / ((less ?? 0) + (more ?? 0) - shared);
  const likely = jaccard + (1 - jaccard) / letters.length;
  return agreeing >= sketchBins * likely - margin * Math.sqrt(sketchBins * likely * (1 - likely));
}

function countIn(sketch: string): number {
  return Number.parseInt(sketch.slice(sketchBins), 36);
}
