import type { IncomingMessage } from 'node:http';

/**
 * Whose request it is: the address of the connection, or behind proxies of ours the address that the first of them saw.
 * X-Forwarded-For is what each proxy appends to; only as many of its last entries as there are proxies can be believed.
 */
export function clientBehind(proxies: number): (request: IncomingMessage) => string | undefined {
  if (proxies === 0) return ({ socket }) => socket.remoteAddress;
  return ({ headers, socket }) => {
    const seen = String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .map(each => each.trim());
    return seen.at(-proxies) || socket.remoteAddress;
  };
}
