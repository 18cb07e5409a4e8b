import { attempt, countOf } from './attempt.ts';

/**
 * The encoding that a text gives away by its script, of those that are neither Unicode nor Chinese: Japanese by its kana,
 * Korean by its syllables, Hebrew, Greek, Thai and Russian by their letters. Absent for what tells too little, and for text of the West.
 */
export function guessed(bytes: Uint8Array): string | undefined {
  return scripts.find(({ label, sign, share }) => {
    const text = attempt(new TextDecoder(label, { fatal: true }), bytes);
    if (text === undefined) return false;
    const all = countOf(text, /[^\0-\x7f]/g);
    return all >= fewest && countOf(text, sign) > all * share;
  })?.label;
}

/** Fewer characters beyond ASCII could be anything. */
const fewest = 12;

/** How much of a text beyond ASCII is at least of a script; the first that fits. */
const scripts = [
  // Chinese text has kana only where it quotes them.
  { label: 'shift_jis', sign: /[\u3041-\u30fe]/g, share: 0.25 },
  { label: 'euc-jp', sign: /[\u3041-\u30fe]/g, share: 0.25 },
  { label: 'euc-kr', sign: /[\uac00-\ud7a3]/g, share: 0.85 },
  // Russian has bytes that are nothing in these two.
  { label: 'windows-1255', sign: /[\u05d0-\u05ea]/g, share: 0.85 },
  { label: 'windows-1253', sign: /[\u03ac-\u03ce]/g, share: 0.6 },
  // The other one of these two makes capitals of small letters.
  { label: 'windows-1251', sign: /[\u0430-\u045f]/g, share: 0.6 },
  { label: 'koi8-r', sign: /[\u0430-\u045f]/g, share: 0.6 },
  { label: 'windows-874', sign: /[\u0e01-\u0e5b]/g, share: 0.85 },
] as const;
