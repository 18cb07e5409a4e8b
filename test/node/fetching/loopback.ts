import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { FetchRules } from '../../../src/model/config.ts';
import type { Resolve } from '../../../src/node/fetching/checked-lookup.ts';
import { type Client, clientBy } from '../../../src/node/fetching/fetch-document.ts';

/** Every name is this machine, as in a network whose names somebody else gives out. */
export const everyNameIsLoopback: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];

/** A client that may fetch from this machine; `rules` say otherwise where they say something. */
export function client(rules: Partial<FetchRules> = {}, resolve: Resolve = everyNameIsLoopback): Client {
  const all = { allow: ['127.0.0.1'], concurrent: 8, timeout: 5000, maxBytes: 100_000, ...rules };
  return clientBy(all, 'Huiliu/test (+https://feeds.example.org)', resolve);
}

/** An HTTP server for one test; `seen` are the requests that came. */
export async function server(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: {
    readonly url: string | undefined;
    readonly headers: IncomingHttpHeaders;
    readonly at: string | undefined;
  }[] = [];
  const listening = createServer((request, response) => {
    // A socket that is closed has forgotten its address.
    seen.push({ url: request.url, headers: request.headers, at: request.socket.localAddress });
    answer(request, response);
  });
  await new Promise<void>(resolve => listening.listen(0, '0.0.0.0', resolve));
  onTestFinished(() => {
    listening.closeAllConnections();
    listening.close();
  });
  const port = portOf(listening.address());
  return { port, base: `http://127.0.0.1:${port}`, seen };
}

/** A server that says whatever bytes it wants to. */
export async function rawServer(answer: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const listening = createSocketServer(socket => {
    sockets.push(socket);
    // The other side goes away in the middle: that is what is tested.
    socket.on('error', () => socket.destroy());
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>(resolve => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  return { base: `http://127.0.0.1:${portOf(listening.address())}`, sockets };
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
