/**
 * Stories as SQL: who tells one, who is shown in which scope, and where ingest looks for what may be the same. The statements
 * are part of a put (put.ts): what a membership is, is decided when the entries are written, so that a window stays one walk
 * over one index.
 */
import type { Instant } from '../model/entry.ts';
import type { EntryRecord, SqlDriver, SqlRow, StoredEntry } from '../model/store.ts';
import type { StoryAnswer, StoryPlace, StoryQuestion, StoryTeller } from '../model/story.ts';
import * as rows from './rows.ts';

/** What a story's statements share with the rest of a put: the revision it makes and its clock, as SQL. */
export type Moment = { readonly next: string; readonly clock: string };

/** Entries that one key leads to at most. What more have in common is a formula, and would be dear to look through. */
const mostOfKey = 24;

/** The keys of entries, as `putKeys` takes them. */
export function keysToPut(records: readonly EntryRecord[]): readonly unknown[] {
  const counts = new Map<number, number>();
  const isFew = (key: number) => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= mostOfKey;
  };
  return records.flatMap(({ entry: { id, published }, keys = [] }) => {
    const few = keys.filter(isFew);
    return few.length === 0 ? [] : [{ id, span: spanOf(published), keys: few }];
  });
}

/** What is said once of an entry is read once, and not for each of its keys. Keys of an earlier text are left: what is found by them is compared, and is not the same then. */
export const putKeys = `
INSERT INTO story_keys (span, key, entry)
SELECT h.span, k.value, e.n
FROM (
  SELECT value ->> 'id' AS id, value ->> 'span' AS span, value -> 'keys' AS keys FROM json_each(?1) LIMIT -1
) h
CROSS JOIN entries e ON e.id = h.id CROSS JOIN json_each(h.keys) k
WHERE NOT EXISTS (
  SELECT 1 FROM story_keys s WHERE s.span = h.span AND s.key = k.value LIMIT 1 OFFSET ${mostOfKey - 1}
)
ON CONFLICT DO NOTHING`;

/** The statements of a put about stories. `?1` of the first two are its entries, with their `story`. */
export function storyStatements({ next, clock }: Moment) {
  const written = `FROM json_each(?1) h CROSS JOIN entries e ON e.id = h.value ->> 'id' AND e.revision = ${next}`;
  const inStory = (alias: string) => `(${alias}.place > 0 OR ${alias}.place = -${next})`;

  /** Entries of the stories that something happened to in this put: all of them tell who else tells it. */
  const concerned = `
SELECT DISTINCT o.entry
FROM memberships w CROSS JOIN tellings t ON t.entry = w.entry AND ${inStory('t')}
CROSS JOIN tellings o ON o.story = t.story AND ${inStory('o')}
WHERE w.scope = (SELECT id FROM scopes WHERE kind = 'all' AND key = '') AND w.revision = ${next}
LIMIT -1`;

  const settling = `
FROM (
  SELECT m.scope, m.ordinal, m.live AS before, ${liveIn('e', 'c')} AS live
  FROM (${concerned}) s CROSS JOIN entries e ON e.n = s.entry
  CROSS JOIN json_each(e.places) p
  CROSS JOIN memberships m INDEXED BY memberships_changes ON m.scope = p.value AND m.revision = e.revision AND m.entry = e.n
  CROSS JOIN scopes c ON c.id = m.scope
  LIMIT -1
) found`;

  return {
    /** Who told it first is in the story from the moment somebody else tells it. */
    join: `
INSERT INTO tellings (story, place, entry)
SELECT h.value ->> '$.story.id', h.value ->> '$.story.place', e.n ${written} WHERE h.value ->> '$.story.id' IS NOT NULL
UNION
SELECT f.id, 1, f.n ${written} CROSS JOIN entries f ON f.id = h.value ->> '$.story.id'
WHERE true
ON CONFLICT DO NOTHING`,

    /** Who told it first never leaves: others stand behind it. */
    leave: `
UPDATE tellings SET place = -${next}
FROM (
  SELECT t.story, t.place, t.entry ${written} CROSS JOIN tellings t ON t.entry = e.n AND t.place > 0
  WHERE t.story <> e.id
    AND (t.story IS NOT h.value ->> '$.story.id' OR t.place IS NOT h.value ->> '$.story.place')
  LIMIT -1
) gone
WHERE tellings.story = gone.story AND tellings.place = gone.place AND tellings.entry = gone.entry`,

    countSettling: `
UPDATE scopes SET revision = ${next}, live = scopes.live + settled.come, departed = iif(settled.went, ${clock}, departed)
FROM (
  SELECT scope, sum((live = 1) - (before = 1)) AS come, max(before = 1 AND live = 2) AS went ${settling} GROUP BY scope
) settled
WHERE scopes.id = settled.scope
RETURNING kind, key`,

    settle: `
UPDATE memberships SET revision = ${next}, live = found.live ${settling}
WHERE memberships.scope = found.scope AND memberships.ordinal = found.ordinal
  AND (memberships.revision <> ${next} OR memberships.live <> found.live)`,

    touch: `
UPDATE entries SET revision = ${next}, modified = ${clock} FROM (${concerned}) s
WHERE entries.n = s.entry AND entries.revision <> ${next}`,
  };
}

