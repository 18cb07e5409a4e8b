import { isTelling, isWord } from './telling.ts';

/** Runs of units: a set that is fast to make and to ask. */
export class Shingles {
  /** How many different ones there are. */
  readonly size: number;
  /** Open addressing; 0 is an empty place. */
  readonly #hashes: Int32Array;
  /** An eighth of them, chosen by their hashes. */
  readonly #sample: readonly number[];

  /** The runs of five units: long enough to be rare, short enough to outlive an edit nearby. */
  constructor(units: Int32Array) {
    const hashes = new Int32Array(placesFor(units.length));
    const mask = hashes.length - 1;
    const sample: number[] = [];
    let size = 0;
    let [a = 0, b = 0, c = 0, d = 0] = units;
    for (let at = 4; at < units.length; at++) {
      const e = units[at] ?? 0;
      const sum =
        Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca77) + Math.imul(c, 0xc2b2ae3d) + Math.imul(d, 0x27d4eb2f);
      const hash = mixed(sum + Math.imul(e, 0x165667b1));
      const place = placeIn(hashes, mask, hash);
      if (hashes[place] === 0) {
        hashes[place] = hash;
        size += 1;
        if ((hash & 0x70000) === 0) sample.push(hash);
      }
      a = b;
      b = c;
      c = d;
      d = e;
    }
    this.size = size;
    this.#hashes = hashes;
    this.#sample = sample;
  }

  /** How many it has of another's. */
  shared(other: Shingles): number {
    const [hashes, mask, others] = [this.#hashes, this.#hashes.length - 1, other.#hashes];
    let shared = 0;
    for (let at = 0; at < others.length; at++) {
      const hash = others[at] ?? 0;
      if (hash !== 0 && hashes[placeIn(hashes, mask, hash)] === hash) shared += 1;
    }
    return shared;
  }

  /**
   * About how many of another's it has, from an eighth of those: within a tenth of the truth, all but always. Undefined for
   * one with too few of them to say so.
   */
  likelyShared(other: Shingles): number | undefined {
    const [hashes, mask, sample] = [this.#hashes, this.#hashes.length - 1, other.#sample];
    if (sample.length < 100) return undefined;
    let shared = 0;
    for (const hash of sample) if (hashes[placeIn(hashes, mask, hash)] === hash) shared += 1;
    return (shared * other.size) / sample.length;
  }
}

/** The terms of a text: pairs of characters, which stand for words, or the words where they are marked; and how many times each comes. */
export class Terms {
  readonly size: number;
  readonly #hashes: Int32Array;
  readonly #counts: Uint8Array;

  constructor(units: Int32Array) {
    const hashes = new Int32Array(placesFor(units.length));
    const counts = new Uint8Array(hashes.length);
    let size = 0;
    for (let at = 0; at < units.length; at++) {
      const unit = units[at] ?? 0;
      if (isWord(unit) ? !isTelling(unit) : at + 1 === units.length) continue;
      const rest = isWord(unit) ? 0 : Math.imul(units[at + 1] ?? 0, 0x85ebca77);
      const term = mixed(Math.imul(unit, 0x9e3779b1) + rest);
      const place = placeIn(hashes, hashes.length - 1, term);
      const count = counts[place] ?? 0;
      if (count === 0) size += 1;
      hashes[place] = term;
      if (count < 255) counts[place] = count + 1;
    }
    this.size = size;
    this.#hashes = hashes;
    this.#counts = counts;
  }

  has(term: number): boolean {
    return this.#hashes[placeIn(this.#hashes, this.#hashes.length - 1, term)] === term;
  }

  /** Those that come at least so many times. */
  repeated(times: number): readonly number[] {
    const found: number[] = [];
    for (let at = 0; at < this.#hashes.length; at++) {
      if ((this.#counts[at] ?? 0) >= times) found.push(this.#hashes[at] ?? 0);
    }
    return found;
  }
}

/** At most half full, so that a place is found soon. */
function placesFor(count: number): number {
  return 2 ** Math.ceil(Math.log2(count * 2 + 2));
}

/** Where a hash is, or would be. */
function placeIn(hashes: Int32Array, mask: number, hash: number): number {
  let place = (hash ^ (hash >>> 16)) & mask;
  for (let there = hashes[place]; there !== 0 && there !== hash; there = hashes[place]) place = (place + 1) & mask;
  return place;
}

/** Any number but 0. */
function mixed(sum: number): number {
  const hash = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) | 0 || 1;
}
