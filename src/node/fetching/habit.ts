import type { Instant } from '../../model/entry.ts';
import type { Run } from '../../model/run.ts';

/** What is published within that time after something else is of the same batch, and no habit of one a second. */
const slot = 30 * 60_000;
const day = 86_400_000;
/** How many of the newest events of a document are looked at, and how few say nothing. */
const most = 20;
const fewest = 4;
/** How far one observation moves a habit that was known: a share of the way, and never further than four times. */
const weight = 1 / 3;
const furthest = 4;

/**
 * Milliseconds between a source's new things after it had some at `now`: the middle gap between the dates of its document, else
 * the time since it had something new before; what was known weighs more than what is new, so that no single pause decides.
 */
export function habitAfter(
  { habit, news }: Pick<Run, 'habit' | 'news'>,
  dates: readonly Instant[],
  now: Instant,
): number | undefined {
  const observed = gapOf(dates, now) ?? (news === undefined || news > now ? undefined : Math.max(slot, now - news));
  if (observed === undefined || habit === undefined) return observed ?? habit;
  const factor = Math.min(furthest, Math.max(1 / furthest, observed / habit));
  return Math.round(habit * factor ** weight);
}

/** The middle of the gaps between the newest events; absent for too few, as when dates are missing. */
function gapOf(dates: readonly Instant[], now: Instant): number | undefined {
  const events: Instant[] = [];
  for (const date of dates.filter(each => each <= now).sort((a, b) => b - a)) {
    if (date <= (events.at(-1) ?? Number.POSITIVE_INFINITY) - slot) events.push(date);
    if (events.length === most) break;
  }
  if (events.length < fewest) return undefined;
  const gaps = events.slice(1).map((event, index) => (events[index] ?? event) - event);
  const middle = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  // Dates without a time of day: there may be many articles in each.
  const isByDay = new Set(events.map(event => event % day)).size === 1;
  return isByDay && middle === day ? undefined : middle;
}
