/**
 * Stories as SQL: who tells one, who is shown in which scope, and where ingest looks for what may be the same. The statements
 * are part of a put (put.ts): what a membership is, is decided when the entries are written, so that a window stays one walk
 * over one index.
 */
import type { Instant } from '../model/entry.ts';
import type { EntryRecord, SqlDriver, SqlRow, SqlValue, StoredEntry } from '../model/store.ts';
import type { StoryAnswer, StoryPlace, StoryQuestion, StoryTeller } from '../model/story.ts';
import type { KeyedEntry, KeyIndex } from './key-index.ts';
import { limitOf } from './limit.ts';
import * as rows from './rows.ts';

/** What a story's statements share with the rest of a put: the revision it makes and its clock, as SQL. */
export type Moment = { readonly next: string; readonly clock: string };

/** Rows for `putSignatures`: what entries are found by, and when those were published. */
export function signaturesToPut(records: readonly EntryRecord[]): readonly (readonly SqlValue[])[] {
  return records.flatMap(({ entry: { id, published }, signature }) => {
    if (signature === undefined || signature.keys.length === 0) return [];
    return [[id, spanOf(published), JSON.stringify(signature.keys), signature.sketch ?? null]];
  });
}

export const signatureColumns = ['id', 'span', 'keys', 'sketch'];

/**
 * The statements of a put about stories. `?1` of the first are the places of its entries: id, story, place; of the second all
 * entries by id, with their `story`.
 */
