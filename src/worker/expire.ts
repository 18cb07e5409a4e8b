import type { Instant } from '../model/entry.ts';
import type { KeptSource } from '../model/keep.ts';
import type { Store } from '../model/store.ts';

/**
 * Entries that go in an hour at most. At about 10 rows each that is half of the 100,000 rows that the free plan writes a day, and
 * more than can arrive with the other half: pushes go on while a `keep` that was made smaller is worked off.
 */
const anHour = 200;

/**
 * Once an hour, by the time at which a run of each minute was due: lets go of what is not kept, in one bounded step. The sources
 * are asked for only then: to read the configuration takes a good part of what a run may.
 */
export async function expireHourly(
  store: Store,
  sourcesOf: () => readonly KeptSource[],
  due: Instant,
): Promise<number> {
  return new Date(due).getUTCMinutes() === 0 ? store.expire(sourcesOf(), due, anHour) : 0;
}
