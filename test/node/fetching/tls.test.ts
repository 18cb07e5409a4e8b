import { createServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { fetchDocument } from '../../../src/node/fetching/fetch-document.ts';
import { selfSigned } from './certificate.ts';
import { client, portOf } from './loopback.ts';

const feed = '<rss version="2.0"/>';

/** A server that speaks TLS as one host, whom the machine trusts or not. `/to?…` redirects there. */
async function secure({ host = 'secure.test', isTrusted = true, until = undefined as string | undefined } = {}) {
  const certificate = selfSigned(host, until);
  if (isTrusted) {
    const before = getCACertificates();
    setDefaultCACertificates([...before, certificate.cert]);
    onTestFinished(() => setDefaultCACertificates(before));
  }
  const server = createServer(certificate, (request, response) => {
    const [, location] = /^\/to\?(.*)$/.exec(request.url ?? '') ?? [];
    if (location !== undefined) response.writeHead(302, { location });
    response.end(feed);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://secure.test:${portOf(server.address())}`;
}

const ask = (url: string) => fetchDocument({ url, expects: 'feed' }, client());

test('a document comes by TLS from who proves to be the host that was named, though the connection goes to an address', async () => {
  const base = await secure();
  expect(await ask(`${base}/`)).toMatchObject({ kind: 'news', fetched: { url: `${base}/` } });
});

test.each([
  ['signs itself', { isTrusted: false }],
  ['is another host', { host: 'other.test' }],
  ['has been that host once', { until: '200102000000Z' }],
])('no document comes by TLS from who %s', async (_, who) => {
  expect(await ask(await secure(who))).toMatchObject({
    kind: 'failed',
    reason: 'secure.test shows a certificate that cannot be trusted: its owner has to mend it.',
  });
});

test('a redirect from https leads to https, never to http', async () => {
  const base = await secure();
  expect(await ask(`${base}/to?${base}/feed`)).toMatchObject({ kind: 'news', fetched: { url: `${base}/feed` } });
  expect(await ask(`${base}/to?http://secure.test/feed`)).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('from https to http'),
  });
});
