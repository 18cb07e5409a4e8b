/** Where entries stand in their scopes, as SQL: what happens to one that tells a story may concern those that tell it too. */

/** The memberships of `entries e`: its places lead to them by its revision. Left to itself the planner may take another index. */
export const memberships = `
CROSS JOIN json_each(e.places) p
CROSS JOIN memberships m INDEXED BY memberships_changes ON m.scope = p.value AND m.revision = e.revision AND m.entry = e.n`;

/**
 * How a membership of `entries e` in `scopes c` stands: 0 taken back, 1 shown, 2 hidden behind another entry of its story. A
 * source shows all that is its own; every other scope shows of a story the entry that came first to it.
 */
export const standing = `
    CASE WHEN e.retracted IS NOT NULL THEN 0 WHEN c.kind <> 'source' AND EXISTS (
      SELECT 1 FROM tellings t CROSS JOIN tellings o ON o.story = t.story AND o.place > 0 AND o.place <= t.place
      CROSS JOIN entries y ON y.n = o.entry AND y.retracted IS NULL AND (o.place, y.id) < (t.place, e.id)
      WHERE t.entry = e.n AND t.place > 0
        AND EXISTS (SELECT 1 FROM json_each(y.places) q WHERE q.value = c.id)
    ) THEN 2 ELSE 1 END`;

/** The memberships of entries (a query for their numbers, `entry`): how they stood before, and how they stand now. */
export const settling = (entries: string) => `
FROM (
  SELECT m.scope, m.ordinal, m.live AS before, ${standing} AS live
  FROM (${entries}) s CROSS JOIN entries e ON e.n = s.entry ${memberships}
  CROSS JOIN scopes c ON c.id = m.scope
  LIMIT -1
) found`;
