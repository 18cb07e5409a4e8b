/**
 * The encoding that a text gives away by its script, of those that are neither Unicode nor Chinese: Japanese by its kana,
 * Korean by its syllables, Russian by its letters. Absent for what tells too little, and for text of the West.
 */
export function guessed(bytes: Uint8Array): string | undefined {
  const found = scripts.flatMap(({ label, sign, share }) => {
    const text = decodedBy(label, bytes);
    const all = text === undefined ? 0 : countOf(text, /[^\0-\x7f]/g);
    const own = text === undefined ? 0 : countOf(text, sign);
    return all >= fewest && own > all * share ? [{ label, own }] : [];
  });
  return found.toSorted((a, b) => b.own - a.own)[0]?.label;
}

/** Fewer characters beyond ASCII could be anything. */
const fewest = 12;

/** How much of a text beyond ASCII is at least of a script. */
const scripts = [
  // Chinese text has kana only where it quotes them.
  { label: 'shift_jis', sign: /[\u3041-\u30fe]/g, share: 0.25 },
  { label: 'euc-jp', sign: /[\u3041-\u30fe]/g, share: 0.25 },
  { label: 'euc-kr', sign: /[\uac00-\ud7a3]/g, share: 0.85 },
  // The other one of these two makes capitals of small letters.
  { label: 'windows-1251', sign: /[\u0430-\u045f]/g, share: 0.6 },
  { label: 'koi8-r', sign: /[\u0430-\u045f]/g, share: 0.6 },
] as const;

function decodedBy(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    // TypeError: the bytes are not of this encoding, which is an answer.
    return undefined;
  }
}

function countOf(text: string, pattern: RegExp): number {
  return text.length - text.replace(pattern, '').length;
}
