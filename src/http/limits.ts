/** Politeness: how often one client may fetch the whole of one feed again without asking whether it changed. */
import { LRUCache } from 'lru-cache';
import type { Site } from '../model/config.ts';
import type { Instant } from '../model/entry.ts';

type Limits = NonNullable<Site['limits']>;

/** Clients times feeds that are remembered; the ones longest silent are forgotten first. */
const remembered = 20_000;

/** Counts full answers per client, feed and kind of request, in a sliding window. Bounded in memory. */
export class Limiter {
  readonly #limit: Limits;
  readonly #answers = new LRUCache<string, Instant[]>({ max: remembered });

  constructor(limit: Limits) {
    this.#limit = limit;
  }

  /** Notes a full answer, or refuses it: then the whole seconds after which one more would be allowed. */
  admit(client: string, feed: string, now: Instant): number | undefined {
    const { full, seconds, loopback } = this.#limit;
    if (!loopback && isLoopback(client)) return undefined;
    const name = `${network(client)} ${feed}`;
    const since = now - seconds * 1000;
    const recent = (this.#answers.get(name) ?? []).filter(instant => instant > since);
    const [oldest] = recent;
    if (recent.length >= full && oldest !== undefined) return Math.ceil((oldest - since) / 1000);
    this.#answers.set(name, [...recent, now]);
    return undefined;
  }
}

/** Whether an address is this machine's own. */
function isLoopback(client: string): boolean {
  return client === '::1' || /^(?:::ffff:)?127\./.test(client);
}

/** One household has a /64 of IPv6 (RFC 6177), and may change addresses within it at will. */
function network(client: string): string {
  if (client.startsWith('::ffff:')) return client;
  const [head = '', tail] = client.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
