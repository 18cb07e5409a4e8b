import type { ScopeState, StoredEntry } from '../model/store.ts';
import type { Head } from './heads.ts';

/** Places in windows that are remembered, about a hundred bytes each. */
const maxHeads = 50_000;

/** A window as it was read last. */
export type KnownWindow = {
  readonly heads: readonly Head[];
  /** The state of its scope before it was read, where that was given. */
  readonly state: ScopeState | undefined;
  /** The newest revision in it, or of a change behind it: what came before is likely to be remembered. */
  readonly seen: number;
};

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
  readonly #windows = new Map<string, KnownWindow>();
  #heads = 0;

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

  window(name: string): KnownWindow | undefined {
    return this.#windows.get(name);
  }

  keepWindow(name: string, window: KnownWindow): void {
    this.#heads += window.heads.length - (this.#windows.get(name)?.heads.length ?? 0);
    if (this.#heads > maxHeads) {
      this.#windows.clear();
      this.#heads = window.heads.length;
    }
    this.#windows.set(name, window);
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
