import * as v from 'valibot';
import type { Keep } from '../model/keep.ts';
import { duration } from './duration.ts';

const says = 'a time such as 90 days, 8 weeks, 2 years, at least 1 day, or a number of entries from 1';

const age = v.pipe(
  duration(says, 86_400_000),
  v.transform((milliseconds): Keep => ({ kind: 'age', milliseconds })),
);

const count = v.pipe(
  v.number(says),
  v.integer(says),
  v.minValue(1, says),
  v.transform((entries): Keep => ({ kind: 'count', entries })),
);

/** How much of a source is kept: `90 days`, or `1000` entries. */
export const keepSchema: v.GenericSchema<unknown, Keep> = v.lazy(given => (typeof given === 'number' ? count : age));
