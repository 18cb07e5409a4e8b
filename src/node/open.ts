/** The pieces every command builds from: the database, the store on it, and the intake. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Workshop } from '../ingest.ts';
import type { Config } from '../model/config.ts';
import type { Store } from '../model/store.ts';
import { createStore } from '../store/store.ts';
import { digest, rulesDigest } from './digest.ts';
import { codeOf } from './scan.ts';
import { UsageError } from './settings.ts';
import { type Database, openDatabase } from './sqlite.ts';
import { Version } from './version.ts';

export type Opened = {
  readonly store: Store;
  /** Changes with every change of the database, by whichever process. */
  readonly version: () => number;
  readonly close: () => void;
};

/** Opens the database in a folder, which is made if it is not there. Throws a UsageError when that cannot be. */
export function openStore(dataDir: string): Opened {
  const { driver, dataVersion, close } = openIn(dataDir);
  const version = new Version(dataVersion);
  const store = createStore(driver);
  const put: Store['put'] = change => store.put(change).finally(version.changed);
  return { store: { ...store, put }, version: version.current, close };
}

function openIn(dataDir: string): Database {
  try {
    mkdirSync(dataDir, { recursive: true });
    return openDatabase(join(dataDir, 'huiliu.sqlite'));
  } catch (error) {
    const why = codeOf(error) ?? (error instanceof Error ? error.message : String(error));
    throw new UsageError(
      `The database in ${dataDir} cannot be opened (${why}). Make the folder writable, or name another with --data DIR.`,
    );
  }
}

/** What ingest needs on Node. */
export function workshopOf(config: Config): Workshop {
  return { config, digest, rules: rulesDigest(config) };
}
