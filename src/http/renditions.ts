/** Renditions, kept as long as they are true: made once per address and state, bounded by bytes. */
import { LRUCache } from 'lru-cache';
import { type Body, bytesOf } from '../model/body.ts';
import type { Instant } from '../model/entry.ts';
import type { Rendition } from '../model/feed.ts';
import type { Digest } from '../model/platform.ts';
import { bodyDigest } from './body-digest.ts';
import { type Encoder, Forms } from './encodings.ts';
import { entityTag } from './validators.ts';

/** The state a rendition was made from: while it is the same, so are the bytes. */
export type State = { readonly epoch: string; readonly revision: number };

/** What a renderer gives: text or its UTF-8 in parts, and when what it shows last changed here. */
export type Rendered = {
  readonly body: string | Body;
  readonly mediaType: string;
  readonly modified: Instant | undefined;
};

/** The body of what a renderer gave, in UTF-8. */
export function bodyOf({ body }: Rendered): Body {
  return typeof body === 'string' ? [new TextEncoder().encode(body)] : body;
}

/** A rendition with its encoded forms and what is said about keeping it. */
export type Kept = {
  /** Its canonical path and query. */
  readonly address: string;
  readonly state: State;
  readonly rendition: Rendition;
  readonly forms: Forms;
  readonly caching: Caching;
};

/** What is said about keeping a response, besides its validators. */
export type Caching = {
  /** Seconds. */
  readonly maxAge: number;
  /** Whether the polite limit counts it: feeds are polled, pages are read. */
  readonly limited?: boolean;
  /** Whether who asks gets only what changed (RFC 3229). */
  readonly deltas?: boolean;
  /** For one client alone, and no cache that others share (RFC 9111 5.2.2.7). */
  readonly isPrivate?: boolean;
  /** Not kept here: an address that nobody is likely to ask for again (`since` is another instant each time). */
  readonly passing?: boolean;
  /** The request field besides Accept-Encoding that chose this rendition: its address alone does not name it. */
  readonly vary?: string | undefined;
  /** Further header fields: Content-Security-Policy of pages. */
  readonly headers?: Readonly<Record<string, string>>;
};

type Slot = { kept: Kept; version: number | undefined };

/** Different ways of asking (query strings nobody knows) that are remembered for the short way. */
const maxAliases = 10_000;

/** The rendition cache. Concurrent requests for what is not there render once. */
export class Renditions {
  readonly #slots: LRUCache<string, Slot>;
  readonly #aliases = new LRUCache<string, string>({ max: maxAliases });
  readonly #making = new Map<string, Promise<Kept>>();
  readonly #digest: (body: Body) => Promise<string>;
  readonly #encoders: readonly Encoder[];

  /** `maxBytes` bounds the sum of the bodies and their encoded forms. */
  constructor(maxBytes: number, digest: Digest, encoders: readonly Encoder[] = []) {
    this.#digest = bodyDigest(digest);
    this.#encoders = encoders;
    // Forms come later than their body and are smaller than it, gzip and br together too: they are counted from the start.
    this.#slots = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ kept }) => kept.rendition.bytes.length * (encoders.length > 0 ? 2 : 1) + 2048,
    });
  }

  /** The rendition of an address, if nothing changed in the store since it was found to be true: no question to the store. */
  current(address: string, version: number | undefined): Kept | undefined {
    const slot = version === undefined ? undefined : this.#slots.get(address);
    return slot !== undefined && slot.version === version ? slot.kept : undefined;
  }

  /** The same by the raw path and query of a request that was answered with it before. */
  currentByTarget(target: string, version: number | undefined): Kept | undefined {
    const address = this.#aliases.get(target);
    return address === undefined ? undefined : this.current(address, version);
  }

  /** Remembers that a raw path and query lead to an address. */
  alias(target: string, address: string): void {
    if (target.length <= 500) this.#aliases.set(target, address);
  }

  /** The rendition of an address at a state, true as of a version; `render` is called only when it is not there. Its errors pass through. */
  async get(
    address: string,
    state: State,
    version: number | undefined,
    caching: Caching,
    render: () => Promise<Rendered>,
  ): Promise<Kept> {
    const slot = this.#slots.get(address);
    if (slot !== undefined && slot.kept.state.revision === state.revision && slot.kept.state.epoch === state.epoch) {
      slot.version = version;
      return slot.kept;
    }
    const making = `${state.epoch}.${state.revision} ${address}`;
    const kept = await (this.#making.get(making) ?? this.#make(making, address, state, caching, render));
    if (caching.passing === true) return kept;
    // A slower, older rendering must not replace a newer one.
    const present = this.#slots.get(address);
    if (
      present === undefined ||
      present.kept.state.epoch !== state.epoch ||
      present.kept.state.revision < state.revision
    ) {
      this.#slots.set(address, { kept, version });
    }
    return kept;
  }

  /** The last rendition made for an address, whatever its state: what is served when the store fails. */
  last(address: string): Kept | undefined {
    return this.#slots.get(address)?.kept;
  }

  #make(name: string, address: string, state: State, caching: Caching, render: () => Promise<Rendered>): Promise<Kept> {
    const made = this.#keep(address, state, caching, render).finally(() => this.#making.delete(name));
    this.#making.set(name, made);
    return made;
  }

  async #keep(address: string, state: State, caching: Caching, render: () => Promise<Rendered>): Promise<Kept> {
    const rendered = await render();
    const { mediaType, modified } = rendered;
    const body = bodyOf(rendered);
    const bytes = bytesOf(body);
    const etag = entityTag(await this.#digest(body), state.epoch, state.revision);
    return {
      address,
      state,
      rendition: { bytes, mediaType, modified, etag },
      forms: new Forms(bytes, this.#encoders),
      caching,
    };
  }
}
