/** The one Store, written against SqlDriver: the same SQL on SQLite and D1. */
import { Refusal } from '../model/refusal.ts';
import type { KeptKind, KeptScope } from '../model/scope.ts';
import type { Change, KnownEntry, Receipt, ScopeState, SqlDriver, SqlValue, Store } from '../model/store.ts';
import type { Duplicates } from '../model/story.ts';
import { conflictIn, overtakingOf } from './conflict.ts';
import { contentsOf, longest, withLongContents } from './contents.ts';
import { expiredAmong, expireNext, stocksOf } from './expire.ts';
import { KeyIndex } from './key-index.ts';
import { limitOf } from './limit.ts';
import type { EntryMemory } from './memory.ts';
import { receiptOf, stepsOf } from './put.ts';
import * as rows from './rows.ts';
import { indexNext, searchEntries } from './search.ts';
import { matchText } from './search-words.ts';
import { askStories, listStories } from './stories.ts';
import { wholeSeconds } from './whole-seconds.ts';
import { readWindow } from './window.ts';

/**
 * A Store over a database whose migrations have run. The caller bounds a put: each list of a Change travels as one JSON
 * parameter, and D1 takes at most 2 MB in one. What cannot be stored rejects with a Refusal, what the platform fails at
 * with its error as `cause`, and nothing of it is kept. With a memory, windows read only what changed.
 */
export function createStore(driver: SqlDriver, memory?: EntryMemory): Store {
  const { query } = driver;
  const index = new KeyIndex();
  const { byKey, changes, recent, arrived, ...reads } = readsOf(driver);
  const listed = async (sql: string, params: readonly SqlValue[]) =>
    withLongContents(query, reads.contents, (await query(sql, params)).map(rows.listedEntry));
  return {
    put: change => put(driver, change),

    state: async () => {
      const [row] = await query(state, []);
      if (row === undefined) throw new Error('The store has no row of its own: its migrations did not run.');
      return rows.storeState(row);
    },

    scope: async scope => {
      const [row] = await query('SELECT * FROM scopes WHERE kind = ?1 AND key = ?2', addressOf(scope));
      return row && rows.scopeState(row);
    },

    changedScopes: async since => {
      return (await query('SELECT kind, key FROM scopes WHERE revision > ?1 OR removed_revision > ?1', [since])).map(
        rows.scopeOf,
      );
    },

    toldCache: async (revision, seen) => {
      await driver.transaction([{ sql: toldCache, params: [revision, seen] }]);
    },

    scopes: async () => {
      const found = await query('SELECT * FROM scopes WHERE live > 0 ORDER BY key', []);
      return found.map(rows.scopeState).toSorted(byKind);
    },

    window: async (scope, limit, duplicates = 'hide', state) => {
      const address = addressOf(scope);
      if (memory !== undefined) return readWindow(query, memory, reads, { address, limit, duplicates, state });
      return listed(reads.whole[duplicates], [...address, limit]);
    },

    summaries: async (scope, { from, before }, limit) => {
      return (await query(summaries, [...addressOf(scope), from, before, limit])).map(rows.storedEntry);
    },

    beside: async (scope, { from, before }) => {
      const [row] = await query(beside, [...addressOf(scope), from, before]);
      return {
        earlier: row && rows.optionalInteger(row, 'earlier'),
        later: row && rows.optionalInteger(row, 'later'),
      };
    },

    neighbours: async (source, key) => {
      const [[newer], [older]] = await Promise.all([
        query(nextTo('>', 'ASC'), [source, key]),
        query(nextTo('<', 'DESC'), [source, key]),
      ]);
      return { newer: newer && rows.neighbour(newer), older: older && rows.neighbour(older) };
    },

    counts: async (periods, most) => {
      return (await query(counts, [JSON.stringify(periods), most])).map(rows.count);
    },

    topScopes: async (kind, limit) => {
      return (await query(topScopes, [kind, limit])).map(rows.scopeState);
    },

    scopesFrom: async (kind, key, limit) => {
      return (await query(scopesFrom, [kind, key, limit])).map(rows.scopeState);
    },

    listing: async (first, last) => (await query(listing, [first, last])).map(rows.listing),

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

    indexSearch: limit => indexNext(driver, limit),

    expire: (sources, now, limit) => expireNext(driver, sources, now, limit),

    stocks: sources => stocksOf(driver, sources),

    expired: ids => expiredAmong(driver, ids),

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

    known: async (source, names) => {
      const found = new Map<string, KnownEntry>();
      for (const row of await query(knownBy, [source, JSON.stringify(names)])) {
        const entry = rows.knownEntry(row);
        for (const name of rows.list(row, 'matches', rows.isString)) found.set(name, entry);
      }
      return found;
    },

    rendering: async (digest, now) => {
      const [row] = await query(rendering, [digest, wholeSeconds(now)]);
      return { since: row && rows.optionalInteger(row, 'since'), isNoted: row?.noted === 1 };
    },

    noteRendering: async (digest, now) => {
      await driver.transaction([{ sql: noteRendering, params: [digest, wholeSeconds(now)] }]);
    },

    holding: async wanted => {
      const found = await query(holding, [JSON.stringify(wanted)]);
      return found.map(row => ({
        id: rows.text(row, 'id'),
        source: rows.text(row, 'source'),
        key: rows.text(row, 'key'),
      }));
    },

    askStories: questions => askStories(driver, index, questions),

    stories: since => listStories(driver, since),

    seedsAt: async paths => {
      const found = await query(seedsAt, [JSON.stringify(paths)]);
      return found.map(rows.seedRecord);
    },

    seedsAfter: async (path, limit) => (await query(seedsAfter, [path, limit])).map(rows.seedMark),

    seedsBelow: async paths => {
      return (await query(seedsBelow, [JSON.stringify(paths)])).map(row => rows.text(row, 'path'));
    },

    seedsOf: async entries => {
      return (await query(seedsOf, [JSON.stringify(entries)])).map(row => rows.text(row, 'path'));
    },

    cursor: async epoch => {
      const [row] = await query('SELECT revision FROM cursors WHERE epoch = ?1', [epoch]);
      return row === undefined ? 0 : rows.integer(row, 'revision');
    },

    runs: async () => (await query('SELECT * FROM runs ORDER BY source', [])).map(rows.run),

    problems: async (limit = -1) => {
      return (await query(`SELECT * FROM problems ORDER BY path ${limitOf('?1')}`, [limit])).map(rows.problem);
    },

    countProblems: async () => {
      const [row] = await query('SELECT count(*) AS count FROM problems', []);
      return row === undefined ? 0 : rows.integer(row, 'count');
    },
  };
}

