/** Undoes what a body was compressed with, as far as the bytes bear it out: servers say gzip of what is plain, and the reverse. */
import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';
import { codeOf } from '../code-of.ts';
import { BadBody } from './bad-body.ts';

/** How often a body may be compressed, one within another. */
const most = 3;
const tooOften = 'is compressed more often than anybody needs';

/**
 * The bytes that Content-Encoding was applied to (RFC 9110 8.4). Throws a BadBody for what is cut or damaged, and for more than
 * `maxBytes` at any step.
 */
export async function decoded(
  bytes: Uint8Array<ArrayBuffer>,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const codings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '' && each !== 'identity');
  if (codings.length > most) throw new BadBody(tooOften);
  let data = bytes;
  for (const coding of codings.reverse()) data = await undone(data, coding, maxBytes);
  // A compressed file that is served as it lies there. One can be made that holds itself.
  for (let more = codings.length; isGzip(data); more++) {
    if (more === most) throw new BadBody(tooOften);
    data = await undone(data, 'gzip', maxBytes);
  }
  return data;
}

type Decoder = (
  data: Uint8Array<ArrayBuffer>,
  options: { readonly maxOutputLength: number },
) => Promise<Uint8Array<ArrayBuffer>>;

const zstd = promisify(zstdDecompress);

/** What may have been meant, the best first. */
const decoders: ReadonlyMap<string, readonly Decoder[]> = new Map(
  Object.entries({
    gzip: [promisify(gunzip)],
    'x-gzip': [promisify(gunzip)],
    // RFC 9110 8.4.1.2: the zlib format, but some send the bare stream.
    deflate: [promisify(inflate), promisify(inflateRaw)],
    br: [promisify(brotliDecompress)],
    // RFC 9659: a window of 8 MB at most.
    zstd: [(data, options) => zstd(data, { ...options, params: { [constants.ZSTD_d_windowLogMax]: 23 } })],
  }),
);

async function undone(
  data: Uint8Array<ArrayBuffer>,
  coding: string,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (data.length === 0) return data;
  let why: unknown;
  for (const decode of decoders.get(coding) ?? []) {
    try {
      return await decode(data, { maxOutputLength: maxBytes });
    } catch (error) {
      if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw new BadBody(tooLarge(maxBytes), { cause: error });
      why = error;
    }
  }
  if (isText(data)) return data;
  if (!decoders.has(coding)) throw new BadBody(`is encoded as "${coding.slice(0, 30)}", which was not asked for`);
  throw new BadBody(codeOf(why) === 'Z_BUF_ERROR' ? 'is cut off' : `is no ${coding}, though it says so, and no text`, {
    cause: why,
  });
}

/** What is said of a body over the limit. */
export function tooLarge(maxBytes: number): string {
  return `is larger than ${maxBytes} bytes (fetch.bytes in site.yaml)`;
}

function isGzip(data: Uint8Array): boolean {
  return data[0] === 0x1f && data[1] === 0x8b;
}

/** Whether it begins as XML, HTML or JSON does, in UTF-8, UTF-16 or anything like ASCII. */
function isText(data: Uint8Array): boolean {
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*[<{[]/.test(Buffer.from(data.subarray(0, 200)).toString('latin1'));
}
