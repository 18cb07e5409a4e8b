import type { Config } from './config.ts';
import type { Draft, Instant } from './entry.ts';
import type { Digest } from './platform.ts';
import type { Outcome, Problem, Seed } from './seed.ts';
import type { Source } from './source.ts';
import type { SeedRecord } from './store.ts';
import type { Signature } from './story.ts';

/** A seed and what the file system says of its file. */
export type SeedFile = Seed & Pick<SeedRecord, 'size' | 'mtime'>;

/** A file of which only the file system's word is known, because it cannot be read. */
export type UnreadableFile = Problem & Pick<SeedRecord, 'size' | 'mtime'>;

/** A file after reading: what it says, or why it says nothing. */
export type Reading = {
  readonly file: SeedFile;
  readonly source: Source | undefined;
  readonly outcome: Outcome<Draft>;
};

/** What is to be remembered of a file, before it is known which entry it became. */
export type FileRecord = Omit<SeedRecord, 'entry'>;

/** A draft that claims to be an entry, with all about it that only its file decides. */
export type Claim = {
  readonly draft: Draft;
  /** The names it goes by (see Name). */
  readonly names: readonly string[];
  /** The key that it gets as a new entry, unless that is another's. */
  readonly key: string;
  /** As in EntryRecord, if it is published on the date that it writes. */
  readonly fingerprint: string;
  /** As in EntryRecord; absent where stories are not told apart. */
  readonly signature?: Signature;
  readonly seed: FileRecord;
};

/** A file that says nothing, and why. */
export type Failure = { readonly problem: Problem; readonly seed: FileRecord };

/** What a batch of files says: plain data, that another thread may have made. */
export type Readings = {
  readonly claims: readonly Claim[];
  readonly failures: readonly Failure[];
  /** What a source says it took back, by native id. */
  readonly deleted?: readonly Deleted[];
  /** All files that went before this batch or with it, whose articles may be in files of it; absent: those that it says vanished. */
  readonly gone?: ReadonlySet<string>;
};

export type Deleted = { readonly source: string; readonly nativeId: string; readonly at: Instant };

/** What ingest needs beside the files. `rules` gives the digest of what reads a source's seeds. */
export type Workshop = {
  readonly config: Config;
  readonly digest: Digest;
  readonly rules: (source: Source | undefined) => string;
};
