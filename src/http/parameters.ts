/** The parameters of a feed's address. Unknown ones are ignored; a known one with a bad value is a mistake of the client. */
import type { Instant } from '../model/entry.ts';
import { type ArchiveOptions, type FeedOptions, maxWindow } from '../model/feed.ts';
import { readQuery } from '../model/search.ts';
import { RequestError } from './errors.ts';

const contents = ['full', 'summary'] as const;
const duplicates = ['hide', 'show'] as const;

/** What is meant where nothing is asked for. */
export type Defaults = Pick<FeedOptions, 'limit' | 'duplicates'>;

/** Reads the parameters. Throws a RequestError (400) that says what is allowed. */
export function feedOptions(query: URLSearchParams, defaults: Defaults): FeedOptions {
  return {
    limit: wholeNumber(query, 'limit', 1, maxWindow) ?? defaults.limit,
    since: dateTime(query, 'since'),
    ...archiveOptions(query, defaults),
  };
}

/** The parameters that an archive page knows. */
export function archiveOptions(query: URLSearchParams, defaults: Pick<Defaults, 'duplicates'>): ArchiveOptions {
  return {
    content: oneOf(query, 'content', contents) ?? 'full',
    duplicates: oneOf(query, 'duplicates', duplicates) ?? defaults.duplicates,
  };
}

/** `q` in its canonical form. Throws a RequestError (400) that says what is allowed. */
export function searchQuery(query: URLSearchParams): string {
  const text = query.get('q') ?? '';
  const read = readQuery(text);
  if (read.kind === 'mistake') throw refusal('q', text, read.allowed);
  return read.query;
}

/** The canonical query: known parameters that differ from their defaults, in one order; with `?`, or empty. */
export function canonicalQuery(options: FeedOptions, defaults: Defaults): string {
  const { limit, since } = options;
  const parts = [
    limit === defaults.limit ? '' : `limit=${limit}`,
    since === undefined ? '' : `since=${new Date(since).toISOString().replace('.000Z', 'Z')}`,
    archiveQuery(options, defaults).slice(1),
  ].filter(part => part !== '');
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** The canonical query of an archive page. */
export function archiveQuery(options: ArchiveOptions, defaults: Pick<Defaults, 'duplicates'>): string {
  const parts = [
    options.content === 'full' ? '' : `content=${options.content}`,
    options.duplicates === defaults.duplicates ? '' : `duplicates=${options.duplicates}`,
  ].filter(part => part !== '');
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function wholeNumber(query: URLSearchParams, name: string, from: number, to: number): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw refusal(name, text, `a whole number from ${from} to ${to}`);
}

/** RFC 3339 5.6, and a date alone for its midnight. A `+` that nobody escaped arrives as a space. */
function dateTime(query: URLSearchParams, name: string): Instant | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const form = /^(\d{4}-\d\d-\d\d)(?:[Tt](\d\d:\d\d:\d\d(?:\.\d{1,9})?)([Zz]|[+ -]\d\d:\d\d))?$/.exec(text);
  const [, date = '', time = '00:00:00', zone = 'Z'] = form ?? [];
  const instant = Date.parse(`${date}T${time}${zone.replace(' ', '+').toUpperCase()}`);
  if (form !== null && !Number.isNaN(instant) && isDay(date)) return instant;
  throw refusal(
    name,
    text,
    'a date and time such as 2026-03-01T08:00:00Z or 2026-03-01T16:00:00+08:00, or a date (UTC)',
  );
}

/** `Date.parse` takes the 30th of February for the 2nd of March. */
function isDay(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

function oneOf<T extends string>(query: URLSearchParams, name: string, allowed: readonly T[]): T | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const found = allowed.find(each => each === text);
  if (found === undefined) throw refusal(name, text, `one of ${allowed.join(', ')}`);
  return found;
}

function refusal(name: string, text: string, allowed: string): RequestError {
  return new RequestError(400, `${name}=${text.slice(0, 40)} is not possible: ${name} is ${allowed}.`);
}
