/** Content codings: which a client takes, and the encoded forms of a body, each made once. */
import { LRUCache } from 'lru-cache';
import { weighted } from './weights.ts';

export type Encoding = 'br' | 'gzip';

/** How a platform makes one coding. A slow one is made behind the answers, and serves from when it is ready. */
export type Encoder = {
  readonly encoding: Encoding;
  readonly slow: boolean;
  readonly encode: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
};

/** A body and its coding; none where it is as it is. */
export type Encoded = { readonly bytes: Uint8Array<ArrayBuffer>; readonly encoding: Encoding | undefined };

/** Below this a coding saves less than a packet. */
const worthwhile = 1024;

/** The codings of Accept-Encoding that we know, the best first (RFC 9110 12.5.3). Ours by size, among equals. */
export function acceptedEncodings(header: string | null): readonly Encoding[] {
  if (header === null || header === '') return none;
  const known = read.get(header);
  if (known !== undefined) return known;
  const accepted = readEncodings(header);
  if (header.length <= 200) read.set(header, accepted);
  return accepted;
}

function readEncodings(header: string): readonly Encoding[] {
  const weights = new Map(
    weighted(header).map(({ name, weight }) => [name === 'x-gzip' ? 'gzip' : name, weight] as const),
  );
  const weightOf = (encoding: string) => weights.get(encoding) ?? weights.get('*') ?? 0;
  const identity = weights.get('identity') ?? 0;
  return ours
    .filter(encoding => weightOf(encoding) > 0 && weightOf(encoding) >= identity)
    .toSorted((a, b) => weightOf(b) - weightOf(a));
}

const ours: readonly Encoding[] = ['br', 'gzip'];

const none: readonly Encoding[] = [];

/** What was read before: clients are many, their spellings few. */
const read = new LRUCache<string, readonly Encoding[]>({ max: 100 });

/** The encoded forms of one body. */
export class Forms {
  /** Whether answers of this address depend on Accept-Encoding. */
  readonly varies: boolean;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #encoders: readonly Encoder[];
  readonly #made = new Map<Encoding, Uint8Array<ArrayBuffer>>();
  readonly #making = new Map<Encoding, Promise<void>>();

  constructor(bytes: Uint8Array<ArrayBuffer>, encoders: readonly Encoder[]) {
    this.varies = encoders.length > 0;
    this.#bytes = bytes;
    this.#encoders = bytes.length < worthwhile ? [] : encoders;
  }

  /** The best form that is there now; undefined for the body as it is. */
  ready(accepted: readonly Encoding[]): Encoding | undefined {
    return accepted.find(encoding => this.#made.has(encoding));
  }

  /** The bytes of a form, or of the body as it is. */
  bytes(encoding: Encoding | undefined): Uint8Array<ArrayBuffer> {
    return (encoding && this.#made.get(encoding)) ?? this.#bytes;
  }

  /** Whether waiting would bring a better form than `ready` has: one that is made quickly and not made yet. */
  isWaiting(accepted: readonly Encoding[]): boolean {
    return accepted.some(encoding => !this.#made.has(encoding) && this.#encoderOf(encoding) !== undefined);
  }

  /** Makes what the client accepts: waits for the first quick coding unless a form is there, slow ones go on behind. */
  async prepare(accepted: readonly Encoding[]): Promise<void> {
    for (const encoding of accepted) {
      const encoder = this.#encoderOf(encoding);
      if (encoder === undefined) continue;
      if (this.#made.has(encoding)) return;
      const making = this.#make(encoder);
      if (encoder.slow) continue;
      await making;
      return;
    }
  }

  /** Other bytes, for one answer alone: by a coding that is made quickly, where the client accepts one, else as they are. */
  async encodedOnce(bytes: Uint8Array<ArrayBuffer>, accepted: readonly Encoding[]): Promise<Encoded> {
    const asIs = { bytes, encoding: undefined };
    const encoding = accepted.find(each => this.#encoderOf(each)?.slow === false);
    const encoder = encoding && this.#encoderOf(encoding);
    if (encoder === undefined || bytes.length < worthwhile) return asIs;
    return encoder.encode(bytes).then(
      made => ({ bytes: made, encoding }),
      () => asIs,
    );
  }

  #encoderOf(encoding: Encoding): Encoder | undefined {
    return this.#encoders.find(each => each.encoding === encoding);
  }

  #make({ encoding, encode }: Encoder): Promise<void> {
    return this.#making.getOrInsertComputed(encoding, () =>
      encode(this.#bytes).then(
        bytes => void this.#made.set(encoding, bytes),
        // A coding that fails costs nothing but its saving: the body as it is stays good.
        () => {},
      ),
    );
  }
}