async function put(driver: SqlDriver, change: Change): Promise<Receipt> {
  const steps = stepsOf(change);
  const results = await driver.transaction(steps).catch(async (cause: unknown) => {
    const said = (why: unknown) => `Nothing of a put was stored: ${why}.`;
    if (cause instanceof Refusal) throw new Refusal(cause.kind, said(cause.message), { cause });
    const overtaking = await overtakingOf(driver, change).catch(() => undefined);
    if (overtaking !== undefined) throw new Refusal('overtaken', said(overtaking), { cause });
    const why = await conflictIn(driver, change).catch(() => undefined);
    if (why !== undefined) throw new Refusal('conflict', said(why), { cause });
    throw new Error(said(cause instanceof Error ? cause.message : cause), { cause });
  });
  return receiptOf(steps, results);
}

/** A revision may be longer than a step of the index: it is where the last entry that it has is. */
const state = `
SELECT s.*, EXISTS (
  SELECT 1 FROM memberships m
  WHERE m.scope = (SELECT id FROM scopes WHERE kind = 'all' AND key = '')
    AND (m.revision, m.entry) > (s.search_revision, s.search_entry)
) AS unsearched
FROM store s`;

const inScope = 'WHERE m.scope = (SELECT id FROM scopes WHERE kind = ?1 AND key = ?2)';

/** `CROSS JOIN` fixes the order of the loops: memberships lead to entries, and never more of them than asked for. */
const members = `
FROM memberships m CROSS JOIN entries e ON e.n = m.entry
${inScope}`;

const newestFirst = `AND m.live = 1 ORDER BY m.published DESC, m.id DESC ${limitOf('?3')}`;

const inWindow = `${members} ${newestFirst}`;

