import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAtomFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import { freePort, run, serve, until } from './cli.ts';
import { ownFolder } from './own-folder.ts';

const root = join(import.meta.dirname, '../..');

/** A Huiliu of its own that may fetch from this machine; `sources` is its sources.yaml. */
function place(port: number, sources: string, seeds = false) {
  const dir = ownFolder();
  for (const name of ['config', 'seeds']) mkdirSync(join(dir, name));
  if (seeds) cpSync(join(root, 'seeds'), join(dir, 'seeds'), { recursive: true });
  writeFileSync(
    join(dir, 'config/site.yaml'),
    `title: At ${port}\nauthority: at-${port}.example,2026\nfetch:\n  allow: [127.0.0.1]\n`,
  );
  writeFileSync(join(dir, 'config/sources.yaml'), sources);
  const data = ['--data', join(dir, 'data'), '--config', join(dir, 'config')];
  return {
    serve: () => serve(['--port', String(port), '--seeds', join(dir, 'seeds'), ...data]),
    fetch: () => run(['fetch', ...data]),
    retract: (id: string) => run(['retract', id, '--data', join(dir, 'data')]),
  };
}

const source = (name: string, port: number) =>
  `${name}:\n  kind: feed\n  title: The one at ${port}\n  url: http://127.0.0.1:${port}/atom.xml\n`;
const files = 'eastmoney: { title: 东方财富网 }\nshanghaifabu: { title: 上海发布 }\nsina: { title: 新浪财经 }\n';

async function feedOf(base: string) {
  const { entries = [] } = parseAtomFeed(await (await fetch(`${base}/atom.xml`)).text());
  return entries;
}
const idsOf = async (base: string) => (await feedOf(base)).map(({ id }) => id);
const statusOf = async (base: string) =>
  (await fetch(`${base}/status`, { headers: { 'accept-language': 'en' } })).text();

test('a server that reads another serves the same entries, says where from, lets go of what is taken back there, and goes on when the other ends', async () => {
  const [one, two] = [await freePort(), await freePort()];
  const place1 = place(one, files, true);
  const first = await place1.serve();
  const place2 = place(two, source('first', one));
  const second = await place2.serve();
  const ids = await idsOf(first.base);
  expect(ids).toHaveLength(5);
  await until(
    async () => ((await idsOf(second.base)).length === 5 ? true : undefined),
    () => second.child.said(),
  );
  expect(await idsOf(second.base)).toEqual(ids);
  const [entry] = await feedOf(second.base);
  expect(entry?.source).toMatchObject({ title: { value: `The one at ${one}` } });
  expect(entry?.source?.links?.find(({ rel }) => rel === 'via')?.href).toBe(`${first.base}/atom.xml`);
  const texts = async (base: string) =>
    (await feedOf(base)).map(({ title, content, published, categories, contributors, dc, source }) => {
      const terms = categories?.map(({ term, label }) => [term, label]);
      // Where nobody is named as its publisher, whoever reads the feed of another knows the source from it.
      const publishers = dc?.publishers ?? [source?.title?.value];
      return { title, content: content?.value, published, terms, contributors, publishers };
    });
  expect(await texts(second.base)).toEqual(await texts(first.base));
  expect(await statusOf(second.base)).not.toContain('refuses connections');

  expect(await place1.retract(ids[0] ?? '')).toMatchObject({ status: 0 });
  await until(async () => ((await idsOf(first.base)).length === 4 ? true : undefined));
  expect(await place2.fetch()).toMatchObject({ status: 0 });
  await until(async () => ((await idsOf(second.base)).length === 4 ? true : undefined));
  ids.shift();

  first.child.kill('SIGTERM');
  await first.child.finished;
  expect(await place2.fetch()).toMatchObject({ status: 1, err: expect.stringContaining('refuses connections') });
  expect(await idsOf(second.base)).toEqual(ids);
  await until(async () => ((await statusOf(second.base)).includes('refuses connections') ? true : undefined));
}, 60_000);

test('two servers that read each other come to an end', async () => {
  const [one, two] = [await freePort(), await freePort()];
  const places = [place(one, files + source('second', two), true), place(two, source('first', one))] as const;
  const first = await places[0].serve();
  const second = await places[1].serve();
  for (let round = 0; round < 3; round++)
    for (const { fetch } of places) expect(await fetch()).toMatchObject({ status: 0 });
  const ids = await idsOf(first.base);
  expect(ids).toHaveLength(5);
  expect(await idsOf(second.base)).toEqual(ids);
  const revisions = await Promise.all(
    [first, second].map(async ({ base }) => (await (await fetch(`${base}/readyz`)).json()).revision),
  );
  expect(revisions).toEqual([1, 1]);
}, 60_000);
