import { isTelling, isWord } from './telling.ts';

/** Runs of units, each with how many times it comes: a set that is fast to make and to ask. */
export class Shingles {
  /** How many different ones there are. */
  size = 0;
  /** Open addressing; 0 is an empty place. */
  readonly #hashes: Int32Array;
  readonly #counts: Uint8Array;
  readonly #mask: number;
  readonly #sample: number[] = [];

  private constructor(most: number) {
    const places = 2 ** Math.ceil(Math.log2(most * 2 + 2));
    this.#hashes = new Int32Array(places);
    this.#counts = new Uint8Array(places);
    this.#mask = places - 1;
  }

  /** The runs of five units: long enough to be rare, short enough to outlive an edit nearby. */
  static of(units: Int32Array): Shingles {
    const found = new Shingles(units.length);
    let [a = 0, b = 0, c = 0, d = 0] = units;
    for (let at = 4; at < units.length; at++) {
      const e = units[at] ?? 0;
      const sum =
        Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca77) + Math.imul(c, 0xc2b2ae3d) + Math.imul(d, 0x27d4eb2f);
      found.#add(sum + Math.imul(e, 0x165667b1));
      a = b;
      b = c;
      c = d;
      d = e;
    }
    return found;
  }

  /** What stands for words where none are marked: pairs of characters; and words where they are. */
  static terms(units: Int32Array): Shingles {
    const found = new Shingles(units.length);
    for (let at = 0; at < units.length; at++) {
      const unit = units[at] ?? 0;
      if (isWord(unit)) {
        if (isTelling(unit)) found.#add(unit);
      } else if (at + 1 < units.length)
        found.#add(Math.imul(unit, 0x9e3779b1) + Math.imul(units[at + 1] ?? 0, 0x85ebca77));
    }
    return found;
  }

  /** How many times it has one, up to 255. */
  count(hash: number): number {
    return this.#counts[this.#placeOf(hash)] ?? 0;
  }

  /** How many it has of another's. */
  shared(other: Shingles): number {
    const [hashes, mask, others] = [this.#hashes, this.#mask, other.#hashes];
    let shared = 0;
    for (let at = 0; at < others.length; at++) {
      const hash = others[at] ?? 0;
      if (hash === 0) continue;
      let place = (hash ^ (hash >>> 16)) & mask;
      for (; hashes[place] !== 0 && hashes[place] !== hash; ) place = (place + 1) & mask;
      if (hashes[place] === hash) shared += 1;
    }
    return shared;
  }

  /**
   * About how many of another's it has, from an eighth of those, chosen by their hashes: within a tenth of the truth, all but
   * always. Undefined for one with too few of them to say so.
   */
  likelyShared(other: Shingles): number | undefined {
    if (other.#sample.length < 100) return undefined;
    let shared = 0;
    for (const hash of other.#sample) if (this.#counts[this.#placeOf(hash)] !== 0) shared += 1;
    return (shared * other.size) / other.#sample.length;
  }

  /** Those that come at least so many times. */
  repeated(times: number): readonly number[] {
    const found: number[] = [];
    for (let at = 0; at < this.#hashes.length; at++) {
      if ((this.#counts[at] ?? 0) >= times) found.push(this.#hashes[at] ?? 0);
    }
    return found;
  }

  #add(sum: number) {
    const mixed = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
    const hash = (mixed ^ (mixed >>> 13)) | 0 || 1;
    const place = this.#placeOf(hash);
    if (this.#hashes[place] === 0) {
      this.#hashes[place] = hash;
      this.size += 1;
      if ((hash & 0x70000) === 0) this.#sample.push(hash);
    }
    const count = this.#counts[place] ?? 0;
    if (count < 255) this.#counts[place] = count + 1;
  }

  #placeOf(hash: number): number {
    let place = (hash ^ (hash >>> 16)) & this.#mask;
    while (this.#hashes[place] !== 0 && this.#hashes[place] !== hash) place = (place + 1) & this.#mask;
    return place;
  }
}
