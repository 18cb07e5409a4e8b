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
import { openDatabase } from './sqlite.ts';

export type Opened = { readonly store: Store; readonly close: () => void };

/** Opens the database in a folder, which is made if it is not there. Throws a UsageError when that cannot be. */
export function openStore(dataDir: string): Opened {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new UsageError(`The data folder ${dataDir} cannot be made (${codeOf(error)}). Name another with --data DIR.`);
  }
  const { driver, close } = openDatabase(join(dataDir, 'huiliu.sqlite'));
  return { store: createStore(driver), close };
}

/** What ingest needs on Node. */
export function workshopOf(config: Config): Workshop {
  return { config, digest, rules: rulesDigest(config) };
}