export function storyStatements({ next, clock }: Moment) {
  const written = (id: string) => `FROM json_each(?1) h CROSS JOIN entries e ON e.id = ${id} AND e.revision = ${next}`;
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
SELECT h.value ->> 1, h.value ->> 2, e.n ${written('h.value ->> 0')}
UNION
SELECT f.id, 1, f.n ${written('h.value ->> 0')} CROSS JOIN entries f ON f.id = h.value ->> 1
WHERE true
ON CONFLICT DO NOTHING`,

    /** Who told it first never leaves: others stand behind it. */
    leave: `
UPDATE tellings SET place = -${next}
FROM (
  SELECT t.story, t.place, t.entry ${written('h.key')} CROSS JOIN tellings t ON t.entry = e.n AND t.place > 0
  WHERE t.story <> e.id
    AND (t.story IS NOT h.value ->> '$.story.id' OR t.place IS NOT h.value ->> '$.story.place')
  LIMIT -1
) gone
WHERE tellings.story = gone.story AND tellings.place = gone.place AND tellings.entry = gone.entry`,

    countSettling: `
UPDATE scopes SET revision = ${next}, live = scopes.live + settled.come, departed = iif(settled.went, ${clock}, departed),
  lost = iif(settled.went, ${next}, lost)
FROM (
  SELECT scope, sum((live = 1) - (before = 1)) AS come, max(before = 1 AND live = 2) AS went ${settling} GROUP BY scope
) settled
WHERE scopes.id = settled.scope
RETURNING kind, key`,

    settle: `
UPDATE memberships SET revision = ${next}, live = found.live ${settling}
WHERE memberships.scope = found.scope AND memberships.ordinal = found.ordinal
  AND (memberships.revision <> ${next} OR memberships.live <> found.live)`,

    /** One row an entry: its keys are looked through in memory. Those of an earlier text are left: what is found by them is compared, and is not the same then. */
    putSignatures: `
INSERT OR FAIL INTO story_keys (span, revision, entry, keys, sketch)
SELECT g.span, e.revision, e.n, g.keys, g.sketch FROM given g CROSS JOIN entries e ON e.id = g.id AND e.revision = ${next}
WHERE true
ON CONFLICT DO NOTHING`,

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
  index: KeyIndex,
  questions: readonly StoryQuestion[],
): Promise<readonly StoryAnswer[]> {
  if (questions.length === 0) return [];
  const { query } = driver;
  const [found, own] = await Promise.all([
    candidatesFor(driver, index, questions),
    query(ownPlaces, [JSON.stringify(questions.map(({ id }) => id))]),
  ]);
  const numbers = [...new Set(found.flat())];
  const tellers = new Map<number, StoryTeller>();
  if (numbers.length > 0) {
    for (const row of await query(tellersByNumber(driver), [JSON.stringify(numbers)]))
      tellers.set(rows.integer(row, 'n'), teller(row));
  }
  const places = new Map(own.map(row => [rows.text(row, 'id'), placeOf(row)]));
  return questions.map(({ id }, at) => ({
    isStored: places.has(id),
    story: places.get(id),
    tellers: (found[at] ?? []).flatMap(n => tellers.get(n) ?? []),
  }));
}

/** The stories that several tell, of which one was published after an instant (inclusive): each by place, the newest first. */
export async function listStories(driver: SqlDriver, since: Instant): Promise<readonly (readonly StoredEntry[])[]> {
  const found = (await driver.query(storiesSince(driver), [since])).map(rows.storedEntry);
  return [...Map.groupBy(found, ({ story }) => story?.id).values()].filter(tellers => tellers.length > 1);
}

/** Who is compared with one entry at most. */
const mostTellers = 16;

/** Spans of four days: what is looked for three days around lies in two of them, or in three. */
const span = 4 * 86_400_000;

function spanOf(published: Instant): number {
  return Math.floor(published / span);
}

/** `spanOf` in SQL, whose division goes towards zero. */
export function spanColumn(published: string): string {
  return `((${published} - ((${published} % ${span}) + ${span}) % ${span}) / ${span})`;
}

function spansOf(from: Instant, to: Instant): readonly number[] {
  return Array.from({ length: spanOf(to) - spanOf(from) + 1 }, (_, index) => spanOf(from) + index);
}

/** The numbers of those who represent what is found under the keys of each question: who shares most keys first. */
async function candidatesFor(
  { query }: SqlDriver,
  index: KeyIndex,
  questions: readonly StoryQuestion[],
): Promise<readonly (readonly number[])[]> {
  const spans = [
    ...new Set(questions.flatMap(({ signature, from, to }) => (signature.keys.length === 0 ? [] : spansOf(from, to)))),
  ];
  await Promise.all(
    spans.map(async span => {
      const { after, room } = index.missing(span);
      index.add(span, (await query(keysAfter, [span, after, room])).map(keyedEntry));
    }),
  );
  const sharing = questions.map(({ signature, share, from, to }) => {
    const shared = new Map<number, number>();
    for (const span of spansOf(from, to)) index.count(span, signature, share, shared);
    return shared;
  });
  index.trim();
  const found = [...new Set(sharing.flatMap(shared => [...shared.keys()]))];
  if (found.length === 0) return [];
  const representatives = new Map(
    (await query(representing, [JSON.stringify(found)])).map(row => [rows.integer(row, 'found'), row]),
  );
  return questions.map((question, at) => mostShared(question, sharing[at] ?? new Map(), representatives));
}

function mostShared(
  { id, source, from, to }: StoryQuestion,
  sharing: ReadonlyMap<number, number>,
  representatives: ReadonlyMap<number, SqlRow>,
): readonly number[] {
  const shared = new Map<number, number>();
  for (const [entry, count] of sharing) {
    const row = representatives.get(entry);
    if (row === undefined || row.source === source || row.id === id) continue;
    const published = rows.integer(row, 'published');
    if (published < from || published > to) continue;
    const n = rows.integer(row, 'n');
    shared.set(n, (shared.get(n) ?? 0) + count);
  }
  return [...shared]
    .toSorted(([a, most], [b, other]) => other - most || a - b)
    .slice(0, mostTellers)
    .map(([n]) => n);
}

const keysAfter = `
SELECT revision, entry, keys, sketch FROM story_keys WHERE span = ?1 AND revision > ?2 ORDER BY revision, entry ${limitOf('?3')}`;

function keyedEntry(row: SqlRow): KeyedEntry {
  return {
    revision: rows.integer(row, 'revision'),
    entry: rows.integer(row, 'entry'),
    keys: rows.list(row, 'keys', rows.isInteger),
    sketch: rows.optionalText(row, 'sketch'),
  };
}

/** Who represents an entry: of its story the first that was not taken back. */
const representing = `
SELECT w.value AS found, r.n, r.id, r.source, r.published
FROM json_each(?1) w
CROSS JOIN entries r ON r.n = coalesce((
  SELECT o.entry FROM tellings t CROSS JOIN tellings o ON o.story = t.story AND o.place > 0
  CROSS JOIN entries y ON y.n = o.entry AND y.retracted IS NULL
  WHERE t.entry = w.value AND t.place > 0 ORDER BY o.place LIMIT 1
), w.value)
WHERE r.retracted IS NULL`;

const ownPlaces = `
SELECT e.id, t.story, t.place
FROM json_each(?1) w CROSS JOIN entries e ON e.id = w.value LEFT JOIN tellings t ON t.entry = e.n AND t.place > 0`;

const tellersByNumber = ({ longText = rows.asItIs }: Pick<SqlDriver, 'longText'>) => `
SELECT e.n, e.id, e.source, e.published, e.title, e.summary, t.story, t.place,
  (SELECT max(o.place) FROM tellings o WHERE o.story = t.story) AS last, ${longText('e.content')} AS content
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
