/**
 * An entry's words as they are compared: what publishers change without telling another story (punctuation, white space,
 * markup, width, capitals, the way a number is written) is gone.
 */
import type { Entry } from '../model/entry.ts';

/**
 * Units: a character of a script that is written without spaces, a word of one that is not, or a number. A number is the
 * unit 0 wherever it stands, so that tomorrow's bulletin has the same units; what it says is in `numbers`.
 */
export type Units = { readonly units: Int32Array; readonly numbers: readonly NumberAt[] };

/** A number and its place among the units: 1.2万, 12,000 and １２０００ are the same. */
export type NumberAt = { readonly at: number; readonly value: number };

/** What an entry tells. */
export type Telling = { readonly title: Units; readonly text: Units };

/** The unit of every number. */
const numberUnit = 0;

/** Whether a unit is a word of a script that marks them. */
export function isWord(unit: number): boolean {
  return unit >= wordUnit || unit < 0;
}

/** Whether a word is long enough to say something: not `the`, `of`, `und`. */
export function isTelling(word: number): boolean {
  return (word & 1) === 1;
}

/** Above every character, so that no word is one. */
const wordUnit = 0x10000;

/** Units of a text at most: whoever retells the beginning of a book retells the book. */
export const longest = 20_000;

/** The telling of an entry: of its content, where it has one, else of its summary. */
export function tellingOf({ title, content, summary }: Pick<Entry, 'title' | 'content' | 'summary'>): Telling {
  return {
    title: unitsOf(title, false),
    text: content === undefined ? unitsOf(summary ?? '', false) : unitsOf(content, true),
  };
}

/** The units of the text of an entry, in memory that has room for `longest` of them; good until that is used again. */
export function unitsOfText({ content, summary }: Pick<Entry, 'content' | 'summary'>, memory: Int32Array): Int32Array {
  return memory.subarray(0, readUnits(content ?? summary ?? '', content !== undefined, memory, undefined));
}

/** The units of a plain text, or of sanitized HTML. */
export function unitsOf(text: string, isHtml: boolean): Units {
  const units = new Int32Array(Math.min(text.length, longest));
  const numbers: NumberAt[] = [];
  return { units: units.subarray(0, readUnits(text, isHtml, units, numbers)), numbers };
}

/** Writes units, notes numbers where somebody wants them, and says how many units there are. */
function readUnits(text: string, isHtml: boolean, units: Int32Array, numbers: NumberAt[] | undefined): number {
  let length = 0;
  for (let at = 0; at < text.length && length < longest; ) {
    const code = text.charCodeAt(at);
    // Most characters are Chinese, and those of this block are under NFKC what they are.
    if (code >= 0x4e00 && code <= 0x9fff) {
      units[length++] = code;
      at += 1;
      continue;
    }
    if (isHtml && code === lessThan) {
      at = after(text, '>', at, text.length);
      continue;
    }
    if (isHtml && code === ampersand) {
      // `&nbsp;`, `&amp;`: no letter is written as a reference in sanitized HTML.
      at = after(text, ';', at, 10);
      continue;
    }
    const folded = foldedCode(code);
    if (folded >= zero && folded <= nine) {
      const [value, next] = numberAt(text, at);
      numbers?.push({ at: length, value });
      units[length++] = numberUnit;
      at = next;
    } else if (folded === separator) {
      at += 1;
    } else if (isDense(folded)) {
      units[length++] = folded;
      at += 1;
    } else {
      const start = at;
      let hash = folded;
      for (at += 1; at < text.length; at++) {
        const letter = foldedCode(text.charCodeAt(at));
        if (letter === separator || (letter >= zero && letter <= nine) || isDense(letter)) break;
        hash = (Math.imul(hash, 31) + letter) | 0;
      }
      units[length++] = (hash << 1) | wordUnit | (at - start > 3 ? 1 : 0);
    }
  }
  return length;
}

const lessThan = 0x3c;
const ampersand = 0x26;
const zero = 0x30;
const nine = 0x39;
/** What parts words and is no unit: white space, punctuation, symbols, marks. */
const separator = 1;

/** What each character is under NFKC, in lower case; filled as characters come. */
const folds = new Uint16Array(0x10000);

/**
 * The code of a character under NFKC, in lower case, or `separator`. Characters that become several (㎡, ½) are rare
 * enough to be taken for their first letter.
 */
function foldedCode(code: number): number {
  const known = folds[code];
  if (known !== undefined && known !== 0) return known;
  const letter = /[\p{L}\p{N}]/u.exec(String.fromCharCode(code).normalize('NFKC').toLowerCase())?.[0];
  // Half of a pair is a unit of its own: rare characters are two.
  const folded = code >= 0xd800 && code <= 0xdfff ? code : (letter?.charCodeAt(0) ?? separator);
  folds[code] = folded;
  return folded;
}

/** Scripts without spaces between words: from Thai to Khmer, Chinese, Japanese; and Korean, whose endings vary. */
function isDense(code: number): boolean {
  return (
    code >= 0x2e80 ||
    (code >= 0x0e00 && code <= 0x0fff) ||
    (code >= 0x1000 && code <= 0x109f) ||
    (code >= 0x1780 && code <= 0x17ff)
  );
}

/**
 * The number that begins at a digit, and where the text goes on: digits with commas between groups of three and a point before
 * further ones, times the 万 or 亿 behind them.
 */
function numberAt(text: string, start: number): readonly [number, number] {
  let value = 0;
  let scale = 0;
  let at = start;
  for (; at < text.length; at++) {
    const digit = digitAt(text, at);
    if (digit !== undefined) {
      value = value * 10 + digit;
      scale *= 10;
    } else if (scale === 0 && isPoint(text.charCodeAt(at)) && digitAt(text, at + 1) !== undefined) {
      scale = 1;
    } else if (scale !== 0 || !isGroup(text, at)) break;
  }
  // By their codes: a character beyond Latin-1 that is taken out of a text is a string made anew.
  const isTenThousand = isOneOf(text.charCodeAt(at), '万萬');
  if (isTenThousand) at += 1;
  const isHundredMillion = isOneOf(text.charCodeAt(at), '亿億');
  if (isHundredMillion) at += 1;
  const times = (isTenThousand ? 1e4 : 1) * (isHundredMillion ? 1e8 : 1);
  // Divided last and once: 1.07 * 10000 would be 10700.000000000002.
  return [(value * times) / Math.max(1, scale), at];
}

function isOneOf(code: number, two: string): boolean {
  return code === two.charCodeAt(0) || code === two.charCodeAt(1);
}

function isPoint(code: number): boolean {
  return code === 0x2e || code === 0xff0e;
}

/** A comma before three digits and no fourth. */
function isGroup(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== 0x2c && code !== 0xff0c) return false;
  for (let behind = 1; behind <= 3; behind++) if (digitAt(text, at + behind) === undefined) return false;
  return digitAt(text, at + 4) === undefined;
}

function digitAt(text: string, at: number): number | undefined {
  const code = at < text.length ? foldedCode(text.charCodeAt(at)) : separator;
  return code >= zero && code <= nine ? code - zero : undefined;
}

/** Behind the next of a character, at most so far away; else behind where it was looked for. */
function after(text: string, character: string, from: number, reach: number): number {
  const found = text.indexOf(character, from + 1);
  return found === -1 || found - from > reach ? from + 1 : found + 1;
}
