/** Plain text: what XML allows, one line of it, and where to cut it. */

/** The text without the characters that XML 1.0 2.2 forbids, unpaired surrogates among them, and without byte order marks. */
export function clean(text: string): string {
  return !isPlain(text) && suspicious.test(text)
    ? text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\u{FEFE}\u{FF00}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    : text;
}

/** What `clean` takes out, and pairs of surrogates: a look that costs little, since nearly every text passes it. */
const suspicious = /[\0-\x08\v\f\x0E-\x1F\uD800-\uDFFF\uFEFF\uFFFE\uFFFF]/;

/** The text as one line: white space collapsed, ends trimmed. */
export function oneLine(text: string): string {
  return isLine(text) ? text : clean(text).replace(/\s+/g, ' ').trim();
}

/**
 * Whether a character is one of those that nearly all text is made of and nothing has to be done about: Chinese, Japanese and
 * Korean, their full-width signs, quotation marks and dashes, ASCII but for white space. Expressions that look for the rest
 * take several comparisons, each of them a table, for every one of these.
 */
function isOrdinary(code: number): boolean {
  return (
    (code > 0x3000 && code < 0xd800) ||
    (code > 0x20 && code < 0x7f) ||
    (code > 0xfeff && code < 0xfffe) ||
    (code > 0x200f && code < 0x2028)
  );
}

/** Whether a text surely has nothing in it that `clean` takes out. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isOrdinary(code) && code !== 0x20 && code !== 0x0a && code !== 0x3000 && code !== 0xa0) return false;
  }
  return true;
}

/** Whether a text surely is one line already. */
function isLine(text: string): boolean {
  let isBehindSpace = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isSpace = code === 0x20;
    if (isSpace ? isBehindSpace : !isOrdinary(code)) return false;
    isBehindSpace = isSpace;
  }
  return !isBehindSpace;
}

/** Whether nothing of the text can be seen: white space, joiners, soft hyphens. */
export function isInvisible(text: string): boolean {
  return text.trim() === '' || (text.length < 64 && !/[^\s\u00AD\u200B-\u200F\u2060]/.test(text));
}

/** Characters that are not white space. */
export function visibleLength(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    if (isOrdinary(text.charCodeAt(at)) || !/\s/.test(text.charAt(at))) length += 1;
  }
  return length;
}

/** The first sentence of one line, at most 80 characters. */
export function firstSentence(line: string): string {
  const sentence = /^.{2,80}?(?:[。！？!?]|\.(?=\s)|$)/u.exec(line)?.[0];
  return sentence === undefined ? cut(line, 78) : sentence.replace(/。$/, '');
}

/** A line shortened to about 120 characters, at the end of a sentence where one is near, else of a clause or word. */
export function shortened(line: string): string {
  if (line.length <= 160) return line;
  const sentences = lastMatch(line.slice(0, 160), /[。！？!?…][”’」』）)"']?|\.(?=\s)/gu);
  return sentences > 50 ? line.slice(0, sentences).trim() : cut(line, 120);
}

/** A line of at most `length` characters: as it is, or cut at a clause or word, with an ellipsis. */
export function shortenedTo(line: string, length: number): string {
  return line.length <= length ? line : cut(line, length - 1);
}

/** At most `length` characters and an ellipsis, not through a word or a pair of surrogates. */
function cut(line: string, length: number): string {
  const head = line.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
  const clause = lastMatch(head, /[\s，、；：,;:]/gu);
  return `${(clause > length * 0.6 ? head.slice(0, clause) : head).replace(/[\s，、；：,;:]+$/, '')}…`;
}

/** Where the last match ends; 0 if there is none. */
function lastMatch(text: string, pattern: RegExp): number {
  const last = [...text.matchAll(pattern)].at(-1);
  return last === undefined ? 0 : last.index + last[0].length;
}
