/** One item of any format. Texts that are HTML say so; addresses are absolute. */
export type Item = {
  readonly id: string | undefined;
  readonly link: string | undefined;
  /** HTML. */
  readonly title: string | undefined;
  /** As written, the best first. */
  readonly published: readonly string[];
  readonly updated: string | undefined;
  readonly authors: readonly string[];
  readonly editor: string | undefined;
  readonly publisher: string | undefined;
  readonly categories: readonly { readonly term: string; readonly label: string }[];
  /** HTML: what the item calls its summary. */
  readonly summary: string | undefined;
  /** HTML: what the item calls its content. */
  readonly content: string | undefined;
  /** Where relative URLs of the content begin, when the document says so. */
  readonly base: string | undefined;
  readonly images: readonly string[];
  readonly enclosures: readonly Enclosure[];
  readonly language: string | undefined;
};

/** A recording or another file that comes with an item: what is said of it, as written. */
export type Enclosure = {
  readonly url: string;
  readonly title: string | undefined;
  readonly type: string | undefined;
  /** Bytes. */
  readonly length: string | undefined;
  /** Seconds, or hours, minutes and seconds. */
  readonly duration: string | undefined;
};
