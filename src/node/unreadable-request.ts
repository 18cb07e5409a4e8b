import type { Duplex } from 'node:stream';
import { codeOf } from './scan.ts';

/** What is answered to what Node's parser cannot read: the status line, further header fields, a sentence. */
type Answer = { readonly status: string; readonly fields?: readonly string[]; readonly said: string };

/**
 * Answers a request that is not HTTP as Node reads it, and ends its connection. An address with characters as they are, which people and
 * scripts write (`?q=上海`), is led to the same address as it is sent (RFC 9112 3.2).
 */
export function answerUnreadable(error: Error, socket: Duplex, baseUrl: string): void {
  if (!socket.writable || codeOf(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, fields = [], said } = answerTo(error, baseUrl);
  const head = [`HTTP/1.1 ${status}`, 'Connection: close', 'Content-Type: text/plain; charset=utf-8', ...fields];
  socket.end(`${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(said) + 1}\r\n\r\n${said}\n`);
}

function answerTo(error: Error, baseUrl: string): Answer {
  const target = unencodedTarget(error);
  if (target !== undefined) {
    const location = baseUrl + target;
    const said = `An address is sent with its characters encoded: ${location}`;
    return { status: '301 Moved Permanently', fields: [`Location: ${location}`, 'Cache-Control: no-store'], said };
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

/** The target of the request line that could not be read, encoded; absent where the line is wrong in another way. */
function unencodedTarget(error: Error): string | undefined {
  if (!('rawPacket' in error) || !Buffer.isBuffer(error.rawPacket) || !('bytesParsed' in error)) return undefined;
  const before = error.rawPacket.lastIndexOf('\n', Number(error.bytesParsed)) + 1;
  const end = error.rawPacket.indexOf('\r\n', before);
  const line = error.rawPacket.toString('latin1', before, end === -1 ? undefined : end);
  const target = /^(?:GET|HEAD) (\/.*) HTTP\/1\.[01]$/s.exec(line)?.[1];
  return target?.replace(/[^!-~]/g, byte => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
