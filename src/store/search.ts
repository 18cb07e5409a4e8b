/** The search index: filled behind the feeds, in the order of changes, so that a put stays cheap and a kill loses nothing. */
import type { SqlDriver, SqlRow } from '../model/sql.ts';
import { limitOf } from './limit.ts';
import * as rows from './rows.ts';
import { scopeOfAll } from './scope-members.ts';
import { entryWords } from './search-words.ts';

/** Bytes of tokens that go into one statement: D1 takes 2 MB. One entry is always less (see entryWords). */
const longest = 1_500_000;

/** Takes the next entries into the index, at most `limit`; how many those were. 0: it has everything. */
export async function indexNext(driver: SqlDriver, limit: number): Promise<number> {
  const { query, transaction } = driver;
  const found = (await query(nextEntries(driver), [limit])).map(row => ({ row, words: wordsOf(row) }));
  let bytes = 0;
  // A character is at most three bytes of UTF-8 per unit of its length.
  const batch = found.filter(({ words = '' }) => {
    bytes += words.length * 3;
    return bytes <= longest;
  });
  const last = batch.at(-1);
  if (last === undefined) return 0;
  const documents = JSON.stringify(
    batch.map(({ row, words }) => ({ n: rows.integer(row, 'n'), revision: rows.integer(row, 'revision'), words })),
  );
  await transaction([
    { sql: dropWords, params: [documents] },
    { sql: putWords, params: [documents] },
    { sql: moveCursor, params: [rows.integer(last.row, 'revision'), rows.integer(last.row, 'n')] },
  ]);
  return batch.length;
}

/** Nothing for an entry that was taken back: it leaves the index. */
function wordsOf(row: SqlRow): string | undefined {
  const { entry, retracted } = rows.storedEntry(row);
  return retracted === undefined ? entryWords(entry) : undefined;
}

const nextEntries = (driver: SqlDriver) => `
SELECT ${rows.entryColumns(driver)}, e.n
FROM memberships m CROSS JOIN entries e ON e.n = m.entry
WHERE m.scope = ${scopeOfAll}
  AND (m.revision, m.entry) > ((SELECT search_revision FROM store), (SELECT search_entry FROM store))
ORDER BY m.revision, m.entry ${limitOf('?1')}`;

/** The second of publication, from 1970 to 2242: with the 30 bits of the entry's number it fits a rowid. */
const secondOf = (entry: string) => `min(max(${entry}.published, 0) / 1000, 8589934591)`;
/** The rowid of an entry in the index, as it is published now. */
export const placeOf = (entry: string) => `((${secondOf(entry)} << 30) | ${entry}.n)`;

/** Whoever changed since it was read comes again, and may have come already, by the hand of another who fills the index. */
const documents = `
FROM json_each(?1) d CROSS JOIN entries e ON e.n = d.value ->> 'n' AND e.revision = d.value ->> 'revision'`;

const dropWords = `DELETE FROM search WHERE rowid IN (SELECT ${placeOf('e')} ${documents})`;

const putWords = `
INSERT INTO search (rowid, words) SELECT ${placeOf('e')}, d.value ->> 'words' ${documents} WHERE d.value ->> 'words' IS NOT NULL`;

/** Two that fill it at once do the same work twice; neither takes it back. */
const moveCursor = `
UPDATE store SET search_revision = ?1, search_entry = ?2, search_steps = search_steps + 1
WHERE (search_revision, search_entry) < (?1, ?2)`;

/** Another entry tells the same story, came before, and is found too: then that one is shown. */
const isHidden = `EXISTS (
  SELECT 1 FROM tellings t CROSS JOIN tellings o ON o.story = t.story AND o.place > 0 AND o.place < t.place
  CROSS JOIN entries y ON y.n = o.entry AND y.retracted IS NULL
  WHERE t.entry = e.n AND EXISTS (SELECT 1 FROM search other WHERE other.search MATCH ?1 AND other.rowid = ${placeOf('y')})
)`;

/** What matches, newest first. An entry whose date was corrected is found at its new place only. */
const matches = `
FROM search CROSS JOIN entries e ON e.n = (search.rowid & 1073741823)
WHERE search MATCH ?1 AND e.retracted IS NULL AND e.modified > ?3 AND search.rowid >> 30 = ${secondOf('e')}
  AND (?4 OR NOT ${isHidden})`;

/**
 * The newest entries that match (?1), at most ?2, changed here after an instant (?3); all of a story if ?4 says so. In two steps:
 * the second in which the last one wanted was published, by walking the index from its newest end; then all since that second, in
 * the order of every feed. Both read as many entries as are wanted, and those of one second.
 */
export const searchEntries = (columns: string) => `
SELECT ${columns} ${matches} AND search.rowid >= coalesce(
  (SELECT (search.rowid >> 30) << 30 ${matches} ORDER BY search.rowid DESC LIMIT 1 OFFSET ?2 - 1), 0
)
ORDER BY e.published DESC, e.id DESC ${limitOf('?2')}`;
