import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Encoder } from '../../http/encodings.ts';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/**
 * What Node compresses with, on its own threads. gzip is made while the first client waits, about 4 ms for a feed; brotli
 * at a level worth its time is made behind the answers, once a rendition.
 */
export const encoders: readonly Encoder[] = [
  {
    encoding: 'br',
    slow: true,
    encode: async bytes =>
      owned(
        await brotlied(bytes, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 7, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
        }),
      ),
  },
  { encoding: 'gzip', slow: false, encode: async bytes => owned(await gzipped(bytes, { level: 6 })) },
];

function owned(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}
