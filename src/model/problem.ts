import type { Outcome } from './seed.ts';

/**
 * The outcome of a seed that cannot be read: what is wrong, and what to do about it. They are shown as `reason. hint`: the
 * reason begins in small letters and ends without a full stop, the hint is a sentence.
 */
export function problem(reason: string, hint: string): Extract<Outcome<never>, { kind: 'problem' }> {
  return { kind: 'problem', reason, hint };
}
