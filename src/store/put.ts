/**
 * A put as SQL: statements for one transaction, without a read between them, each over a list: rows that are given with it, or
 * one JSON parameter spread by json_each. They are the same on SQLite and D1, whose limits decided their shape
 * (docs/decisions/0003).
 */
import type { Instant } from '../model/entry.ts';
import { type KeptScope, scopeName, scopesOf } from '../model/scope.ts';
import type { SqlRow, SqlStatement, SqlValue } from '../model/sql.ts';
import type { Change, EntryRecord, Name, Receipt, Retraction, SeedRecord } from '../model/store.ts';
import { factColumns, factsOf } from './entry-columns.ts';
import { clock, next } from './moment.ts';
import { integer, isInteger, list, ownRow, scopeOf } from './rows.ts';
import { addressOf } from './scope-members.ts';
import { memberships, standing } from './settling.ts';
import * as stories from './story-statements.ts';
import { wholeSeconds } from './whole-seconds.ts';

/** A statement, and what its rows tell the receipt. */
type Step = SqlStatement & { readonly tells: 'before' | 'verdicts' | 'scopes' | 'revision' | 'nothing' };

/** The steps of a change, in order. Two entries with one id: the last counts. */
export function stepsOf(change: Change): readonly Step[] {
  const now = wholeSeconds(change.now);
  const entries = lastOfEach(change.entries ?? []).map(placed);
  const verdicts = verdictsOf(change);
  const gone = [...(change.seeds ?? []).map(({ path }) => path), ...(change.vanished ?? [])];
  const { cursor } = change;
  const isPushed = cursor !== undefined;
  const heads = JSON.stringify(Object.fromEntries(entries.map(each => headOf(each, isPushed))));
  return [
    ...each(refuseOvertaken, cursor?.from === undefined ? [] : [cursor]),
    { sql: before, params: [heads], tells: 'before' },
    ...entrySteps(entries, heads, now, isPushed),
    ...verdictSteps(verdicts, now),
    ...storySteps(entries.length + verdicts.length > 0, now),
    ...when(entries.length + verdicts.length > 0, { sql: raiseRevision, params: [null, now], tells: 'revision' }),
    ...over(putNames, nameColumns, rowsOfNames(change.names ?? [])),
    // First: a fetched article that was a problem and is none any more is in both.
    ...each(putVanished, change.vanished ?? []),
    ...over(putSeeds, seedColumns, (change.seeds ?? []).map(rowOfSeed)),
    ...each(dropProblems, gone),
    ...each(putProblems, change.problems ?? []),
    ...each(putRuns, change.runs ?? []),
    ...each(putCursor, cursor === undefined ? [] : [cursor]),
  ];
}

/** What the steps did, from the rows that each returned. */
export function receiptOf(steps: readonly Step[], results: readonly (readonly SqlRow[])[]): Receipt {
  const told = (what: Step['tells']) =>
    steps.flatMap(({ tells }, index) => (tells === what ? (results[index] ?? []) : []));
  const store = ownRow(told('before'));
  const retracted = told('verdicts').filter(row => row.retracted !== null);
  const restored = told('verdicts').filter(row => row.retracted === null);
  const numbers = [...list(store, 'changed', isInteger), ...restored.map(row => integer(row, 'n'))];
  const scopes = new Map<string, KeptScope>(told('scopes').map(row => [scopeName(scopeOf(row)), scopeOf(row)]));
  return {
    revision: integer(told('revision')[0] ?? store, 'revision'),
    added: integer(store, 'added'),
    changed: new Set(numbers).size,
    retracted: retracted.length,
    scopes: [...scopes.values()],
  };
}

/** The store has no revision then, which the schema refuses: `overtakingOf` then says why. */
const refuseOvertaken = `
UPDATE store SET revision = NULL
WHERE EXISTS (
  SELECT 1 FROM json_each(?1) s CROSS JOIN cursors c ON c.epoch = s.value ->> 'epoch' AND c.revision > s.value ->> 'from'
)`;

/**
 * Whether an entry will change: by its fingerprint. Of one that was pushed by its date of change too, which may be all that is left of
 * what was undone at the sender between two pushes.
 */
const differs = `(e.fingerprint <> h.value ->> 'fingerprint' OR e.updated <> h.value ->> 'updated')`;

