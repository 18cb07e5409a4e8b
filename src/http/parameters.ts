/** The parameters of a feed's address. Unknown ones are ignored; a known one with a bad value is a mistake of the client. */
import { readDay } from '../model/day.ts';
import type { Instant } from '../model/entry.ts';
import { type ArchiveOptions, type FeedOptions, maxWindow } from '../model/feed.ts';
import { readQuery } from '../model/search.ts';
import { RequestError } from './errors.ts';

/** What is meant where nothing is asked for, as far as the configuration says it. */
export type Defaults = Pick<FeedOptions, 'limit' | 'duplicates'>;

/** What is meant wherever nothing is asked for. */
const always = { since: undefined, content: 'full' } as const;

/**
 * A row a parameter, in the order of the canonical query. Whatever is read is written again: feeds that differ by it alone have two
 * canonical addresses, and so two renditions.
 */
const parameters = {
  limit: parameter('limit', `a whole number from 1 to ${maxWindow}`, limitIn),
  since: parameter(
    'since',
    'a date and time such as 2026-03-01T08:00:00Z or 2026-03-01T16:00:00+08:00, or a date (UTC)',
    instantIn,
    instant => new Date(instant).toISOString().replace('.000Z', 'Z'),
  ),
  content: oneOf('content', 'full', 'summary'),
  duplicates: oneOf('duplicates', 'hide', 'show'),
};

/** Reads the parameters. Throws a RequestError (400) that says what is allowed. */
export function feedOptions(query: URLSearchParams, defaults: Defaults): FeedOptions {
  return {
    limit: parameters.limit.read(query, defaults),
    since: parameters.since.read(query, always),
    ...archiveOptions(query, defaults),
  };
}

/** The parameters that an archive page knows. */
export function archiveOptions(query: URLSearchParams, defaults: Pick<Defaults, 'duplicates'>): ArchiveOptions {
  return {
    content: parameters.content.read(query, always),
    duplicates: parameters.duplicates.read(query, defaults),
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
  return queryOf(Object.values(parameters).flatMap(each => each.written(options, { ...always, ...defaults })));
}

/** The canonical query of an archive page. */
export function archiveQuery(options: ArchiveOptions, defaults: Pick<Defaults, 'duplicates'>): string {
  const { content, duplicates } = parameters;
  return queryOf([content, duplicates].flatMap(each => each.written(options, { ...always, ...defaults })));
}

function queryOf(parts: readonly string[]): string {
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** `read` gives nothing for a text that is no value; whoever wrote it is told what is `allowed`. */
function parameter<Name extends keyof FeedOptions>(
  name: Name,
  allowed: string,
  read: (text: string) => FeedOptions[Name] | undefined,
  write: (value: NonNullable<FeedOptions[Name]>) => string = String,
) {
  return {
    read: (query: URLSearchParams, defaults: Pick<FeedOptions, Name>): FeedOptions[Name] => {
      const text = query.get(name);
      if (text === null) return defaults[name];
      const value = read(text);
      if (value === undefined) throw refusal(name, text, allowed);
      return value;
    },
    written: (options: Pick<FeedOptions, Name>, defaults: Pick<FeedOptions, Name>): readonly string[] => {
      const value = options[name];
      return value === undefined || value === defaults[name] ? [] : [`${name}=${write(value)}`];
    },
  };
}

function oneOf<Name extends 'content' | 'duplicates'>(name: Name, ...allowed: readonly FeedOptions[Name][]) {
  return parameter(name, `one of ${allowed.join(', ')}`, text => allowed.find(each => each === text));
}

function limitIn(text: string): number | undefined {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= maxWindow ? number : undefined;
}

/** RFC 3339 5.6, and a date alone for its midnight. A `+` that nobody escaped arrives as a space. */
function instantIn(text: string): Instant | undefined {
  const form = /^(\d{4}-\d\d-\d\d)(?:[Tt](\d\d:\d\d:\d\d(?:\.\d{1,9})?)([Zz]|[+ -]\d\d:\d\d))?$/.exec(text);
  const [, date = '', time = '00:00:00', zone = 'Z'] = form ?? [];
  const instant = Date.parse(`${date}T${time}${zone.replace(' ', '+').toUpperCase()}`);
  // `Date.parse` takes the 30th of February for the 2nd of March.
  return Number.isNaN(instant) || readDay(date) === undefined ? undefined : instant;
}

function refusal(name: string, text: string, allowed: string): RequestError {
  return new RequestError(400, `${name}=${text.slice(0, 40)} is not possible: ${name} is ${allowed}.`);
}
