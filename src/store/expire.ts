/**
 * Retention: entries that their sources do not keep go, with all that stands in any table because of them, a bounded number in
 * one transaction. To be called again and again, like the filling of the search index. docs/decisions/0016 says why so.
 */
import { pageSize } from '../model/archive.ts';
import type { Instant } from '../model/entry.ts';
import { maxWindow } from '../model/feed.ts';
import { type Keep, type KeptSource, keptFrom, type Stock } from '../model/keep.ts';
import type { SqlDriver, SqlStatement } from '../model/sql.ts';
import { limitOf } from './limit.ts';
import { clock, next } from './moment.ts';
import * as rows from './rows.ts';
import { scopeOfAll } from './scope-members.ts';
import { placeOf } from './search.ts';
import { memberships, settling } from './settling.ts';
import { spanColumn } from './spans.ts';
import { wholeSeconds } from './whole-seconds.ts';

/** Sources that one step looks into: each is a query, of which the free plan of Workers allows 50 in all. */
const mostSources = 8;

/** Lets the next entries go that are not kept, at most `limit`, of each source the oldest first; how many those were. */
export async function expireNext(
  driver: SqlDriver,
  sources: readonly KeptSource[],
  now: Instant,
  limit: number,
): Promise<number> {
  const keeps = new Map(sources.flatMap(({ id, keep }) => (keep === undefined ? [] : [[id, keep] as const])));
  if (keeps.size === 0) return 0;
  const due = (await stocksOf(driver, [...keeps.keys()])).flatMap(stock => {
    const keep = keeps.get(stock.source);
    const excess = keep === undefined ? 0 : excessOf(stock, keep, now);
    return keep === undefined || excess === 0 ? [] : [{ source: stock.source, keep, excess }];
  });
  const found = await Promise.all(
    due.slice(0, mostSources).map(({ source, keep, excess }) => {
      return driver.query(oldest, [source, keptFrom(keep, now) ?? Number.MAX_SAFE_INTEGER, Math.min(excess, limit)]);
    }),
  );
  const doomed = found
    .flat()
    .slice(0, limit)
    .map(row => [rows.integer(row, 'n'), rows.integer(row, 'revision')]);
  if (doomed.length === 0) return 0;
  const results = await driver.transaction(stepsOf(JSON.stringify(doomed), wholeSeconds(now)));
  return results.at(-1)?.length ?? 0;
}

/** What is stored of sources; of one without an entry nothing. */
export async function stocksOf(driver: SqlDriver, sources: readonly string[]): Promise<readonly Stock[]> {
  const found = await driver.query(stocks, [JSON.stringify(sources)]);
  return found.filter(row => row.oldest !== null).map(rows.stock);
}

/** Which of these ids files were entries of that are stored no more. */
export async function expiredAmong(driver: SqlDriver, ids: readonly string[]): Promise<readonly string[]> {
  return (await driver.query(expired, [JSON.stringify(ids)])).map(row => rows.text(row, 'id'));
}

/** How many entries of a source may go at most. */
function excessOf({ entries, oldest: { published } }: Stock, keep: Keep, now: Instant): number {
  switch (keep.kind) {
    case 'age':
      return published < now - keep.milliseconds ? entries : 0;
    case 'count':
      return Math.max(0, entries - keep.entries);
  }
}

/** Of the scopes of a source (`c`), who goes first of those that are shown, and of those that were taken back, which are few. */
const shownIn = `
  SELECT m.entry, m.published, m.id FROM memberships m WHERE m.scope = c.id AND m.live = 1`;
const takenBackIn = `
  SELECT m.entry, m.published, m.id FROM memberships m INDEXED BY memberships_retracted WHERE m.scope = c.id AND m.live = 0`;

const stocks = `
SELECT c.key AS source,
  c.live + (SELECT count(*) FROM memberships m WHERE m.scope = c.id AND m.live = 0) AS entries,
  (
    SELECT json_array(published, id) FROM (
      SELECT published, id FROM (${shownIn} ORDER BY m.published, m.id LIMIT 1)
      UNION ALL
      SELECT published, id FROM (${takenBackIn} ORDER BY m.published, m.id LIMIT 1)
    ) ORDER BY published, id LIMIT 1
  ) AS oldest
FROM json_each(?1) k CROSS JOIN scopes c ON c.kind = 'source' AND c.key = k.value`;

/** Files stay known with the entries that they became: they are not read again until something of them changes. */
const expired = `
SELECT w.value AS id FROM json_each(?1) w
WHERE EXISTS (SELECT 1 FROM seeds s WHERE s.entry = w.value) AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = w.value)`;

const oldest = `
SELECT e.n, e.revision
FROM (
  SELECT entry, published, id FROM (
    SELECT m.entry, m.published, m.id FROM memberships m
    WHERE m.scope = (SELECT id FROM scopes WHERE kind = 'source' AND key = ?1) AND m.live = 1 AND m.published < ?2
    ORDER BY m.published, m.id ${limitOf('?3')}
  )
  UNION ALL
  SELECT m.entry, m.published, m.id FROM memberships m INDEXED BY memberships_retracted
  WHERE m.scope = (SELECT id FROM scopes WHERE kind = 'source' AND key = ?1) AND m.live = 0 AND m.published < ?2
  ORDER BY published, id ${limitOf('?3')}
) found CROSS JOIN entries e ON e.n = found.entry
ORDER BY found.published, found.id`;

/**
 * Numbers and revisions (?1): what changed since it was chosen may be kept now; and the number of the entry that arrived last is
 * given again when it goes, but never with the same revision.
 */
