import type { StoredEntry } from '../model/store.ts';

/** Windows of which something is remembered: a window is at most 200 entries, of one scope. */
const maxWindows = 2000;

/**
 * Entries that were read lately, by number, as long as their revision is the same: an entry is then the same object, which
 * others may hang what they made of it on. Bounded by the length of the contents: what was not read since the younger half
 * began is forgotten when that is full.
 */
export class EntryMemory {
  readonly #most: number;
  #younger = new Map<number, StoredEntry>();
  #older = new Map<number, StoredEntry>();
  #length = 0;
  readonly #seen = new Map<string, number>();

  /** `characters` of content that a half holds at most. */
  constructor(characters: number) {
    this.#most = characters;
  }

  get(n: number, revision: number): StoredEntry | undefined {
    const known = this.#younger.get(n) ?? this.#older.get(n);
    if (known?.revision !== revision) return undefined;
    if (!this.#younger.has(n)) this.set(n, known);
    return known;
  }

  /** The newest revision of a window, or of a change behind it, when it was last read: what came before is likely to be here. */
  seen(window: string): number | undefined {
    return this.#seen.get(window);
  }

  see(window: string, revision: number): void {
    if (this.#seen.size >= maxWindows) this.#seen.clear();
    this.#seen.set(window, revision);
  }

  set(n: number, stored: StoredEntry): void {
    // What an entry has besides its content is about as long as a short article.
    this.#length += 1000 + (stored.entry.content?.length ?? 0);
    this.#younger.set(n, stored);
    if (this.#length <= this.#most) return;
    this.#older = this.#younger;
    this.#younger = new Map();
    this.#length = 0;
  }
}
