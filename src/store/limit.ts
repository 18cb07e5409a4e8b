/**
 * `LIMIT` with a bound value. Of a bare parameter SQLite's planner looks at the value, and for that compiles the statement
 * again whenever one is bound (sqlite3ExprIsInteger, sqlite3VdbeSetVarmask): a tenth of a millisecond, more than most of
 * these statements take to run.
 */
export function limitOf(parameter: `?${number}`): string {
  return `LIMIT ${parameter} + 0`;
}
