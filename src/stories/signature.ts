/**
 * The keys under which an entry is looked for: entries that share one may tell the same story. One-permutation MinHash (Li,
 * Owen and Zhang 2012) over shingles of four units, in bands of three, and keys of the beginning alone: of an article and
 * its digest MinHash finds one in four.
 */
import type { Entry } from '../model/entry.ts';
import { emptyBin, sketchBins, sketchOf } from '../model/sketch.ts';
import type { Signature } from '../model/story.ts';
import { longest, type Units, unitsOfText } from './telling.ts';

const shingle = 4;
const bins = 64;
const bandRows = 3;
const bands = Math.floor(bins / bandRows);
/** How many of the first units each lead key speaks for. A dateline in front shifts them: the longer, the less it matters. */
const leads = [40, 64, 100] as const;
/** Fewer units than this are too few to be the same by more than chance. */
const fewest = 16;

/** The signature of a text, with at most 24 keys; none for one that is too short to be found again. */
export function signatureOf({ units }: Pick<Units, 'units'>): Signature {
  if (units.length < fewest) return { keys: [], sketch: undefined };
  readShingles(units);
  const keys = new Set<number>();
  for (let band = 0; band < bands; band++) {
    let hash = band;
    for (let row = band * bandRows; row < (band + 1) * bandRows; row++) hash = mixed(hash ^ (minima[row] ?? 0));
    keys.add(hash);
  }
  for (const [order, length] of leads.entries()) keys.add(leadKey(Math.min(units.length, length) - shingle + 1, order));
  return { keys: [...keys], sketch: sketchOf(longerMinima, units.length - shingle) };
}

/** The signature of what an entry tells, as that of `tellingOf(entry).text`. */
export function signatureOfEntry(entry: Pick<Entry, 'content' | 'summary'>): Signature {
  return signatureOf({ units: unitsOfText(entry, memory) });
}

// Memory that each text is read in: to make it anew for each of a hundred thousand takes more time than the reading.
const memory = new Int32Array(longest);
/** The least hash of each bin, of runs of four units. */
const minima = new Uint32Array(bins);
/** The same of runs of five, which is what tellings are compared by. */
const longerMinima = new Uint32Array(sketchBins);
/** The hashes of the first runs of four, as many as the longest lead has. */
const heads = new Uint32Array(leads[2] - shingle + 1);

/** Reads units into the memory above. */
function readShingles(units: Int32Array): void {
  minima.fill(emptyBin);
  longerMinima.fill(emptyBin);
  let [a = 0, b = 0, c = 0] = units;
  let before = 0;
  for (let at = 0; at < units.length - shingle + 1; at++) {
    const d = units[at + shingle - 1] ?? 0;
    if (at > 0) keepLeast(longerMinima, mixed((before + Math.imul(d, 0x9e3779b1)) | 0), longerShift);
    // Each sum is cut to 32 bits at once: as a fraction it would take twice the time.
    const first = (Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca77)) | 0;
    const second = (Math.imul(c, 0xc2b2ae3d) + Math.imul(d, 0x27d4eb2f)) | 0;
    const hash = mixed((first + second) | 0);
    keepLeast(minima, hash, shift);
    if (at < heads.length) heads[at] = hash;
    before = hash | 0;
    a = b;
    b = c;
    c = d;
  }
  fillEmpty(minima);
}

// The highest bits of a hash name its bin.
const shift = 32 - Math.log2(bins);
const longerShift = 32 - Math.log2(sketchBins);

function keepLeast(least: Uint32Array, hash: number, by: number): void {
  const bin = hash >>> by;
  if (hash < (least[bin] ?? 0)) least[bin] = hash;
}

/** An empty bin takes the hash of the next one that is not (Shrivastava and Li 2014). */
function fillEmpty(least: Uint32Array): void {
  const count = least.length;
  for (let bin = count - 1, left = count; left > 0; bin = (bin + count - 1) % count, left--) {
    if (least[bin] === emptyBin) least[bin] = mixed((least[(bin + 1) % count] ?? 0) + 1);
  }
}

/** The least hash among the first shingles, by an order of its own for each key. */
function leadKey(count: number, order: number): number {
  let least = emptyBin;
  for (let at = 0; at < count; at++) {
    const own = mixed((heads[at] ?? 0) ^ (0x5bd1e995 + order));
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
