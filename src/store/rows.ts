/** Rows of the store's tables, read back into the words of the model. What a row cannot be is an error that says where. */
import type { Category, Enclosure, Entry, Picture } from '../model/entry.ts';
import type { Pace } from '../model/feed-document.ts';
import type { Stock } from '../model/keep.ts';
import { isRecord } from '../model/record.ts';
import type { Run } from '../model/run.ts';
import { type KeptScope, keptKinds } from '../model/scope.ts';
import type { Problem } from '../model/seed.ts';
import { isSqlRow, type SqlDriver, type SqlRow } from '../model/sql.ts';
import type {
  Arrival,
  Count,
  KnownEntry,
  Listing,
  Neighbour,
  RetractedEntry,
  Retraction,
  ScopeState,
  SeedMark,
  SeedRecord,
  StoredEntry,
  StoreState,
} from '../model/store.ts';
import type { AlsoTold, Story } from '../model/story.ts';
import { factColumns } from './entry-columns.ts';

/** A column: the story of `entries e` as JSON; NULL for one that nobody else tells. */
const storyColumn = `(
    SELECT json_object('id', t.story, 'place', t.place, 'also', (
      SELECT json_group_array(json_object('id', y.id, 'source', y.source, 'key', y.key, 'title', y.title, 'link', y.link))
      FROM tellings o CROSS JOIN entries y ON y.n = o.entry
      WHERE o.story = t.story AND o.place > 0 AND o.entry <> t.entry AND y.retracted IS NULL
    ))
    FROM tellings t WHERE t.entry = e.n AND t.place > 0
  ) AS story`;

/**
 * The columns that `storedEntry` reads, of `entries e`; with `longest`, a content of more bytes is not touched: octet_length needs
 * its length alone, which stands before it.
 */
export function entryColumns({ longText = asItIs }: Pick<SqlDriver, 'longText'>, longest?: number): string {
  const content = longest === undefined ? 'e.content' : `iif(octet_length(e.content) > ${longest}, NULL, e.content)`;
  const facts = factColumns.filter(column => column !== 'content').map(column => `e.${column}`);
  return `${facts.join(', ')}, e.revision, e.modified, e.retracted,
  e.fingerprint, e.written, ${storyColumn}, octet_length(e.content) AS bytes, ${longText(content)} AS content`;
}

/** How a text is selected where a driver wants nothing else. */
export const asItIs = (expression: string) => expression;

/** The one row that the store has of itself. */
export function ownRow([row]: readonly SqlRow[]): SqlRow {
  if (row === undefined) throw new Error('The store has no row of its own: its migrations did not run.');
  return row;
}

export function storedEntry(row: SqlRow): StoredEntry {
  const entry: Entry = {
    id: text(row, 'id'),
    source: text(row, 'source'),
    key: text(row, 'key'),
    title: text(row, 'title'),
    link: optionalText(row, 'link'),
    published: integer(row, 'published'),
    updated: integer(row, 'updated'),
    authors: list(row, 'authors', isString),
    editor: optionalText(row, 'editor'),
    publisher: optionalText(row, 'publisher'),
    categories: list(row, 'categories', isCategory),
    summary: optionalText(row, 'summary'),
    content: optionalText(row, 'content'),
    image: picture(row),
    enclosures: enclosures(row),
    language: text(row, 'language'),
  };
  const retracted = optionalInteger(row, 'retracted');
  return {
    entry,
    bytes: optionalInteger(row, 'bytes') ?? 0,
    revision: integer(row, 'revision'),
    modified: integer(row, 'modified'),
    retracted,
    fingerprint: text(row, 'fingerprint'),
    written: integer(row, 'written'),
    story: story(row),
  };
}

/** An entry of a list, with the number that it has in the store. */
export type ListedEntry = { readonly n: number; readonly stored: StoredEntry };

export function listedEntry(row: SqlRow): ListedEntry {
  return { n: integer(row, 'n'), stored: storedEntry(row) };
}

export function storeState(row: SqlRow): StoreState {
  const search = {
    revision: integer(row, 'search_revision'),
    isComplete: integer(row, 'unsearched') === 0,
    steps: integer(row, 'search_steps'),
  };
  const cache = { told: integer(row, 'cache_told'), seen: integer(row, 'cache_seen') };
  const modified = integer(row, 'modified');
  return { epoch: text(row, 'epoch'), revision: integer(row, 'revision'), modified, search, cache };
}

