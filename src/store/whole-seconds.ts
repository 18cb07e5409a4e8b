import type { Instant } from '../model/entry.ts';

/**
 * The store's clock counts seconds, as HTTP dates do (RFC 9110 5.6.7), and counts them when they are full: whoever asks for what changed since
 * a moment ago, by a clock that cuts seconds off or does not, must not miss what comes within this second.
 */
export function wholeSeconds(instant: Instant): Instant {
  return Math.ceil(instant / 1000) * 1000;
}
