import type { Outcome } from '../model/seed.ts';

/** The outcome of a seed that cannot be read: what is wrong, and what to do about it. */
export function problem(reason: string, hint: string): Extract<Outcome<never>, { kind: 'problem' }> {
  return { kind: 'problem', reason, hint };
}
