import { dense, folded, queryOf } from './search.ts';

/** A part of a text: from a place (UTF-16 units) to another, exclusive. */
export type Span = { readonly from: number; readonly to: number };

/** Finds where the words of a query stand in a text, in order and without overlaps. */
export type Spotting = (text: string) => readonly Span[];

const character = String.raw`\p{L}\p{N}\p{M}`;
/** Of a word that is written with spaces around it: one is not found inside another. */
const spaced = `[[${character}]--[${dense}]]`;

/** The occurrences of what a canonical query wants, for marking them. It sees what the search sees: no case, width or accents. */
export function spotting(query: string): Spotting {
  const patterns = queryOf(query).wanted.map(patternOf);
  if (patterns.length === 0) return () => [];
  const pattern = new RegExp(patterns.join('|'), 'giv');
  return text => {
    const { plain, placeOf } = withPlaces(text);
    return [...plain.matchAll(pattern)].map(({ index, 0: found }) => {
      return { from: placeOf(index, 'first'), to: placeOf(index + found.length, 'past') };
    });
  };
}

/** What folding leaves as it is, but for its case: ASCII, Russian letters, kana, Chinese, Korean. Most texts are nothing else. */
const steady = String.raw`\0-\x7f\u0410-\u0418\u041a-\u0438\u043a-\u044f\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3`;
/** Any other letter, with its marks. */
const foldable = new RegExp(String.raw`[^${steady}][\p{M}\uff9e\uff9f]*|[${steady}]\p{M}+`, 'gu');

/** A letter that became longer or shorter: where it is in the folded text, and in the text itself. */
type Change = { readonly start: number; readonly end: number; readonly first: number; readonly past: number };

/**
 * A text folded, and where in it each place of that is; one within a letter that became several is that letter's edge. Places are
 * asked for in their order.
 */
function withPlaces(text: string): {
  readonly plain: string;
  readonly placeOf: (place: number, edge: 'first' | 'past') => number;
} {
  const changes: Change[] = [];
  let by = 0;
  const plain = text.replace(foldable, (found, first: number) => {
    const made = folded(found);
    const start = first - by;
    if (made.length !== found.length)
      changes.push({ start, end: start + made.length, first, past: first + found.length });
    by += found.length - made.length;
    return made;
  });
  let passed = 0;
  return {
    plain,
    placeOf: (place, edge) => {
      while ((changes[passed]?.start ?? place) < place) passed++;
      const last = changes[passed - 1];
      if (last === undefined) return place;
      return place < last.end ? last[edge] : place - last.end + last.past;
    },
  };
}

/** The words of a term are letters and digits only, so none of them can mean something else in a pattern. */
function patternOf(term: string): string {
  const words = folded(term).split(' ').join(`[^${character}]+`);
  const before = isSpaced(term.at(0)) ? `(?<!${spaced})` : '';
  const after = isSpaced(term.at(-1)) ? `(?!${spaced})` : '';
  return before + words + after;
}

const spacedCharacter = new RegExp(spaced, 'v');

function isSpaced(text: string | undefined): boolean {
  return text !== undefined && spacedCharacter.test(text);
}
