import type { Body } from '../model/body.ts';

/** A piece of a document: text, or what was written and encoded before. */
export type Piece = string | Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

/** Text in UTF-8. */
export function encoded(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** The pieces one after the other: texts between what was encoded before are one part each. */
export function bodyOf(pieces: readonly Piece[]): Body {
  const body: Uint8Array<ArrayBuffer>[] = [];
  let text: string[] = [];
  const endText = () => {
    if (text.length > 0) body.push(encoded(text.join('')));
    text = [];
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') text.push(piece);
    else {
      endText();
      body.push(piece);
    }
  }
  endText();
  return body;
}
