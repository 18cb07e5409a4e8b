import type { Entry, Instant } from './entry.ts';

/** A place in a story: entries of several sources that tell the same thing. */
export type StoryPlace = {
  /** The id of the entry that told it first here: the story's own name, also when that entry was taken back. */
  readonly id: string;
  /** From 1, by arrival. Of the entries that can be shown in a scope, the one with the least is. */
  readonly place: number;
};

/** How feeds name an entry that tells the same story as another. */
export type AlsoTold = Pick<Entry, 'id' | 'source' | 'key' | 'title' | 'link'>;

/** An entry's place in its story, and who else tells it, by place; those that were taken back left out. */
export type Story = StoryPlace & { readonly also: readonly AlsoTold[] };

/** Whether a feed shows one entry of each story or all. */
export type Duplicates = 'hide' | 'show';

/** What entries that may tell the same are found by. */
export type Signature = {
  /** 32-bit numbers, each once: those that share one may tell the same. */
  readonly keys: readonly number[];
  /** What says beforehand that two are not the same (sketch.ts); none of a short text. */
  readonly sketch: string | undefined;
};

/** Entries that one key leads to at most. What more have in common is a formula, and would be dear to look through. */
export const mostOfKey = 24;

/** Who is compared with one entry at most. */
export const mostCompared = 16;

/** What is asked of the store about an entry before its story is decided. */
export type StoryQuestion = Pick<Entry, 'id' | 'source'> & {
  readonly signature: Signature;
  /** The share of the shorter text that must stand in the longer, from 0 to 1: of whom that cannot be is not told. */
  readonly share: number;
  /** When others may have been published, both inclusive. */
  readonly from: Instant;
  readonly to: Instant;
};

/** An entry that tells a story before others do: with its words, to be compared with theirs. */
export type StoryTeller = Pick<Entry, 'id' | 'source' | 'published' | 'title' | 'content' | 'summary'> & {
  readonly story: StoryPlace | undefined;
  /** The last place taken in its story. */
  readonly last: number;
};

/** What the store knows: whether it has the entry, its place, and who represents the stories that share a key with it. */
export type StoryAnswer = {
  readonly isStored: boolean;
  readonly story: StoryPlace | undefined;
  readonly tellers: readonly StoryTeller[];
};
