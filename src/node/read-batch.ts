import { readSeeds } from '../ingest-files.ts';
import type { Readings, SeedFile, UnreadableFile, Workshop } from '../model/reading.ts';
import { type Found, readSeed } from './scan.ts';

/** Reads files from the disk and says what they say; those that cannot be read are among its failures. */
export function readBatch(root: string, found: readonly Found[], workshop: Workshop): Promise<Readings> {
  const unreadable: UnreadableFile[] = [];
  return readSeeds(filesOf(root, found, unreadable), unreadable, workshop);
}

/** The files one after the other, when they are asked for, so that one is in memory at a time; the others go to `unreadable`. */
function* filesOf(root: string, found: readonly Found[], unreadable: UnreadableFile[]): Generator<SeedFile> {
  for (const each of found) {
    const seed = each.refused === undefined ? readSeed(root, each) : each;
    if ('bytes' in seed) yield seed;
    else if (seed.refused !== undefined) unreadable.push({ ...seed, source: undefined, ...seed.refused });
  }
}
