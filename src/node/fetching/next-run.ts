/** When to ask a source again, and how. docs/decisions/0014-polling.md says why these bounds. */
import type { Instant } from '../../model/entry.ts';
import type { Pace } from '../../model/feed-document.ts';
import type { Run } from '../../model/run.ts';
import type { Failed } from './answer.ts';
import { habitAfter } from './habit.ts';
import type { Outcome } from './outcome.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How often a source is asked whose habit is learned. */
export const soonest = 15 * minute;
const latest = day;
const untilKnown = hour;
/** A source that has been silent for so many times the interval is asked no more often than that. */
const slowing = 20;
/** Nobody stops us for longer, but whoever says so with Retry-After. */
const longestHint = day;
const longestRetryAfter = 7 * day;
/** After failures that are likely our network's own. */
const latestOfOurs = hour;
/** After so many failures in a row an address that a redirect led to is given up for the configured one. */
const faithful = 3;

/** What decides on the next run besides the source's own record and answer. */
export type Circumstances = {
  /** Milliseconds from one run to the next, as configured. */
  readonly every: number | undefined;
  readonly now: Instant;
  /** From 0 to 1: what was asked at one time is not asked at one time again. */
  readonly chance: number;
};

/** A run of a source that was never asked. */
export function firstRun(source: string, configured: string, now: Instant): Run {
  return {
    source,
    configured,
    url: configured,
    etag: undefined,
    lastModified: undefined,
    digest: undefined,
    rules: '',
    asked: now,
    answered: undefined,
    next: now,
    news: undefined,
    habit: undefined,
    pace: undefined,
    failures: 0,
    failing: undefined,
  };
}

/** The run as it is after it was asked at `now`. */
export function nextRun(run: Run, outcome: Outcome, circumstances: Circumstances): Run {
  const { now } = circumstances;
  switch (outcome.kind) {
    case 'news': {
      const { digest, rules, isWhole, news, pace, dates, freshFor } = outcome;
      const learned = {
        news: news === 0 ? run.news : run.news === undefined ? newest(dates, now) : now,
        habit: news === 0 ? run.habit : habitAfter(run, dates, now),
      };
      // What is not here yet would never come if the document were known.
      const known = isWhole ? { ...validatorsOf(outcome), digest } : unknown;
      const after = { ...good(run, outcome, now), ...known, ...learned, rules, pace };
      if (!isWhole) return { ...after, next: spread(now, soonest, circumstances) };
      return { ...after, next: due(after, freshFor, circumstances) };
    }
    case 'unchanged': {
      const after = { ...good(run, outcome, now), ...validatorsOf(outcome) };
      return { ...after, next: due(after, outcome.freshFor, circumstances) };
    }
    case 'gone': {
      // The address that a redirect led to is gone: the configured one may lead elsewhere by now.
      if (run.url !== run.configured)
        return { ...bad(backAgain(run), outcome.reason, now), next: spread(now, soonest, circumstances) };
      return { ...bad(run, outcome.reason, now), next: undefined };
    }
    case 'failed': {
      const after = bad(run, outcome.reason, now);
      const next = spread(now, patience(after.failures, outcome, circumstances.every), circumstances);
      return { ...(after.failures >= faithful ? backAgain(after) : after), next };
    }
    default:
      return outcome satisfies never;
  }
}

const unknown = { etag: undefined, lastModified: undefined, digest: undefined } as const;

function validatorsOf({ etag, lastModified }: Pick<Run, 'etag' | 'lastModified'>): Pick<Run, 'etag' | 'lastModified'> {
  return { etag, lastModified };
}

function good(run: Run, { movedTo }: { readonly movedTo: string | undefined }, now: Instant): Run {
  return { ...run, url: movedTo ?? run.url, asked: now, answered: now, failures: 0, failing: undefined };
}

function bad(run: Run, reason: string, now: Instant): Run {
  const since = run.failing?.since ?? now;
  return { ...run, asked: now, failures: run.failures + 1, failing: { since, reason } };
}

/** Validators are of the address that gave them. */
function backAgain(run: Run): Run {
  return run.url === run.configured ? run : { ...run, ...unknown, url: run.configured };
}

/** When it is due after a good answer: as configured, else by its habit and by what it says of itself. */
function due({ habit, news, pace }: Run, freshFor: number | undefined, circumstances: Circumstances): Instant {
  const { every, now } = circumstances;
  if (every !== undefined) return spread(now, every, circumstances);
  const learned = Math.max(
    habit === undefined ? untilKnown : habit / 2,
    news === undefined ? 0 : (now - news) / slowing,
  );
  const wished = Math.min(longestHint, Math.max(freshFor ?? 0, pace?.every ?? 0));
  const wait = Math.max(wished, Math.min(latest, Math.max(soonest, learned)));
  return outsideOf(pace, spread(now, wait, circumstances), now + longestHint, circumstances.chance);
}

/** Milliseconds to wait after a failure, the n-th in a row: twice as long each time. */
function patience(failures: number, { retryAfter = 0, isOurs, isPassing }: Failed, every: number | undefined): number {
  const first = isPassing ? Math.min(soonest, every ?? soonest) : hour;
  const doubled = Math.min(isOurs ? latestOfOurs : latest, first * 2 ** Math.min(failures - 1, 20));
  return Math.max(doubled, Math.min(retryAfter, longestRetryAfter));
}

/** A little later than after `wait`, never sooner. */
function spread(now: Instant, wait: number, { chance }: Circumstances): Instant {
  return Math.round(now + wait + chance * Math.min(wait / 10, 10 * minute));
}

/** The first moment in which the document allows to ask, or `end` if that comes first. */
function outsideOf(pace: Pace | undefined, at: Instant, end: Instant, chance: number): Instant {
  if (pace === undefined || !isSkipped(pace, at)) return at;
  for (let next = nextHour(at); next < end; next = nextHour(next))
    if (!isSkipped(pace, next)) return Math.round(next + chance * 10 * minute);
  return Math.max(at, end);
}

function isSkipped({ skipHours, skipDays }: Pace, at: Instant): boolean {
  const date = new Date(at);
  return skipHours.includes(date.getUTCHours()) || skipDays.includes(date.getUTCDay());
}

function nextHour(at: Instant): Instant {
  return (Math.floor(at / hour) + 1) * hour;
}

/** What a source that is new to us had last: news to us, and old for everybody else. */
function newest(dates: readonly Instant[], now: Instant): Instant {
  const past = dates.filter(date => date <= now);
  return past.length === 0 ? now : Math.max(...past);
}
