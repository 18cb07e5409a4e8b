import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, serve, until, workplace } from './cli.ts';

const root = join(import.meta.dirname, '../..');

/** The Worker in the Workers runtime, as `npm run dev:worker` starts it. */
async function devWorker(args: readonly string[]): Promise<{ base: string; token: string }> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, 'src/node/edge/dev-worker.ts'), '--port', `${port}`, ...args], {
    cwd: root,
  });
  onTestFinished(async () => {
    const end = once(child, 'close');
    child.kill('SIGTERM');
    await end;
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      said += chunk;
    });
  for (let tries = 0; tries < 6 && !/^Serving/m.test(said); tries++)
    await until(
      () => (/^Serving/m.test(said) ? true : undefined),
      () => said,
    ).catch(() => undefined);
  expect(said).toMatch(/^Serving/m);
  const token = /^HUILIU_TOKEN=(.+)$/m.exec(readFileSync(join(root, '.dev.vars'), 'utf8'))?.[1] ?? '';
  return { base: `http://127.0.0.1:${port}`, token };
}

const paths = [
  '/rss.xml',
  '/atom.xml',
  '/feed.json',
  '/sources/sina/atom.xml',
  '/categories/emnews/rss.xml',
  '/publishers/解放日报/feed.json',
  '/search/atom.xml?q=上海',
  '/opml.xml',
  '/',
  '/style.css',
];

test('the Workers runtime serves the bytes that Node serves, compressed once at most, and a new file within seconds', async () => {
  const { args, seeds, dir } = workplace();
  const base = 'https://feeds.example.org';
  const edge = await devWorker([...args, '--base-url', base]);
  const other = ['--seeds', seeds, '--data', join(dir, 'data'), '--config', join(root, 'config'), '--base-url', base];
  const node = await serve([...other, '--push-to', edge.base], { HUILIU_PUSH_TOKEN: edge.token });
  await until(() => (node.child.said().includes('has everything') ? true : undefined), node.child.said);
  const bytes = async (at: string, path: string) => (await fetch(at + path)).text();
  for (const path of paths) {
    const wanted = await bytes(node.base, path);
    await until(
      async () => ((await bytes(edge.base, path)) === wanted ? true : undefined),
      () => path,
    );
  }

  const response = await fetch(`${edge.base}/rss.xml`, { headers: { 'accept-encoding': 'gzip' } });
  const identity = await bytes(node.base, '/rss.xml');
  // fetch has decoded what the header names: whatever is compressed still was compressed twice.
  expect(await response.text()).toBe(identity);

  mkdirSync(join(dir, 'next'));
  writeFileSync(
    join(dir, 'next/new.md'),
    "---\ntitle: '新的文章'\ncategories:\n - 金融\ndate: Fri, 15 Apr 2022 10:00:00 GMT\n---\n<p>正文。</p>\n",
  );
  const began = performance.now();
  renameSync(join(dir, 'next/new.md'), join(seeds, 'sina/new.md'));
  await until(
    async () => ((await bytes(edge.base, '/feed.json')).includes('新的文章') ? true : undefined),
    node.child.said,
  );
  console.log(`A new file was at the edge after ${((performance.now() - began) / 1000).toFixed(1)} s`);
});