/** Shown and hidden: two walks over two indexes, merged as they go. */
const allLive = (columns: string) => `
  SELECT ${columns}, published, id FROM memberships
  WHERE scope = (SELECT id FROM scopes WHERE kind = ?1 AND key = ?2) AND live = 1
  UNION ALL
  SELECT ${columns}, published, id FROM memberships
  WHERE scope = (SELECT id FROM scopes WHERE kind = ?1 AND key = ?2) AND live = 2
  ORDER BY published DESC, id DESC`;

const inWindowOfAll = `
FROM (${allLive('entry')} ${limitOf('?3')}) found CROSS JOIN entries e ON e.n = found.entry
ORDER BY found.published DESC, found.id DESC`;

/** What names an entry and its state stands in its memberships too: fifty of them lie side by side, where fifty entries are pages apart. */
const heads = `SELECT m.entry AS n, m.revision, m.published, m.id FROM memberships m ${inScope} ${newestFirst}`;
const headsOfAll = `SELECT entry AS n, revision, published, id FROM (${allLive('entry, revision')} ${limitOf('?3')})`;

/** A row without its content, which is not touched. */
const summaryColumns = rows.entryColumns({ longText: () => 'NULL' });

const summaries = `
SELECT ${summaryColumns} ${members} AND m.live = 1 AND m.published >= ?3 AND m.published < ?4
ORDER BY m.published DESC, m.id DESC ${limitOf('?5')}`;

const beside = `
SELECT
  (SELECT max(m.published) FROM memberships m WHERE m.scope = c.id AND m.live = 1 AND m.published < ?3) AS earlier,
  (SELECT min(m.published) FROM memberships m WHERE m.scope = c.id AND m.live = 1 AND m.published >= ?4) AS later
FROM scopes c WHERE c.kind = ?1 AND c.key = ?2`;

const nextTo = (side: '<' | '>', order: 'ASC' | 'DESC') => `
SELECT e.source, e.key, e.title, e.published, e.language
FROM entries self CROSS JOIN memberships m CROSS JOIN entries e ON e.n = m.entry
WHERE self.source = ?1 AND self.key = ?2
  AND m.scope = (SELECT id FROM scopes WHERE kind = 'source' AND key = ?1) AND m.live = 1
  AND (m.published, m.id) ${side} (self.published, self.id)
ORDER BY m.published ${order}, m.id ${order} LIMIT 1`;

/** Each count walks at most `most` rows of an index. */
const counts = `
SELECT c.key AS source, p.key AS period, (
  SELECT count(*) FROM (
    SELECT 1 FROM memberships m
    WHERE m.scope = c.id AND m.live = 1 AND m.published >= p.value ->> 'from' AND m.published < p.value ->> 'before' ${limitOf('?2')}
  )
) AS count
FROM scopes c CROSS JOIN json_each(?1) p WHERE c.kind = 'source'
ORDER BY c.key, p.key`;

/**
 * An index by `live` would cost a row written for each scope of each new entry. What many entries have came early, so it is
 * looked for among the scopes that came first: a walk along the table that is never longer. `+` keeps it on that road.
 */
const topScopes = `
SELECT * FROM scopes WHERE id <= 4000 AND +kind = ?1 AND live > 0 ORDER BY live DESC, key ${limitOf('?2')}`;

const scopesFrom = `SELECT * FROM scopes WHERE kind = ?1 AND key >= ?2 AND live > 0 ORDER BY key ${limitOf('?3')}`;

