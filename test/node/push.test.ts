import { once } from 'node:events';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { expect, onTestFinished, test } from 'vitest';
import type { Store } from '../../src/model/store.ts';
import { openStore } from '../../src/node/database/open.ts';
import { push } from '../../src/node/edge/push.ts';
import { openPlatform } from '../contract/platform.node.ts';
import { day, idOf, record } from '../contract/records.ts';
import { appOn, base } from '../runtime/app.ts';
import { bridge } from '../stories/articles.ts';
import { run, serve, start, until, workplace } from './cli.ts';

const token = 'a token of thirty-two characters';
const env = { HUILIU_TOKEN: token };

/** A Huiliu without seeds that takes entries, as a process of its own. */
async function receivingProcess(port = '0') {
  const { dir } = workplace();
  mkdirSync(join(dir, 'none'));
  const args = ['--seeds', join(dir, 'none'), '--data', join(dir, 'data'), '--base-url', base, '--port', port];
  return serve(args, env);
}

/** The same in this process: what it does is not what is looked at. */
async function receiver() {
  const platform = await openPlatform();
  const server = createServer(getRequestListener(appOn(platform, { token }).fetch));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await platform.close();
  });
  return { base: await addressOf(server) };
}

/** Where it listens, on a free port. */
async function addressOf(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
}

async function titles(at: string): Promise<readonly string[]> {
  const { items } = (await (await fetch(`${at}/feed.json?limit=200`)).json()) as { items: { title: string }[] };
  return items.map(({ title }) => title);
}

async function held(at: string): Promise<number> {
  return ((await (await fetch(`${at}/readyz`)).json()) as { entries: number }).entries;
}

const post = (title: string) =>
  `---\ntitle: '${title}'\ncategories:\n - 金融\ndate: Fri, 15 Apr 2022 10:00:00 GMT\n---\n<div><p>${title}的正文。</p></div>\n`;

function storeIn(dir: string) {
  const opened = openStore(join(dir, 'sender'));
  onTestFinished(opened.close);
  return opened.store;
}

test('serve --push-to sends what is there, what arrives and what is taken back; both sides give the same bytes', async () => {
  const there = await receivingProcess();
  const { args, seeds } = workplace();
  const here = await serve([...args, '--base-url', base, '--push-to', there.base], env);
  await until(async () => ((await held(there.base)) === 5 ? true : undefined), here.child.said);
  writeFileSync(join(seeds, 'sina/new.md'), post('新的文章'));
  await until(async () => ((await titles(there.base)).includes('新的文章') ? true : undefined), here.child.said);
  await run(['retract', 'eastmoney/202204112338984892', ...args.slice(2, 4)]);
  await until(async () => ((await held(there.base)) === 5 ? true : undefined), here.child.said);
  for (const path of ['/atom.xml', '/rss.xml', '/sources/sina/feed.json', '/categories/emnews/atom.xml'])
    expect(await (await fetch(there.base + path)).text()).toBe(await (await fetch(here.base + path)).text());
  expect(here.child.said()).toMatch(/\d\d:\d\d:\d\d 5 changes sent to http/);
});

test('a story that two tell is one entry on both sides, whoever of them is taken back', async () => {
  const there = await receivingProcess();
  const { args, seeds } = workplace();
  const here = await serve([...args, '--base-url', base, '--push-to', there.base], env);
  await until(async () => ((await held(there.base)) === 5 ? true : undefined), here.child.said);
  const tell = (path: string, title: string, paragraphs: readonly string[]) =>
    writeFileSync(
      join(seeds, path),
      `---\ntitle: '${title}'\ndate: Fri, 15 Apr 2022 10:00:00 GMT\n---\n<div>${paragraphs.map(text => `<p>${text}</p>`).join('')}</div>\n`,
    );
  const agreed = async () => {
    const [ours, theirs] = await Promise.all([here.base, there.base].map(at => fetch(`${at}/feed.json`)));
    const [one, other] = [await ours?.text(), await theirs?.text()];
    return one === other ? one : undefined;
  };
  tell('shanghaifabu/bridge.md', bridge.title, bridge.paragraphs);
  await until(async () => ((await held(there.base)) === 6 ? true : undefined), here.child.said);
  tell('sina/retold.md', '大桥合龙', bridge.paragraphs.slice(0, 4));
  await until(async () => ((await agreed())?.includes('大桥合龙') ? true : undefined), here.child.said);
  expect(await titles(there.base)).toHaveLength(6);
  expect(await titles(there.base)).not.toContain('大桥合龙');

  const { items } = JSON.parse((await agreed()) ?? '');
  const { id } = items.find(({ title }: { title: string }) => title === bridge.title);
  await run(['retract', id, ...args.slice(2, 4)]);
  await until(async () => ((await titles(there.base)).includes('大桥合龙') ? true : undefined), here.child.said);
  await until(agreed, here.child.said);
  expect(await titles(there.base)).toHaveLength(6);
  for (const path of ['/atom.xml', '/rss.xml?duplicates=show', '/sources/sina/feed.json'])
    expect(await (await fetch(there.base + path)).text()).toBe(await (await fetch(here.base + path)).text());
});

