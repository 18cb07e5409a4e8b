/**
 * A text with references to characters (HTML 13.5) as nearly every article has them: those few that have names here and numbers of
 * plain characters, all with their semicolon. Absent where another stands: names without one are many, and what each means hangs
 * on what follows it.
 */
export function decodedPlain(text: string, inAttribute: boolean): string | undefined {
  if (!text.includes('&')) return text;
  let isOdd = false;
  const decoded = text.replace(/&(#?\w*)([;=]?)/g, (written, name: string, sign: string) => {
    // Addresses join their parameters so: before a sign of equality nothing is a reference (HTML 13.2.5.73).
    if (name === '' || (inAttribute && sign === '=' && /^[a-z][a-z\d]*$/i.test(name))) return written;
    const character = sign === ';' ? (named.get(name) ?? numbered(name)) : undefined;
    isOdd ||= character === undefined;
    return character ?? written;
  });
  return isOdd ? undefined : decoded;
}

const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
  ['ensp', '\u2002'],
  ['emsp', '\u2003'],
  ['middot', '·'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['hellip', '…'],
  ['mdash', '—'],
  ['ndash', '–'],
]);

/** Neither a control character nor half of a pair. */
function numbered(name: string): string | undefined {
  const [, decimal, hexadecimal] = /^#(?:(\d{1,6})|x([\da-f]{1,5}))$/i.exec(name) ?? [];
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code < 0xd800) ? String.fromCharCode(code) : undefined;
}
