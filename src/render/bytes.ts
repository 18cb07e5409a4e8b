/** A part of a document: text, or what was written and encoded before. */
export type Part = string | Uint8Array;

const encoder = new TextEncoder();

/** The parts one after the other, in UTF-8. */
export function joined(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let text: string[] = [];
  for (const part of [...parts, new Uint8Array()]) {
    if (typeof part === 'string') text.push(part);
    else {
      chunks.push(encoder.encode(text.join('')), part);
      text = [];
    }
  }
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
