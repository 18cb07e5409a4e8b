/** Days of the calendar in a time zone: what pages group entries by. No clock: whoever asks names the instant. */
import type { Instant } from './entry.ts';

/** A date as `2022-04-11`, of some zone. */
export type Day = string;

/** From an instant (inclusive) to another (exclusive). */
export type Period = { readonly from: Instant; readonly before: Instant };

/** All of time. */
export const always: Period = { from: Number.MIN_SAFE_INTEGER, before: Number.MAX_SAFE_INTEGER };

/** What a clock and a calendar in a zone show. */
export type LocalTime = {
  readonly day: Day;
  /** `22:23`. */
  readonly clock: string;
  /** Exactly the beginning of a day: how a date without a time of day is kept. */
  readonly isMidnight: boolean;
};

const hours = 3_600_000;

/** An instant in a zone (IANA name). */
export function localTime(instant: Instant, timeZone: string): LocalTime {
  const { day, clock } = shown(instant, timeZone);
  return { day, clock, isMidnight: clock === '00:00' && instant % 60_000 === 0 };
}

/** The day of an instant in a zone. */
export function dayOf(instant: Instant, timeZone: string): Day {
  return shown(instant, timeZone).day;
}

/** When a day begins and ends in a zone; never 24 hours everywhere. A day that a zone left out is empty. */
export function periodOf(day: Day, timeZone: string): Period {
  return { from: beginning(day, timeZone), before: beginning(dayAfter(day, 1), timeZone) };
}

/** The day so many days after another; before it for a negative number. */
export function dayAfter(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * hours).toISOString().slice(0, 10);
}

/** The day that a text names; undefined for any other spelling, and for the 30th of February. */
export function readDay(text: string): Day | undefined {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return undefined;
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text) ? text : undefined;
}

/** The first instant of a day: midnight by the clock before or after a change of the clock, whichever is in the day. */
function beginning(day: Day, timeZone: string): Instant {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const candidates = [-24 * hours, 24 * hours]
    .map(aside => midnight - offset(midnight + aside, timeZone))
    .toSorted((a, b) => a - b);
  return candidates.find(instant => dayOf(instant, timeZone) >= day) ?? Math.max(...candidates);
}

/** An instant as the calendar and the clock of a zone show it: those of UTC, so many milliseconds ahead. */
function shown(instant: Instant, timeZone: string): { readonly day: Day; readonly clock: string } {
  const text = new Date(instant + offset(instant, timeZone)).toISOString();
  const end = text.indexOf('T');
  return { day: text.slice(0, end), clock: text.slice(end + 1, end + 6) };
}

/**
 * Milliseconds that clocks in a zone are ahead of UTC. Asking Intl costs twenty times the rest, and clocks rarely change: a
 * day (of UTC) that begins and ends with the same offset has no other.
 */
function offset(instant: Instant, timeZone: string): number {
  const days = Math.floor(instant / (24 * hours));
  if (offsets.size >= maxOffsets) offsets.clear();
  const known = offsets.getOrInsertComputed(`${timeZone} ${days}`, () => steadyOffset(days * 24 * hours, timeZone));
  return known === 'changes' ? measured(instant, timeZone) : known;
}

const offsets = new Map<string, number | 'changes'>();
const maxOffsets = 10_000;

function steadyOffset(start: Instant, timeZone: string): number | 'changes' {
  const offset = measured(start, timeZone);
  return measured(start + 24 * hours, timeZone) === offset ? offset : 'changes';
}

/** Put together from parts: the patterns of locales differ between versions of ICU, and so between machines. */
function measured(instant: Instant, timeZone: string): number {
  const parts = new Map(
    formatters
      .getOrInsertComputed(timeZone, () => new Intl.DateTimeFormat('en-US', { ...format, timeZone }))
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const clock = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return clock - Math.floor(instant / 60_000) * 60_000;
}

/** Making a formatter costs a hundred times its use, and there are few zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

const format = {
  calendar: 'gregory',
  numberingSystem: 'latn',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;
