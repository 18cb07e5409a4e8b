import { problem } from '../model/problem.ts';
import type { Outcome } from '../model/seed.ts';
import { attempt, countOf } from './attempt.ts';
import { guessed } from './charset-guess.ts';

/** A seed's text, with `\n` line ends and without a byte order mark. */
type Text = { readonly text: string; readonly repairs: readonly string[] };

const utf8 = new TextDecoder('utf-8', { fatal: true });
const looseUtf8 = new TextDecoder('utf-8');

/**
 * Bytes to text: UTF-8 that is valid; then by byte order mark; UTF-16 by its line ends; UTF-8 with a few broken bytes;
 * `encoding` (a WHATWG label); and last what the bytes look like. A binary file is a problem.
 */
export function decode(bytes: Uint8Array, encoding: string): Outcome<Text> {
  // A binary file that is valid UTF-8 holds zeros, if it exists at all; nearly every seed is done here.
  const plain = attempt(utf8, bytes);
  if (plain?.includes('\0') === false) return { kind: 'ok', value: { text: mended(plain), repairs: [] } };
  const found = marked(bytes) ?? strayZeros(bytes) ?? wide(bytes) ?? damaged(bytes) ?? labelled(bytes, [], encoding);
  if (isBinary(found.text)) {
    return problem(
      'the file is not text; it looks binary',
      'Save it as UTF-8 text, or keep it out of the seeds folder.',
    );
  }
  return { kind: 'ok', value: { text: mended(found.text), repairs: found.repairs } };
}

/**
 * A fetched document to text, by what says most: valid UTF-8 or a byte order mark, the charset of Content-Type, the XML
 * declaration, and last `encoding` and what the bytes look like. It always answers: what cannot be decoded becomes U+FFFD.
 */
export function decodeFetched(bytes: Uint8Array, contentType: string | undefined, encoding: string): Text {
  const [, charset] = /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType ?? '') ?? [];
  const declared = declaredIn(bytes);
  // What servers add by themselves, if nobody told them: the document knows better.
  const isDefault = charset !== undefined && /^(?:iso-?8859-1|latin-?1|us-ascii)$/i.test(charset);
  const labels = (isDefault ? [declared, charset] : [charset, declared]).flatMap(label => label ?? []);
  const plain = /^(?:iso-2022|hz-)/i.test(labels[0] ?? '') ? undefined : attempt(utf8, bytes);
  if (plain?.includes('\0') === false) return { text: mended(plain), repairs: [] };
  const sure = marked(bytes) ?? markup16(bytes) ?? strayZeros(bytes) ?? wide(bytes) ?? damaged(bytes);
  const found =
    sure ?? labelled(bytes, labels, isChinese(canonical(encoding)) ? otherThanChinese(bytes, encoding) : encoding);
  return { text: mended(found.text), repairs: found.repairs };
}

/** Chinese is what a source is said to be where nobody said anything; its bytes may know better. */
function otherThanChinese(bytes: Uint8Array, encoding: string): string {
  // Letters that stand alone are of the West; in Chinese text hardly any byte does.
  return looksOf(bytes).looks === 'windows-1252' ? 'windows-1252' : (guessed(bytes) ?? encoding);
}

/** XML 1.0, F.1: `<` or `{` in UTF-16 without a mark. */
function markup16(bytes: Uint8Array): Text | undefined {
  const [first, second] = bytes;
  if ((first === 0x3c || first === 0x7b) && second === 0) return { text: decoded('utf-16le', bytes), repairs: [] };
  if (first === 0 && (second === 0x3c || second === 0x7b)) return { text: decoded('utf-16be', bytes), repairs: [] };
  return undefined;
}

/**
 * What an XML declaration says of the encoding, or a page's `meta` (HTML 13.2.3.2); it is ASCII in every encoding that has
 * ASCII (XML 1.0, F.1).
 */
function declaredIn(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  const [, inXml] = /<\?xml\s[^<>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(start) ?? [];
  return inXml ?? /<meta\s[^<>]*?charset\s*=\s*["']?([\w.:-]+)/i.exec(start)?.[1];
}

/** WHATWG Encoding 6, "BOM sniff"; UTF-8's mark is swallowed by its decoder. */
function marked(bytes: Uint8Array): Text | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decoded('utf-16le', bytes), repairs: [] };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: decoded('utf-16be', bytes), repairs: [] };
  return undefined;
}

/** UTF-8 with a zero here and there. In UTF-16 Chinese is no UTF-8, and every other byte of ASCII is a zero. */
function strayZeros(bytes: Uint8Array): Text | undefined {
  const text = attempt(utf8, bytes);
  return text === undefined || countOf(text, /\0/g) * 4 > text.length ? undefined : { text, repairs: [] };
}