test('serve --push-to goes on serving while the other side is away, says so once, and sends when it is back', async () => {
  const gone = await receivingProcess();
  const { port } = new URL(gone.base);
  gone.child.kill('SIGTERM');
  await gone.child.finished;
  const { args, seeds } = workplace();
  const { base: at, child } = await serve([...args, '--push-to', gone.base], env);
  await until(() => (child.said().includes('Nothing could be sent') ? true : undefined));
  writeFileSync(join(seeds, 'sina/new.md'), post('新的文章'));
  await until(async () => ((await titles(at)).includes('新的文章') ? true : undefined));
  const back = await receivingProcess(port);
  await until(async () => ((await held(back.base)) === 6 ? true : undefined), child.said);
  expect(child.said().split('Nothing could be sent')).toHaveLength(2);
  child.kill('SIGTERM');
  expect((await child.finished).status).toBe(0);
});

test('a push that is killed twice ends complete and without doubles, and the next one sends nothing', async () => {
  const there = await receivingProcess();
  const { dir } = workplace();
  const store = storeIn(dir);
  const records = Array.from({ length: 300 }, (_, index) =>
    record(`k${index}`, { published: day + index * 1000, content: `<p>${'正文。'.repeat(3000)}</p>` }),
  );
  // Revisions of different lengths: longer and shorter than a request.
  for (const [from, to] of [
    [0, 5],
    [5, 12],
    [12, 200],
    [200, 300],
  ] as const)
    await store.put({ now: day, entries: records.slice(from, to) });
  const args = ['push', '--to', there.base, '--data', join(dir, 'sender')];
  for (let kills = 0, seen = 0; kills < 2; kills++) {
    const child = start(args, env);
    await until(async () => ((await held(there.base)) > seen ? true : undefined), child.said);
    child.kill('SIGKILL');
    await child.finished;
    seen = await held(there.base);
    expect(seen).toBeLessThan(300);
  }
  expect((await run(args, env)).status).toBe(0);
  expect(await held(there.base)).toBe(300);
  expect(await titles(there.base)).toEqual(
    records
      .slice(100)
      .toReversed()
      .map(({ entry }) => entry.title),
  );
  expect((await run(args, env)).out).toContain('has everything already');
});

test('one entry that the other side cannot take stops no other, and the rest of its batch is not lost to a break', async () => {
  const there = await receiver();
  const { dir } = workplace();
  const target = { to: there.base, token };
  const other = storeIn(join(dir, 'other'));
  await other.put({ now: day, entries: [record('k3', { id: 'urn:other:3' })] });
  await push(other, target);
  const store = storeIn(dir);
  await store.put({ now: day, entries: Array.from({ length: 9 }, (_, index) => record(`k${index}`)) });
  const { sent, refused } = await push(store, target);
  expect(sent).toBe(9);
  expect(refused).toEqual([`Nothing of a put was stored: ${idOf('k3')} comes as sina/k3, which is urn:other:3.`]);
  expect(await held(there.base)).toBe(9);
  expect(await push(store, target)).toMatchObject({ sent: 0, revision: 1, refused: [] });
});

