import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { codeOf } from './scan.ts';
import { type Settings, UsageError } from './settings.ts';

type App = { readonly fetch: (request: Request) => Response | Promise<Response> };

/**
 * Listens, then makes the app for the address that came of it (port 0 is whichever is free). Throws a UsageError when
 * the port is taken or not allowed.
 */
export async function listen(
  { host, port }: Pick<Settings, 'host' | 'port'>,
  makeApp: (address: string) => App,
): Promise<Server> {
  let app: App | undefined;
  const server = createServer(
    getRequestListener(
      request => app?.fetch(request) ?? new Response('Starting.\n', { status: 503, headers: { 'retry-after': '1' } }),
    ),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  app = makeApp(addressOf(server, host));
  return server;
}

/** The address a listening server is reached at; for one that listens everywhere, from this machine. */
export function addressOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function listenError(error: Error, host: string, port: number): Error {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new UsageError(
        `Port ${port} is in use. Stop what uses it, or choose another: npm start -- --port ${port + 1}`,
      );
    case 'EACCES':
      return new UsageError(
        `Port ${port} is not allowed for this user. Choose one over 1023: npm start -- --port 3000`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UsageError(
        `${host} is no address of this machine. Use --host 127.0.0.1 (only this machine) or --host 0.0.0.0 (every one).`,
      );
    default:
      return error;
  }
}
