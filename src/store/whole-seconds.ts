import type { Instant } from '../model/entry.ts';

/** The store's clock counts seconds, as HTTP dates do (RFC 9110 5.6.7). */
export function wholeSeconds(instant: Instant): Instant {
  return Math.floor(instant / 1000) * 1000;
}
