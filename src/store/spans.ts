import type { Instant } from '../model/entry.ts';

/** Spans of four days: what is looked for three days around lies in two of them, or in three. */
const span = 4 * 86_400_000;

/** The span in which an instant is. */
export function spanOf(published: Instant): number {
  return Math.floor(published / span);
}

/** `spanOf` in SQL, whose division goes towards zero. */
export function spanColumn(published: string): string {
  return `((${published} - ((${published} % ${span}) + ${span}) % ${span}) / ${span})`;
}

/** Every span from one instant to another. */
export function spansOf(from: Instant, to: Instant): readonly number[] {
  return Array.from({ length: spanOf(to) - spanOf(from) + 1 }, (_, index) => spanOf(from) + index);
}
