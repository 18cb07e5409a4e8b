/** What feeds and their archives show. */
import type { SqlDriver, SqlValue } from '../model/sql.ts';
import type { Store } from '../model/store.ts';
import type { Duplicates } from '../model/story.ts';
import { contentsOf, longest, withLongContents } from './contents.ts';
import { limitOf } from './limit.ts';
import type { EntryMemory } from './memory.ts';
import * as rows from './rows.ts';
import { addressOf, members, scopeNamed } from './scope-members.ts';
import { searchEntries } from './search.ts';
import { matchText } from './search-words.ts';
import { readWindow } from './window.ts';

type FeedReads = Pick<
  Store,
  'window' | 'entry' | 'changes' | 'recent' | 'countChanges' | 'retracted' | 'search' | 'tail' | 'arrivals' | 'arrived'
>;

/** These of a Store; with a memory, windows read only what changed. */
export function feedReads(driver: SqlDriver, memory: EntryMemory | undefined): FeedReads {
  const { query } = driver;
  const { byKey, changes, recent, arrived, ...reads } = readsOf(driver);
  const listed = async (sql: string, params: readonly SqlValue[]) =>
    withLongContents(query, reads.contents, (await query(sql, params)).map(rows.listedEntry));
  return {
    window: async (scope, limit, duplicates = 'hide', state) => {
      const address = addressOf(scope);
      if (memory !== undefined) return readWindow(query, memory, reads, { address, limit, duplicates, state });
      return listed(reads.whole[duplicates], [...address, limit]);
    },

    entry: async (source, key) => {
      const [row] = await query(byKey, [source, key]);
      return row && rows.storedEntry(row);
    },

    changes: async (scope, since, limit) => {
      const { revision, id } = typeof since === 'number' ? { revision: since, id: null } : since;
      const found = await query(changes, [...addressOf(scope), revision, id, limit]);
      return found.map(rows.storedEntry);
    },

    recent: async (scope, after, limit, duplicates) => {
      const { revision, instant } = { revision: 0, instant: Number.MIN_SAFE_INTEGER, ...after };
      return listed(recent, [...addressOf(scope), revision, limit, instant, showing(duplicates)]);
    },

    countChanges: async (scope, revision, most, duplicates) => {
      const [row] = await query(countChanges, [...addressOf(scope), revision, most, showing(duplicates)]);
      return row === undefined ? 0 : rows.integer(row, 'count');
    },

    retracted: async (scope, limit) => {
      const found = await query(retracted, [...addressOf(scope), limit]);
      return found.map(rows.retractedEntry);
    },

    search: (text, after, limit, duplicates) =>
      listed(reads.search, [matchText(text), limit, after, showing(duplicates)]),

    tail: async (scope, from, limit, duplicates) => {
      const sql = duplicates === 'show' ? tailOfAll : tail;
      const [row] = await query(sql, [...addressOf(scope), from, limit - 1]);
      return { modified: row && rows.optionalInteger(row, 'modified'), isBehind: row?.behind === 1 };
    },

    arrivals: async (scope, ordinals) => {
      const found = await query(arrivals, [...addressOf(scope), JSON.stringify(ordinals)]);
      return found.map(rows.arrival);
    },

    arrived: async (scope, ordinals, duplicates) => {
      return listed(arrived, [...addressOf(scope), JSON.stringify(ordinals), showing(duplicates)]);
    },
  };
}

const newestFirst = `AND m.live = 1 ORDER BY m.published DESC, m.id DESC ${limitOf('?3')}`;

const inWindow = `${members} ${newestFirst}`;

/** Shown and hidden: two walks over two indexes, merged as they go. */
const allLive = (columns: string) => `
  SELECT ${columns}, published, id FROM memberships
  WHERE scope = ${scopeNamed} AND live = 1
  UNION ALL
  SELECT ${columns}, published, id FROM memberships
  WHERE scope = ${scopeNamed} AND live = 2
  ORDER BY published DESC, id DESC`;

const inWindowOfAll = `
FROM (${allLive('entry')} ${limitOf('?3')}) found CROSS JOIN entries e ON e.n = found.entry
ORDER BY found.published DESC, found.id DESC`;

/** What names an entry and its state stands in its memberships too: fifty of them lie side by side, where fifty entries are pages apart. */
const heads = `SELECT m.entry AS n, m.revision, m.published, m.id FROM memberships m WHERE m.scope = ${scopeNamed} ${newestFirst}`;

