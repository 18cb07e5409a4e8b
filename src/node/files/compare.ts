/** A folder beside what is remembered of it: both in the order of paths, so that neither has to be held as a whole. */
import type { SeedMark } from '../../model/store.ts';
import type { Found } from './scan.ts';

/** What a look at the whole folder found. */
export type Compared = {
  /** How many files are there. */
  readonly files: number;
  /** Those that are not as remembered, or not remembered at all. */
  readonly news: readonly Found[];
  /** The paths of those that are remembered and not there. */
  readonly vanished: readonly string[];
};

/** Compares files with what is remembered, page by page. The order saves work and memory; where it differs, the answer is the same. */
export async function compare(
  files: Iterable<Found>,
  remembered: AsyncIterable<readonly SeedMark[]>,
  isNews: (file: Found, known: SeedMark) => boolean,
): Promise<Compared> {
  const news: Found[] = [];
  const unknown = new Map<string, Found>();
  const missing = new Map<string, SeedMark>();
  const meet = (file: Found | undefined, known: SeedMark | undefined) => {
    if (file !== undefined && known !== undefined) {
      if (isNews(file, known)) news.push(file);
      unknown.delete(file.path);
      missing.delete(file.path);
    } else if (file !== undefined) unknown.set(file.path, file);
    else if (known !== undefined) missing.set(known.path, known);
  };
  const walking = files[Symbol.iterator]();
  let count = 0;
  const next = (): Found | undefined => {
    const step = walking.next();
    if (step.done === true) return undefined;
    count += 1;
    return step.value;
  };
  let file = next();
  for await (const page of remembered) {
    for (const known of page) {
      for (; file !== undefined && file.path <= known.path; file = next()) meet(file, missing.get(file.path));
      meet(unknown.get(known.path), known);
    }
  }
  for (; file !== undefined; file = next()) meet(file, missing.get(file.path));
  return { files: count, news: [...news, ...unknown.values()], vanished: [...missing.keys()] };
}
