import type { Instant } from './entry.ts';
import type { Pace } from './feed-document.ts';

/** What is remembered of a source that is fetched: when, with what success, and how to ask the next time. */
export type Run = {
  /** Id of the Source. */
  readonly source: string;
  /** The address in `sources.yaml`; a run of another is none of this source any more. */
  readonly configured: string;
  /** Where it is fetched from: as configured, or where a permanent redirect led (RFC 9110 15.4.2, 15.4.9). */
  readonly url: string;
  /** Validators of the last answer that was taken in (RFC 9110 8.8). */
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** Digest of the last body that was taken in: the same again is not parsed. */
  readonly digest: string | undefined;
  /** As in SeedRecord: with other rules everything is read again. */
  readonly rules: string;
  /** When it was last asked. */
  readonly asked: Instant;
  /** When it last answered with something that could be used, or that nothing changed; absent: never. */
  readonly answered: Instant | undefined;
  /** When it is due; absent: never again, it is gone (RFC 9110 15.5.11). */
  readonly next: Instant | undefined;
  /** When it last had something new; absent: never. */
  readonly news: Instant | undefined;
  /** Milliseconds between new things, as far as is known. */
  readonly habit: number | undefined;
  /** What the last document that was taken in says of how often to ask: an answer that nothing changed says nothing of it. */
  readonly pace: Pace | undefined;
  /** Failures in a row. */
  readonly failures: number;
  /** Since when it fails, and why, in one sentence that says what to do; absent while it does not. */
  readonly failing: { readonly since: Instant; readonly reason: string } | undefined;
};

/** A source is thought silent after so many times its habit, and not before two days. */
const patience = 4;
const leastSilence = 2 * 86_400_000;

/** Since when a source has been silent that used to bring something new more often; absent while it keeps its habit. */
export function silentSince({ habit, news }: Pick<Run, 'habit' | 'news'>, now: Instant): Instant | undefined {
  if (habit === undefined || news === undefined) return undefined;
  return now - news > Math.max(patience * habit, leastSilence) ? news : undefined;
}
