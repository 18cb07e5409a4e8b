/** What a platform's database is asked, and how it answers. */
import { isRecord } from './record.ts';

export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Whether what a platform gave is a row: no column of the store holds bytes. */
export function isSqlRow(value: unknown): value is SqlRow {
  const cells = isRecord(value) ? Object.values(value) : [undefined];
  return cells.every(cell => cell === null || typeof cell === 'string' || typeof cell === 'number');
}

export type SqlStatement = {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** Rows that it reads as a table of this name. It may be run once over all of them or once for each, and returns nothing. */
  readonly given?: Given;
};

/** A table that comes with a statement; each row has a value for each column. */
export type Given = { readonly columns: readonly string[]; readonly rows: readonly (readonly SqlValue[])[] };

/** What a platform gives the Store: SQLite on Node, D1 on Workers. Rejects with the platform's error as `cause`. */
export type SqlDriver = {
  /** Reads. Positional parameters `?1`, `?2`… */
  readonly query: (sql: string, params: readonly SqlValue[]) => Promise<readonly SqlRow[]>;
  /** Runs the statements in order as one transaction, all or nothing; the rows each returned. */
  readonly transaction: (statements: readonly SqlStatement[]) => Promise<readonly (readonly SqlRow[])[]>;
  /** How a long text is selected, where that is not as it stands; its value is text all the same. */
  readonly longText?: (expression: string) => string;
};
