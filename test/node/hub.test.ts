/** A server with a WebSub hub: a real one would fetch what it is told of. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { run, serve, until, workplace } from './cli.ts';
import { server } from './fetching/loopback.ts';

/** Takes notices when it is `open`; the addresses that it was told of. */
async function openHub() {
  const hub = { open: true, told: new Set<string>(), notices: 0, refused: 0, url: '' };
  const { base } = await server(async (request, response) => {
    const notice = new URLSearchParams(await text(request));
    if (hub.open) for (const url of notice.getAll('hub.url')) hub.told.add(url);
    else hub.refused += 1;
    hub.notices += 1;
    response.writeHead(hub.open ? 204 : 503).end();
  });
  hub.url = `${base}/publish/`;
  return hub;
}

/** Arguments for a server that tells a hub, and a way to write articles for it. */
function publisher(hub: string) {
  const { dir, seeds, args } = workplace();
  const config = join(dir, 'config');
  cpSync(args.at(-1) ?? '', config, { recursive: true });
  const site = join(config, 'site.yaml');
  writeFileSync(site, readFileSync(site, 'utf8').replace(/^feed:\n/m, `feed:\n  hub: ${hub}\n`));
  const article = (name: string) =>
    writeFileSync(
      join(seeds, `sina/${name}.md`),
      `---\ntitle: '${name}'\ndate: Fri, 15 Apr 2022 10:00:00 GMT\n---\n<div><p>正文。</p></div>\n`,
    );
  return { own: [...args.slice(0, -1), config], site, article };
}

test('the hub is told of a new article when feeds have it, also after it refused and after a new start', async () => {
  const hub = await openHub();
  const { own, article } = publisher(hub.url);
  const toldOf = (url: string, said: () => string) => until(() => (hub.told.has(url) ? true : undefined), said);

  const first = await serve(own);
  hub.open = false;
  article('first');
  await until(() => (hub.refused > 1 ? true : undefined), first.child.said);
  // Said once, however often it is tried.
  expect(first.child.said().match(/could not be told of changes/g)).toHaveLength(1);
  hub.open = true;
  await toldOf(`${first.base}/sources/sina/atom.xml`, first.child.said);
  expect(hub.told).toContain(`${first.base}/feed.json`);
  expect([...hub.told].filter(url => url.includes('eastmoney'))).toEqual([]);
  const feed = await fetch(`${first.base}/sources/sina/atom.xml`);
  expect(feed.headers.get('link')).toBe(`<${hub.url}>; rel="hub", <${feed.url}>; rel="self"`);
  expect(await feed.text()).toContain('first');

  first.child.kill('SIGINT');
  await first.child.finished;
  hub.told.clear();
  article('second');
  await run(['ingest', ...own]);
  const second = await serve(own);
  await toldOf(`${second.base}/rss.xml`, second.child.said);
});

test('a changed configuration does not end the peace of a hub', async () => {
  const hub = await openHub();
  const { own, site, article } = publisher(hub.url);
  const { base, child } = await serve(own);
  const has = (name: string) =>
    until(
      async () => ((await (await fetch(`${base}/feed.json`)).text()).includes(name) ? true : undefined),
      child.said,
    );
  const began = performance.now();
  article('first');
  await until(() => (hub.notices > 0 ? true : undefined), child.said);
  for (const name of ['second', 'third']) {
    writeFileSync(site, readFileSync(site, 'utf8').replace(/^title: .*$/m, `title: with the ${name}`));
    await has(`with the ${name}`);
    article(name);
    await has(`"${name}"`);
  }
  child.kill('SIGTERM');
  await child.finished;
  // Each twenty seconds, however long all this took.
  expect(hub.notices).toBeLessThanOrEqual(1 + Math.floor((performance.now() - began) / 20_000));
});
