/**
 * The keys under which an entry is looked for: entries that share one may tell the same story. One-permutation MinHash (Li,
 * Owen and Zhang 2012) over shingles of four units, in bands of three, and keys of the beginning alone: of an article and
 * its digest MinHash finds one in four.
 */
import { sketchBins, sketchOf } from '../model/sketch.ts';
import type { Signature } from '../model/story.ts';
import type { Units } from './telling.ts';

const shingle = 4;
const bins = 64;
const bandRows = 3;
/** How many of the first units each lead key speaks for. A dateline in front shifts them: the longer, the less it matters. */
const leads = [40, 64, 100] as const;
/** Fewer units than this are too few to be the same by more than chance. */
const fewest = 16;

/** The signature of a text, with at most 24 keys; none for one that is too short to be found again. */
export function signatureOf({ units }: Units): Signature {
  if (units.length < fewest) return { keys: [], sketch: undefined };
  const hashes = shinglesOf(units);
  const minima = minimaOf(hashes, bins);
  const bands = Array.from({ length: Math.floor(bins / bandRows) }, (_, band) => {
    let hash = band;
    for (let row = band * bandRows; row < (band + 1) * bandRows; row++) hash = mixed(hash ^ (minima[row] ?? 0));
    return hash;
  });
  const keys = [...new Set([...bands, ...leads.map((length, index) => leadKey(hashes, length, index))])];
  return { keys, sketch: sketchOf(minimaOf(longerOf(hashes, units), sketchBins), hashes.length - 1) };
}

/** The hash of each run of four units, in their order. */
function shinglesOf(units: Int32Array): Uint32Array {
  const hashes = new Uint32Array(units.length - shingle + 1);
  let [a = 0, b = 0, c = 0] = units;
  for (let at = 0; at < hashes.length; at++) {
    const d = units[at + shingle - 1] ?? 0;
    hashes[at] = mixed(
      Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca77) + Math.imul(c, 0xc2b2ae3d) + Math.imul(d, 0x27d4eb2f),
    );
    a = b;
    b = c;
    c = d;
  }
  return hashes;
}

/** The hash of each run of five units, which is what tellings are compared by. */
function longerOf(hashes: Uint32Array, units: Int32Array): Uint32Array {
  const longer = new Uint32Array(hashes.length - 1);
  for (let at = 0; at < longer.length; at++)
    longer[at] = mixed((hashes[at] ?? 0) + Math.imul(units[at + shingle] ?? 0, 0x9e3779b1));
  return longer;
}

/** The least hash of each bin; an empty bin takes that of the next one that is not (Shrivastava and Li 2014). */
function minimaOf(hashes: Uint32Array, bins: number): Uint32Array {
  const minima = new Uint32Array(bins).fill(empty);
  // The highest bits of a hash name its bin.
  const shift = 32 - Math.log2(bins);
  for (let at = 0; at < hashes.length; at++) {
    const hash = hashes[at] ?? empty;
    const bin = hash >>> shift;
    if (hash < (minima[bin] ?? 0)) minima[bin] = hash;
  }
  for (let bin = bins - 1, left = bins; left > 0; bin = (bin + bins - 1) % bins, left--) {
    if (minima[bin] === empty) minima[bin] = mixed((minima[(bin + 1) % bins] ?? 0) + 1);
  }
  return minima;
}

const empty = 0xffffffff;

/** The least hash among the shingles of the first units, by an order of its own for each key. */
function leadKey(hashes: Uint32Array, length: number, order: number): number {
  let least = empty;
  const end = Math.min(hashes.length, length - shingle + 1);
  for (let at = 0; at < end; at++) {
    const own = mixed((hashes[at] ?? 0) ^ (0x5bd1e995 + order));
    if (own < least) least = own;
  }
  return mixed(least + order);
}

/** A number spread over 32 bits (the finalizer of MurmurHash3). */
function mixed(number: number): number {
  let hash = number | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