/** Which entries are new, and which will change. */
const before = `
SELECT revision, (
  SELECT count(*) FROM json_each(?1) h WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = h.key)
) AS added, (
  SELECT json_group_array(e.n)
  FROM json_each(?1) h CROSS JOIN entries e ON e.id = h.key AND ${differs}
) AS changed
FROM store`;

/** An entry and its scopes as rows: kind, key, label. */
type Placed = EntryRecord & { readonly places: readonly (readonly [string, string, string])[] };

function placed(record: EntryRecord): Placed {
  const places = scopesOf(record.entry).map(({ scope, label }) => [...addressOf(scope), label] as const);
  return { ...record, places };
}

/** What decides whether and where an entry changes, by its id: of one that is new the id alone is looked at. */
function headOf({ entry, fingerprint, places, story }: Placed, isPushed: boolean): readonly [string, unknown] {
  const { id, published, updated } = entry;
  return [id, { fingerprint, published, updated: isPushed ? updated : undefined, scopes: places, story }];
}

function entrySteps(records: readonly Placed[], heads: string, now: number, isPushed: boolean): readonly Step[] {
  if (records.length === 0) return [];
  const ids = JSON.stringify(records.map(({ entry }) => entry.id));
  const told = records.flatMap(({ entry, story }) => (story === undefined ? [] : [[entry.id, story.id, story.place]]));
  // Many entries share few scopes: what concerns these alone is said of each once, and of each of its labels.
  const places = records.flatMap(record => record.places);
  const scopes = JSON.stringify([...new Map(places.map(place => [place.join('\n'), place])).values()]);
  return [
    { sql: putScopes, params: [scopes], tells: 'nothing' },
    { sql: countLeaving, params: [heads, now], tells: 'scopes' },
    { sql: dropLeaving, params: [heads], tells: 'nothing' },
    { sql: countMoving, params: [heads, now], tells: 'nothing' },
    { sql: moveStaying, params: [heads], tells: 'nothing' },
    ...over(putEntries, [...givenColumns, 'scopes'], records.map(rowOfEntry), [null, now, Number(isPushed)]),
    ...each(stories.join, told),
    { sql: stories.leave, params: [heads], tells: 'nothing' },
    { sql: addJoining, params: [ids], tells: 'nothing' },
    { sql: countJoining, params: [ids], tells: 'scopes' },
    { sql: rename, params: [heads, now, scopes], tells: 'nothing' },
    ...over(stories.putSignatures, stories.signatureColumns, stories.rowsOfSignatures(records)),
  ];
}

/** What was written may concern others: those that tell the same. */
function storySteps(isChange: boolean, now: number): readonly Step[] {
  if (!isChange) return [];
  return [
    { sql: stories.countSettling, params: [null, now], tells: 'scopes' },
    { sql: stories.settle, params: [], tells: 'nothing' },
    { sql: stories.touch, params: [null, now], tells: 'nothing' },
  ];
}

/** Scopes that the entries bring. An entry that does not change has its scopes already. */
const putScopes = `
INSERT INTO scopes (kind, key, label, revision, next, live)
SELECT value ->> 0, value ->> 1, value ->> 2, 0, 1, 0 FROM json_each(?1) WHERE true
ON CONFLICT (kind, key) DO NOTHING`;

/** The memberships of entries that will change, before they do: an entry's places lead to them by its old revision. */
const changing = `
FROM json_each(?1) h
CROSS JOIN entries e ON e.id = h.key AND ${differs} ${memberships}`;

/** Those in scopes that the entry no longer has. */
const leaving = `${changing}
CROSS JOIN scopes c ON c.id = p.value
WHERE NOT EXISTS (SELECT 1 FROM json_each(h.value, '$.scopes') s WHERE s.value ->> 0 = c.kind AND s.value ->> 1 = c.key)`;

/** Retracted ones too: their tombstones leave with them. */
const countLeaving = `
UPDATE scopes SET revision = ${next}, departed = ${clock}, removed = ${clock}, removed_revision = ${next}, lost = ${next},
  live = scopes.live - gone.live
FROM (SELECT m.scope, sum(m.live = 1) AS live ${leaving} GROUP BY m.scope) gone
WHERE scopes.id = gone.scope
RETURNING kind, key`;

const dropLeaving = `DELETE FROM memberships WHERE (scope, ordinal) IN (SELECT m.scope, m.ordinal ${leaving})`;

/**
 * An entry whose date was corrected to earlier may leave the window of a scope: what it leaves changes then, and what comes in from behind
 * no delta would say. Of one that was taken back any change counts: by its date its tombstone stands beside a window or does not.
 */
