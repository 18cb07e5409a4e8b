/** Renditions, kept as long as they are true: made once per address and state, bounded by bytes. */
import { LRUCache } from 'lru-cache';
import type { Instant } from '../model/entry.ts';
import type { Rendition } from '../model/feed.ts';
import type { Digest } from '../model/platform.ts';
import { entityTag } from './validators.ts';

/** The state a rendition was made from: while it is the same, so are the bytes. */
export type State = { readonly epoch: string; readonly revision: number };

/** What a renderer gives: text, and when what it shows last changed here. */
export type Rendered = { readonly text: string; readonly mediaType: string; readonly modified: Instant | undefined };

type Kept = { readonly state: string; readonly rendition: Rendition };

/** The rendition cache. Concurrent requests for what is not there render once. */
export class Renditions {
  readonly #kept: LRUCache<string, Kept>;
  readonly #making = new Map<string, Promise<Rendition>>();
  readonly #digest: Digest;

  /** `maxBytes` bounds the sum of the bodies. */
  constructor(maxBytes: number, digest: Digest) {
    this.#digest = digest;
    this.#kept = new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ rendition }) => rendition.bytes.length + 1024 });
  }

  /** The rendition of an address at a state; `render` is called only when it is not there. Its errors pass through. */
  async get(address: string, state: State, render: () => Promise<Rendered>): Promise<Rendition> {
    const name = `${state.epoch}.${state.revision}`;
    const kept = this.#kept.get(address);
    if (kept?.state === name) return kept.rendition;
    const making = `${name} ${address}`;
    const running = this.#making.get(making) ?? this.#make(making, state, render);
    const rendition = await running;
    this.#kept.set(address, { state: name, rendition });
    return rendition;
  }

  /** The last rendition made for an address, whatever its state: what is served when the store fails. */
  last(address: string): Rendition | undefined {
    return this.#kept.get(address)?.rendition;
  }

  #make(name: string, state: State, render: () => Promise<Rendered>): Promise<Rendition> {
    const made = this.#rendition(state, render).finally(() => this.#making.delete(name));
    this.#making.set(name, made);
    return made;
  }

  async #rendition({ epoch, revision }: State, render: () => Promise<Rendered>): Promise<Rendition> {
    const { text, mediaType, modified } = await render();
    const bytes = new TextEncoder().encode(text);
    return { bytes, mediaType, modified, etag: entityTag(await this.#digest(bytes), epoch, revision) };
  }
}
