import * as v from 'valibot';

const units: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  year: 365 * 86_400_000,
};

/** A time in words, `90 days` or `1 hour`, as milliseconds; `least` and a hundred years are the bounds. */
export function duration(says: string, least: number): v.GenericSchema<unknown, number> {
  return v.pipe(
    v.string(says),
    v.check(text => {
      const time = durationOf(text);
      return time >= least && time <= 100 * 365 * 86_400_000;
    }, says),
    v.transform(durationOf),
  );
}

/** Not a number where the text is no time. */
function durationOf(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})\s?(second|minute|hour|day|week|year)s?$/.exec(text.trim()) ?? [];
  return Number(count) * (units[unit] ?? Number.NaN);
}
