/**
 * What XML 1.0 2.2 forbids, and the carriage return, which 2.11 makes every parser read as a line feed. Said by what is fit: to
 * search for the others by name takes nearly twice the time, and every text of a feed is searched.
 */
const unfit = /[^\t\n\x20-\ufffd]/;

/**
 * The text that every format can carry: without the characters XML 1.0 forbids and lone surrogates, lines ended by a
 * line feed. All formats clean alike, so that all of them say the same.
 */
export function clean(text: string): string {
  if (text.isWellFormed() && !unfit.test(text)) return text;
  return text.replace(/\r\n?/g, '\n').replace(/[\0-\x08\x0b-\x1f\ufffe\uffff]|\p{Cs}/gu, '');
}
