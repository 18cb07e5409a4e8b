/**
 * `kill -9` at random moments of an ingest: whether the database that comes of it equals that of an undisturbed run. `--n 10000`
 * posts, `--kills 20`, `--seed 1`. The moments are drawn over the whole ingest: each start is killed when so many entries are stored,
 * and a moment later, as long as a batch takes; what is left after the last is read in peace.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { random, writeCorpus } from './corpus.ts';
import { numbersOf } from './options.ts';
import { root } from './server.ts';

export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const [count, kills, seed] = [option('n', 10_000), option('kills', 20), option('seed', 1)];
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-bench-'));
  try {
    const seeds = join(folder, 'seeds');
    writeCorpus(seeds, count);
    const [calm, killed] = [join(folder, 'calm'), join(folder, 'killed')];
    await ingest(seeds, calm);
    const next = random(seed);
    const moments = Array.from({ length: kills }, () => Math.floor(next() * count)).toSorted((a, b) => a - b);
    const held: number[] = [];
    for (const moment of moments) {
      await ingest(seeds, killed, { stored: moment, wait: next() * batch });
      held.push(storedIn(killed));
    }
    console.log(`${count} posts, seed ${seed}; stored after each of ${kills} kills: ${held.join(', ')}`);
    await ingest(seeds, killed);
    const [expected, found] = [contentsOf(calm), contentsOf(killed)];
    const differing = [...expected].filter(([table, digest]) => found.get(table) !== digest).map(([table]) => table);
    console.log(
      differing.length === 0 ? 'the database equals that of an undisturbed run' : `differs in ${differing.join(', ')}`,
    );
    if (differing.length > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds that a batch takes, more or less. */
const batch = 150;

/** Ingests to the end, or until some milliseconds after so many entries are stored. */
async function ingest(
  seeds: string,
  data: string,
  end?: { readonly stored: number; readonly wait: number },
): Promise<void> {
  const places = ['--seeds', seeds, '--data', data, '--config', join(root, 'config')];
  const child = spawn(process.execPath, [join(root, 'src/node/main.mjs'), 'ingest', ...places], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  if (end !== undefined) {
    const reached = () => child.exitCode !== null || (existsSync(data) && storedIn(data) >= end.stored);
    while (!reached()) await delay(10);
    await delay(end.wait);
    child.kill('SIGKILL');
  }
  const [status, signal] = await ended;
  if (status !== 0 && signal !== 'SIGKILL') throw new Error(`ingest ended with status ${status}`);
}

function storedIn(data: string): number {
  // Until there is a log, the database is being made.
  if (!existsSync(join(data, 'huiliu.sqlite-wal'))) return 0;
  const database = new DatabaseSync(join(data, 'huiliu.sqlite'), { readOnly: true, timeout: 5000 });
  const [made] = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'entries'").all();
  const [row] = made === undefined ? [] : database.prepare('SELECT count(*) AS n FROM entries').all();
  database.close();
  return Number(row?.n ?? 0);
}

/** Of each table a digest of all that it holds, but for when and in which transaction it came; throws for a broken database. */
function contentsOf(data: string): ReadonlyMap<string, string> {
  const database = new DatabaseSync(join(data, 'huiliu.sqlite'));
  const [integrity] = database.prepare('PRAGMA integrity_check').all();
  if (integrity?.integrity_check !== 'ok') throw new Error(`The database is broken: ${JSON.stringify(integrity)}`);
  const contents = new Map(
    Object.entries(tables).map(([table, columns]) => {
      const digest = createHash('sha256');
      for (const row of database.prepare(`SELECT ${columns} FROM ${table} ORDER BY 1, 2, 3`).iterate())
        digest.update(JSON.stringify(row));
      return [table, digest.digest('hex')];
    }),
  );
  database.close();
  return contents;
}

const tables = {
  entries: `n, id, source, key, fingerprint, retracted, retracted_by, published, updated, written, places, title, link, authors,
    editor, publisher, categories, summary, image, language, content`,
  scopes: 'id, kind, key, label, next, live',
  memberships: 'scope, ordinal, entry, live, published, id',
  names: 'source, name, entry',
  seeds: 'path, source, size, mtime, digest, rules, entry, text_length, present',
  problems: 'path, source, reason, hint',
  tellings: 'story, place, entry',
  story_keys: 'span, entry, keys, sketch',
} as const;
