import { queryOf } from './search.ts';

/** A part of a text: from a place (UTF-16 units) to another, exclusive. */
export type Span = { readonly from: number; readonly to: number };

/** Finds where the words of a query stand in a text, in order and without overlaps. */
export type Spotting = (text: string) => readonly Span[];

const character = String.raw`\p{L}\p{N}\p{M}`;
const dense = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー`;
/** Of a word that is written with spaces around it: one is not found inside another. */
const spaced = `[[${character}]--[${dense}]]`;

/** The occurrences of what a canonical query wants, for marking them. It sees what the search sees: folded case and width. */
export function spotting(query: string): Spotting {
  const patterns = queryOf(query).wanted.map(patternOf);
  if (patterns.length === 0) return () => [];
  const pattern = new RegExp(patterns.join('|'), 'giv');
  return text => {
    const matches = text.replace(fullWidth, narrow).matchAll(pattern);
    return [...matches].map(({ index, 0: found }) => ({ from: index, to: index + found.length }));
  };
}

/** The compatible forms that Chinese keyboards write: folded one for one, so that no place moves. */
const fullWidth = /[\uff01-\uff5e]/g;

function narrow(character: string): string {
  return character.normalize('NFKC');
}

/** The words of a term are letters and digits only, so none of them can mean something else in a pattern. */
function patternOf(term: string): string {
  const words = term.split(' ').join(`[^${character}]+`);
  const before = isSpaced(term.at(0)) ? `(?<!${spaced})` : '';
  const after = isSpaced(term.at(-1)) ? `(?!${spaced})` : '';
  return before + words + after;
}

const spacedCharacter = new RegExp(spaced, 'v');

function isSpaced(text: string | undefined): boolean {
  return text !== undefined && spacedCharacter.test(text);
}
