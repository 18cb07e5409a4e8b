import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createStore } from '../../src/store/store.ts';
import { type D1Database, d1Driver } from '../../src/worker/d1.ts';
import { digest } from '../../src/worker/digest.ts';
import { type TestPlatform, testConfig } from './platform.ts';

const free: D1Database[] = [env.DB, env.DB_2, env.DB_3, env.DB_4];

export async function openPlatform(): Promise<TestPlatform> {
  const { database, close } = await openD1();
  const driver = d1Driver(database);
  return { config: testConfig(), digest, driver, store: createStore(driver), close };
}

/** One of the D1 databases, empty and migrated: storage is shared between the tests of a file. */
export async function openD1(): Promise<{ readonly database: D1Database; readonly close: () => Promise<void> }> {
  const database = free.pop();
  if (database === undefined)
    throw new Error('All test databases are open: close one, or add a binding to vitest.config.ts.');
  const { query, transaction } = d1Driver(database);
  // A virtual table takes its own tables with it.
  const tables = await query(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '!_cf!_%' ESCAPE '!'
      AND name NOT LIKE 'search!_%' ESCAPE '!'`,
    [],
  );
  await transaction(tables.map(({ name }) => ({ sql: `DROP TABLE "${name}"`, params: [] })));
  await applyD1Migrations(database, env.MIGRATIONS);
  return { database, close: async () => void free.push(database) };
}