/** UTF-16 without a mark: its line ends tell the order of the bytes. (Zeros do not: 一 and 开 have one as well.) */
function wide(bytes: Uint8Array): Text | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  const little = countPairs(bytes, 0x0a, 0);
  const big = countPairs(bytes, 0, 0x0a);
  if ((little === 0) === (big === 0)) return undefined;
  const label = little > 0 ? 'utf-16le' : 'utf-16be';
  const text = attempt(new TextDecoder(label, { fatal: true }), bytes);
  if (text === undefined || isBinary(text)) return undefined;
  return { text, repairs: [`The file is ${label.toUpperCase()} without a byte order mark.`] };
}

function countPairs(bytes: Uint8Array, first: number, second: number): number {
  let found = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) if (bytes[at] === first && bytes[at + 1] === second) found += 1;
  return found;
}

/** UTF-8 in which a few bytes are wrong, as in a file that was cut within a character. */
function damaged(bytes: Uint8Array): Text | undefined {
  const text = looseUtf8.decode(bytes);
  const broken = countOf(text, /\ufffd/g);
  // Hardly any sequence of another encoding happens to be UTF-8.
  if (broken * 4 > countOf(text, /[^\0-\x7f\ufffd]/g)) return undefined;
  return { text, repairs: [`The file is UTF-8 with ${broken} broken ${broken === 1 ? 'character' : 'characters'}.`] };
}

function labelled(bytes: Uint8Array, declared: readonly string[], encoding: string): Text {
  const labels = [...declared, encoding].flatMap(name => canonical(name) ?? []);
  const { looks, sure } = looksOf(bytes);
  // Whoever labels files takes the Chinese encodings for one another; enough bytes tell.
  const order = [...labels.map(label => (sure && isChinese(label) ? looks : label)), looks, ...labels];
  const exact = order.find(name => attempt(new TextDecoder(name, { fatal: true }), bytes) !== undefined);
  const chosen = exact ?? order[0] ?? looks;
  const expected = canonical(declared[0] ?? encoding) ?? 'utf-8';
  const repairs = [
    ...(chosen === expected
      ? []
      : [`The file is not ${expected.toUpperCase()}; it was read as ${chosen.toUpperCase()}.`]),
    ...(exact === undefined ? ['Some bytes of the file could not be decoded.'] : []),
  ];
  return { text: decoded(chosen, bytes), repairs };
}

/** The encoding that a label names; none for UTF-8, which these bytes are not. */
function canonical(label: string): string | undefined {
  try {
    const { encoding } = new TextDecoder(label);
    // One decoder serves both (WHATWG Encoding 10.1.1).
    if (encoding === 'gbk') return 'gb18030';
    return encoding === 'utf-8' ? undefined : encoding;
  } catch {
    // RangeError: there is no such label. The configuration's reader reports that; here the bytes must tell.
    return undefined;
  }
}

function isChinese(label: string | undefined): boolean {
  return label === 'big5' || label === 'gb18030';
}

type Looks = { readonly looks: 'big5' | 'gb18030' | 'windows-1252'; readonly sure: boolean };

/**
 * In simplified GB text hardly any second byte is below 80, in Big5 text a third or more are; traditional GB text has
 * bytes 81-A0, which Big5 never has. Western letters beyond ASCII mostly stand alone, and before what is no second byte.
 */
function looksOf(bytes: Uint8Array): Looks {
  let [all, low, foreign, adjacent, unpaired] = [0, 0, 0, 0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) continue;
    const second = bytes[at + 1] ?? 0;
    all += 1;
    if (second >= 0x80) adjacent += 1;
    if (second < 0x40) unpaired += 1;
    if (second >= 0x40 && second < 0x80) low += 1;
    if (first < 0xa1 || first > 0xf9 || (second > 0x7e && second < 0xa1)) foreign += 1;
    if (second >= 0x40) at += 1;
  }
  // Two in five may stand beside another (`ção`); in words of Greek or Russian letters more do.
  if (adjacent === 0 || (adjacent * 5 <= all * 2 && unpaired * 50 > all)) return { looks: 'windows-1252', sure: false };
  const isPlain = foreign * 20 <= all;
  const isBig5 = isPlain && low * 6 > all;
  return { looks: isBig5 ? 'big5' : 'gb18030', sure: all >= 20 && (isBig5 || !isPlain || low * 10 < all) };
}

/** More than one character in twenty (one slip is free) is a control character or could not be decoded: nobody writes so. */
function isBinary(text: string): boolean {
  return (countOf(text, /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/g) - 1) * 20 > text.length;
}

/** With line feeds alone, and without the controls of Latin-1. */
function mended(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return /[\x80-\x9f]/.test(lines)
    ? lines.replace(/[\x80-\x9f]/g, control => meantByControl(control.charCodeAt(0)))
    : lines;
}

/** What a control of Latin-1 (128 to 159) was before a program took windows-1252 for it, as HTML reads numbers of characters (13.2.5.80). */
export function meantByControl(code: number): string {
  return decoded('windows-1252', Uint8Array.of(code));
}

function decoded(label: string, bytes: Uint8Array): string {
  return new TextDecoder(label).decode(bytes);
}
