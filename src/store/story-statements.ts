/**
 * The statements of a put about stories: who tells one, who is shown in which scope, and what entries are found by. What a
 * membership is, is decided when entries are written, so that a window stays one walk over one index.
 */
import type { SqlValue } from '../model/sql.ts';
import type { EntryRecord } from '../model/store.ts';
import { clock, next } from './moment.ts';
import { scopeOfAll } from './scope-members.ts';
import { settling } from './settling.ts';
import { spanOf } from './spans.ts';

/** The entries that this put wrote, of a list (?1) in which `id` is theirs. */
const written = (id: string) => `FROM json_each(?1) h CROSS JOIN entries e ON e.id = ${id} AND e.revision = ${next}`;

const inStory = (alias: string) => `(${alias}.place > 0 OR ${alias}.place = -${next})`;

/** Entries of the stories that something happened to in this put: all of them tell who else tells it. */
const concerned = `
SELECT DISTINCT o.entry
FROM memberships w CROSS JOIN tellings t ON t.entry = w.entry AND ${inStory('t')}
CROSS JOIN tellings o ON o.story = t.story AND ${inStory('o')}
WHERE w.scope = ${scopeOfAll} AND w.revision = ${next}
LIMIT -1`;

const settled = settling(concerned);

/** `?1` are places in stories: an entry's id, the story's, the place. Whoever told it first is in the story from the moment somebody else tells it. */
export const join = `
INSERT INTO tellings (story, place, entry)
SELECT h.value ->> 1, h.value ->> 2, e.n ${written('h.value ->> 0')}
UNION
SELECT f.id, 1, f.n ${written('h.value ->> 0')} CROSS JOIN entries f ON f.id = h.value ->> 1
WHERE true
ON CONFLICT DO NOTHING`;

/** `?1` are all entries by id, with their `story`. Whoever told it first never leaves: others stand behind it. */
export const leave = `
UPDATE tellings SET place = -${next}
FROM (
  SELECT t.story, t.place, t.entry ${written('h.key')} CROSS JOIN tellings t ON t.entry = e.n AND t.place > 0
  WHERE t.story <> e.id
    AND (t.story IS NOT h.value ->> '$.story.id' OR t.place IS NOT h.value ->> '$.story.place')
  LIMIT -1
) gone
WHERE tellings.story = gone.story AND tellings.place = gone.place AND tellings.entry = gone.entry`;

/** How many more are shown in each scope, now that others tell the same; tells which scopes those are. */
export const countSettling = `
UPDATE scopes SET revision = ${next}, live = scopes.live + settled.come, departed = iif(settled.went, ${clock}, departed),
  lost = iif(settled.went, ${next}, lost)
FROM (
  SELECT scope, sum((live = 1) - (before = 1)) AS come, max(before = 1 AND live = 2) AS went ${settled} GROUP BY scope
) settled
WHERE scopes.id = settled.scope
RETURNING kind, key`;

/** How the memberships of all that it concerns stand now. */
export const settle = `
UPDATE memberships SET revision = ${next}, live = found.live ${settled}
WHERE memberships.scope = found.scope AND memberships.ordinal = found.ordinal
  AND (memberships.revision <> ${next} OR memberships.live <> found.live)`;

/** Whoever tells who else tells it has changed. */
export const touch = `
UPDATE entries SET revision = ${next}, modified = ${clock} FROM (${concerned}) s
WHERE entries.n = s.entry AND entries.revision <> ${next}`;

/** One row an entry: its keys are looked through in memory. Those of an earlier text are left: what is found by them is compared, and is not the same then. */
export const putSignatures = `
INSERT OR FAIL INTO story_keys (span, revision, entry, keys, sketch)
SELECT g.span, e.revision, e.n, g.keys, g.sketch FROM given g CROSS JOIN entries e ON e.id = g.id AND e.revision = ${next}
WHERE true
ON CONFLICT DO NOTHING`;

export const signatureColumns = ['id', 'span', 'keys', 'sketch'];

/** Rows for `putSignatures`: what entries are found by, and when those were published. */
export function rowsOfSignatures(records: readonly EntryRecord[]): readonly (readonly SqlValue[])[] {
  return records.flatMap(({ entry: { id, published }, signature }) => {
    if (signature === undefined || signature.keys.length === 0) return [];
    return [[id, spanOf(published), JSON.stringify(signature.keys), signature.sketch ?? null]];
  });
}
