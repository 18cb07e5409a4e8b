import type { Instant } from '../../model/entry.ts';
import type { Pace } from '../../model/feed-document.ts';
import type { Answer, Failed } from './answer.ts';

/** What became of what was brought. */
export type Taken =
  | ({ readonly kind: 'taken' } & Told)
  /** It is no document that can be read: nothing of it was kept. The reason is a sentence that says what to do. */
  | { readonly kind: 'refused'; readonly reason: string };

type Told = {
  /** Entries that are new, or have changed. */
  readonly news: number;
  readonly pace: Pace | undefined;
  /** When the articles of the document were published, in any order: how often that is tells when to ask again. */
  readonly dates: readonly Instant[];
};

/** What came of a run, as far as the next one depends on it. */
export type Outcome =
  | (Omit<Extract<Answer, { kind: 'news' }>, 'fetched' | 'isOutside'> &
      Told & {
        readonly digest: string;
        readonly rules: string;
        /** Whether all that the document lists was fetched; else it is asked for again as if it had not been seen. */
        readonly isWhole: boolean;
      })
  | Extract<Answer, { kind: 'unchanged' | 'gone' }>
  | Failed;