const doomed = 'FROM json_each(?1) d CROSS JOIN entries e ON e.n = d.value ->> 0 AND e.revision = d.value ->> 1';

const leaving = `${doomed} ${memberships}`;

/**
 * Behind as many as the longest window holds, nobody sees an entry go: the head of the scope keeps its bytes, and so its revision.
 * But one that was taken back may stand among tombstones, and one that arrived after the last full archive page decides where the
 * head leads.
 */
const leaveScopes = `
UPDATE scopes SET live = scopes.live - gone.live, removed = ${clock}, removed_revision = ${next},
  revision = iif(gone.seen, ${next}, revision), lost = iif(gone.seen, ${next}, lost), departed = iif(gone.seen, ${clock}, departed)
FROM (
  SELECT g.scope, g.live, g.special OR (
    SELECT count(*) FROM (
      SELECT 1 FROM memberships w WHERE w.scope = g.scope AND w.live = 1 AND w.published > g.newest LIMIT ${maxWindow}
    )
  ) < ${maxWindow} AS seen
  FROM (
    SELECT m.scope, sum(m.live = 1) AS live, max(m.published) AS newest,
      max(m.live = 0 OR m.ordinal >= (c.next - 1) / ${pageSize} * ${pageSize}) AS special
    ${leaving} CROSS JOIN scopes c ON c.id = m.scope
    GROUP BY m.scope
  ) g
  LIMIT -1
) gone
WHERE scopes.id = gone.scope`;

/** As an entry leaves its story when it changes (stories.ts): others find by it whose story changed. */
const leaveStories = `
UPDATE tellings SET place = -${next}
WHERE place > 0 AND (story, place, entry) IN (
  SELECT t.story, t.place, t.entry ${doomed} CROSS JOIN tellings t ON t.entry = e.n
)`;

/** Those that tell the same, and stay. */
const survivors = `
SELECT DISTINCT o.entry
FROM json_each(?1) d CROSS JOIN tellings t ON t.entry = d.value ->> 0 AND t.place = -${next}
CROSS JOIN tellings o ON o.story = t.story AND o.place > 0
LIMIT -1`;

const settled = settling(survivors);

/** What stood behind an entry that went is shown now; it never goes the other way. */
const countSettling = `
UPDATE scopes SET revision = ${next}, live = scopes.live + settled.come
FROM (SELECT scope, sum((live = 1) - (before = 1)) AS come ${settled} GROUP BY scope) settled
WHERE scopes.id = settled.scope`;

const settle = `
UPDATE memberships SET revision = ${next}, live = found.live ${settled}
WHERE memberships.scope = found.scope AND memberships.ordinal = found.ordinal`;

const touch = `
UPDATE entries SET revision = ${next}, modified = ${clock} FROM (${survivors}) s WHERE entries.n = s.entry`;

const dropMemberships = `DELETE FROM memberships WHERE (scope, ordinal) IN (SELECT m.scope, m.ordinal ${leaving})`;

const moveFirst = `
UPDATE scopes SET first = coalesce((SELECT min(m.ordinal) FROM memberships m WHERE m.scope = scopes.id), next)
WHERE id IN (SELECT p.value ${doomed} CROSS JOIN json_each(e.places) p)`;

const dropNames = `DELETE FROM names WHERE entry IN (SELECT e.n ${doomed})`;
const dropTellings = `DELETE FROM tellings WHERE entry IN (SELECT e.n ${doomed})`;
const dropWords = `DELETE FROM search WHERE rowid IN (SELECT ${placeOf('e')} ${doomed})`;

/** An index by entry would double the rows that ingest writes here: each span concerned, four days, is walked once instead. */
const dropKeys = `
DELETE FROM story_keys WHERE (span, revision, entry) IN (
  SELECT s.span, s.revision, s.entry
  FROM (SELECT DISTINCT ${spanColumn('e.published')} AS span ${doomed} LIMIT -1) b CROSS JOIN story_keys s ON s.span = b.span
  WHERE s.entry IN (SELECT e.n ${doomed})
)`;

/** The operator's word outlives the entry; that of its file is in the file. A trigger gives it back. */
const keepRetractions = `
INSERT INTO retractions (id, at) SELECT e.id, e.retracted ${doomed} AND e.retracted_by IN ('operator', 'both') WHERE true
ON CONFLICT DO NOTHING`;

/** When the search index had everything, it still has: nobody need look for an entry of this revision. */
const raiseRevision = `
UPDATE store SET revision = revision + 1, modified = ${clock},
  search_revision = iif(EXISTS (
    SELECT 1 FROM memberships m
    WHERE m.scope = ${scopeOfAll} AND (m.revision, m.entry) > (search_revision, search_entry)
  ), search_revision, revision + 1)
WHERE EXISTS (SELECT 1 ${doomed})`;

const dropEntries = `DELETE FROM entries WHERE n IN (SELECT e.n ${doomed}) RETURNING n`;

function stepsOf(gone: string, now: Instant): readonly SqlStatement[] {
  const step = (sql: string): SqlStatement => ({ sql, params: sql.includes('?2') ? [gone, now] : [gone] });
  return [
    leaveScopes,
    leaveStories,
    countSettling,
    settle,
    touch,
    dropMemberships,
    moveFirst,
    dropNames,
    dropTellings,
    dropKeys,
    dropWords,
    keepRetractions,
    raiseRevision,
    dropEntries,
  ].map(step);
}
