/** The parameters of a feed's address. Unknown ones are ignored; a known one with a bad value is a mistake of the client. */
import { RequestError } from './errors.ts';

/** What a request may choose about a feed. */
export type FeedOptions = { readonly limit: number };

/** The greatest `limit`. */
export const maxLimit = 200;

/** Reads the parameters. Throws a RequestError (400) that says what is allowed. */
export function feedOptions(query: URLSearchParams, defaults: FeedOptions): FeedOptions {
  return { limit: wholeNumber(query, 'limit', 1, maxLimit) ?? defaults.limit };
}

/** The canonical query: known parameters that differ from their defaults, in one order; with `?`, or empty. */
export function canonicalQuery(options: FeedOptions, defaults: FeedOptions): string {
  return options.limit === defaults.limit ? '' : `?limit=${options.limit}`;
}

function wholeNumber(query: URLSearchParams, name: string, from: number, to: number): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw new RequestError(
    400,
    `${name}=${text.slice(0, 40)} is not possible: ${name} is a whole number from ${from} to ${to}.`,
  );
}
