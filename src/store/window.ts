/** The newest entries of a scope with a memory: read whole once, and then by what changed. */
import type { SqlDriver, SqlRow, SqlValue } from '../model/sql.ts';
import type { ScopeState, StoredEntry } from '../model/store.ts';
import type { Duplicates } from '../model/story.ts';
import { withLongContents } from './contents.ts';
import { type ChangedHead, changedHeads, type Head, nothingLeft } from './heads.ts';
import type { EntryMemory } from './memory.ts';
import * as rows from './rows.ts';

/** The statements that read a window: ?1 and ?2 name the scope. */
export type WindowReads = {
  /** Entries, at most ?3, but for contents that are long. */
  readonly whole: Readonly<Record<Duplicates, string>>;
  /** What names them. */
  readonly heads: Readonly<Record<Duplicates, string>>;
  /** Entries that changed after a revision (?3), at most ?4; the oldest change first. */
  readonly changed: string;
  /** Entries by a list of numbers (?1). */
  readonly byNumber: string;
  /** Their contents, by a list of numbers (?1). */
  readonly contents: string;
};

export type Window = {
  /** The two columns that name the scope. */
  readonly address: readonly SqlValue[];
  readonly limit: number;
  readonly duplicates: Duplicates;
  /** The state of the scope, where it was read before. */
  readonly state: ScopeState | undefined;
};

/**
 * Reads a window. Where its state says that nothing left since it was read last, only what changed is asked for: all that this
 * can do is come before the rest.
 */
export async function readWindow(
  query: SqlDriver['query'],
  memory: EntryMemory,
  reads: WindowReads,
  { address, limit, duplicates, state }: Window,
): Promise<readonly StoredEntry[]> {
  const place = [...address, limit];
  const name = [...place, duplicates].join(' ');
  const known = memory.window(name);
  const changedSince = (revision: number) => query(reads.changed, [...address, revision, limit]);
  const recall = (heads: readonly Head[], read: readonly SqlRow[]) => {
    const seen = [...heads.map(({ revision }) => revision), ...read.map(row => rows.integer(row, 'revision'))];
    memory.keepWindow(name, { heads, state, seen: Math.max(0, ...seen) });
    return recalled(heads, read, query, reads, memory);
  };
  const whole = async () => {
    const read = await query(reads.whole[duplicates], place);
    return recall(read.map(headOf), read);
  };
  if (known === undefined) return whole();
  const { state: before } = known;
  if (before !== undefined && state !== undefined && nothingLeft(before, state)) {
    if (state.arrivals - before.arrivals >= limit) return whole();
    const changed = await changedSince(before.revision);
    const isAll = changed.length < limit;
    const heads = isAll ? changedHeads(known.heads, changed.map(changedHeadOf), limit, duplicates) : undefined;
    return heads === undefined ? whole() : recall(heads, changed);
  }
  // Asked for together: what changed since is nearly always all that is missing.
  const [heads, changed] = await Promise.all([query(reads.heads[duplicates], place), changedSince(known.seen)]);
  return recall(heads.map(headOf), changed);
}

function headOf(row: SqlRow): Head {
  return {
    n: rows.integer(row, 'n'),
    revision: rows.integer(row, 'revision'),
    published: rows.integer(row, 'published'),
    id: rows.text(row, 'id'),
  };
}

function changedHeadOf(row: SqlRow): ChangedHead {
  return { ...headOf(row), live: rows.integer(row, 'live') };
}

/** The entries of these numbers and revisions, in their order; what neither was just read nor is remembered is read. */
async function recalled(
  heads: readonly Head[],
  justRead: readonly SqlRow[],
  query: SqlDriver['query'],
  { byNumber, contents }: WindowReads,
  memory: EntryMemory,
): Promise<readonly StoredEntry[]> {
  const remember = (row: SqlRow) => {
    const stored = rows.storedEntry(row);
    memory.set(rows.integer(row, 'n'), stored);
    return stored;
  };
  for (const row of justRead)
    if (memory.get(rows.integer(row, 'n'), rows.integer(row, 'revision')) === undefined) remember(row);
  const found = heads.map(({ n, revision }) => memory.get(n, revision));
  const missing = heads.filter((_, index) => found[index] === undefined).map(({ n }) => n);
  const further = missing.length === 0 ? [] : await query(byNumber, [JSON.stringify(missing)]);
  const late = new Map(further.map(row => [rows.integer(row, 'n'), remember(row)]));
  // One that was taken back between the two queries is not in the window any more; of one that expired, another may have the number.
  const listed = heads.flatMap(({ n, id }, index) => {
    const stored = found[index] ?? late.get(n);
    return stored === undefined || stored.retracted !== undefined || stored.entry.id !== id ? [] : [{ n, stored }];
  });
  return withLongContents(query, contents, listed, (n, stored) => memory.set(n, stored));
}
