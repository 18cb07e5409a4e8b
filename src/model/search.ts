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
  const tooLong = { kind: 'mistake', allowed: `words and "phrases" of at most ${longest} characters` } as const;
  if (text.length > longest) return tooLong;
  const found = queryOf(text);
  if (found.wanted.length === 0)
    return { kind: 'mistake', allowed: 'words and "phrases", at least one of them not excluded with -' };
  // One character is in too many texts to say anything, and is no token of the index.
  if ([...found.wanted, ...found.unwanted].some(isSingle))
    return { kind: 'mistake', allowed: 'words and "phrases"; a Chinese word has at least two characters' };
  // Compatibility folding can make much of little.
  const query = canonicalText(found);
  return query.length > longest ? tooLong : { kind: 'query', query };
}

/** The terms of a text. Of a canonical text, the terms that it was made of. */
export function queryOf(text: string): SearchQuery {
  const found = normalized(text)
    .replace(quotes, '"')
    .matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g);
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
 * The tokens of a text. What is written without spaces (Chinese, Japanese, Korean) becomes pairs of neighbouring characters
 * and its last character, anything else stays whole. So a part of a run is found wherever its pairs stand in a row, and
 * the single character keeps the pairs of two runs from standing in a row.
 */
export function tokensOf(text: string): readonly string[] {
  return runsOf(text).flatMap(run => (isDense(run) ? pairs([...run]) : [run]));
}

/** The tokens of a term: what stands in a row in every text that holds it, also where its last run goes on there. */
export function phraseOf(term: string): readonly string[] {
  const tokens = tokensOf(term);
  const last = runsOf(term).at(-1) ?? '';
  return isDense(last) && [...last].length > 1 ? tokens.slice(0, -1) : tokens;
}

function runsOf(text: string): readonly string[] {
  return wordsOf(text).flatMap(word => word.match(runs) ?? []);
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

/** Of n characters n - 1 pairs and the last. */
function pairs(characters: readonly string[]): readonly string[] {
  return characters.map((character, index) => `${character}${characters[index + 1] ?? ''}`);
}

/** Invisible characters (soft hyphens, joiners) are no part of a word for who types it. */
function normalized(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '');
}
