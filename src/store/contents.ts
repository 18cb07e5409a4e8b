/** Contents that are too long to come with the rows of a list: read afterwards, as far as a feed holds them. */
import { feedContent } from '../model/limits.ts';
import type { SqlDriver } from '../model/sql.ts';
import type { StoredEntry } from '../model/store.ts';
import * as rows from './rows.ts';

/** Bytes of content that a row of a list brings along: a hundred articles of a megabyte would fill the memory of a Worker. */
export const longest = 32_768;

/** The contents of entries by a list of numbers (?1). */
export const contentsOf = ({ longText = rows.asItIs }: Pick<SqlDriver, 'longText'>) => `
SELECT e.n, e.revision, ${longText('e.content')} AS content FROM json_each(?1) w CROSS JOIN entries e ON e.n = w.value`;

/** The entries of a list, in its order, with their contents as far as a feed in this order holds them; `remember` is told of those that were read. */
export async function withLongContents(
  query: SqlDriver['query'],
  contents: string,
  listed: readonly rows.ListedEntry[],
  remember: (n: number, stored: StoredEntry) => void = () => {},
): Promise<readonly StoredEntry[]> {
  const missing = unreadIn(listed);
  if (missing.length === 0) return listed.map(({ stored }) => stored);
  const found = await query(contents, [JSON.stringify(missing)]);
  const read = new Map(found.map(row => [rows.integer(row, 'n'), row]));
  return listed.map(({ n, stored }) => {
    const row = read.get(n);
    // What changed between the two queries is of another state: the next one has it.
    if (row === undefined || rows.integer(row, 'revision') !== stored.revision) return stored;
    const whole = { ...stored, entry: { ...stored.entry, content: rows.optionalText(row, 'content') } };
    remember(n, whole);
    return whole;
  });
}

/** The numbers of those that a feed holds with contents that were not read. */
function unreadIn(listed: readonly rows.ListedEntry[]): readonly number[] {
  let left = feedContent;
  return listed.flatMap(({ n, stored: { entry, bytes, retracted } }) => {
    // Of what was taken back a feed has the id alone.
    if (retracted !== undefined) return [];
    left -= bytes;
    return left >= 0 && bytes > 0 && entry.content === undefined ? [n] : [];
  });
}