export function run(row: SqlRow): Run {
  const since = optionalInteger(row, 'failing_since');
  return {
    source: text(row, 'source'),
    configured: text(row, 'configured'),
    url: text(row, 'url'),
    etag: optionalText(row, 'etag'),
    lastModified: optionalText(row, 'last_modified'),
    digest: optionalText(row, 'digest'),
    rules: text(row, 'rules'),
    asked: integer(row, 'asked'),
    answered: optionalInteger(row, 'answered'),
    next: optionalInteger(row, 'next'),
    news: optionalInteger(row, 'news'),
    habit: optionalInteger(row, 'habit'),
    pace: pace(row),
    failures: integer(row, 'failures'),
    failing: since === undefined ? undefined : { since, reason: text(row, 'failing_reason') },
  };
}

export function neighbour(row: SqlRow): Neighbour {
  return {
    source: text(row, 'source'),
    key: text(row, 'key'),
    title: text(row, 'title'),
    published: integer(row, 'published'),
    language: text(row, 'language'),
  };
}

export function listing(row: SqlRow): Listing {
  return {
    source: text(row, 'source'),
    key: text(row, 'key'),
    link: optionalText(row, 'link'),
    updated: integer(row, 'updated'),
  };
}

export function count(row: SqlRow): Count {
  return { source: text(row, 'source'), period: integer(row, 'period'), count: integer(row, 'count') };
}

export function scopeState(row: SqlRow): ScopeState {
  const removed = optionalInteger(row, 'removed');
  return {
    scope: scopeOf(row),
    label: text(row, 'label'),
    revision: integer(row, 'revision'),
    left: optionalInteger(row, 'departed'),
    removed: removed === undefined ? undefined : { at: removed, revision: integer(row, 'removed_revision') },
    lost: optionalInteger(row, 'lost'),
    count: integer(row, 'live'),
    arrivals: integer(row, 'next') - 1,
    first: integer(row, 'first'),
  };
}

export function arrival(row: SqlRow): Arrival {
  return {
    ordinal: integer(row, 'ordinal'),
    id: text(row, 'id'),
    revision: integer(row, 'revision'),
    modified: integer(row, 'modified'),
    live: integer(row, 'live') === 1,
  };
}

/** `oldest` is a column of JSON here: its date of publication and its id. */
export function stock(row: SqlRow): Stock {
  const [published, id] = list(row, 'oldest', part => typeof part === 'string' || typeof part === 'number');
  if (typeof published !== 'number' || typeof id !== 'string') throw unexpected(row, 'oldest', 'a date and an id');
  return { source: text(row, 'source'), entries: integer(row, 'entries'), oldest: { published, id } };
}

export function retractedEntry(row: SqlRow): RetractedEntry {
  return {
    id: text(row, 'id'),
    published: integer(row, 'published'),
    modified: integer(row, 'modified'),
    at: integer(row, 'retracted'),
  };
}

/** A scope from its columns `kind` and `key`. */
export function scopeOf(row: SqlRow): KeptScope {
  const kind = keptKinds.find(each => each === row.kind);
  if (kind === undefined) throw unexpected(row, 'kind', 'a kind of scope');
  return kind === 'all' ? { kind } : { kind, key: text(row, 'key') };
}

/** `names` and `seeds` are columns of JSON here: what an entry has many of, in its one row. */
export function knownEntry(row: SqlRow): KnownEntry {
  return {
    id: text(row, 'id'),
    key: text(row, 'key'),
    published: integer(row, 'published'),
    updated: integer(row, 'updated'),
    written: integer(row, 'written'),
    fingerprint: text(row, 'fingerprint'),
    retracted: retraction(row),
    names: list(row, 'names', isString),
    seeds: list(row, 'seeds', isSqlRow).map(seedRecord),
  };
}

export function seedRecord(row: SqlRow): SeedRecord {
  return {
    ...seedMark(row),
    digest: text(row, 'digest'),
    entry: optionalText(row, 'entry'),
    textLength: integer(row, 'text_length'),
    present: integer(row, 'present') === 1,
  };
}

export function seedMark(row: SqlRow): SeedMark {
  return {
    path: text(row, 'path'),
    source: optionalText(row, 'source'),
    size: integer(row, 'size'),
    mtime: integer(row, 'mtime'),
    rules: text(row, 'rules'),
  };
}

