import type { Instant } from '../../model/entry.ts';

/** Milliseconds of rest between two requests to one host. */
export const rest = 1000;

/** Whose turn it is: one request at a time to a host, with a rest between two. */
export class Hosts {
  readonly #busy = new Set<string>();
  /** Hosts that rest, and until when, the first to be free first. */
  readonly #free = new Map<string, Instant>();

  /** When the host may be asked: now or before for one that is free, absent while it is asked. */
  freeAt(host: string): Instant | undefined {
    return this.#busy.has(host) ? undefined : (this.#free.get(host) ?? 0);
  }

  take(host: string): void {
    this.#busy.add(host);
  }

  release(host: string, now: Instant): void {
    this.#busy.delete(host);
    this.#free.delete(host);
    this.#free.set(host, now + rest);
    for (const [each, until] of this.#free) {
      if (until > now) return;
      this.#free.delete(each);
    }
  }
}
