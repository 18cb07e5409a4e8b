import fc from 'fast-check';
import { validate } from 'node-cron';
import { describe, expect, test } from 'vitest';
import { isCron } from '../../src/config/cron.ts';

describe('a cron expression', () => {
  const good = [
    '* * * * *',
    '*/10 * * * *',
    '0,15,30-40/5 8-18 1 jan-MAR mon,Fri',
    '30 */10 * * * *',
    ' 0 3 * * 7 ',
    '0 0 31 4,5 *',
    '0 0 29 feb *',
    '0 0 */31 2 *',
    '0 0 31 12 sat-sun',
  ];
  test.each(good)('%s is one', text => {
    expect(isCron(text)).toBe(true);
  });

  const bad = [
    ...['', '*', '* * * *', '* * * * * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 8'],
    ...['*/0 * * * *', '*/60 * * * *', '5/2 * * * *', '1-2-3 * * * *', '1, * * * *', '-1 * * * *', '1.5 * * * *'],
    ...['0 0 31 9 *', '0 0 30,31 feb *', '0 0 31 jun,sep,nov 1'],
    ...['mon * * * *', '* * * * january', '@daily', 'every minute', '* * * * * x', '*/ * * * *', '** * * * *'],
  ];
  test.each(bad)('%s is none', text => {
    expect(isCron(text)).toBe(false);
  });

  test('whatever is one can be run', () => {
    const number = (from: number, to: number) => fc.integer({ min: from, max: to }).map(String);
    const field = (from: number, to: number, ...names: readonly string[]) => {
      const value = fc.oneof(number(from, to), fc.constantFrom(...names, String(from)));
      const range = fc.oneof(
        fc.constant('*'),
        fc.tuple(value, value).map(ends => ends.join('-')),
      );
      const steps = fc.tuple(range, number(0, to + 1)).map(parts => parts.join('/'));
      return fc.array(fc.oneof(value, range, steps), { minLength: 1, maxLength: 3 }).map(parts => parts.join());
    };
    const expression = fc.tuple(
      field(0, 60),
      field(0, 24),
      field(0, 32),
      field(0, 13, 'jan', 'DEC'),
      field(0, 8, 'sun', 'Sat'),
    );
    fc.assert(
      fc.property(expression, fields => {
        const text = fields.join(' ');
        if (isCron(text)) expect(validate(text)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('a day that is in none of the months is in none for who runs it too', () => {
    const field = (from: number, to: number) => {
      const value = fc.integer({ min: from, max: to });
      const step = fc.integer({ min: 1, max: to });
      return fc.oneof(
        value.map(String),
        fc.tuple(value, value).map(both => both.join()),
        fc.tuple(value, value, step).map(([first, last, each]) => `${first}-${last}/${each}`),
      );
    };
    fc.assert(
      fc.property(fc.oneof(field(28, 31), field(1, 31)), field(1, 12), (days, months) => {
        const text = `0 0 ${days} ${months} *`;
        expect([text, isCron(text)]).toEqual([text, validate(text)]);
      }),
      { numRuns: 2000 },
    );
  });
});