export function problem(row: SqlRow): Problem {
  return {
    path: text(row, 'path'),
    source: optionalText(row, 'source'),
    reason: text(row, 'reason'),
    hint: text(row, 'hint'),
  };
}

export function text(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw unexpected(row, column, 'text');
  return value;
}

export function integer(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw unexpected(row, column, 'a number');
  return value;
}

/** A column that holds a JSON array of what the guard lets through. */
export function list<T>(row: SqlRow, column: string, isItem: (value: unknown) => value is T): readonly T[] {
  const value: unknown = JSON.parse(text(row, column));
  if (!Array.isArray(value) || !value.every(isItem)) throw unexpected(row, column, 'a JSON list');
  return value;
}

export function isString(value: unknown): value is string {
  return typeof value === 'string';
}

export function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

/** A text, or nothing where the column is NULL. */
export function optionalText(row: SqlRow, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column);
}

/** An integer, or nothing where the column is NULL. */
export function optionalInteger(row: SqlRow, column: string): number | undefined {
  return row[column] === null ? undefined : integer(row, column);
}

function retraction(row: SqlRow): Retraction | undefined {
  const at = optionalInteger(row, 'retracted');
  if (at === undefined) return undefined;
  const by = text(row, 'retracted_by');
  if (by !== 'file' && by !== 'operator' && by !== 'both') {
    throw unexpected(row, 'retracted_by', 'file, operator or both');
  }
  return { at, by };
}

function story(row: SqlRow): Story | undefined {
  const found = optionalText(row, 'story');
  if (found === undefined) return undefined;
  const value: unknown = JSON.parse(found);
  if (!isRecord(value)) throw unexpected(row, 'story', 'a story');
  const { id, place, also } = value;
  if (!isString(id) || typeof place !== 'number' || !Array.isArray(also)) throw unexpected(row, 'story', 'a story');
  return { id, place, also: also.map((told: unknown) => alsoTold(told, row)) };
}

function alsoTold(told: unknown, row: SqlRow): AlsoTold {
  if (!isRecord(told)) throw unexpected(row, 'story', 'who else tells it');
  const { id, source, key, title, link } = told;
  if (!isString(id) || !isString(source) || !isString(key) || !isString(title))
    throw unexpected(row, 'story', 'who else tells it');
  return { id, source, key, title, link: isString(link) ? link : undefined };
}

function picture(row: SqlRow): Picture | undefined {
  const found = optionalText(row, 'image');
  if (found === undefined) return undefined;
  const value: unknown = JSON.parse(found);
  if (!isRecord(value) || !isString(value.url)) throw unexpected(row, 'image', 'a picture');
  return { url: value.url, type: isString(value.type) ? value.type : undefined };
}

function enclosures(row: SqlRow): readonly Enclosure[] | undefined {
  return row.enclosures === null ? undefined : list(row, 'enclosures', isRecord).map(said => enclosure(said, row));
}

/** JSON has no fields that are absent. */
function enclosure(said: Readonly<Record<string, unknown>>, row: SqlRow): Enclosure {
  const { url, type, length, title, duration } = said;
  if (!isString(url)) throw unexpected(row, 'enclosures', 'addresses');
  return {
    url,
    type: isString(type) ? type : undefined,
    length: isInteger(length) ? length : undefined,
    title: isString(title) ? title : undefined,
    duration: isInteger(duration) ? duration : undefined,
  };
}

function pace(row: SqlRow): Pace | undefined {
  const found = optionalText(row, 'pace');
  if (found === undefined) return undefined;
  const value: unknown = JSON.parse(found);
  if (!isRecord(value) || !isNumbers(value.skipHours) || !isNumbers(value.skipDays))
    throw unexpected(row, 'pace', 'a pace');
  const { every, skipHours, skipDays } = value;
  return { every: typeof every === 'number' ? every : undefined, skipHours, skipDays };
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(each => typeof each === 'number');
}

function isCategory(value: unknown): value is Category {
  return isRecord(value) && isString(value.term) && isString(value.label);
}

function unexpected(row: SqlRow, column: string, wanted: string): Error {
  return new TypeError(`The store's column ${column} should hold ${wanted} and holds ${JSON.stringify(row[column])}.`);
}
