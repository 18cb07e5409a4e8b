import type { Fetched } from '../../model/feed-document.ts';

/** What came of asking for a document. A `reason` names hosts, never a whole address: that may hold a secret. */
export type Answer =
  | (Good & {
      readonly kind: 'news';
      readonly fetched: Fetched;
      /** Whether the internet had a part in it: what it names leads nowhere else. */
      readonly isOutside: boolean;
    })
  /** 304: what was asked for by its validators is as it was (RFC 9110 15.4.5). */
  | (Good & { readonly kind: 'unchanged' })
  /** 410: gone for good (RFC 9110 15.5.11). */
  | { readonly kind: 'gone'; readonly reason: string }
  | {
      readonly kind: 'failed';
      /** What happened, to whom, and what to do: a sentence. */
      readonly reason: string;
      /** Milliseconds for which it asks not to be asked (RFC 9110 10.2.3). */
      readonly retryAfter: number | undefined;
      /** Whether the network on our side is the likely cause. */
      readonly isOurs: boolean;
      /** Whether another try soon may well succeed: not so where the answer is that it is not there, or not for us. */
      readonly isPassing: boolean;
    }
  /** We broke it off ourselves. */
  | { readonly kind: 'stopped' };

export type Failed = Extract<Answer, { kind: 'failed' }>;

type Good = {
  /** Validators to send the next time (RFC 9110 8.8). */
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** The address to ask from now on: where permanent redirects, and only these, have led. */
  readonly movedTo: string | undefined;
  /** Milliseconds for which the answer says it is good (RFC 9111 4.2). */
  readonly freshFor: number | undefined;
};
