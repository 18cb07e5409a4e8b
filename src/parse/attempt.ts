/** The text that bytes are by a decoder; absent where they are not of its encoding, if it is `fatal`. */
export function attempt(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    // TypeError: which is all that was asked.
    return undefined;
  }
}

/** How many characters of a text (UTF-16 units) a pattern takes, which has the flag `g`. */
export function countOf(text: string, pattern: RegExp): number {
  return text.length - text.replace(pattern, '').length;
}
