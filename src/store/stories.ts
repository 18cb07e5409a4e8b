/** Where ingest looks for what may be the same, and who tells the same: what is asked of the store about stories. */
import type { Instant } from '../model/entry.ts';
import type { SqlDriver, SqlRow } from '../model/sql.ts';
import type { StoredEntry } from '../model/store.ts';
import {
  mostCompared,
  type StoryAnswer,
  type StoryPlace,
  type StoryQuestion,
  type StoryTeller,
} from '../model/story.ts';
import type { KeyedEntry, KeyIndex } from './key-index.ts';
import { limitOf } from './limit.ts';
import * as rows from './rows.ts';
import { spansOf } from './spans.ts';

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
  { source, from, to }: StoryQuestion,
  sharing: ReadonlyMap<number, number>,
  representatives: ReadonlyMap<number, SqlRow>,
): readonly number[] {
  const shared = new Map<number, number>();
  for (const [entry, count] of sharing) {
    const row = representatives.get(entry);
    if (row === undefined || row.source === source) continue;
    const published = rows.integer(row, 'published');
    if (published < from || published > to) continue;
    const n = rows.integer(row, 'n');
    shared.set(n, (shared.get(n) ?? 0) + count);
  }
  return [...shared]
    .toSorted(([a, most], [b, other]) => other - most || a - b)
    .slice(0, mostCompared)
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
