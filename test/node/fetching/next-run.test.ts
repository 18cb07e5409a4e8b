import { describe, expect, test } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import type { Failed } from '../../../src/node/fetching/answer.ts';
import { type Circumstances, firstRun, nextRun } from '../../../src/node/fetching/next-run.ts';
import type { Outcome } from '../../../src/node/fetching/outcome.ts';

/** A Sunday, at noon. */
const now = Date.parse('2026-03-01T12:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const plain: Circumstances = { every: undefined, now, chance: 0 };
const pace = { every: undefined, skipHours: [], skipDays: [] };
const news = {
  kind: 'news',
  etag: '"2"',
  lastModified: 'b',
  movedTo: undefined,
  freshFor: undefined,
  digest: 'd2',
  rules: 'r2',
  isWhole: true,
  news: 1,
  pace,
  dates: [],
} as const;
const unchanged = {
  kind: 'unchanged',
  etag: '"1"',
  lastModified: 'a',
  movedTo: undefined,
  freshFor: undefined,
} as const;
const failed: Failed = { kind: 'failed', reason: 'It failed.', retryAfter: undefined, isOurs: false, isPassing: true };
const gone = { kind: 'gone', reason: 'It is gone.' } as const;

/** One that has news every four hours. */
const known: Run = {
  ...firstRun('a', 'https://a.example/feed', now - day),
  etag: '"1"',
  lastModified: 'a',
  digest: 'd1',
  rules: 'r1',
  answered: now - 2 * hour,
  news: now - 4 * hour,
  habit: 4 * hour,
};

function waited(run: Run, outcome: Outcome, circumstances: Partial<Circumstances> = {}): number | undefined {
  const { next } = nextRun(run, outcome, { ...plain, ...circumstances });
  return next === undefined ? undefined : next - now;
}

describe('a source is asked again', () => {
  const habit = (milliseconds: number, silent = 0) => ({ ...known, habit: milliseconds, news: now - silent });
  const wishing = (wish: Partial<NonNullable<Run['pace']>>): Run => ({ ...known, pace: { ...pace, ...wish } });

  const cases: readonly (readonly [string, number, Run, Outcome, Partial<Circumstances>?])[] = [
    ['after an hour while nothing is known of it', hour, firstRun('a', 'https://a.example/', now), unchanged],
    ['twice in the time in which it has news', 2 * hour, known, unchanged],
    ['not sooner than in 15 minutes', 15 * minute, habit(minute), unchanged],
    ['not later than in a day', day, habit(30 * day), unchanged],
    ['as often as before over a night', 30 * minute, habit(hour, 8 * hour), unchanged],
    ['less often the longer it is silent', 3 * hour, habit(hour, 60 * hour), unchanged],
    ['once a day when it seems dead', day, habit(hour, 365 * day), unchanged],
    ['as often as configured', 5 * minute, known, unchanged, { every: 5 * minute }],
    ['as seldom as configured', 3 * day, known, unchanged, { every: 3 * day }],
    [
      'as configured, whatever it says',
      5 * minute,
      wishing({ every: hour, skipHours: [12] }),
      { ...unchanged, freshFor: hour },
      { every: 5 * minute },
    ],
    ['when what it said is no longer good', 5 * hour, known, { ...unchanged, freshFor: 5 * hour }],
    ['as before when what it said is good for a shorter time', 2 * hour, known, { ...unchanged, freshFor: minute }],
    ['after a day when what it said is good for a year', day, known, { ...unchanged, freshFor: 365 * day }],
    ['when its ttl is over', 6 * hour, wishing({ every: 6 * hour }), unchanged],
    ['after a day when its ttl is a week', day, wishing({ every: 7 * day }), unchanged],
    ['outside of hours that it skips', 4 * hour, wishing({ skipHours: [13, 14, 15] }), unchanged],
    ['in an hour that it does not skip', 2 * hour, wishing({ skipHours: [13] }), unchanged],
    ['outside of days that it skips', 12 * hour, wishing({ skipDays: [0] }), unchanged],
    ['after a day when it skips more than that', day, wishing({ skipDays: [0, 1, 2] }), unchanged],
    ['after a day when it skips everything', day, wishing({ skipHours: [...Array(24).keys()] }), unchanged],
    ['soon after a failure', 15 * minute, known, failed],
    ['after an hour when it is not there', hour, known, { ...failed, isPassing: false }],
    ['sooner after a failure when it is asked often', 5 * minute, known, failed, { every: 5 * minute }],
    ['twice as late after each failure', 2 * hour, { ...known, failures: 3 }, failed],
    ['not later than after a day, however often it fails', day, { ...known, failures: 5000 }, failed],
    [
      'not later than after an hour when our network fails',
      hour,
      { ...known, failures: 5000 },
      { ...failed, isOurs: true },
    ],
    ['when it wishes to be after a failure', 5 * hour, known, { ...failed, retryAfter: 5 * hour }],
    ['not sooner than else when it wishes that', 15 * minute, known, { ...failed, retryAfter: 1 }],
    ['even after days when it wishes that', 3 * day, known, { ...failed, retryAfter: 3 * day }],
    ['not later than after a week', 7 * day, known, { ...failed, retryAfter: 30 * day }],
    [
      'when it wishes to be, even if configured to be asked often',
      day,
      known,
      { ...failed, retryAfter: day },
      { every: minute },
    ],
    ['soon when not all that it lists was fetched', 15 * minute, known, { ...news, isWhole: false }],
  ];

  test.each(cases.map(([name, ...rest]) => [name, rest] as const))('%s', (_, [wait, run, outcome, circumstances]) => {
    expect(waited(run, outcome, circumstances)).toBe(wait);
  });

  test('a little later by chance, never sooner and never much', () => {
    expect(waited(known, unchanged, { chance: 0.5 })).toBe(2 * hour + 5 * minute);
    expect(waited(known, unchanged, { chance: 1 })).toBe(2 * hour + 10 * minute);
    expect(waited(known, failed, { chance: 1 })).toBe(16.5 * minute);
    expect(waited(known, unchanged, { chance: 1, every: minute })).toBe(1.1 * minute);
  });

  test('never, when it is gone', () => {
    expect(waited(known, gone)).toBe(undefined);
  });
});

describe('what is remembered', () => {
  test('of a document that was taken in is how to ask for the next', () => {
    expect(nextRun(known, news, plain)).toMatchObject({
      etag: '"2"',
      lastModified: 'b',
      digest: 'd2',
      rules: 'r2',
      asked: now,
      answered: now,
      news: now,
      pace,
    });
  });

  test('of a document whose pages are not all here is nothing that would keep it from coming again', () => {
    const { etag, lastModified, digest } = nextRun(known, { ...news, isWhole: false }, plain);
    expect([etag, lastModified, digest]).toEqual([undefined, undefined, undefined]);
  });

  test('of a document that has nothing new is not that it had', () => {
    expect(nextRun(known, { ...news, news: 0 }, plain)).toMatchObject({ news: known.news, habit: known.habit });
  });

  test('of an answer that nothing changed is what was known, with the validators that it has now', () => {
    const { next: _, ...after } = nextRun(known, { ...unchanged, etag: '"3"' }, plain);
    const { next: __, ...before } = known;
    expect(after).toEqual({ ...before, etag: '"3"', asked: now, answered: now });
  });

  test('of a failure is since when and why, and how it was asked before', () => {
    const once = nextRun(known, failed, plain);
    expect(once).toMatchObject({ etag: '"1"', digest: 'd1', answered: known.answered, failures: 1 });
    expect(once.failing).toEqual({ since: now, reason: 'It failed.' });
    const twice = nextRun(once, { ...failed, reason: 'Another way.' }, { ...plain, now: now + hour });
    expect(twice).toMatchObject({ failures: 2, failing: { since: now, reason: 'Another way.' } });
    expect(nextRun(twice, unchanged, plain)).toMatchObject({ failures: 0, failing: undefined });
  });

  const movedTo = 'https://b.example/feed';

  test('of a permanent redirect is where it led, for both kinds of good answers', () => {
    expect(nextRun(known, { ...news, movedTo }, plain)).toMatchObject({ url: movedTo, configured: known.configured });
    expect(nextRun(known, { ...unchanged, movedTo }, plain)).toMatchObject({ url: movedTo });
    expect(nextRun({ ...known, url: movedTo }, unchanged, plain)).toMatchObject({ url: movedTo });
  });

  test('of where a redirect led is forgotten after three failures, with the validators of that address', () => {
    const moved = { ...known, url: movedTo };
    expect(nextRun({ ...moved, failures: 1 }, failed, plain)).toMatchObject({ url: movedTo, etag: '"1"' });
    const back = nextRun({ ...moved, failures: 2 }, failed, plain);
    expect(back).toMatchObject({ url: known.configured, etag: undefined, lastModified: undefined, digest: undefined });
    expect(nextRun({ ...known, failures: 2 }, failed, plain)).toMatchObject({ etag: '"1"', digest: 'd1' });
  });

  test('of where a redirect led is forgotten when it is gone, and the configured address asked once more', () => {
    const back = nextRun({ ...known, url: movedTo }, gone, plain);
    expect(back).toMatchObject({ url: known.configured, next: now + 15 * minute, failing: { reason: 'It is gone.' } });
    expect(nextRun(back, gone, plain)).toMatchObject({ next: undefined, failing: { since: now } });
  });
});

describe('the habit of a source', () => {
  const habitOf = (run: Run, dates: readonly number[] = [], at = now) =>
    nextRun(run, { ...news, dates }, { ...plain, now: at }).habit;
  const first = firstRun('a', 'https://a.example/', now);
  const every = (gap: number, count = 10) => Array.from({ length: count }, (_, index) => now - index * gap);

  test('is read from the dates of its first document, in any order', () => {
    expect(habitOf(first, every(6 * hour))).toBe(6 * hour);
    expect(habitOf(first, every(6 * hour).reverse())).toBe(6 * hour);
  });

  test('is not known by dates that are few, missing or in the future', () => {
    expect(habitOf(first, every(6 * hour, 3))).toBe(undefined);
    expect(habitOf(first, [])).toBe(undefined);
    expect(habitOf(first, every(-6 * hour).slice(1))).toBe(undefined);
  });

  test('is that of its batches, not of the articles within one', () => {
    const batches = every(7 * day, 5).flatMap(at => [at, at - 1000, at - 2000, at - minute]);
    expect(habitOf(first, batches)).toBe(7 * day);
  });

  test('is not read from dates without a time of day, in each of which there may be much', () => {
    const midnights = every(day).map(at => at - 12 * hour);
    expect(habitOf(first, [...midnights, ...midnights])).toBe(undefined);
    expect(habitOf({ ...known, news: now - 2 * hour, habit: 2 * hour }, midnights)).toBe(2 * hour);
    expect(habitOf(first, every(3 * day))).toBe(3 * day);
    expect(
      habitOf(
        first,
        every(day).map((at, index) => at - index * 60_000),
      ),
    ).toBeGreaterThan(day);
  });

  test('is not moved by one long pause', () => {
    const dates = [...every(hour, 10), ...every(hour, 10).map(at => at - 30 * day)];
    expect(habitOf(first, dates)).toBe(hour);
  });

  test('is learned from when it has news, where it writes no dates', () => {
    let run = nextRun(first, news, plain);
    for (let at = now + 3 * hour; at < now + 3 * day; at += 3 * hour) run = nextRun(run, news, { ...plain, now: at });
    expect(run.habit).toBe(3 * hour);
    for (let at = now + 4 * day; at < now + 34 * day; at += day) run = nextRun(run, news, { ...plain, now: at });
    expect(run.habit).toBeGreaterThan(20 * hour);
  });

  test('moves by little at one surprise', () => {
    expect(habitOf({ ...known, news: now - 400 * hour })).toBeLessThan(7 * hour);
    expect(habitOf({ ...known, news: now - minute })).toBeGreaterThan(2 * hour);
  });

  test('of a source that is new to us begins at its newest article', () => {
    const dates = every(7 * day).map(at => at - 365 * day);
    expect(nextRun(first, { ...news, dates }, plain).news).toBe(now - 365 * day);
    expect(nextRun(first, news, plain).news).toBe(now);
    expect(nextRun(first, { ...news, dates: [now + day] }, plain).news).toBe(now);
  });
});
