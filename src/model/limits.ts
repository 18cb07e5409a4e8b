/**
 * How much an entry may hold. Where articles are read, docs/normalizing.md, "The limits", says what happens to what is
 * longer; where entries are pushed in, it is refused.
 */
export const limits = {
  /** Characters of a title. */
  title: 300,
  /** Characters of a summary that the article brings. */
  summary: 500,
  /** Characters of the name of a person, a publisher or a category. */
  name: 100,
  people: 50,
  enclosures: 50,
  categories: 30,
  /** Characters of a URL, percent-encoded. */
  url: 2048,
  /** Characters of an upstream or native id. */
  id: 500,
  /** Bytes of the content as JSON: a row or a parameter of D1 holds 2 MB. */
  content: 1_000_000,
} as const;

/** Bytes of content that a feed holds at most; further entries come with their summaries only. */
export const feedContent = 2_000_000;

/** RFC 6838 4.2, without parameters, in lower case. */
export const mediaTypeSyntax = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,48}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,48}$/;

/** The id of a source: it is part of addresses and ids. */
export const sourceIdSyntax = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** The key of an entry. `..` in an address is no segment of it: nobody could ask for the entry's page. */
export const keySyntax = /^(?!\.+$)[A-Za-z0-9._-]{1,64}$/;

/** Seconds that a recording may last: a year. */
export const longestDuration = 31_536_000;

/** Whether a clean text takes more than so many bytes as JSON in UTF-8. Only long ones are counted. */
export function isLongerAsJson(text: string, bytes: number): boolean {
  // A character becomes one to three bytes, for quotes and line ends two; the quotes around it are two more.
  if (text.length + 2 > bytes) return true;
  return text.length * 3 + 2 > bytes && new TextEncoder().encode(JSON.stringify(text)).length > bytes;
}
