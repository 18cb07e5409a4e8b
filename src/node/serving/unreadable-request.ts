import { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { codeOf } from '../code-of.ts';

/** What is answered to what Node's parser cannot read: the status line, further header fields, a sentence, which HEAD does not get. */
type Answer = {
  readonly status: string;
  readonly fields?: readonly string[];
  readonly said: string;
  readonly isHead?: boolean;
};

/** Where Node says that a request line is none. */
const inLine: ReadonlySet<string | undefined> = new Set([
  'HPE_INVALID_URL',
  'HPE_INVALID_CONSTANT',
  'HPE_INVALID_VERSION',
]);

/** No address of ours is longer, and encoded it is three times as long. */
const longest = 2000;

/**
 * Answers a request that is not HTTP as Node reads it, and ends its connection. An address with characters as they are, which people and
 * scripts write (`?q=上海`), is led to the same address as it is sent (RFC 9112 3.2).
 */
export function answerUnreadable(error: Error, socket: Duplex, baseUrl: string | undefined): void {
  if (!socket.writable || codeOf(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, fields = [], said, isHead = false } = answerTo(error, baseUrl);
  const head = [`HTTP/1.1 ${status}`, 'Connection: close', 'Content-Type: text/plain; charset=utf-8', ...fields];
  const length = `Content-Length: ${Buffer.byteLength(said) + 1}`;
  afterAnswers(socket, () => {
    const answer = `${head.join('\r\n')}\r\n${length}\r\n\r\n${isHead ? '' : `${said}\n`}`;
    socket.end(answer, () => socket.destroy());
  });
}

/** Does something when what was asked before on a connection is answered: answers come in the order of their requests (RFC 9112 9.3.2). */
function afterAnswers(socket: Duplex, then: () => void): void {
  // Where Node itself looks for it; it has no name for others.
  const underWay = '_httpMessage' in socket ? socket._httpMessage : undefined;
  if (!(underWay instanceof ServerResponse)) then();
  else if (underWay.req.complete) underWay.once('close', () => afterAnswers(socket, then));
  // It is the body of that request that cannot be read: nobody answers it any more.
  else if (underWay.headersSent) socket.destroy();
  else then();
}

function answerTo(error: Error, baseUrl: string | undefined): Answer {
  const line = unencodedLine(error);
  // Without a base, `//host/é` would lead away.
  if (line !== undefined && baseUrl !== undefined) {
    const location = baseUrl + line.target;
    const said = `An address is sent with its characters encoded: ${location}`;
    const fields = [`Location: ${location}`, 'Cache-Control: no-store'];
    return { status: '301 Moved Permanently', fields, said, isHead: line.method === 'HEAD' };
  }
  switch (codeOf(error)) {
    case 'HPE_HEADER_OVERFLOW':
      return { status: '431 Request Header Fields Too Large', said: 'The header fields are larger than 16 kB.' };
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { status: '413 Content Too Large', said: 'The extensions of a chunk are too large.' };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: '408 Request Timeout', said: 'The request did not arrive in time.' };
    default:
      return { status: '400 Bad Request', said: `The request is not HTTP (${error.message}).` };
  }
}

/** The method and the target, encoded, of the request line that could not be read; absent where it is wrong in another way. */
function unencodedLine(error: Error): { readonly method: string; readonly target: string } | undefined {
  if (
    !inLine.has(codeOf(error)) ||
    !('rawPacket' in error) ||
    !Buffer.isBuffer(error.rawPacket) ||
    !('bytesParsed' in error)
  )
    return undefined;
  const before = error.rawPacket.lastIndexOf('\n', Number(error.bytesParsed)) + 1;
  const end = error.rawPacket.indexOf('\r\n', before);
  const line = error.rawPacket.toString('latin1', before, end === -1 ? undefined : end);
  const [, method, target] = /^(GET|HEAD) (\/.*) HTTP\/1\.[01]$/s.exec(line) ?? [];
  if (method === undefined || target === undefined || target.length > longest) return undefined;
  const code = (byte: string) => byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
  return { method, target: target.replace(/[^!-~]/g, byte => `%${code(byte)}`) };
}