test('of a thousand refused entries the first are told, how many more there are, and of ids of another authority what to do', async () => {
  const there = await receiver();
  const { dir } = workplace();
  const keys = Array.from({ length: 1022 }, (_, index) => `k${index}`);
  const other = storeIn(join(dir, 'other'));
  await other.put({ now: day, entries: keys.map(key => record(key, { id: `tag:other.example,2026:sina/${key}` })) });
  await push(other, { to: there.base, token });
  await storeIn(dir).put({ now: day, entries: keys.map(key => record(key)) });
  const { status, err } = await run(['push', '--to', there.base, '--data', join(dir, 'sender')], env);
  expect(status).toBe(1);
  const lines = err.trim().split('\n');
  expect(lines).toHaveLength(22);
  expect(lines[0]).toBe(
    `Not taken: Nothing of a put was stored: ${idOf('k0')} comes as sina/k0, which is tag:other.example,2026:sina/k0.`,
  );
  expect(lines[20]).toBe('Not taken: 1,002 more');
  expect(lines[21]).toContain('ids there are of another authority');
});

/** Somebody who answers where a Huiliu was expected. */
async function stranger(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  onTestFinished(() => void server.close());
  return addressOf(server);
}

/** What the other side answers to a request that somebody between sends on. */
function sendOn(to: string, request: IncomingMessage, body: Buffer<ArrayBuffer>): Promise<Response> {
  const { method = 'GET', url, headers } = request;
  const init = { method, headers: { authorization: headers.authorization ?? '' } };
  return fetch(to + url, body.length === 0 ? init : { ...init, body });
}

test('a batch that somebody between finds too large is sent in parts, and an entry that is too large alone is named', async () => {
  const there = await receiver();
  const { dir } = workplace();
  const store = storeIn(dir);
  const content = (times: number) => ({ content: `<p>${'正文。'.repeat(times)}</p>` });
  const entries = [record('a', content(1000)), record('b', content(2000)), record('c', content(1000))];
  await store.put({ now: day, entries });
  const between = await stranger(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request));
    if (body.length > 30_000) return void response.writeHead(413).end('<title>413 Request Entity Too Large</title>');
    const answer = await sendOn(there.base, request, body);
    response.writeHead(answer.status).end(await answer.text());
  });
  const refused = [`${idOf('b')}: 413 Request Entity Too Large`];
  expect(await push(store, { to: between, token })).toMatchObject({ sent: 3, refused });
  expect(await titles(there.base)).toEqual(['标题 c', '标题 a']);
  expect(await push(store, { to: between, token })).toMatchObject({ sent: 0 });
});

test('a batch that somebody between answers well in place of the other side is not taken for sent', async () => {
  const there = await receiver();
  const { dir } = workplace();
  const store = storeIn(dir);
  for (const key of ['a', 'b']) {
    const content = `<p>${'正文。'.repeat(12_000)}</p>`;
    await store.put({ now: day, entries: [record(key, { content })] });
  }
  let posts = 0;
  const between = await stranger(async (request, response) => {
    if (request.method === 'POST' && ++posts === 1) return void response.end('<html>Log in to this network</html>');
    const answer = await sendOn(there.base, request, Buffer.concat(await Array.fromAsync(request)));
    response.writeHead(answer.status).end(await answer.text());
  });
  await expect(push(store, { to: between, token })).rejects.toThrow('no Huiliu says: <html>Log in');
  await push(store, { to: between, token });
  expect(await held(there.base)).toBe(2);
});

test('a batch that somebody between held back, and sends on when its sender has long sent something newer, changes nothing', async () => {
  const there = await receiver();
  const { dir } = workplace();
  const store = storeIn(dir);
  await store.put({ now: day, entries: [record('a')] });
  const held: (() => Promise<Response>)[] = [];
  const between = await stranger(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request));
    if (request.method === 'POST' && held.length === 0) {
      held.push(() => sendOn(there.base, request, body));
      return void response.writeHead(504).end('<html><title>Gateway time-out</title></html>');
    }
    const answer = await sendOn(there.base, request, body);
    response.writeHead(answer.status).end(await answer.text());
  });
  await expect(push(store, { to: between, token })).rejects.toThrow('refused (504)');
  await store.put({ now: day, entries: [record('a', { title: '更正后的标题' })] });
  await push(store, { to: between, token });
  expect((await held[0]?.())?.status).toBe(412);
  expect(await titles(there.base)).toEqual(['更正后的标题']);
});

