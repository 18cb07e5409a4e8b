import { rmSync, statSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { log } from '../log.ts';
import { databaseIn, type Opened, openStore, openToRead, Unopened } from './open.ts';
import { isBusy } from './sqlite.ts';
import { standingAt } from './standing.ts';

/** How often is tried, milliseconds. What is the same at two looks is not being copied any more. */
const interval = 1000;

/**
 * Opens the database that is served, as soon as it can be written: the disk may be full, or read-only, or away. `read` is given what can
 * be read of it meanwhile, unless an earlier one is `left`, which is served on; then none is made. Resolves to nothing when it is to stop
 * before. Throws a UsageError where there is nothing to serve.
 */
export async function openAtLast(
  dataDir: string,
  left: Left | undefined,
  stopping: Promise<void>,
  read: (opened: Opened) => Promise<void>,
): Promise<Opened | undefined> {
  const isStopping = stopping.then(() => true);
  const path = databaseIn(dataDir);
  let isAgain = left !== undefined;
  let said = '';
  for (let seen = ''; ; ) {
    const last = seen;
    seen = statOf(path);
    try {
      if (!isAgain || (seen === last && seen !== '')) {
        if (left !== undefined) removeLog(left, path);
        return openStore(dataDir, { mustExist: isAgain, mustWrite: true });
      }
    } catch (error) {
      if (!isAgain) {
        if (!(error instanceof Unopened)) throw error;
        await read(orElse(() => openToRead(dataDir), error));
        isAgain = true;
      }
      const isNews = !isBusy(error) && String(error) !== said;
      if (isNews) log.failure('Nothing can be stored. What is stored is served.', error);
      said = String(error);
    }
    if (await Promise.race([isStopping, after(interval, false, { ref: false })])) return undefined;
  }
}

/** A database that was open when it was taken away, with how it stood, and the files that SQLite keeps beside it. */
export type Left = { readonly opened: Opened; readonly stood: ReadonlyMap<string, string | undefined> };

/** How an open database stands. */
export function leftOf(opened: Opened): Left {
  const { path } = opened;
  return { opened, stood: new Map([path, `${path}-wal`, `${path}-shm`].map(file => [file, standingAt(file)])) };
}

/**
 * Takes the log of the one that is gone away from beside another that was put in its place: SQLite would read it as that one's. What is in it
 * is in the file before, wherever that has been moved to.
 */
function removeLog({ opened, stood }: Left, path: string): void {
  const isStill = (file: string) => stood.get(file) !== undefined && standingAt(file) === stood.get(file);
  const files = [...stood.keys()].filter(file => file !== path);
  if (isStill(path) || !files.some(isStill)) return;
  // Another server on the same folder does the same, and may have begun a new log since.
  opened.leave(() => {
    for (const file of files.filter(isStill)) rmSync(file);
  });
}

/** What it has, or throws what was the matter before. */
function orElse<T>(work: () => T, before: Error): T {
  try {
    return work();
  } catch {
    throw before;
  }
}

/** How a file stands; empty where there is none, nor anything in it: SQLite would make a database of that. */
function statOf(path: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return size === 0 ? '' : `${ino} ${size} ${mtimeMs}`;
  } catch {
    // Whatever it is, nothing can be opened there.
    return '';
  }
}