/**
 * How a membership stands: 0 taken back, 1 shown, 2 hidden behind another entry of its story. A source shows all that is its
 * own; every other scope shows of a story the entry that came first to it.
 */
export function liveIn(entry: string, scope: string): string {
  return `
    CASE WHEN ${entry}.retracted IS NOT NULL THEN 0 WHEN ${scope}.kind <> 'source' AND EXISTS (
      SELECT 1 FROM tellings t CROSS JOIN tellings o ON o.story = t.story AND o.place > 0 AND o.place <= t.place
      CROSS JOIN entries y ON y.n = o.entry AND y.retracted IS NULL AND (o.place, y.id) < (t.place, ${entry}.id)
      WHERE t.entry = ${entry}.n AND t.place > 0
        AND EXISTS (SELECT 1 FROM json_each(y.places) q WHERE q.value = ${scope}.id)
    ) THEN 2 ELSE 1 END`;
}

/** What is known that decides on the stories of entries: an answer for each question, in their order. */
export async function askStories(
  driver: SqlDriver,
  questions: readonly StoryQuestion[],
): Promise<readonly StoryAnswer[]> {
  if (questions.length === 0) return [];
  const { query } = driver;
  const asked = questions.map(({ from, to, ...rest }) => ({ ...rest, from, to, spans: spansOf(from, to) }));
  const found = bounded(await query(lookUp, [JSON.stringify(asked)]));
  const own = await query(ownPlaces, [JSON.stringify(questions.map(({ id }) => id))]);
  const numbers = [...new Set(found.map(row => rows.integer(row, 'n')))];
  const tellers = new Map<number, StoryTeller>();
  if (numbers.length > 0) {
    for (const row of await query(tellersByNumber(driver), [JSON.stringify(numbers)]))
      tellers.set(rows.integer(row, 'n'), teller(row));
  }
  const byQuestion = Map.groupBy(found, row => rows.integer(row, 'question'));
  const places = new Map(own.map(row => [rows.text(row, 'id'), placeOf(row)]));
  return questions.map(({ id }, at) => ({
    isStored: places.has(id),
    story: places.get(id),
    tellers: (byQuestion.get(at) ?? []).flatMap(row => tellers.get(rows.integer(row, 'n')) ?? []),
  }));
}

/** The stories that several tell, of which one was published after an instant (inclusive): each by place, the newest first. */
export async function listStories(driver: SqlDriver, since: Instant): Promise<readonly (readonly StoredEntry[])[]> {
  const found = (await driver.query(storiesSince(driver), [since])).map(rows.storedEntry);
  return [...Map.groupBy(found, ({ story }) => story?.id).values()].filter(tellers => tellers.length > 1);
}

/** Who is compared with one entry at most. */
const mostTellers = 16;

