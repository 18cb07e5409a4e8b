/**
 * A document in UTF-8, in the parts that it was written in. The same document is always cut at the same places; a part that is kept
 * is the same object each time, so that what was made of it once (its digest) is good again.
 */
export type Body = readonly Uint8Array<ArrayBuffer>[];

/** The whole document. */
export function bytesOf(body: Body): Uint8Array<ArrayBuffer> {
  const [only] = body;
  if (only !== undefined && body.length === 1) return only;
  const bytes = new Uint8Array(body.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of body) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
