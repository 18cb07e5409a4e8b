import type { Config } from './config.ts';
import type { Draft } from './entry.ts';
import type { Digest } from './platform.ts';
import type { Outcome, Problem, Seed } from './seed.ts';
import type { Source } from './source.ts';
import type { SeedRecord } from './store.ts';

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

/** Files that changed, files that cannot be read and files that are gone: one transaction. */
export type Arrivals = {
  readonly files: readonly SeedFile[];
  readonly unreadable: readonly UnreadableFile[];
  readonly vanished: readonly string[];
};

/** What ingest needs beside the files. `rules` gives the digest of what reads a source's seeds. */
export type Workshop = {
  readonly config: Config;
  readonly digest: Digest;
  readonly rules: (source: Source | undefined) => string;
};