const countMoving = `
UPDATE scopes SET departed = ${clock}, lost = iif(moved.back, ${next}, lost)
FROM (
  SELECT m.scope AS id, max(m.live > 0) AS back ${changing} WHERE m.live = 0 OR m.published > h.value ->> 'published'
  GROUP BY m.scope LIMIT -1
) moved
WHERE scopes.id = moved.id`;

const moveStaying = `
UPDATE memberships SET revision = ${next}, published = kept.published
FROM (SELECT m.scope, m.ordinal, h.value ->> 'published' AS published ${changing} LIMIT -1) kept
WHERE memberships.scope = kept.scope AND memberships.ordinal = kept.ordinal`;

/** What is given of an entry, besides its scopes. */
const givenColumns = [...factColumns, 'written', 'fingerprint'];

const replaced = [...givenColumns, 'revision', 'modified', 'places']
  .filter(column => !['id', 'source', 'key', 'title'].includes(column))
  .map(column => `${column} = excluded.${column}`);

/**
 * Equal fingerprints write nothing. An id that comes with another source or key than it was stored with loses its title,
 * which the schema refuses: `conflictIn` then says why.
 */
const putEntries = `
INSERT INTO entries (${givenColumns.join(', ')}, revision, modified, places)
SELECT ${givenColumns.map(column => `g.${column}`).join(', ')}, ${next}, ${clock}, (
    SELECT json_group_array(c.id)
    FROM json_each(g.scopes) s CROSS JOIN scopes c ON c.kind = s.value ->> 0 AND c.key = s.value ->> 1
  )
FROM given g
WHERE true
ON CONFLICT (id) DO UPDATE SET
  title = iif(source = excluded.source AND key = excluded.key, excluded.title, NULL), ${replaced.join(', ')}
WHERE fingerprint <> excluded.fingerprint OR (?3 AND updated <> excluded.updated) OR source <> excluded.source OR key <> excluded.key`;

function rowOfEntry({ entry, written, fingerprint, places }: Placed): readonly SqlValue[] {
  return [...factsOf(entry), written, fingerprint, JSON.stringify(places)];
}

/** The entries that this put wrote, and their places. */
const written = `
FROM json_each(?1) h
CROSS JOIN entries e ON e.id = h.value AND e.revision = ${next}
CROSS JOIN json_each(e.places) p`;

const addJoining = `
INSERT INTO memberships (scope, ordinal, entry, revision, live, published, id)
SELECT c.id, c.next - 1 + row_number() OVER (PARTITION BY c.id ORDER BY h.key), e.n, e.revision, ${standing},
  e.published, e.id
${written} CROSS JOIN scopes c ON c.id = p.value
WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.scope = c.id AND m.revision = e.revision AND m.entry = e.n)`;

/** What joined has ordinals from `next` on. */
const countJoining = `
UPDATE scopes SET revision = ${next},
  live = live + (SELECT count(*) FROM memberships m WHERE m.scope = scopes.id AND m.ordinal >= scopes.next AND m.live = 1),
  next = coalesce((SELECT max(m.ordinal) + 1 FROM memberships m WHERE m.scope = scopes.id AND m.ordinal >= scopes.next), next)
WHERE id IN (SELECT p.value ${written})
RETURNING kind, key`;

/**
 * A scope is called what its first entry calls it, also when that changes its mind. Only scopes that somebody calls another
 * name (?3) are looked at, and then whether it is their first entry who does.
 */
const rename = `
UPDATE scopes SET label = named.label, departed = ${clock}
FROM (
  SELECT other.id, l.value ->> 2 AS label
  FROM (
    SELECT DISTINCT c.id, c.kind, c.key, c.label FROM json_each(?3) s
    CROSS JOIN scopes c ON c.kind = s.value ->> 0 AND c.key = s.value ->> 1 AND c.label <> s.value ->> 2
  ) other
  CROSS JOIN memberships m ON m.scope = other.id AND m.ordinal = 1
  CROSS JOIN entries e ON e.n = m.entry AND e.revision = ${next}
  CROSS JOIN json_each(?1) h ON h.key = e.id
  CROSS JOIN json_each(h.value, '$.scopes') l ON l.value ->> 0 = other.kind AND l.value ->> 1 = other.key
    AND l.value ->> 2 <> other.label
  LIMIT -1
) named
WHERE scopes.id = named.id`;

