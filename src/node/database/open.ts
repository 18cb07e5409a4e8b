/** Opens the database that a command works on, and the store in it. */
import { accessSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../model/store.ts';
import { EntryMemory } from '../../store/memory.ts';
import { createStore } from '../../store/store.ts';
import { codeOf } from '../code-of.ts';
import { makeFolder } from '../make-folder.ts';
import { UsageError } from '../usage-error.ts';
import { type Database, isBusy, openDatabase } from './sqlite.ts';
import { Version } from './version.ts';

/** A database that is open, and the store in it. */
export type Opened = {
  readonly store: Store;
  /** Changes with every change of the database, by whichever process. */
  readonly version: () => number;
  /** The file. */
  readonly path: string;
  /** Says that the database was just changed by somebody else, for whoever knows: `version` would see it a moment later. */
  readonly changed: () => void;
  /** From now on hardly waits for another process: what is not stored then is read next time. */
  readonly hurry: () => void;
  /** As of a Database. */
  readonly leave: Database['leave'];
  readonly close: () => void;
};

/**
 * Opens the database in a folder, which is made if it is not there, unless it `mustExist`. Throws a UsageError when that
 * cannot be; an Unopened one where it may some time.
 */
export function openStore(dataDir: string, { mustExist = false, mustWrite = false } = {}): Opened {
  return openedOn(openIn(dataDir, mustExist, mustWrite), dataDir);
}

/** Opens a database that cannot be written, for as long as that is so. Throws where nothing can be read either. */
export function openToRead(dataDir: string): Opened {
  const path = databaseIn(dataDir);
  // What was not copied back into it yet can be read only with the files beside it.
  const isStill = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;
  return openedOn(openDatabase(path, { readOnly: true, isStill }), dataDir);
}

/** Of a database that is there, and cannot be opened now. */
export class Unopened extends UsageError {}

function openedOn({ driver, dataVersion, leave, close }: Database, dataDir: string): Opened {
  const version = new Version(dataVersion);
  const store = createStore(driver, new EntryMemory(remembered));
  let end = Number.POSITIVE_INFINITY;
  const patiently = <T>(work: () => Promise<T>) => whenFree(work, () => end);
  const put: Store['put'] = change => patiently(() => store.put(change)).finally(version.changed);
  const indexSearch: Store['indexSearch'] = limit => patiently(() => store.indexSearch(limit)).finally(version.changed);
  const expire: Store['expire'] = (sources, now, limit) =>
    patiently(() => store.expire(sources, now, limit)).finally(version.changed);
  const noteRendering: Store['noteRendering'] = (digest, now) => patiently(() => store.noteRendering(digest, now));
  return {
    store: { ...store, put, indexSearch, expire, noteRendering },
    version: version.current,
    changed: version.changed,
    hurry: () => {
      end = Date.now() + hurriedPatience;
    },
    leave,
    close,
    path: databaseIn(dataDir),
  };
}

/** Characters of entries that are kept as read: after one new entry, a feed reads one and not fifty. */
const remembered = 4_000_000;

/** How long SQLite itself waits for another process to end its transaction: it waits on the thread that serves. */
const busyTimeout = 50;
/** How long we go on trying after that, between other work, milliseconds. */
const patience = 30_000;
/** And in a hurry. */
const hurriedPatience = 1000;

async function whenFree<T>(work: () => Promise<T>, end: () => number): Promise<T> {
  for (const own = Date.now() + patience; ; ) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || Date.now() > Math.min(own, end())) throw error;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

/** What to do about a file that SQLite cannot read; the causes are looked through, since each layer adds its own words. */
export function damageOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (/file is not a database|database disk image is malformed/.test(error.message))
    return 'The database is damaged, or no database. Put a copy back (docs/deploying.md, "Backup and restore"). Without one, move it away and start again: all files are read anew, but what was fetched, what was taken back and what files no longer say is lost with it.';
  return damageOf(error.cause);
}

/** Why SQLite reads or writes nothing, and what to do; the causes are looked through, since each layer adds its own words. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (/database or disk is full/.test(error.message))
    return 'The disk that holds the database is full. Make room: what was stored is there.';
  if (/attempt to write a readonly database/.test(error.message))
    return 'The database may not be written. Let the user that runs Huiliu write its folder and all files in it.';
  if (/disk I\/O error/.test(error.message))
    return 'The disk that holds the database cannot be read or written (disk I/O error). See that it works and has room: what was stored is there.';
  return refusalOf(error.cause);
}

/** Its file. */
export function databaseIn(dataDir: string): string {
  return join(dataDir, 'huiliu.sqlite');
}

function openIn(dataDir: string, mustExist: boolean, mustWrite: boolean): Database {
  const path = databaseIn(dataDir);
  try {
    if (mustExist) accessSync(path);
    else makeFolder(dataDir);
    return openDatabase(path, { mustWrite, busyTimeout });
  } catch (error) {
    // Whoever holds it ends some time: what is said of other failures would mislead.
    if (error instanceof UsageError || isBusy(error)) throw error;
    const damage = damageOf(error);
    if (damage !== undefined) throw new UsageError(`${path}: ${damage}`);
    const refusal = refusalOf(error);
    if (refusal !== undefined) throw new Unopened(`${path}: ${refusal}`);
    const code = codeOf(error);
    const said = error instanceof Error ? error.message : String(error);
    const why = code === undefined || code.startsWith('ERR_') ? said : code;
    throw new Unopened(`The database ${path} cannot be opened (${why}). ${adviceFor(code, mustExist)}`);
  }
}

function adviceFor(code: string | undefined, mustExist: boolean): string {
  if (mustExist && code === 'ENOENT') return 'Name the folder of an existing one with --data DIR.';
  if (code === 'EEXIST' || code === 'ENOTDIR')
    return 'A file is where its folder should be: name another with --data DIR.';
  return 'Make the folder writable, or name another with --data DIR.';
}
