/**
 * Whether a text is clearly in another script than its language is written in, so that nobody may claim that language of it. Few letters say
 * nothing, and words of another script are in every text.
 */
export function isForeign(text: string, language: string): boolean {
  const script = scriptOf(language);
  // Nearly every text shows where it begins that it is none.
  return script !== undefined && hasFew(script, text.slice(0, beginning)) && hasFew(script, text);
}

const beginning = 30;
/** A word or two. */
const fewest = 12;

function hasFew(script: RegExp, text: string): boolean {
  const all = weightOf(text.match(/\p{L}/gu));
  return all >= fewest && weightOf(text.match(script)) < all / 5;
}

/** A Chinese sign or a Korean syllable says as much as some letters. */
function weightOf(letters: readonly string[] | null): number {
  return (letters ?? []).reduce((sum, letter) => sum + (/[\p{Script=Han}\p{Script=Hangul}]/u.test(letter) ? 3 : 1), 0);
}

/** ISO 15924: the codes of several scripts together, which Unicode has no property for. */
const mixed: ReadonlyMap<string, RegExp> = new Map([
  ...['Hans', 'Hant', 'Hani'].map(code => [code, /\p{Script=Han}/gu] as const),
  ['Jpan', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['Kore', /[\p{Script=Hangul}\p{Script=Han}]/gu],
]);

const known = new Map<string, RegExp | undefined>();

/** The letters of a language; absent for what no letters are known of. */
function scriptOf(language: string): RegExp | undefined {
  return known.getOrInsertComputed(language, lettersOf);
}

function lettersOf(language: string): RegExp | undefined {
  try {
    const { script } = new Intl.Locale(language).maximize();
    return script === undefined ? undefined : (mixed.get(script) ?? new RegExp(`\\p{Script=${script}}`, 'gu'));
  } catch {
    // RangeError: no language tag. SyntaxError: a script that is none of Unicode's.
    return undefined;
  }
}