type Verdict = {
  readonly id: string;
  readonly by: Retraction['by'];
  readonly at?: Instant | undefined;
  readonly live: 0 | 1;
};

function verdictSteps(verdicts: readonly Verdict[], now: number): readonly Step[] {
  if (verdicts.length === 0) return [];
  const params = [JSON.stringify(verdicts), now];
  return [
    { sql: countVerdicts, params, tells: 'scopes' },
    { sql: moveVerdicts, params: params.slice(0, 1), tells: 'nothing' },
    { sql: putVerdicts, params, tells: 'verdicts' },
    { sql: hardenVerdicts, params: params.slice(0, 1), tells: 'nothing' },
  ];
}

/** Entries to take back that are not, or on another date, and to give back that nobody else took. */
const effective = `
FROM json_each(?1) h
CROSS JOIN entries e ON e.id = h.value ->> 'id'
  AND iif(h.value ->> 'live', h.value ->> 'by' IN (e.retracted_by, 'both') AND e.retracted IS NOT NULL,
    e.retracted IS NULL OR e.retracted <> h.value ->> 'at')`;

const moving = `${effective} ${memberships}`;

/** An entry that is given back takes its tombstone along. */
const countVerdicts = `
UPDATE scopes SET revision = ${next}, departed = ${clock}, live = scopes.live + moved.come - moved.gone
FROM (
  SELECT m.scope, sum(h.value ->> 'live') AS come,
    sum(m.live = 1 AND NOT h.value ->> 'live') AS gone
  ${moving} GROUP BY m.scope
) moved
WHERE scopes.id = moved.scope
RETURNING kind, key`;

const moveVerdicts = `
UPDATE memberships SET revision = ${next}, live = moved.live
FROM (SELECT m.scope, m.ordinal, h.value ->> 'live' AS live ${moving} LIMIT -1) moved
WHERE memberships.scope = moved.scope AND memberships.ordinal = moved.ordinal`;

const putVerdicts = `
UPDATE entries SET revision = ${next}, modified = ${clock}, retracted = iif(found.live, NULL, coalesce(found.at, ${clock})),
  retracted_by = iif(found.live, NULL, iif(coalesce(retracted_by, found.by) = found.by, found.by, 'both'))
FROM (
  SELECT e.n, h.value ->> 'live' AS live, h.value ->> 'by' AS by, h.value ->> 'at' AS at ${effective} LIMIT -1
) found
WHERE entries.n = found.n
RETURNING n, retracted`;

/**
 * What both take back stays back until both give it back. Whose word it is changes then, and nothing that a feed shows.
 */
const hardenVerdicts = `
UPDATE entries SET retracted_by = found.by
FROM (
  SELECT e.n, iif(h.value ->> 'live', iif(h.value ->> 'by' = 'file', 'operator', 'file'), 'both') AS by
  FROM json_each(?1) h
  CROSS JOIN entries e ON e.id = h.value ->> 'id' AND iif(h.value ->> 'live', e.retracted_by = 'both',
    e.retracted_by <> 'both' AND e.retracted_by <> h.value ->> 'by')
  LIMIT -1
) found
WHERE entries.n = found.n`;

/** Every entry is in the scope of all: whether this put wrote one is one look-up there. */
const raiseRevision = `
UPDATE store SET revision = revision + 1, modified = ${clock}
WHERE EXISTS (
  SELECT 1 FROM scopes c CROSS JOIN memberships m ON m.scope = c.id AND m.revision = ${next} WHERE c.kind = 'all' AND c.key = ''
)
RETURNING revision`;

/**
 * An entry that is not stored has no number, which the schema refuses: `conflictIn` then says why. FAIL: the transaction is undone
 * then, and SQLite need not copy each page first to undo this statement alone, which was half of its time.
 */
const putNames = `
INSERT OR FAIL INTO names (source, name, entry)
SELECT g.source, k.value, e.n FROM given g LEFT JOIN entries e ON e.id = g.entry CROSS JOIN json_each(g.names) k
WHERE true
ON CONFLICT DO NOTHING`;

const nameColumns = ['source', 'entry', 'names'];

/** A row for all names of an entry. */
function rowsOfNames(names: readonly Name[]): readonly (readonly SqlValue[])[] {
  const byEntry = Map.groupBy(names, ({ source, entry }) => `${source} ${entry}`);
  return [...byEntry.values()].flatMap(all =>
    all.slice(0, 1).map(({ source, entry }) => [source, entry, JSON.stringify(all.map(({ name }) => name))]),
  );
}

