/** Which files are read first, and how many at a time. */
import { isOfFiles, liesIn, type Source } from '../../model/source.ts';
import type { Found } from './scan.ts';

/**
 * Files and bytes that a batch, and so a transaction, holds at most: pages of an index that many entries share are then
 * written once for all of them.
 */
const batchFiles = 250;
const batchBytes = 16 * 1024 * 1024;

/**
 * The order of the file system is not ours: sorted, a fresh start over the same files makes the same entries. The sources come
 * in the order of the configuration: whoever tells a story first represents it.
 */
export function inOrder(files: readonly Found[], sources: readonly Source[]): Found[] {
  const placeOf = ({ path }: Found) => sources.findIndex(source => isOfFiles(source) && liesIn(source, path));
  const places = [...Map.groupBy(files, placeOf)].toSorted(([a], [b]) => a - b);
  return places.flatMap(([place, own]) => {
    const sorted = own.sort((a, b) => (a.path < b.path ? -1 : 1));
    return lastKeptFirst(sorted, sources[place]?.keep);
  });
}

/** Takes the next batch out of a queue. */
export function cutBatch(queue: Found[]): readonly Found[] {
  let bytes = 0;
  let end = 0;
  for (const { size } of queue) {
    if (end === batchFiles || bytes >= batchBytes) break;
    bytes += size;
    end += 1;
  }
  return queue.splice(0, end);
}

/**
 * Most names begin with a date: of a source that keeps a number, so many of its last files come first, in their order. Then it is
 * full, and of the others, if they are older, none is stored only to be deleted.
 */
function lastKeptFirst(files: readonly Found[], keep: Source['keep']): readonly Found[] {
  if (keep?.kind !== 'count') return files;
  return [...files.slice(-keep.entries), ...files.slice(0, -keep.entries)];
}