test('a push that is refused for a while says for how long', async () => {
  const { dir } = workplace();
  const store = storeIn(dir);
  await store.put({ now: day, entries: [record('a')] });
  const busy = await stranger((_request, response) => {
    response.writeHead(429, { 'retry-after': '120' }).end('error code: 1015');
  });
  await expect(push(store, { to: busy, token })).rejects.toMatchObject({
    message: `${busy} refused (429): error code: 1015 (it wants to be left alone for 2 minutes)`,
    retryAfter: 120_000,
  });
});

test('a push of everything goes on when another push of the same database comes between', async () => {
  const there = await receiver();
  const { dir } = workplace();
  const store = storeIn(dir);
  const content = (times: number) => ({ content: `<p>${'正文。'.repeat(times)}</p>` });
  // Two requests: the second holds b and c.
  for (const [key, times] of [
    ['a', 12_000],
    ['b', 2000],
    ['c', 2000],
  ] as const)
    await store.put({ now: day, entries: [record(key, content(times))] });
  await push(store, { to: there.base, token });
  // What nobody but the push of everything sends again.
  const other = storeIn(join(dir, 'other'));
  await other.put({ now: day, entries: [record('c', { title: '别人的标题' })] });
  await push(other, { to: there.base, token });
  let posts = 0;
  const between = await stranger(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request));
    if (request.method === 'POST' && ++posts === 2) {
      await store.put({ now: day, entries: [record('b', { title: '更正后的标题' }), record('d')] });
      await push(store, { to: there.base, token });
    }
    const answer = await sendOn(there.base, request, body);
    response.writeHead(answer.status).end(await answer.text());
  });
  await push(store, { to: between, token, all: true });
  expect(posts).toBe(3);
  expect((await titles(there.base)).toSorted()).toEqual(['标题 a', '标题 c', '标题 d', '更正后的标题'].toSorted());
});

test.each([
  ['a firewall that says 409 of a word', 409, '<html><title>Blocked</title></html>', /refused \(409\): Blocked$/],
  ['a firewall that says 422 of a word', 422, 'error code: 1020', /refused \(422\): error code: 1020$/],
  ['somebody who writes for terminals', 403, '\u001b]0;title\u0007no', /refused \(403\): \\x1b\]0;title\\x07no$/],
  [
    'a page of an error, by its title',
    522,
    '<html>\n<head><title>\n522: timed out</title>Ray 1',
    /\(522\): 522: timed out$/,
  ],
  ['who says that something newer came, and has nothing newer', 412, '{"error":"Newer."}', /refused \(412\): Newer\.$/],
  ['an answer that breaks off', 200, undefined, /cannot be reached \(.+\)/],
  ['an empty answer', 200, '', /no Huiliu says: an empty answer/],
])('%s stops a push, and nothing counts as sent', async (_name, status, body, says) => {
  const there = await receiver();
  const { dir } = workplace();
  const store = storeIn(dir);
  await store.put({ now: day, entries: [record('a')] });
  const between = await stranger(async (request, response) => {
    const sent = Buffer.concat(await Array.fromAsync(request));
    if (sent.includes('标题 a')) {
      response.writeHead(status, body === undefined ? { 'content-length': '100' } : {});
      if (body !== undefined) return void response.end(body);
      return void response.write('{"revi', () => response.destroy());
    }
    const answer = await sendOn(there.base, request, sent);
    response.writeHead(answer.status).end(await answer.text());
  });
  await expect(push(store, { to: between, token })).rejects.toThrow(says);
  expect(await push(store, { to: there.base, token })).toMatchObject({ sent: 1 });
  expect(await held(there.base)).toBe(1);
});

test.each([301, 302, 307])('a redirect (%i) is not followed: it says where to push instead', async status => {
  const { dir } = workplace();
  const store = storeIn(dir);
  await store.put({ now: day, entries: [record('a')] });
  // Whoever follows it asks for something by GET, and is answered as by a Huiliu.
  const moved = await stranger((request, response) => {
    if (request.url?.startsWith('/new')) return void response.end('{"revision":0}');
    response.writeHead(status, { location: `/new${request.url}` }).end();
  });
  await expect(push(store, { to: moved, token })).rejects.toThrow('leads to /new/api/entries?epoch=');
});

