import { read, readSeeds, recognize } from '../../ingest-files.ts';
import type { Reading, Readings, SeedFile, UnreadableFile, Workshop } from '../../model/reading.ts';
import type { Source } from '../../model/source.ts';
import { type Found, seedsOf } from '../files/scan.ts';
import { longestReading, within } from './within.ts';

/** Bytes of files that are read under one watch, which costs as much as two or three files; so few of them are in memory at a time. */
const group = 1024 * 1024;

/** Reads files from the disk and says what they say; those that cannot be read, or not in time, are among its failures. Rejects when `stopped` breaks it off. */
export function readBatch(
  root: string,
  found: readonly Found[],
  workshop: Workshop,
  longest: number = longestReading,
  stopped?: AbortSignal,
): Promise<Readings> {
  const unreadable: UnreadableFile[] = [];
  const inTime = (files: Iterable<SeedFile>, sources: readonly Source[]) =>
    readInTime(files, sources, longest, stopped);
  return readSeeds(seedsOf(root, found, unreadable), unreadable, workshop, inTime);
}

/**
 * What files say; of one that takes longer than so many milliseconds, that it does. A pattern of a source may never come to an end at a
 * file: nothing would be read any more, and nobody be told. Throws when `stopped` breaks it off.
 */
export async function* readInTime(
  files: Iterable<SeedFile>,
  sources: readonly Source[],
  longest: number = longestReading,
  stopped?: AbortSignal,
): AsyncGenerator<Reading> {
  for (const some of inGroups(files)) {
    await mayGoOn(stopped);
    const readings = within(longest, () => some.map(file => read(file, sources)));
    if (readings !== undefined) yield* readings;
    else
      for (const file of some) {
        await mayGoOn(stopped);
        yield within(longest, () => read(file, sources)) ?? tooSlow(file, sources, longest);
      }
  }
}

/** Lets the thread hear what it is told meanwhile, as Ctrl-C, which comes in the turn after this one. Throws when it is to stop. */
async function mayGoOn(stopped: AbortSignal | undefined): Promise<void> {
  for (let turns = 0; turns < 2; turns++) await new Promise(resolve => setImmediate(resolve));
  stopped?.throwIfAborted();
}

function* inGroups(files: Iterable<SeedFile>): Generator<readonly SeedFile[]> {
  let some: SeedFile[] = [];
  let bytes = 0;
  for (const file of files) {
    some.push(file);
    bytes += file.bytes.length;
    if (bytes < group) continue;
    yield some;
    some = [];
    bytes = 0;
  }
  if (some.length > 0) yield some;
}

function tooSlow(file: SeedFile, sources: readonly Source[], longest: number): Reading {
  const { source } = recognize(file, sources);
  const reason = `takes longer than ${longest / 1000} s to read`;
  const hint =
    'Look in sources.yaml for a pattern of its source that repeats what repeats itself, such as (a+)+, and write a+; else mend the file.';
  return { file, source, outcome: { kind: 'problem', reason, hint } };
}
