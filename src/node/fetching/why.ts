import { codeOf } from '../code-of.ts';
import type { Failed } from './answer.ts';
import { BadBody } from './bad-body.ts';
import { NotPublic } from './checked-lookup.ts';

/** What it means for the source that nothing came of asking `host`. */
export function failedBy(error: unknown, host: string): Failed {
  // An attempt at each of several addresses: the first says as much as all.
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  const code = codeOf(cause) ?? '';
  return {
    kind: 'failed',
    reason: reasonOf(cause, code, host),
    retryAfter: undefined,
    isOurs: ours.has(code),
    isPassing: !(cause instanceof NotPublic || cause instanceof BadBody),
  };
}

/** What goes wrong on this machine or in its network, and is no fault of the source. */
const ours: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
]);

function reasonOf(cause: unknown, code: string, host: string): string {
  if (cause instanceof NotPublic)
    return `${host} leads to an address that is none of the public internet; if that is meant, name it under fetch.allow in site.yaml, and in the url of the source.`;
  if (cause instanceof BadBody) return `What ${host} sent ${cause.message}.`;
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return `${host} took too long to answer (fetch.seconds in site.yaml); it is tried again.`;
  const known = reasons.find(([pattern]) => pattern.test(code));
  if (known !== undefined) return `${host} ${known[1]}.`;
  return `${host} could not be asked (${code === '' ? String(cause) : code}); it is tried again.`;
}

const reasons = [
  [/^ENOTFOUND$/, 'is a name that is not known: look whether it is spelled right, or whether the site has moved'],
  [/^EAI_/, 'could not be looked up: look whether this machine reaches its name server'],
  [/^(?:ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/, 'cannot be reached: look whether this machine has a network'],
  [/^ECONNREFUSED$/, 'refuses connections at this port: it may be down for a while, or the address has changed'],
  [/^(?:ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN)$/, 'does not answer; it is tried again'],
  [/^(?:ECONNRESET|EPIPE)$/, 'closed the connection before its answer was complete; it is tried again'],
  [/^HPE_HEADER_OVERFLOW$/, 'sent more header fields than anybody needs'],
  [/^HPE_/, 'answered with something that is not HTTP: look at the address and its port'],
  [
    /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_|ERR_TLS_CERT_|INVALID_CA|ERROR_IN_CERT)/,
    'shows a certificate that cannot be trusted: its owner has to mend it',
  ],
  [
    /^(?:EPROTO$|ERR_SSL_|ERR_TLS_)/,
    'does not speak TLS here: look whether the address begins with http rather than https',
  ],
] as const;
