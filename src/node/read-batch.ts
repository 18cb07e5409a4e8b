import { readSeeds } from '../ingest.ts';
import type { Readings, SeedFile, UnreadableFile, Workshop } from '../model/reading.ts';
import { type Found, readSeed } from './scan.ts';

/** Reads files from the disk and says what they say; those that cannot be read are among its failures. */
export function readBatch(root: string, found: readonly Found[], workshop: Workshop): Promise<Readings> {
  const files: SeedFile[] = [];
  const unreadable: UnreadableFile[] = [];
  for (const each of found) {
    const seed = each.refused === undefined ? readSeed(root, each) : each;
    if ('bytes' in seed) files.push(seed);
    else if (seed.refused !== undefined) unreadable.push({ ...seed, source: undefined, ...seed.refused });
  }
  return readSeeds(files, unreadable, workshop);
}
