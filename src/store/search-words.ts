/** What an entry can be found by, as the tokens that the search index keeps; and a query as what FTS5 matches. */
import { blocksOf } from '../model/blocks.ts';
import type { Entry } from '../model/entry.ts';
import { phraseOf, queryOf, searched, tokensOf } from '../model/search.ts';

/** Characters of an entry's tokens: with three bytes each they fit into one parameter of D1 (2 MB), whatever came in. */
const mostTokens = 450_000;

/** A token that no query can have: no phrase reaches from one part of an entry into the next. */
const boundary = '\ue000';

/** The tokens of an entry, separated by spaces. */
export function entryWords(entry: Entry): string {
  const { title, authors, editor = '', publisher = '', categories, summary = '', content } = entry;
  const labels = categories.flatMap(({ term, label }) => (term === label ? [label] : [term, label]));
  const parts = [
    title,
    ...authors,
    editor,
    publisher,
    ...labels,
    ...(content === undefined ? [summary] : blocksOf(content.slice(0, searched))),
  ];
  const words = parts.map(part => tokensOf(part.slice(0, searched)).join(' '));
  const all = words.filter(each => each !== '').join(` ${boundary} `);
  // A cut in the middle of a token leaves one that is found by nothing.
  return all.slice(0, mostTokens).toWellFormed();
}

/**
 * A canonical query in the language of FTS5. Every term is a string there, whose tokens are letters and digits only:
 * nothing a user writes is an operator.
 */
export function matchText(query: string): string {
  const { wanted, unwanted } = queryOf(query);
  const phrase = (term: string) => `"${phraseOf(term).join(' ')}"`;
  const all = `(${wanted.map(phrase).join(' AND ')})`;
  return unwanted.length === 0 ? all : `${all} NOT (${unwanted.map(phrase).join(' OR ')})`;
}
