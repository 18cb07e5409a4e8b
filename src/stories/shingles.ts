import { isTelling, isWord } from './telling.ts';

/** The runs of five units of a text, long enough to be rare, short enough to outlive an edit nearby: a set that is fast to ask. */
export class Shingles {
  readonly #table: Table;

  constructor(units: Int32Array) {
    this.#table = tableOf(units, 0);
  }

  /** How many different ones there are. */
  get size(): number {
    return this.#table.different.length;
  }

  /** How many it has of another's. */
  shared(other: Shingles): number {
    return sharedBy(this.#table, other.#table);
  }
}

/**
 * An eighth of the shingles of a text, chosen by their hashes, so that two samples share what the texts share. It says within a
 * tenth of the truth, all but always, what the whole sets say, and most of those that are compared need no more.
 */
export class Sample {
  readonly #table: Table;

  constructor(units: Int32Array) {
    this.#table = tableOf(units, 0x70000);
  }

  /** About which share of the smaller set both have; undefined where too few are chosen to say so. */
  likelyShared(other: Sample): number | undefined {
    const [own, others] = [this.#table, other.#table];
    if (others.different.length < 100) return undefined;
    return sharedBy(own, others) / Math.min(own.different.length, others.different.length);
  }
}

/** Hashes, each once: as a table with open addressing, of which 0 is an empty place, and as a list. */
type Table = { readonly hashes: Int32Array; readonly different: Int32Array };

/** The hashes of the runs of five units, each once: those that have none of the bits of a mask. */
function tableOf(units: Int32Array, mask: number): Table {
  const found = shinglesOf(units, mask);
  const hashes = new Int32Array(placesFor(found.length));
  let count = 0;
  for (let at = 0; at < found.length; at++) {
    const hash = found[at] ?? 0;
    const place = placeIn(hashes, hashes.length - 1, hash);
    if (hashes[place] === hash) continue;
    hashes[place] = hash;
    found[count++] = hash;
  }
  return { hashes, different: found.subarray(0, count) };
}

/** The same in their order, some more than once. */
function shinglesOf(units: Int32Array, mask: number): Int32Array {
  const hashes = new Int32Array(units.length);
  let count = 0;
  let [a = 0, b = 0, c = 0, d = 0] = units;
  for (let at = 4; at < units.length; at++) {
    const e = units[at] ?? 0;
    // Each sum is cut to 32 bits at once: as a fraction it would take twice the time.
    const before = (Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca77)) | 0;
    const behind = (Math.imul(c, 0xc2b2ae3d) + Math.imul(d, 0x27d4eb2f)) | 0;
    const hash = mixed((before + behind + Math.imul(e, 0x165667b1)) | 0);
    if ((hash & mask) === 0) hashes[count++] = hash;
    a = b;
    b = c;
    c = d;
    d = e;
  }
  return hashes.subarray(0, count);
}

function sharedBy({ hashes }: Table, { different }: Table): number {
  let shared = 0;
  for (let at = 0; at < different.length; at++) {
    const hash = different[at] ?? 0;
    if (hashes[placeIn(hashes, hashes.length - 1, hash)] === hash) shared += 1;
  }
  return shared;
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