test('a database that was put back to an older copy sends what it has got since then', async () => {
  const there = await receiver();
  const { dir } = workplace();
  const target = { to: there.base, token };
  const first = openStore(join(dir, 'sender'));
  await first.store.put({ now: day, entries: [record('a')] });
  first.close();
  mkdirSync(join(dir, 'copy'));
  copyFileSync(join(dir, 'sender/huiliu.sqlite'), join(dir, 'copy/huiliu.sqlite'));
  const later = openStore(join(dir, 'sender'));
  await later.store.put({ now: day, entries: [record('b')] });
  await later.store.put({ now: day, entries: [record('c')] });
  await push(later.store, target);
  later.close();
  rmSync(join(dir, 'sender'), { recursive: true });
  const restored = openStore(join(dir, 'copy'));
  onTestFinished(restored.close);
  await restored.store.put({ now: day, entries: [record('d')] });
  await push(restored.store, target);
  expect(await held(there.base)).toBe(4);
  // By now as far as the cursor, with other changes: only who put it back knows.
  await restored.store.put({ now: day, entries: [record('e')] });
  expect(await push(restored.store, { ...target, all: true })).toMatchObject({ sent: 3 });
  expect(await held(there.base)).toBe(5);
});

test('of an entry that two senders have, what one of them said last holds, also whether it is taken back', async () => {
  const there = await receiver();
  const target = { to: there.base, token };
  const { dir } = workplace();
  const [one, other] = ['one', 'other'].map(name => storeIn(join(dir, name)));
  if (one === undefined || other === undefined) throw new Error('There are two.');
  await one.put({ now: day, entries: [record('a')] });
  await other.put({ now: day, entries: [record('a'), record('b')] });
  await push(one, target);
  await push(other, target);
  await one.put({ now: day, retract: [{ id: idOf('a'), by: 'operator' }] });
  await push(one, target);
  expect(await titles(there.base)).toEqual(['标题 b']);
  await other.put({ now: day, entries: [record('b', { title: '另一篇' })] });
  await push(other, target);
  expect(await titles(there.base)).toEqual(['另一篇']);
  await other.put({ now: day, entries: [record('a', { title: '更正' })] });
  await push(other, target);
  expect(await titles(there.base)).toEqual(['另一篇', '更正']);
  await push(one, { ...target, all: true });
  expect(await titles(there.base)).toEqual(['另一篇']);
});

test('what expires at the sender stays there where it was pushed, and the next push goes on from where the last one was', async () => {
  const there = await receiver();
  const { dir } = workplace();
  const store = storeIn(dir);
  const records = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) =>
      record(`k${from + index}`, { published: day + (from + index) * 1000 }),
    );
  const target = { to: there.base, token };
  await store.put({ now: day, entries: records(1, 10) });
  await push(store, target);
  expect(await store.expire([{ id: 'sina', keep: { kind: 'count', entries: 3 } }], day, 50)).toBe(7);
  expect(await push(store, target)).toMatchObject({ sent: 0 });
  await store.put({ now: day, entries: records(11, 12) });
  expect(await push(store, target)).toMatchObject({ sent: 2 });
  expect(await held(there.base)).toBe(12);
  expect((await fetch(`${there.base}/entries/sina/k1`)).status).toBe(200);
});

test('what expires in the middle of a push takes nothing along that is kept', async () => {
  const there = await receiver();
  const { dir } = workplace();
  const store = storeIn(dir);
  const entries = Array.from({ length: 120 }, (_, index) =>
    record(`k${index}`, { published: day + index * 1000, content: `<p>${'正文。'.repeat(1000)}</p>` }),
  );
  await store.put({ now: day, entries });
  const gone: Promise<number>[] = [];
  const changes: Store['changes'] = async (...asked) => {
    await Promise.all(gone);
    return store.changes(...asked);
  };
  await push({ ...store, changes }, { to: there.base, token }, sent => {
    // All that was sent by now, the last of it too, which the next page begins behind.
    if (gone.length === 0)
      gone.push(store.expire([{ id: 'sina', keep: { kind: 'count', entries: 120 - sent } }], day, sent));
  });
  expect(await gone[0]).toBeGreaterThan(0);
  expect(await held(there.base)).toBe(120);
});
