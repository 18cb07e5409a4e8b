import type { Config } from '../model/config.ts';
import { type Day, dayOf, periodOf } from '../model/day.ts';
import type { Entry } from '../model/entry.ts';
import type { Store } from '../model/store.ts';

/** Entries of a day that its page shows: more than most days have, and no more than a person looks through. */
const most = 200;

/** The newest entries of a day in the site's zone, and the nearest days that have some. */
export async function selectDay(
  store: Store,
  { site }: Config,
  day: Day,
): Promise<{
  readonly entries: readonly Entry[];
  readonly isCut: boolean;
  readonly earlier: Day | undefined;
  readonly later: Day | undefined;
}> {
  const period = periodOf(day, site.timeZone);
  // Asked for together: where the store is far away, that is one way there and back.
  const [stored, { earlier, later }] = await Promise.all([
    store.summaries({ kind: 'all' }, period, most + 1),
    store.beside({ kind: 'all' }, period),
  ]);
  return {
    entries: stored.slice(0, most).map(({ entry }) => entry),
    isCut: stored.length > most,
    earlier: earlier === undefined ? undefined : dayOf(earlier, site.timeZone),
    later: later === undefined ? undefined : dayOf(later, site.timeZone),
  };
}
