import { createServer, IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Serving } from '../../app.ts';
import { codeOf } from '../code-of.ts';
import type { Settings } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { answerUnreadable } from './unreadable-request.ts';

/** What is listened for: the app, and the short way past it. */
export type Listening = {
  readonly app: { readonly fetch: (request: Request, env: Bindings) => Response | Promise<Response> };
  readonly shortWay: Serving['shortWay'];
  /** What every address begins with that readers use. */
  readonly baseUrl: string;
  /** The address of the client. */
  readonly clientOf: (request: IncomingMessage) => string | undefined;
  /** Told of failures that the answer hides. */
  readonly report: (message: string, cause: unknown) => void;
};

type Bindings = { readonly incoming: IncomingMessage };

/** A server that listens. */
export type Listener = {
  readonly server: Server;
  /** Where: port 0 became whichever was free. */
  readonly address: string;
  /** From now on requests are answered this way; before the first, with 503. */
  readonly answerBy: (listening: Listening) => void;
};

/**
 * How long nothing may move on a connection, milliseconds: longer than nginx and other proxies keep theirs to us (60 s), which would
 * otherwise send a request into one that we are closing.
 */
const standstill = 75_000;

/**
 * Listens. A connection on which nothing moves for so long is closed: an answer of which no byte is taken is held in memory until
 * then. Throws a UsageError when the port is taken or not allowed.
 */
export async function listen(
  { host, port }: Pick<Settings, 'host' | 'port'>,
  longest: number = standstill,
): Promise<Listener> {
  let listening: Listening | undefined;
  const longWay = getRequestListener((request, env) => {
    if (listening === undefined || !(env.incoming instanceof IncomingMessage)) return starting();
    return listening.app.fetch(request, { incoming: env.incoming });
  }, unnamed);
  // What asks for a feed has no body: its request need not be a stream that ends. Nor need a connection have a second timer between
  // requests, set and cleared at each of them, which would be a twentieth of the cost of a 304.
  const server = createServer({ optimizeEmptyRequests: true, keepAliveTimeout: 0 }, (incoming, outgoing) => {
    if (listening === undefined || !answerShortly(listening, incoming, outgoing)) void longWay(incoming, outgoing);
  });
  server.setTimeout(longest);
  server.on('clientError', (error, socket) => answerUnreadable(error, socket, listening?.baseUrl));
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    server,
    address: addressOf(server, host),
    answerBy: next => {
      listening = next;
    },
  };
}

/** Writes the answer at once when it is known; false: the app must make it. */
function answerShortly(
  { shortWay, clientOf, report }: Listening,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): boolean {
  const { method = '', url = '' } = incoming;
  const headers = { get: (name: string) => fieldOf(incoming.rawHeaders, name) };
  try {
    const made = shortWay(url, { method, headers }, clientOf(incoming));
    if (made === undefined) return false;
    outgoing.writeHead(made.status, rawHeaders(made.headers));
    outgoing.end(made.body);
    return true;
  } catch (error) {
    // Nothing stands above this to catch it: a mistake here must not end the server, and the long way answers too.
    report('The short way failed; the request goes the long one.', error);
    return outgoing.headersSent;
  }
}

/** HTTP/1.0 may leave the host out (RFC 9112 3.2); no answer depends on it. */
const unnamed = { hostname: 'localhost' };

const rawLists = new WeakMap<Readonly<Record<string, string>>, string[]>();

/** Header fields as the list that Node writes fastest: one kind of answer has the same object each time. */
function rawHeaders(headers: Readonly<Record<string, string>>): string[] {
  return rawLists.getOrInsertComputed(headers, fields => Object.entries(fields).flat());
}

/** A header field from Node's raw list: making the object of all of them costs more than the answer. Lists are joined (RFC 9110 5.3). */
function fieldOf(raw: readonly string[], name: string): string | null {
  let found: string | null = null;
  for (let index = 0; index < raw.length; index += 2) {
    const each = raw[index];
    if (each === undefined || each.length !== name.length || each.toLowerCase() !== name) continue;
    const value = raw[index + 1] ?? '';
    found = found === null ? value : `${found}, ${value}`;
  }
  return found;
}

function starting(): Response {
  return new Response('Starting.\n', { status: 503, headers: { 'retry-after': '1' } });
}

/** Where a listening server is reached; for one that listens everywhere, from this machine. */
function addressOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = isEverywhere(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Whether a host stands for every address of the machine. */
export function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
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
