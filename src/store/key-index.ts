import { mayStandIn } from '../model/sketch.ts';
import { mostOfKey, type Signature } from '../model/story.ts';

/** An entry and what it is found by, as a put wrote it. */
export type KeyedEntry = Signature & { readonly revision: number; readonly entry: number };

/** Entries of one span that are looked through at most, so that neither memory nor the rows read grow without end. */
const mostOfSpan = 50_000;

/** Places in all tables together: eight bytes each. What was not asked for lately is forgotten, and read again. */
const mostPlaces = 2_097_152;

/**
 * Which entries have which keys, in spans of time: a copy of rows of the store. Rows are added, each under the revision of its
 * put, and go only with their entry: who asks reads what came since it asked last, and nothing has to be told of changes. An entry
 * that went is found here and nowhere else.
 */
export class KeyIndex {
  /** The one asked for last comes last. */
  readonly #spans = new Map<number, Span>();

  /** After which revision rows of a span are missing here, and how many of them there is room for. */
  missing(span: number): { readonly after: number; readonly room: number } {
    const known = this.#spans.get(span);
    return { after: known?.seen ?? -1, room: mostOfSpan - (known?.entries ?? 0) };
  }

  /** Takes rows of a span, in the order of revisions; those that it has already are left. */
  add(span: number, found: readonly KeyedEntry[]): void {
    const known = this.#spans.get(span) ?? new Span();
    this.#spans.delete(span);
    this.#spans.set(span, known);
    for (const rows of Map.groupBy(found, ({ revision }) => revision).values()) known.add(rows);
  }

  /** How many of these keys each entry of a span has, of whose text so much may stand in the other; added to `shared`. */
  count(span: number, { keys, sketch }: Signature, share: number, shared: Map<number, number>): void {
    const known = this.#spans.get(span);
    if (known === undefined) return;
    const counts = new Map<number, number>();
    for (const key of keys) known.each(key, entry => counts.set(entry, (counts.get(entry) ?? 0) + 1));
    for (const [entry, count] of counts)
      if (mayStandIn(known.sketches.get(entry), sketch, share)) shared.set(entry, (shared.get(entry) ?? 0) + count);
  }

  /** Forgets spans that were not asked for lately, when they are too many. */
  trim(): void {
    let places = [...this.#spans.values()].reduce((sum, span) => sum + span.places, 0);
    for (const [name, span] of this.#spans) {
      if (places <= mostPlaces || this.#spans.size === 1) return;
      this.#spans.delete(name);
      places -= span.places;
    }
  }
}

/** A table of keys and entries, at most half full: a key has as many places as entries, one behind the other. */
class Span {
  /** The revision of the last rows. */
  seen = -1;
  entries = 0;
  /** Of each entry, as it was written last. */
  readonly sketches = new Map<number, string>();
  #keys = new Uint32Array(1024);
  /** Entry numbers; 0 is an empty place. */
  #numbers = new Int32Array(1024);
  #filled = 0;

  get places(): number {
    return this.#keys.length;
  }

  /** Takes the rows of one revision. */
  add(rows: readonly KeyedEntry[]): void {
    const [first] = rows;
    if (first === undefined || first.revision <= this.seen) return;
    for (const { entry, keys, sketch } of rows) {
      for (const key of keys) this.#put(key, entry);
      if (sketch === undefined) this.sketches.delete(entry);
      else this.sketches.set(entry, sketch);
    }
    this.seen = first.revision;
    this.entries += rows.length;
  }

  each(key: number, visit: (entry: number) => void): void {
    const mask = this.#keys.length - 1;
    for (let place = key & mask; this.#numbers[place] !== 0; place = (place + 1) & mask)
      if (this.#keys[place] === key) visit(this.#numbers[place] ?? 0);
  }

  #put(key: number, entry: number): void {
    if (this.#filled * 2 >= this.#keys.length) this.#grow();
    if (this.#fill(key, entry)) this.#filled += 1;
  }

  /** Whether the entry took a place: it has none yet, and the key leads to few. */
  #fill(key: number, entry: number): boolean {
    const mask = this.#keys.length - 1;
    let place = key & mask;
    for (let count = 0; this.#numbers[place] !== 0; place = (place + 1) & mask) {
      if (this.#keys[place] !== key) continue;
      count += 1;
      if (count === mostOfKey || this.#numbers[place] === entry) return false;
    }
    this.#keys[place] = key;
    this.#numbers[place] = entry;
    return true;
  }

  #grow(): void {
    const [keys, numbers] = [this.#keys, this.#numbers];
    this.#keys = new Uint32Array(keys.length * 2);
    this.#numbers = new Int32Array(keys.length * 2);
    for (let place = 0; place < keys.length; place++) {
      const entry = numbers[place] ?? 0;
      if (entry !== 0) this.#fill(keys[place] ?? 0, entry);
    }
  }
}
