import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayAfter, dayOf, localTime, periodOf, readDay } from '../../src/model/day.ts';

describe('the period of a day', () => {
  test.each([
    ['Asia/Shanghai', '2022-04-11', '2022-04-10T16:00:00.000Z', '2022-04-11T16:00:00.000Z'],
    ['UTC', '2022-04-11', '2022-04-11T00:00:00.000Z', '2022-04-12T00:00:00.000Z'],
    ['Europe/Berlin, 23 hours', '2022-03-27', '2022-03-26T23:00:00.000Z', '2022-03-27T22:00:00.000Z'],
    ['Europe/Berlin, 25 hours', '2022-10-30', '2022-10-29T22:00:00.000Z', '2022-10-30T23:00:00.000Z'],
    // Clocks went from 24:00 to 01:00: the day has no midnight.
    ['America/Sao_Paulo, 23 hours', '2018-11-04', '2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z'],
    // Clocks went from 24:00 to 23:00 of the day before: that has the hour twice.
    ['America/Sao_Paulo, after 25 hours', '2018-02-18', '2018-02-18T03:00:00.000Z', '2018-02-19T03:00:00.000Z'],
  ])('in %s: %s', (zone, day, from, before) => {
    const period = periodOf(day, zone.split(',')[0] ?? '');
    expect([new Date(period.from).toISOString(), new Date(period.before).toISOString()]).toEqual([from, before]);
  });

  test.each([
    'Asia/Shanghai',
    'Europe/Berlin',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Asia/Beirut',
  ])('in %s has every instant of the day and no other', zone => {
    const instants = fc.integer({ min: Date.parse('1990-01-01T00:00:00Z'), max: Date.parse('2030-01-01T00:00:00Z') });
    fc.assert(
      fc.property(instants, instant => {
        const day = dayOf(instant, zone);
        const { from, before } = periodOf(day, zone);
        return (
          from <= instant &&
          instant < before &&
          dayOf(from, zone) === day &&
          dayOf(from - 1, zone) < day &&
          dayOf(before, zone) === dayAfter(day, 1)
        );
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['2022-04-11', '2022-04-11'],
  ['2024-02-29', '2024-02-29'],
  ['2022-02-29', undefined],
  ['2022-4-11', undefined],
  ['2022-04-11 ', undefined],
  ['0000-00-00', undefined],
  ['2022-04', undefined],
  ['+002022-04-11', undefined],
  ['today', undefined],
])('%j as a day is %j', (text, expected) => {
  expect(readDay(text)).toBe(expected);
});

test('only the exact beginning of a day is a midnight', () => {
  const midnight = Date.parse('2022-04-10T16:00:00Z');
  expect(localTime(midnight, 'Asia/Shanghai')).toEqual({ day: '2022-04-11', clock: '00:00', isMidnight: true });
  expect(localTime(midnight + 1000, 'Asia/Shanghai').isMidnight).toBe(false);
  expect(localTime(midnight, 'UTC').isMidnight).toBe(false);
});
