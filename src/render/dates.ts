import type { Instant } from '../model/entry.ts';

/** RFC 3339 in UTC, as Atom (RFC 4287 3.3) and JSON Feed want it; milliseconds only where there are some. */
export function rfc3339(instant: Instant): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

/** RFC 822 with a year of four digits and `GMT`, as RSS 2.0 wants it: exactly what ECMA-262 21.4.4.43 defines. */
export function rfc822(instant: Instant): string {
  return new Date(instant).toUTCString();
}