const listing = `
SELECT e.source, e.key, e.link, e.updated
FROM memberships m CROSS JOIN entries e ON e.n = m.entry
WHERE m.scope = (SELECT id FROM scopes WHERE kind = 'all' AND key = '') AND m.live > 0 AND m.ordinal BETWEEN ?1 AND ?2
ORDER BY m.ordinal`;

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
  WHERE scope = (SELECT id FROM scopes WHERE kind = ?1 AND key = ?2) AND revision > ?3 AND (?6 OR live <> 2)
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
  WHERE scope = (SELECT id FROM scopes WHERE kind = ?1 AND key = ?2) AND revision > ?3 AND (?5 OR live <> 2) ${limitOf('?4')}
)`;

const retracted = `
SELECT e.id, e.published, e.modified, e.retracted
FROM memberships m INDEXED BY memberships_retracted CROSS JOIN entries e ON e.n = m.entry
WHERE m.scope = (SELECT id FROM scopes WHERE kind = ?1 AND key = ?2) AND m.live = 0
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
  WHERE m.scope = (SELECT id FROM scopes WHERE kind = ?1 AND key = ?2) AND m.ordinal >= ?3
) late`;

const tail = tailBehind(
  '= 1',
  `
      SELECT w.published, w.id FROM memberships w
      WHERE w.scope = (SELECT id FROM scopes WHERE kind = ?1 AND key = ?2) AND w.live = 1
      ORDER BY w.published DESC, w.id DESC LIMIT 1 OFFSET ?4
    `,
);

const tailOfAll = tailBehind('> 0', `SELECT published, id FROM (${allLive('entry')} LIMIT 1 OFFSET ?4)`);

const knownBy = `
SELECT e.id, e.key, e.published, e.updated, e.written, e.fingerprint, e.retracted, e.retracted_by,
  json_group_array(k.value) AS matches,
  (SELECT json_group_array(a.name) FROM names a WHERE a.entry = e.n) AS names,
  (
    SELECT json_group_array(json_object('path', s.path, 'source', s.source, 'size', s.size, 'mtime', s.mtime, 'digest', s.digest,
      'rules', s.rules, 'entry', s.entry, 'text_length', s.text_length, 'present', s.present))
    FROM seeds s WHERE s.entry = e.id
  ) AS seeds
FROM json_each(?2) k
CROSS JOIN names n ON n.source = ?1 AND n.name = k.value
CROSS JOIN entries e ON e.n = n.entry
GROUP BY e.n`;

/** The first time nothing was rendered before, so nothing changed. */
const changedRendering = 'iif(rendering IS NULL, NULL, max(?2, modified + 1000))';

const rendering = `
SELECT rendering IS ?1 AS noted, iif(rendering IS ?1, rendering_modified, ${changedRendering}) AS since FROM store`;

const noteRendering = `
UPDATE store SET rendering = ?1, rendering_modified = ${changedRendering}, modified = coalesce(${changedRendering}, modified)
WHERE rendering IS NOT ?1`;

/** Two that tell at the same time count as one: between both tellings what was on its way must have arrived. */
const toldCache = `
UPDATE store SET cache_told = max(cache_told, ?2), cache_seen = max(cache_seen, ?1) WHERE cache_told < ?1`;

const seedsAt = 'SELECT s.* FROM json_each(?1) w CROSS JOIN seeds s ON s.path = w.value';

const seedsAfter = `SELECT path, source, size, mtime, rules FROM seeds WHERE path > ?1 AND present = 1 ORDER BY path ${limitOf('?2')}`;

/** `0` comes after `/`: between them is what lies in a folder. */
const seedsBelow = `
SELECT s.path FROM json_each(?1) w CROSS JOIN seeds s ON s.path = w.value AND s.present = 1
UNION
SELECT s.path FROM json_each(?1) w CROSS JOIN seeds s
ON s.path > w.value || '/' AND s.path < w.value || '0' AND s.present = 1`;

const seedsOf = 'SELECT s.path FROM json_each(?1) w CROSS JOIN seeds s ON s.entry = w.value AND s.present = 1';

const holding = `
SELECT e.id, e.source, e.key FROM json_each(?1) w CROSS JOIN entries e ON e.id = w.value ->> 'id'
UNION
SELECT e.id, e.source, e.key FROM json_each(?1) w
CROSS JOIN entries e ON e.source = w.value ->> 'source' AND e.key = w.value ->> 'key'`;

/** Whether hidden duplicates are read too, as SQL's truth. */
function showing(duplicates: Duplicates = 'hide'): number {
  return duplicates === 'show' ? 1 : 0;
}

/** A scope as the two columns that name it. */
function addressOf(scope: KeptScope): readonly SqlValue[] {
  return [scope.kind, scope.kind === 'all' ? '' : scope.key];
}

const kinds: readonly KeptKind[] = ['all', 'source', 'category', 'publisher'];

function byKind(a: ScopeState, b: ScopeState): number {
  return kinds.indexOf(a.scope.kind) - kinds.indexOf(b.scope.kind);
}
