/** D1 on Workers: a driver over the binding. */
import { Refusal } from '../model/refusal.ts';
import { type Given, isSqlRow, type SqlDriver, type SqlRow, type SqlStatement, type SqlValue } from '../model/sql.ts';

/** What is used of the platform's binding. */
export type D1Database = {
  readonly prepare: (sql: string) => D1PreparedStatement;
  /** One transaction, one round trip. */
  readonly batch: (statements: D1PreparedStatement[]) => Promise<readonly D1Result[]>;
};

export type D1PreparedStatement = { readonly bind: (...values: SqlValue[]) => D1PreparedStatement };

export type D1Result = { readonly results: readonly unknown[] };

/** A question that waits for those asked in the same turn. */
type Asked = SqlStatement & {
  readonly resolve: (rows: readonly SqlRow[]) => void;
  readonly reject: (error: unknown) => void;
};

/** Bytes of the longest text D1 takes. Its local stand-in takes more, so it is looked at here. */
const longest = 2_000_000;

/** What is asked in one turn of the event loop goes in one round trip: the database may be on another continent. */
export function d1Driver(database: D1Database): SqlDriver {
  let waiting: Asked[] = [];
  const prepare = (statement: SqlStatement) => {
    const { sql, params } = statement.given === undefined ? statement : readingGiven(statement, statement.given);
    params.forEach(refuseTooLong);
    return database.prepare(sql).bind(...params);
  };
  const askAll = async (asked: readonly Asked[]) => {
    const results = await database.batch(asked.map(prepare));
    for (const [index, { resolve }] of asked.entries()) resolve(rowsOf(results[index] ?? { results: [] }));
  };
  const flush = () => {
    const asked = waiting;
    waiting = [];
    askAll(asked).catch((cause: unknown) => {
      for (const { reject } of asked) reject(failure(cause));
    });
  };
  return {
    query: (sql, params) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) queueMicrotask(flush);
        waiting.push({ sql, params, resolve, reject });
      }),
    transaction: async statements => {
      if (statements.length === 0) return [];
      const results = await database.batch(statements.map(prepare)).catch(refuse);
      return results.map(rowsOf);
    },
  };
}

/** Run once over all rows, which come as one parameter: a statement takes at most a hundred. */
function readingGiven({ sql, params }: SqlStatement, { columns, rows }: Given): SqlStatement {
  const values = columns.map((_, index) => `value ->> ${index}`);
  const table = `SELECT ${values.join(', ')} FROM json_each(?${params.length + 1}) LIMIT -1`;
  return { sql: `WITH given (${columns.join(', ')}) AS (${table}) ${sql}`, params: [...params, JSON.stringify(rows)] };
}

function rowsOf({ results }: D1Result): readonly SqlRow[] {
  if (!results.every(isSqlRow)) throw new TypeError('A row holds bytes, which no column of the store has.');
  return results;
}

function refuseTooLong(value: SqlValue): void {
  // A character is at most three bytes of UTF-8 per unit of its length: most texts need not be encoded to know.
  if (typeof value !== 'string' || value.length * 3 <= longest) return;
  const bytes = new TextEncoder().encode(value).length;
  if (bytes > longest)
    throw new Refusal(
      'too-large',
      `D1: a parameter has ${bytes} bytes, more than the ${longest} it takes: send less at once`,
    );
}

function failure(cause: unknown): Error {
  return cause instanceof Refusal
    ? cause
    : new Error(`D1: ${cause instanceof Error ? cause.message : cause}`, { cause });
}

function refuse(cause: unknown): never {
  throw failure(cause);
}
