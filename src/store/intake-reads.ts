/** What is remembered of where entries come from: names, files, senders, sources that are fetched, and problems. */
import type { SqlDriver } from '../model/sql.ts';
import type { KnownEntry, Store } from '../model/store.ts';
import { limitOf } from './limit.ts';
import * as rows from './rows.ts';

type IntakeReads = Pick<
  Store,
  | 'known'
  | 'holding'
  | 'seedsAt'
  | 'seedsAfter'
  | 'seedsBelow'
  | 'seedsOf'
  | 'cursor'
  | 'otherAuthority'
  | 'runs'
  | 'problems'
  | 'countProblems'
>;

/** These of a Store. */
export function intakeReads({ query }: SqlDriver): IntakeReads {
  return {
    known: async (source, names) => {
      const found = new Map<string, KnownEntry>();
      for (const row of await query(knownBy, [source, JSON.stringify(names)])) {
        const entry = rows.knownEntry(row);
        for (const name of rows.list(row, 'matches', rows.isString)) found.set(name, entry);
      }
      return found;
    },

    holding: async wanted => {
      const found = await query(holding, [JSON.stringify(wanted)]);
      return found.map(row => ({
        id: rows.text(row, 'id'),
        source: rows.text(row, 'source'),
        key: rows.text(row, 'key'),
      }));
    },

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

    otherAuthority: async authority => {
      const [row] = await query(otherAuthority, [`tag:${authority}:`, `tag:${authority};`]);
      return row && rows.text(row, 'authority');
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

const holding = `
SELECT e.id, e.source, e.key FROM json_each(?1) w CROSS JOIN entries e ON e.id = w.value ->> 'id'
UNION
SELECT e.id, e.source, e.key FROM json_each(?1) w
CROSS JOIN entries e ON e.source = w.value ->> 'source' AND e.key = w.value ->> 'key'`;

const seedsAt = 'SELECT s.* FROM json_each(?1) w CROSS JOIN seeds s ON s.path = w.value';

const seedsAfter = `SELECT path, source, size, mtime, rules FROM seeds WHERE path > ?1 AND present = 1 ORDER BY path ${limitOf('?2')}`;

/** `0` comes after `/`: between them is what lies in a folder. */
const seedsBelow = `
SELECT s.path FROM json_each(?1) w CROSS JOIN seeds s ON s.path = w.value AND s.present = 1
UNION
SELECT s.path FROM json_each(?1) w CROSS JOIN seeds s
ON s.path > w.value || '/' AND s.path < w.value || '0' AND s.present = 1`;

/**
 * The first id of each authority is looked at: `;` comes after `:`, so that no other of the same one is read, of which blogs have thousands. An id
 * of ours ends in source and key (see `idOf`); one that an article came with does not.
 */
const otherAuthority = `
WITH RECURSIVE firsts (first) AS (
  SELECT min(id) FROM entries WHERE id > 'tag:' AND id < 'tag;'
  UNION ALL
  SELECT (SELECT min(id) FROM entries WHERE id > substr(first, 1, instr(substr(first, 5), ':') + 3) || ';' AND id < 'tag;')
  FROM firsts WHERE first IS NOT NULL
)
SELECT substr(first, 5, length(first) - length(source) - length(key) - 6) AS authority
FROM firsts CROSS JOIN entries ON id = first
WHERE substr(id, -length(source) - length(key) - 2) = ':' || source || '/' || key AND NOT (id > ?1 AND id < ?2) LIMIT 1`;

const seedsOf = 'SELECT s.path FROM json_each(?1) w CROSS JOIN seeds s ON s.entry = w.value AND s.present = 1';
