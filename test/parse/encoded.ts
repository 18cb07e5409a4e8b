/** Bytes in encodings that the platform decodes and does not encode. */

/** Text in any encoding that TextDecoder knows; fails for a character that it does not have. */
export function encoded(text: string, label: string): Uint8Array<ArrayBuffer> {
  if (label === 'utf-8') return new TextEncoder().encode(text);
  if (label === 'utf-16le' || label === 'utf-16be') return utf16(text, label === 'utf-16be');
  const table = tables.get(label) ?? tableOf(label);
  tables.set(label, table);
  const bytes = [...text].flatMap(sign => {
    const code = sign.charCodeAt(0);
    const found = code < 0x80 ? [code] : table.get(sign);
    if (found === undefined) throw new RangeError(`${label} has no ${sign}`);
    return found;
  });
  return Uint8Array.from(bytes);
}

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Every character that one or two bytes decode to. */
function tableOf(label: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(label, { fatal: true });
  const table = new Map<string, readonly number[]>();
  const note = (...bytes: readonly number[]) => {
    const sign = attempt(decoder, Uint8Array.from(bytes));
    if (sign !== undefined && [...sign].length === 1 && !table.has(sign)) table.set(sign, bytes);
  };
  for (let first = 0x80; first < 0x100; first += 1) {
    note(first);
    for (let second = 0x30; second < 0x100; second += 1) note(first, second);
  }
  return table;
}

function attempt(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    // TypeError: the bytes are no character.
    return undefined;
  }
}

function utf16(text: string, isBig: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), !isBig);
  return new Uint8Array(view.buffer);
}
