import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/node/database/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { day, dump, record } from '../contract/records.ts';

const migrations = join(import.meta.dirname, '../../src/store/migrations');

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiliu-'));
  path = join(folder, 'data', 'huiliu.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('a database file', () => {
  test('is made with its folder, and is as it was when opened again', async () => {
    const first = openDatabase(path);
    await createStore(first.driver).put({ now: day, entries: [record('a')] });
    const [state, before] = [await createStore(first.driver).state(), await dump(first.driver)];
    first.close();

    const second = openDatabase(path);
    expect(await createStore(second.driver).state()).toEqual(state);
    expect(await dump(second.driver)).toEqual(before);
    second.close();
  });

  test('is left whole, and not while somebody reads it: the log holds what came since', async () => {
    const { driver, leave, close } = openDatabase(path, { busyTimeout: 50 });
    const store = createStore(driver);
    await store.put({ now: day, entries: [record('a')] });
    const reader = new DatabaseSync(path, { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT * FROM entries').all();
    await store.put({ now: day, entries: [record('b')] });
    const whole = join(folder, 'whole.sqlite');
    const copied = () => copyFileSync(path, whole);
    expect(() => leave(copied)).toThrow('The database is busy');
    expect(existsSync(whole)).toBe(false);
    reader.close();
    leave(copied);
    const { count } = new DatabaseSync(whole).prepare('SELECT count(*) AS count FROM entries').get() ?? {};
    expect(count).toBe(2);
    close();
  });

  test('keeps the book that wrangler keeps in D1', async () => {
    const { driver, close } = openDatabase(path);
    const applied = readdirSync(migrations)
      .sort()
      .map((name, index) => ({ id: index + 1, name }));
    expect(await driver.query('SELECT id, name FROM d1_migrations', [])).toEqual(applied);
    close();
  });

  test('whose search index cuts words as before is filled again', async () => {
    const before = openDatabase(path);
    const old = createStore(before.driver);
    await old.put({ now: day, entries: [record('a', { title: '旧词' })] });
    expect(await old.indexSearch(10)).toBe(1);
    await before.driver.query("DELETE FROM d1_migrations WHERE name = '0012_search_again.sql'", []);
    before.close();

    const { driver, close } = openDatabase(path);
    const store = createStore(driver);
    expect((await store.state()).search).toMatchObject({ revision: 0, steps: 2 });
    expect(await store.indexSearch(10)).toBe(1);
    expect(await store.search('旧词', Number.MIN_SAFE_INTEGER, 10)).toHaveLength(1);
    close();
  });

  // What is applied is not applied again: a migration that is written otherwise later leaves older databases without the difference, and
  // the next put into them fails. A change is a new file, and a new row here.
  test('is changed by the same statements as every database before it', () => {
    const digestOf = (name: string) => {
      const statements = readFileSync(join(migrations, name), 'utf8').replace(/--.*/g, '').replace(/\s+/g, ' ');
      return createHash('sha256').update(statements).digest('hex').slice(0, 16);
    };
    expect(Object.fromEntries(readdirSync(migrations).map(name => [name, digestOf(name)]))).toEqual({
      '0001_init.sql': '25353e0f9a88c2f9',
      '0002_archive.sql': '883b505464e31083',
      '0003_search.sql': 'd2e1ca4c44e914a2',
      '0004_rendering.sql': '6a3fde834b69c92b',
      '0005_cache.sql': 'f854738cad9a7238',
      '0006_stories.sql': 'b747fac2fa3850ad',
      '0008_keep.sql': '7855542b78dc0b37',
      '0009_runs.sql': 'bacfd605869bd958',
      '0010_sketches.sql': '9b975e6bb5a366e8',
      '0011_enclosures.sql': '80767d156618e384',
      '0012_search_again.sql': '23f6e3f0f5d01097',
    });
  });

  test('made by a newer Huiliu is refused by name', async () => {
    const { driver, close } = openDatabase(path);
    await driver.query("INSERT INTO d1_migrations (name) VALUES ('9999_later.sql')", []);
    close();
    expect(() => openDatabase(path)).toThrow(/huiliu\.sqlite was made by a newer Huiliu \(it has 9999_later\.sql\)/);
    expect(() => openDatabase(path, { readOnly: true })).toThrow(/newer Huiliu/);
  });

  test('is opened by many at once', async () => {
    const several = [1, 2, 3].map(() => openDatabase(path));
    await Promise.all(
      several.map(({ driver }, index) => createStore(driver).put({ now: day, entries: [record(`${index}`)] })),
    );
    for (const { driver, close } of several) {
      expect(await createStore(driver).state()).toMatchObject({ revision: 3 });
      close();
    }
  });

  test('tells when somebody else has changed it, and not for its own puts', async () => {
    const [reader, writer] = [openDatabase(path), openDatabase(path)];
    const [before, own] = [reader.dataVersion(), writer.dataVersion()];
    await createStore(writer.driver).put({ now: day, entries: [record('a')] });
    expect(reader.dataVersion()).not.toBe(before);
    expect(writer.dataVersion()).toBe(own);
    reader.close();
    writer.close();
  });
});

describe('a connection for reading only', () => {
  test('sees what others put and can put nothing', async () => {
    const writer = openDatabase(path);
    const reader = openDatabase(path, { readOnly: true });
    await createStore(writer.driver).put({ now: day, entries: [record('a')] });
    expect(await createStore(reader.driver).entry('sina', 'a')).toBeDefined();
    await expect(createStore(reader.driver).put({ now: day, entries: [record('b')] })).rejects.toThrow(/readonly/);
    reader.close();
    writer.close();
  });

  test('makes no database', () => {
    expect(() => openDatabase(path, { readOnly: true })).toThrow();
  });
});

describe('a transaction', () => {
  test('that fails leaves the driver ready for the next', async () => {
    const { driver, close } = openDatabase(':memory:');
    const insert = { sql: "INSERT INTO problems VALUES ('a', NULL, 'r', 'h')", params: [] };
    await expect(driver.transaction([insert, insert])).rejects.toThrow(
      /^SQLite: UNIQUE constraint failed: problems\.path/,
    );
    expect(await driver.query('SELECT * FROM problems', [])).toEqual([]);
    expect(await driver.transaction([insert, { sql: 'SELECT path FROM problems', params: [] }])).toEqual([
      [],
      [{ path: 'a' }],
    ]);
    close();
  });
});
