import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import { BadBody } from './bad-body.ts';
import { tooLarge } from './decoded.ts';

export type Exchanged = {
  readonly status: number;
  readonly fields: IncomingHttpHeaders;
  /** As it came, of an answer whose status says that it is a document; else empty. */
  readonly body: Uint8Array<ArrayBuffer>;
};

export type Wire = {
  readonly lookup: LookupFunction;
  /** Bytes of a body at most. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
};

/** Bytes of all header fields of an answer. */
const maxHeaderSize = 32_768;
/** Answers before the answer (RFC 9110 15.2), such as early hints. */
const maxInformation = 20;

/** Asks one server once, on a connection of its own. Throws what node:http throws, and a BadBody. */
export async function exchange(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { lookup, maxBytes, signal }: Wire,
): Promise<Exchanged> {
  // Loaded when something is fetched: most servers only serve.
  const { request } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
  return new Promise((resolve, reject) => {
    // No connection is kept: a source is asked again after minutes at least, and servers close theirs long before.
    const asking = request(url, { agent: false, headers, lookup, maxHeaderSize, signal });
    let informed = 0;
    asking.on('information', () => {
      if (++informed > maxInformation) asking.destroy(new Error('It goes on announcing an answer.'));
    });
    asking.on('error', reject);
    // Nobody asked for another protocol.
    asking.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new Error('It answers in another protocol.'));
    });
    asking.on('response', response => {
      answered(response, maxBytes)
        .then(resolve, reject)
        .finally(() => asking.destroy());
    });
    asking.end();
  });
}

/** Whether an answer is a document, or what changed in one (RFC 9110 15.3.1, 15.3.4; RFC 3229 10.4.1). */
export function isDocument(status: number): boolean {
  return status === 200 || status === 203 || status === 226;
}

async function answered(response: IncomingMessage, maxBytes: number): Promise<Exchanged> {
  const { statusCode: status = 0, headers: fields } = response;
  // Nobody reads what an error or a redirect says to people.
  if (!isDocument(status)) return { status, fields, body: new Uint8Array() };
  if (Number(fields['content-length'] ?? 0) > maxBytes) throw new BadBody(tooLarge(maxBytes));
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    bytes += part.length;
    if (bytes > maxBytes) throw new BadBody(tooLarge(maxBytes));
    parts.push(part);
  }
  return { status, fields, body: Buffer.concat(parts, bytes) };
}