/** Of each question the first so many rows. */
function bounded(found: readonly SqlRow[]): readonly SqlRow[] {
  const byQuestion = Map.groupBy(found, row => rows.integer(row, 'question'));
  return [...byQuestion.values()].flatMap(list => list.slice(0, mostTellers));
}

/** Spans of sixteen days: what is looked for three days around lies in one of them, or in two. */
const span = 16 * 86_400_000;

function spanOf(published: Instant): number {
  return Math.floor(published / span);
}

function spansOf(from: Instant, to: Instant): readonly number[] {
  return Array.from({ length: spanOf(to) - spanOf(from) + 1 }, (_, index) => spanOf(from) + index);
}

/** Who represents what is found under the keys: of a story the first that was not taken back; who shares most keys first. */
const lookUp = `
SELECT found.question, r.n, sum(found.shared) AS shared
FROM (
  SELECT h.question, h.id, h.source, h."from", h."to", s.entry, count(*) AS shared
  FROM (
    SELECT key AS question, value ->> 'id' AS id, value ->> 'source' AS source, value ->> 'from' AS "from",
      value ->> 'to' AS "to", value -> 'spans' AS spans, value -> 'keys' AS keys
    FROM json_each(?1) LIMIT -1
  ) h
  CROSS JOIN json_each(h.spans) b CROSS JOIN json_each(h.keys) k
  CROSS JOIN story_keys s ON s.span = b.value AND s.key = k.value
  GROUP BY h.question, s.entry
  LIMIT -1
) found
CROSS JOIN entries r ON r.n = coalesce((
  SELECT o.entry FROM tellings t CROSS JOIN tellings o ON o.story = t.story AND o.place > 0
  CROSS JOIN entries y ON y.n = o.entry AND y.retracted IS NULL
  WHERE t.entry = found.entry AND t.place > 0 ORDER BY o.place LIMIT 1
), found.entry)
WHERE r.retracted IS NULL AND r.source <> found.source AND r.id <> found.id
  AND r.published BETWEEN found."from" AND found."to"
GROUP BY found.question, r.n
ORDER BY found.question, shared DESC, r.n`;

const ownPlaces = `
SELECT e.id, t.story, t.place
FROM json_each(?1) w CROSS JOIN entries e ON e.id = w.value LEFT JOIN tellings t ON t.entry = e.n AND t.place > 0`;

const tellersByNumber = ({ longText = column => column }: Pick<SqlDriver, 'longText'>) => `
SELECT e.n, e.id, e.source, e.published, e.title, e.summary, t.story, t.place,
  (SELECT max(o.place) FROM tellings o WHERE o.story = t.story) AS last, ${longText('e.content')}
FROM json_each(?1) w CROSS JOIN entries e ON e.n = w.value LEFT JOIN tellings t ON t.entry = e.n AND t.place > 0`;

const storiesSince = (driver: SqlDriver) => `
SELECT ${rows.entryColumns(driver)}
FROM (
  SELECT t.story, max(e.published) AS newest
  FROM tellings t CROSS JOIN entries e ON e.n = t.entry WHERE t.place > 0 GROUP BY t.story HAVING newest >= ?1
) s
CROSS JOIN tellings t ON t.story = s.story AND t.place > 0 CROSS JOIN entries e ON e.n = t.entry
WHERE e.retracted IS NULL
ORDER BY s.newest DESC, t.story, t.place`;

function teller(row: SqlRow): StoryTeller {
  return {
    id: rows.text(row, 'id'),
    source: rows.text(row, 'source'),
    published: rows.integer(row, 'published'),
    title: rows.text(row, 'title'),
    content: rows.optionalText(row, 'content'),
    summary: rows.optionalText(row, 'summary'),
    story: placeOf(row),
    last: rows.optionalInteger(row, 'last') ?? 1,
  };
}

function placeOf(row: SqlRow): StoryPlace | undefined {
  const id = rows.optionalText(row, 'story');
  return id === undefined ? undefined : { id, place: rows.integer(row, 'place') };
}
