/** What pages for people show besides feeds. */
import type { SqlDriver } from '../model/sql.ts';
import type { Store } from '../model/store.ts';
import { limitOf } from './limit.ts';
import * as rows from './rows.ts';
import { addressOf, members, scopeOfAll } from './scope-members.ts';

type PageReads = Pick<Store, 'summaries' | 'beside' | 'neighbours' | 'counts' | 'topScopes' | 'scopesFrom' | 'listing'>;

/** These of a Store. */
export function pageReads({ query }: SqlDriver): PageReads {
  return {
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
  };
}

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

/** Each count walks at most `most` rows of an index, and of most sources of thousands none: they were silent all the time. */
const counts = `
WITH counted AS MATERIALIZED (
  SELECT c.key AS source, p.key AS period, (
    SELECT count(*) FROM (
      SELECT 1 FROM memberships m
      WHERE m.scope = c.id AND m.live = 1 AND m.published >= p.value ->> 'from' AND m.published < p.value ->> 'before' ${limitOf('?2')}
    )
  ) AS count
  FROM scopes c CROSS JOIN json_each(?1) p
  WHERE c.kind = 'source' AND EXISTS (
    SELECT 1 FROM memberships m WHERE m.scope = c.id AND m.live = 1
      AND m.published >= (SELECT min(value ->> 'from') FROM json_each(?1))
      AND m.published < (SELECT max(value ->> 'before') FROM json_each(?1))
  )
)
SELECT * FROM counted WHERE count > 0 ORDER BY source, period`;

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
WHERE m.scope = ${scopeOfAll} AND m.live > 0 AND m.ordinal BETWEEN ?1 AND ?2
ORDER BY m.ordinal`;
