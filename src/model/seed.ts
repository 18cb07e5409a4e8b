import type { Instant } from './entry.ts';

/** Bytes of a seed at most: what is larger is no article. */
export const maxBytes = 1_048_576;

/** One raw file, or one article of a document that was fetched. Nothing in it is interpreted. */
export type Seed = {
  /** Relative to the seeds folder, with `/` between its parts; of what was fetched as `fetchedPath` says. */
  readonly path: string;
  readonly bytes: Uint8Array;
};

/** A seed split into front matter and body: still its author's words. */
export type Article = {
  /** Front matter as read: values of any shape YAML or TOML can make. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** Where its relative URLs begin, when its document says so (xml:base); absent: at its link. */
  readonly base?: string | undefined;
  /** What had to be mended to read it, as short sentences. */
  readonly repairs: readonly string[];
};

/** Why a seed did not become an entry. */
export type Problem = {
  /** Relative to the seeds folder, with `/` between its parts. */
  readonly path: string;
  /** The source it belongs to, when that much is known. */
  readonly source: string | undefined;
  /** What is wrong: a phrase without a full stop. */
  readonly reason: string;
  /** What to do about it, in one sentence. */
  readonly hint: string;
};

/** The outcome of a stage that can fail on its input, without throwing. */
export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'problem'; readonly reason: string; readonly hint: string };

/**
 * The path of an article that was fetched: no file of the seeds folder, and no address, which may hold a secret. `key` is what
 * the article is known by within its source, as text of any shape; one by http is as one by https, to which its site may move.
 */
export function fetchedPath(source: string, key: string): string {
  return `${fetched}${source}/${key.replace(/^http:/, 'https:')}`;
}

/** Whether a path is of what was fetched. */
export function isFetched(path: string): boolean {
  return path.startsWith(fetched);
}

/** What is remembered as the rules that read a file where what they made of it holds until an instant alone. */
export function rulesUntil(rules: string, until: Instant): string {
  return `${rules} ${until}`;
}

/** Whether what is remembered as the rules that read a file are these, and what they made of it holds still. */
export function holdsBy(remembered: string, rules: string, now: Instant): boolean {
  return remembered === rules || (remembered.startsWith(`${rules} `) && Number(remembered.slice(rules.length)) > now);
}

/** No name of a file that the scan reads begins so. */
const fetched = 'feed:';

/** In the order of paths, what was fetched stands together: this is its end. */
export const afterFetched = `${fetched}\u{10ffff}`;
