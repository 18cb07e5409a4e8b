import type { Entry } from '../../src/model/entry.ts';
import type { SqlDriver, SqlRow } from '../../src/model/sql.ts';
import type { EntryRecord, SeedRecord } from '../../src/model/store.ts';

export const day = Date.parse('2026-03-01T00:00:00Z');
export const all = { kind: 'all' } as const;

export function idOf(key: string): string {
  return `tag:huiliu.example,2026:sina/${key}`;
}

/** An entry named by its key: of source sina, published on the first of March, without categories or publisher. */
export function record(key: string, changes: Partial<Entry> = {}): EntryRecord {
  const entry: Entry = {
    id: idOf(key),
    source: 'sina',
    key,
    title: `标题 ${key}`,
    link: undefined,
    published: day,
    updated: day,
    authors: [],
    editor: undefined,
    publisher: undefined,
    categories: [],
    summary: undefined,
    content: undefined,
    image: undefined,
    enclosures: undefined,
    language: 'zh-CN',
    ...changes,
  };
  return { entry, fingerprint: JSON.stringify(entry), written: entry.published };
}

export function category(...terms: readonly string[]): Pick<Entry, 'categories'> {
  return { categories: terms.map(term => ({ term, label: term.toUpperCase() })) };
}

/** Entries `from` to `to`, published in the order of their numbers, each of the category `even` or `odd`. */
export function numbered(from: number, to: number, source = 'sina'): EntryRecord[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const number = from + index;
    const key = `n${number}`;
    const id = source === 'sina' ? idOf(key) : `urn:${source}:${key}`;
    return record(key, { id, source, published: day + number * 1000, ...category(number % 2 === 0 ? 'even' : 'odd') });
  });
}

export function seed(path: string, changes: Partial<SeedRecord> = {}): SeedRecord {
  const facts = {
    source: 'sina',
    size: 10,
    mtime: day,
    digest: 'd',
    rules: 'r',
    entry: undefined,
    textLength: 5,
    present: true,
  };
  return { path, ...facts, ...changes };
}

/** Rows that stand for an entry that is not stored, or miscount those that are, each with what is wrong. */
export async function orphans({ query }: SqlDriver): Promise<readonly SqlRow[]> {
  const lost = (what: string, table: string, column = 'entry') =>
    query(
      `SELECT '${what}' AS what, t.* FROM ${table} t WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.n = ${column})`,
      [],
    );
  const found = await Promise.all([
    lost('membership', 'memberships'),
    lost('name', 'names'),
    lost('telling', 'tellings'),
    lost('key', 'story_keys'),
    lost('words', '(SELECT rowid & 1073741823 AS entry FROM search)'),
    query(
      `SELECT 'revision' AS what, m.* FROM memberships m JOIN entries e ON e.n = m.entry WHERE m.revision <> e.revision`,
      [],
    ),
    query(
      `SELECT 'place' AS what, e.id, p.value FROM entries e, json_each(e.places) p
      WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.scope = p.value AND m.entry = e.n)`,
      [],
    ),
    query(
      `SELECT 'count' AS what, c.kind, c.key, c.live FROM scopes c
      WHERE c.live <> (SELECT count(*) FROM memberships m WHERE m.scope = c.id AND m.live = 1)`,
      [],
    ),
  ]);
  return found.flat();
}

/** Everything in the database but what differs from one to the next: the epoch and the book of migrations. */
export async function dump({ query }: SqlDriver): Promise<Readonly<Record<string, readonly SqlRow[]>>> {
  return {
    store: await query('SELECT revision, modified FROM store', []),
    entries: await query('SELECT * FROM entries ORDER BY n', []),
    scopes: await query('SELECT * FROM scopes ORDER BY id', []),
    memberships: await query('SELECT * FROM memberships ORDER BY scope, ordinal', []),
    names: await query('SELECT * FROM names ORDER BY source, name', []),
    seeds: await query('SELECT * FROM seeds ORDER BY path', []),
    problems: await query('SELECT * FROM problems ORDER BY path', []),
  };
}