const putSeeds = `
INSERT INTO seeds (path, source, size, mtime, digest, rules, entry, text_length, present)
SELECT * FROM given
WHERE true
ON CONFLICT (path) DO UPDATE SET
  source = excluded.source, size = excluded.size, mtime = excluded.mtime, digest = excluded.digest, rules = excluded.rules,
  entry = excluded.entry, text_length = excluded.text_length, present = excluded.present
WHERE (source, size, mtime, digest, rules, entry, text_length, present) IS NOT (excluded.source, excluded.size,
  excluded.mtime, excluded.digest, excluded.rules, excluded.entry, excluded.text_length, excluded.present)`;

const seedColumns = ['path', 'source', 'size', 'mtime', 'digest', 'rules', 'entry', 'text_length', 'present'];

function rowOfSeed({ path, source, size, mtime, digest, rules, entry, textLength, present }: SeedRecord) {
  return [path, source ?? null, size, mtime, digest, rules, entry ?? null, textLength, Number(present)];
}

const putVanished = 'UPDATE seeds SET present = 0 WHERE present = 1 AND path IN (SELECT value FROM json_each(?1))';

const dropProblems = 'DELETE FROM problems WHERE path IN (SELECT value FROM json_each(?1))';

const putProblems = `
INSERT INTO problems (path, source, reason, hint)
SELECT value ->> 'path', value ->> 'source', value ->> 'reason', value ->> 'hint' FROM json_each(?1)
WHERE true
ON CONFLICT (path) DO UPDATE SET source = excluded.source, reason = excluded.reason, hint = excluded.hint
WHERE (source, reason, hint) IS NOT (excluded.source, excluded.reason, excluded.hint)`;

const putRuns = `
INSERT OR REPLACE INTO runs (source, configured, url, etag, last_modified, digest, rules, asked, answered, next, news, habit,
  pace, failures, failing_since, failing_reason)
SELECT value ->> 'source', value ->> 'configured', value ->> 'url', value ->> 'etag', value ->> 'lastModified',
  value ->> 'digest', value ->> 'rules', value ->> 'asked', value ->> 'answered', value ->> 'next', value ->> 'news',
  value ->> 'habit', value ->> 'pace', value ->> 'failures', value ->> '$.failing.since', value ->> '$.failing.reason'
FROM json_each(?1)`;

/** Batches of one push may arrive twice, or an older one after a newer. */
const putCursor = `
INSERT INTO cursors (epoch, revision)
SELECT value ->> 'epoch', value ->> 'revision' FROM json_each(?1)
WHERE true
ON CONFLICT (epoch) DO UPDATE SET revision = excluded.revision WHERE revision < excluded.revision`;

function lastOfEach(records: readonly EntryRecord[]): readonly EntryRecord[] {
  return [...new Map(records.map(record => [record.entry.id, record])).values()];
}

/** One verdict an entry. */
function verdictsOf({ retract = [], restore = [] }: Change): readonly Verdict[] {
  const both = new Set(retract.map(({ id }) => id)).intersection(new Set(restore.map(({ id }) => id)));
  if (both.size > 0) throw new Error(`A put takes back and gives back the same entry: ${[...both].join(', ')}.`);
  const verdicts = new Map<string, Verdict>();
  const add = (verdict: Verdict) => {
    const before = verdicts.get(verdict.id);
    const by = before === undefined || before.by === verdict.by ? verdict.by : 'both';
    verdicts.set(verdict.id, { ...verdict, by, at: verdict.at ?? before?.at });
  };
  for (const { id, by, at } of retract) add({ id, by, at, live: 0 });
  for (const { id, by } of restore) add({ id, by, live: 1 });
  return [...verdicts.values()];
}

/** A step for a list, or none for an empty one. */
function each(sql: string, list: readonly unknown[]): readonly Step[] {
  return when(list.length > 0, { sql, params: [JSON.stringify(list)], tells: 'nothing' });
}

/** A step over rows that are given with it, or none where there are none. */
function over(
  sql: string,
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
  params: readonly SqlValue[] = [],
): readonly Step[] {
  return when(rows.length > 0, { sql, params, given: { columns, rows }, tells: 'nothing' });
}

function when(condition: boolean, step: Step): readonly Step[] {
  return condition ? [step] : [];
}
