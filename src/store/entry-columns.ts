import type { Entry } from '../model/entry.ts';
import type { SqlValue } from '../model/sql.ts';

/** The columns of `entries` that are called as in the model what they hold. A new one needs a migration; `storedEntry` (rows.ts) reads it. */
const columns: { readonly [Fact in keyof Entry]-?: (entry: Entry) => SqlValue } = {
  id: ({ id }) => id,
  source: ({ source }) => source,
  key: ({ key }) => key,
  title: ({ title }) => title,
  link: ({ link }) => link ?? null,
  published: ({ published }) => published,
  updated: ({ updated }) => updated,
  authors: ({ authors }) => JSON.stringify(authors),
  editor: ({ editor }) => editor ?? null,
  publisher: ({ publisher }) => publisher ?? null,
  categories: ({ categories }) => JSON.stringify(categories),
  summary: ({ summary }) => summary ?? null,
  content: ({ content }) => content ?? null,
  image: ({ image }) => (image === undefined ? null : JSON.stringify(image)),
  enclosures: ({ enclosures }) => (enclosures === undefined ? null : JSON.stringify(enclosures)),
  language: ({ language }) => language,
};

/** Their names. */
export const factColumns: readonly string[] = Object.keys(columns);

/** The values that an entry has in them, in the same order. */
export function factsOf(entry: Entry): readonly SqlValue[] {
  return Object.values(columns).map(valueIn => valueIn(entry));
}
