/** SQLite on Node: a driver over the built-in node:sqlite, and the opening of a database file. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Given, SqlDriver, SqlRow, SqlStatement, SqlValue } from '../../model/sql.ts';
import { UsageError } from '../usage-error.ts';

export type Database = {
  readonly driver: SqlDriver;
  /** A number that changes when another connection, of any process, has committed. */
  readonly dataVersion: () => number;
  /** Puts all that stands in the log into the file, which is whole then without it; and works when no other process that has it open does so. Throws while somebody reads it. */
  readonly leave: (work: () => void) => void;
  readonly close: () => void;
};

/**
 * Opens a database file, made with its folder where there is none, and brings its schema up to date; `:memory:` for one
 * that is gone when closed. A read-only connection changes nothing, the schema neither. Throws for a database that a
 * newer Huiliu made. One that `isStill` is read as it lies there, which no process may change meanwhile; of one that it `mustWrite`
 * SQLite does not hide that it cannot.
 */
export function openDatabase(
  path: string,
  { readOnly = false, isStill = false, mustWrite = false, busyTimeout = 5000 } = {},
): Database {
  if (path !== ':memory:' && !readOnly) mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(isStill ? still(path) : path, { readOnly, timeout: 5000 });
  try {
    database.exec(readOnly ? settings : `${layout} ${settings}`);
    migrate(database, path, readOnly);
    database.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
    if (mustWrite) tryToWrite(database);
  } catch (error) {
    database.close();
    throw error;
  }
  const version = database.prepare('PRAGMA data_version');
  return {
    driver: sqliteDriver(database),
    dataVersion: () => Number(version.get()?.data_version),
    leave: work => {
      const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() ?? {};
      // Whoever reads it keeps SQLite from writing into the file what came since, which it does not call an error.
      if (busy !== 0) throw new Error('The database is busy: its log cannot be put into it.');
      transact(database, work);
    },
    close: () => database.close(),
  };
}

/**
 * WAL: readers never wait for the writer. An article fills a page of 8 kB, where it would spill over two of 4 kB; and a log
 * of 64 MB before it is copied back writes the pages of a long ingest once instead of at every commit. Together they save a
 * quarter of an ingest's time.
 */
const layout = 'PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 8000;';

/** NORMAL: a commit survives kill -9; power loss may take the last ones, but breaks nothing. */
const settings = 'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;';

/** As SQLite opens what needs no files beside it to be read: a disk may be full, or be read-only. */
function still(path: string): URL {
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return url;
}

/** A user who may not write a file is given it for reading, and would find out at the first put, for ever. */
function tryToWrite(database: DatabaseSync): void {
  try {
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
  } catch (error) {
    // Somebody else writes: so it can be written.
    if (!isBusy(error)) throw error;
  }
}

/** Whether somebody else holds the database: the causes are looked through, since each layer adds its own words. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /database (?:table )?is (?:locked|busy)/.test(error.message) || isBusy(error.cause);
}

/** The driver over an open database. Each SQL text is compiled once: the store has about a hundred of them. */
function sqliteDriver(database: DatabaseSync): SqlDriver {
  const prepared = new Map<string, Prepared>();
  const prepare = (sql: string) => prepared.getOrInsertComputed(sql, () => compiled(database.prepare(sql)));
  const run = ({ sql, params, given }: SqlStatement): readonly SqlRow[] => {
    if (given === undefined) {
      const { statement, columns } = prepare(sql);
      const rows: readonly unknown[] = statement.all(...params);
      return rows.map(values => readRow(values, columns));
    }
    const { statement } = prepare(readingGiven(sql, given, params.length));
    // Not `run`: it tells the last rowid, and one of the search index is more than a number holds.
    for (const row of given.rows) statement.all(...params, ...row);
    return [];
  };
  return {
    query: async (sql, params) => attempt(() => run({ sql, params })),
    transaction: async statements => attempt(() => transact(database, () => statements.map(run))),
    longText: expression => `CAST(${expression} AS BLOB)`,
  };
}

/** Run once for each row: values that are bound one by one need not be written as JSON and read again, contents above all. */
function readingGiven(sql: string, { columns }: Given, params: number): string {
  const values = columns.map((_, index) => `?${params + index + 1}`);
  return `WITH given (${columns.join(', ')}) AS (SELECT ${values.join(', ')}) ${sql}`;
}

/** All or nothing. IMMEDIATE takes the write lock at once: waiting for it in the middle could only fail. */
function transact<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new Error(`SQLite: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** A statement and the names of its columns. */
type Prepared = { readonly statement: StatementSync; readonly columns: readonly string[] };

function compiled(statement: StatementSync): Prepared {
  // A list of values costs a tenth less than the object that node:sqlite would make of them, which V8 keeps as a dictionary.
  statement.setReturnArrays(true);
  return { statement, columns: statement.columns().map(({ name }) => name) };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Bytes are a long text (see `longText`): node:sqlite makes strings of Chinese text at a quarter of the speed of a
 * TextDecoder, which was half of the time that reading a feed's entries took.
 */
function readRow(values: unknown, columns: readonly string[]): SqlRow {
  if (!Array.isArray(values)) throw new TypeError('node:sqlite gave a row that is no list of values.');
  const row: Record<string, SqlValue> = {};
  columns.forEach((column, index) => {
    const value: unknown = values[index];
    if (value === null || typeof value === 'string' || typeof value === 'number') row[column] = value;
    else if (value instanceof Uint8Array) row[column] = decoder.decode(value);
    else throw new TypeError(`${column} holds a ${typeof value}, which no column of the store has.`);
  });
  return row;
}

const migrations = new URL('../../store/migrations/', import.meta.url);

/** The book wrangler keeps in D1 (`d1_migrations`), kept here too: one form of database, whoever made it. */
const book = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`;

function migrate(database: DatabaseSync, path: string, readOnly: boolean): void {
  const files = readdirSync(migrations)
    .filter(name => name.endsWith('.sql'))
    .toSorted();
  if (isCurrent(database, files, path)) return;
  if (readOnly)
    throw new Error(`${path} is a database of an older Huiliu, opened for reading only: open it for writing once.`);
  transact(database, () => {
    database.exec(book);
    // Read again under the lock: another process may have been first.
    const applied = appliedTo(database);
    for (const name of files.filter(file => !applied.has(file))) {
      database.exec(readFileSync(new URL(name, migrations), 'utf8'));
      database.prepare('INSERT INTO d1_migrations (name) VALUES (?1)').run(name);
    }
  });
}

function isCurrent(database: DatabaseSync, files: readonly string[], path: string): boolean {
  const applied = appliedTo(database);
  const unknown = [...applied].filter(name => !files.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(
      `${path} was made by a newer Huiliu (it has ${unknown.join(', ')}): use that one, or another data folder.`,
    );
  }
  return files.every(name => applied.has(name));
}

function appliedTo(database: DatabaseSync): ReadonlySet<string> {
  const [found] = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'd1_migrations'").all();
  if (found === undefined) return new Set();
  return new Set(
    database
      .prepare('SELECT name FROM d1_migrations')
      .all()
      .map(({ name }) => String(name)),
  );
}
