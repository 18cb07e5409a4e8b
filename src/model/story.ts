/** A place in a story: entries of several sources that tell the same thing. */
export type StoryPlace = {
  /** The id of the entry that told it first here: the story's own name, also when that entry was taken back. */
  readonly id: string;
  /** From 1, by arrival, never used again. Of those that can be shown the least is. */
  readonly place: number;
};
