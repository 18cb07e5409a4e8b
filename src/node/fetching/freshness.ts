import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '../../model/entry.ts';

type Fields = Pick<IncomingHttpHeaders, 'cache-control' | 'expires' | 'age' | 'date' | 'retry-after'>;

/** Milliseconds for which an answer says it is good: `max-age` less its age, else `Expires` (RFC 9111 4.2.1); never negative. */
export function freshFor(fields: Fields, now: Instant): number | undefined {
  const maxAge = /(?:^|,)\s*max-age\s*=\s*"?(\d{1,10})/i.exec(fields['cache-control'] ?? '')?.[1];
  if (maxAge !== undefined) return Math.max(0, Number(maxAge) - secondsIn(fields.age)) * 1000;
  if (fields.expires === undefined) return undefined;
  // What is no date means that it is stale already (RFC 9111 5.3): a usual `0` or `-1`.
  const expires = instantOf(fields.expires);
  return expires === undefined ? 0 : Math.max(0, expires - theirNow(fields, now));
}

/** Milliseconds until it may be asked again: seconds or a date (RFC 9110 10.2.3); absent for what is neither. */
export function retryAfter(fields: Fields, now: Instant): number | undefined {
  const text = fields['retry-after']?.trim();
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const until = instantOf(text);
  return until === undefined ? undefined : Math.max(0, until - theirNow(fields, now));
}

/** By the clock that their other dates are written by. */
function theirNow({ date }: Fields, now: Instant): Instant {
  return (date === undefined ? undefined : instantOf(date)) ?? now;
}

/** A date in one of the forms of RFC 9110 5.6.7; Date.parse alone takes any number for a year. */
function instantOf(text: string): Instant | undefined {
  const at = /^\s*[a-z]{3,9},? /i.test(text)
    ? Date.parse(/GMT|UTC|[+-]\d{4}/.test(text) ? text : `${text} GMT`)
    : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function secondsIn(text: string | undefined): number {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : 0;
}
