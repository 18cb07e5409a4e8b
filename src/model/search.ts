/** What can be searched for: the grammar of `q`, and how texts become what is compared. */

/** Terms of which all must be there (`wanted`) and none may (`unwanted`): each a phrase of words, normalized. */
export type SearchQuery = { readonly wanted: readonly string[]; readonly unwanted: readonly string[] };

/** A query as one canonical text, or what is wrong with it. */
export type ReadQuery =
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'mistake'; readonly allowed: string };

/** Characters of a query at most. */
const longest = 200;

/** Characters of each part of an entry that a search sees. */
export const searched = 100_000;

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
  const terms = [...found].map(([, sign, phrase, word]) => ({
    sign,
    term: wordsOf(phrase ?? word ?? '')
      .filter(isWord)
      .join(' '),
  }));
  const having = (sign: string) =>
    [...new Set(terms.filter(each => each.sign === sign).map(({ term }) => term))].filter(term => term !== '');
  return { wanted: having(''), unwanted: having('-') };
}

function canonicalText({ wanted, unwanted }: SearchQuery): string {
  const written = (term: string) => (term.includes(' ') ? `"${term}"` : term);
  return [...wanted.map(written), ...unwanted.map(term => `-${written(term)}`)].join(' ');
}

/** Whether folding leaves anything of a word: a line that draws Arabic letters out (tatweel) is none in itself. */
function isWord(word: string): boolean {
  return folded(word) !== '';
}

/** The words of a text: runs of letters, digits and their marks, lower case, compatible forms folded (NFKC). */
function wordsOf(text: string): readonly string[] {
  return wordsIn(normalized(text));
}

/** A text as the index compares it: normalized, and without accents (é is e, ё is е) and vowel points, which many leave out. */
export function folded(text: string): string {
  const plain = normalized(text);
  if (!accented.test(plain)) return plain;
  return plain.normalize('NFD').replace(marks, '$1').replaceAll('\u0640', '').normalize('NFC');
}

/** Scripts that most write without their accents and points; in others (Thai, Devanagari, kana) a mark makes another sound. */
const accented = /[\u00c0-\u024f\u0370-\u052f\u0590-\u06ff\u1e00-\u1fff]|[\u0300-\u036f]/;
const marks = /([\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Arab}\p{sc=Hebr}])\p{Mn}+/gu;

/**
 * The tokens of a text. What is written without spaces (Chinese, Japanese, Korean, Thai) becomes pairs of neighbouring characters
 * and its last character, anything else stays whole. So a part of a run is found wherever its pairs stand in a row, and
 * the single character keeps the pairs of two runs from standing in a row. A run behind a number or a Latin word begins with its
 * first character, so that what has only that one is found too: `A股` in `A股市场`, `5月` in `5月份`.
 */
export function tokensOf(text: string): readonly string[] {
  return runsOf(text).flatMap((run, index, all) => {
    if (!isDense(run)) return [run];
    const characters = [...run];
    const [first = ''] = characters;
    const before = all[index - 1];
    const isBehind = before !== undefined && !isDense(before) && characters.length > 1;
    return isBehind ? [first, ...pairs(characters)] : pairs(characters);
  });
}

/** The tokens of a term: what stands in a row in every text that holds it, also where its last run goes on there. */
export function phraseOf(term: string): readonly string[] {
  const tokens = tokensOf(term);
  const last = runsOf(term).at(-1) ?? '';
  return isDense(last) && [...last].length > 1 ? tokens.slice(0, -1) : tokens;
}

function runsOf(text: string): readonly string[] {
  return wordsIn(folded(text)).flatMap(word => word.match(runs) ?? []);
}

function wordsIn(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** What is written without spaces between words, as a part of a class of characters. */
export const dense = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;
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

/** Invisible characters (soft hyphens, joiners) are no part of a word for whoever types it. */
function normalized(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '');
}
