/** What can be searched for: the grammar of `q`, and how texts become what is compared. */

/** Terms of which all must be there (`wanted`) and none may (`unwanted`): each a phrase of words, normalized. */
export type SearchQuery = { readonly wanted: readonly string[]; readonly unwanted: readonly string[] };

/** A query as one canonical text, or what is wrong with it. */
export type ReadQuery =
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'mistake'; readonly allowed: string };

/** Characters of a query at most. */
const longest = 200;

/** Every kind of double quotation mark: what a Chinese keyboard writes between quotes is a phrase too. */
const quotes = /[“”„‟「」『』«»]/g;

/**
 * Reads a query: words and "phrases", all of which must be there; with `-` in front none may. Its canonical text has the
 * same terms in the same order, each once; any spelling (full width, capitals, more white space) has the same.
 */
export function readQuery(text: string): ReadQuery {
  if (text.length > longest) return { kind: 'mistake', allowed: `at most ${longest} characters` };
  const query = queryOf(text);
  const terms = [...query.wanted, ...query.unwanted];
  if (query.wanted.length === 0) return { kind: 'mistake', allowed: 'at least one word that is not excluded with -' };
  const single = terms.find(term => wordsOf(term).join('').length > 0 && isSingle(term));
  if (single !== undefined)
    return { kind: 'mistake', allowed: `words; a Chinese one has two or more characters, and ${single} has one` };
  return { kind: 'query', query: canonicalText(query) };
}

/** The terms of a text. Of a canonical text, the terms that it was made of. */
export function queryOf(text: string): SearchQuery {
  const found = normalized(text).replace(quotes, '"').matchAll(/(?<![^\s"])(-?)(?:"([^"]*)"?|([^\s"]+))/g);
  const terms = [...found].map(([, sign, phrase, word]) => ({ sign, term: wordsOf(phrase ?? word ?? '').join(' ') }));
  const having = (sign: string) =>
    [...new Set(terms.filter(each => each.sign === sign).map(({ term }) => term))].filter(term => term !== '');
  return { wanted: having(''), unwanted: having('-') };
}

function canonicalText({ wanted, unwanted }: SearchQuery): string {
  const written = (term: string) => (term.includes(' ') ? `"${term}"` : term);
  return [...wanted.map(written), ...unwanted.map(term => `-${written(term)}`)].join(' ');
}

/** The words of a text: runs of letters, digits and their marks, lower case, compatible forms folded (NFKC). */
export function wordsOf(text: string): readonly string[] {
  return normalized(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/**
 * The tokens of a word: what is written without spaces (Chinese, Japanese, Korean) as pairs of neighbouring characters,
 * anything else whole. A run of Chinese is found wherever its pairs stand in a row, and so is a part of it.
 */
export function tokensOf(word: string): readonly string[] {
  return (word.match(runs) ?? []).flatMap(run => (isDense(run) ? pairs([...run]) : [run]));
}

const dense = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー`;
const runs = new RegExp(`[${dense}]+|[^${dense}]+`, 'gu');
const denseRun = new RegExp(`^[${dense}]`, 'u');

function isDense(run: string): boolean {
  return denseRun.test(run);
}

function isSingle(term: string): boolean {
  return isDense(term) && [...term].length === 1;
}

function pairs(characters: readonly string[]): readonly string[] {
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** Invisible characters (soft hyphens, joiners) are no part of a word for who types it. */
function normalized(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\p{Cf}/gu, '');
}
