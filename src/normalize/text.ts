/** Plain text: what XML allows, one line of it, and where to cut it. */

/** What one look at every character of a text tells; it is cheaper than several expressions that each look at all. */
export type Glance = {
  /** Characters that are not white space. */
  readonly visible: number;
  /** Whether `clean` or `oneLine` may take something out. */
  readonly isSuspicious: boolean;
  /** Whether `&`, `<` or `>` is in it. */
  readonly hasMarkup: boolean;
};

/** Looks at a text once. Linear. */
export function glance(text: string): Glance {
  let visible = text.length;
  let all = 0;
  for (let at = 0; at < text.length; at++) {
    const kind = kinds[text.charCodeAt(at)] ?? 0;
    all |= kind;
    visible -= kind & space;
  }
  return { visible, isSuspicious: (all & suspect) !== 0, hasMarkup: (all & markup) !== 0 };
}

const space = 1;
const suspect = 2;
const markup = 4;

/** What each UTF-16 code unit is. */
const kinds = kindsOf([
  // ECMAScript 12.2 and 12.3: what `\s` and `trim` take for white space.
  [space, 0x09, 0x0d],
  ...[0x20, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff].map(code => [space, code, code] as const),
  [space, 0x2000, 0x200a],
  // What XML 1.0 2.2 forbids, surrogates that may be unpaired, and byte order marks.
  [suspect, 0x00, 0x08],
  [suspect, 0x0b, 0x0c],
  [suspect, 0x0e, 0x1f],
  // Control characters that XML allows, and that no title or name has.
  [suspect, 0x7f, 0x9f],
  // What turns the direction of the text behind it.
  [suspect, 0x202a, 0x202e],
  [suspect, 0x2066, 0x2069],
  [suspect, 0xd800, 0xdfff],
  [suspect, 0xfeff, 0xfeff],
  [suspect, 0xfffe, 0xffff],
  ...[0x26, 0x3c, 0x3e].map(code => [markup, code, code] as const),
]);

function kindsOf(ranges: readonly (readonly [kind: number, from: number, to: number])[]): Uint8Array {
  const made = new Uint8Array(0x10000);
  for (const [kind, from, to] of ranges) {
    for (let code = from; code <= to; code++) made[code] = (made[code] ?? 0) | kind;
  }
  return made;
}

/** The text without the characters that XML 1.0 2.2 forbids, unpaired surrogates among them, and without byte order marks. */
export function clean(text: string): string {
  return glance(text).isSuspicious
    ? text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\u{FEFE}\u{FF00}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    : text;
}

/** The text as one line: white space collapsed, no other control characters, nothing that turns the text behind it, ends trimmed. */
export function oneLine(text: string): string {
  const trimmed = text.trim();
  const { visible, isSuspicious } = glance(trimmed);
  if (visible === trimmed.length && !isSuspicious) return trimmed;
  if (!isSuspicious) return trimmed.replace(/\s+/g, ' ');
  const line = clean(trimmed)
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '');
  return withinItself(line).trim();
}

/** Embeddings, overrides and isolates, and what ends them (UAX #9 2). */
const turns = /[\u202A-\u202E\u2066-\u2069]/g;

/** A text whose turns of direction all end in it, else without them: they would turn what stands beside it too. */
function withinItself(text: string): string {
  const open: boolean[] = [];
  for (const [sign] of text.matchAll(turns)) {
    if (sign !== '\u202C' && sign !== '\u2069') open.push(sign >= '\u2066');
    else if (open.pop() !== (sign === '\u2069')) return text.replace(turns, '');
  }
  return open.length === 0 ? text : text.replace(turns, '');
}

/** A raised text in signs that are raised by themselves, where there are such: of 10<sup>6</sup> text alone would make 106. */
export function raised(text: string): string {
  if (!/^[\d+\-−()ni]{1,20}$/.test(text)) return text;
  return text.replace(/./gs, sign => '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿⁱ'['0123456789+-−()ni'.indexOf(sign)] ?? sign);
}

/** Whether nothing of the text can be seen: white space, joiners, soft hyphens. */
export function isInvisible(text: string): boolean {
  return text.trim() === '' || (text.length < 64 && !/[^\s\u00AD\u200B-\u200F\u2060]/.test(text));
}

/** The first sentence of one line, at most 80 characters. */
export function firstSentence(line: string): string {
  const sentence = /^.{2,80}?(?:[。！？]|[!?](?!\w)|(?<![.\s(]\p{L})\.(?=\s)|$)/u.exec(line)?.[0];
  return sentence === undefined ? cut(line, 78) : withinItself(sentence.replace(/\s?。$/, ''));
}

/** A line shortened to about 120 characters, at the end of a sentence where one is near, else of a clause or word. */
export function shortened(line: string): string {
  if (line.length <= 160) return line;
  // Behind a single letter a full stop ends an abbreviation (`e.g.`, `J. Doe`), before a letter a question mark the path of an address.
  const sentences = lastMatch(line.slice(0, 160), /(?:[。！？…]|[!?](?!\w))[”’」』）)"']?|(?<![.\s(]\p{L})\.(?=\s)/gu);
  return sentences > 50 ? withinItself(line.slice(0, sentences).trim()) : cut(line, 120);
}

/** A line of at most `length` characters: as it is, or cut at a clause or word, with an ellipsis. */
export function shortenedTo(line: string, length: number): string {
  return line.length <= length ? line : cut(line, length - 1);
}

/** At most `length` characters and an ellipsis, not through a word or a pair of surrogates. */
function cut(line: string, length: number): string {
  const head = line.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
  const clause = lastMatch(head, /[\s，、；：,;:]/gu);
  const whole = clause > length * 0.6 ? head.slice(0, clause) : head;
  return `${withinItself(whole.replace(/[\s，、；：,;:]+$/, ''))}…`;
}

/** Where the last match ends; 0 if there is none. */
function lastMatch(text: string, pattern: RegExp): number {
  let end = 0;
  pattern.lastIndex = 0;
  while (pattern.test(text)) end = pattern.lastIndex;
  return end;
}
