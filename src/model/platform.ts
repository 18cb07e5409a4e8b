import type { KeptScope } from './scope.ts';

/** SHA-256 of bytes, or of text as UTF-8, in lower-case hexadecimal: what a platform hands to the rooms. */
export type Digest = (data: Uint8Array<ArrayBuffer> | string) => Promise<string>;

/** A cache of the platform's own in front of the app, which is told of changes: what it is told about an answer. */
export type SharedCache = {
  /** Header fields of an answer that is good until one of these changes (see Dependency). */
  readonly keep: (dependencies: readonly Dependency[]) => Readonly<Record<string, string>>;
  /** Header fields of an answer that it must not keep. */
  readonly pass: Readonly<Record<string, string>>;
};

/** What an answer depends on besides the code: a scope, or whatever a search may find. */
export type Dependency = KeptScope | { readonly kind: 'search' };