const headsOfAll = `SELECT entry AS n, revision, published, id FROM (${allLive('entry, revision')} ${limitOf('?3')})`;

/** The statements that read entries: one of them, and those of a push, whole; lists for feeds without their longest contents. */
function readsOf(driver: SqlDriver) {
  const whole = rows.entryColumns(driver);
  const columns = `e.n, ${rows.entryColumns(driver, longest)}`;
  return {
    whole: {
      hide: `SELECT ${columns} ${inWindow}`,
      show: `SELECT ${columns} ${inWindowOfAll}`,
    },
    heads: { hide: heads, show: headsOfAll },
    byNumber: `SELECT ${columns} FROM json_each(?1) w CROSS JOIN entries e ON e.n = w.value`,
    byKey: `SELECT ${whole} FROM entries e WHERE e.source = ?1 AND e.key = ?2`,
    changed: `SELECT m.live, ${columns} ${members} AND m.revision > ?3 ORDER BY m.revision, m.entry ${limitOf('?4')}`,
    // Without an id (?4), everything of revision ?3 has been seen; with that of an entry that expired meanwhile, nobody knows what.
    changes: `SELECT ${whole} ${members}
  AND (m.revision, m.entry) > (?3, coalesce((SELECT n FROM entries WHERE id = ?4), iif(?4 IS NULL, 9223372036854775807, 0)))
ORDER BY m.revision, m.entry ${limitOf('?5')}`,
    // A revision's time is in its entries, and both grow together: the newest changes need no index of times.
    recent: `
SELECT ${columns}
FROM (
  SELECT entry FROM memberships
  WHERE scope = ${scopeNamed} AND revision > ?3 AND (?6 OR live <> 2)
  ORDER BY revision DESC, entry DESC ${limitOf('?4')}
) newest CROSS JOIN entries e ON e.n = newest.entry
WHERE e.modified > ?5
ORDER BY e.revision DESC, e.n DESC`,
    search: searchEntries(columns),
    contents: contentsOf(driver),
    arrived: `SELECT ${columns} ${placed} AND (?4 OR m.live <> 2) ORDER BY m.published DESC, m.id DESC`,
  };
}

const countChanges = `
SELECT count(*) AS count FROM (
  SELECT 1 FROM memberships
  WHERE scope = ${scopeNamed} AND revision > ?3 AND (?5 OR live <> 2) ${limitOf('?4')}
)`;

const retracted = `
SELECT e.id, e.published, e.modified, e.retracted
FROM memberships m INDEXED BY memberships_retracted CROSS JOIN entries e ON e.n = m.entry
WHERE m.scope = ${scopeNamed} AND m.live = 0
ORDER BY m.revision DESC, m.entry DESC ${limitOf('?3')}`;

/** Each ordinal is one look-up by the primary key. */
const placed = `
FROM scopes c CROSS JOIN json_each(?3) o CROSS JOIN memberships m ON m.scope = c.id AND m.ordinal = o.value
CROSS JOIN entries e ON e.n = m.entry
WHERE c.kind = ?1 AND c.key = ?2`;

const arrivals = `SELECT m.ordinal, m.id, m.revision, m.live, e.modified ${placed} ORDER BY m.ordinal`;

/** The newest change has the highest revision: one row more tells its time. `last` is the last place of the window. */
const tailBehind = (isLive: string, last: string) => `
SELECT late.behind, (
  SELECT e.modified FROM memberships n CROSS JOIN entries e ON e.n = n.entry
  WHERE n.scope = late.scope AND n.revision = late.revision LIMIT 1
) AS modified
FROM (
  SELECT m.scope, max(m.revision) AS revision,
    max(m.live ${isLive} AND m.ordinal > ?3 AND (m.published, m.id) < (${last})) AS behind
  FROM memberships m
  WHERE m.scope = ${scopeNamed} AND m.ordinal >= ?3
) late`;

const tail = tailBehind(
  '= 1',
  `
      SELECT w.published, w.id FROM memberships w
      WHERE w.scope = ${scopeNamed} AND w.live = 1
      ORDER BY w.published DESC, w.id DESC LIMIT 1 OFFSET ?4
    `,
);

const tailOfAll = tailBehind('> 0', `SELECT published, id FROM (${allLive('entry')} LIMIT 1 OFFSET ?4)`);

/** Whether hidden duplicates are read too, as SQL's truth. */
function showing(duplicates: Duplicates = 'hide'): number {
  return duplicates === 'show' ? 1 : 0;
}
