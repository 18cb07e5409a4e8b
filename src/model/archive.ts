/** Places that a full archive page has. */
export const pageSize = 100;

/**
 * A part of a scope's archive (RFC 5005 4): the entries that took the places of page `number` (from 1, the oldest) when
 * they arrived in the scope, up to the place `filled`: `pageSize` for a full page, less for the beginning of one. What
 * arrives later is never in it.
 */
export type ArchivePage = { readonly number: number; readonly filled: number };

/** How a feed stands in the archive of its scope. */
export type ArchivePlace = {
  /** An archive document, where the others are subscription documents. */
  readonly isArchive: boolean;
  /** What is older; absent at the end of the archive. */
  readonly previous: ArchivePage | undefined;
  readonly next: ArchivePage | undefined;
};

/** The ordinals of a page's places: the first and the last. */
export function placesOf({ number, filled }: ArchivePage): { readonly first: number; readonly last: number } {
  const before = (number - 1) * pageSize;
  return { first: before + 1, last: before + filled };
}

/** The full page of a number. */
export function fullPage(number: number): ArchivePage {
  return { number, filled: pageSize };
}
