import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportSite } from '../../src/node/export.ts';
import { openPlatform } from '../contract/platform.node.ts';
import { day, record } from '../contract/records.ts';
import { appOn } from '../runtime/app.ts';
import { run, workplace } from './cli.ts';
import { ownFolder } from './own-folder.ts';

const committed = join(import.meta.dirname, '../../feeds');

describe('huiliu export', () => {
  test('writes what is committed in feeds/, byte for byte; npm run export brings that up to date', async () => {
    const { dir, args } = workplace();
    const { status } = await run(['export', '--out', join(dir, 'out'), ...args]);
    expect(status).toBe(0);
    expect(tree(join(dir, 'out'))).toEqual(tree(committed));
  });

  test('leaves files that are right alone, and takes away what is stale in its own folders', async () => {
    const { dir, args } = workplace();
    const out = join(dir, 'out');
    await run(['export', '--out', out, ...args]);
    mkdirSync(join(out, 'sources/gone'));
    writeFileSync(join(out, 'sources/gone/rss.xml'), 'old');
    appendFileSync(join(out, '.exported'), 'sources/gone/rss.xml\n');
    writeFileSync(join(out, 'sources/mine.txt'), 'mine');
    const { out: said } = await run(['export', '--out', out, ...args]);
    expect(said).toContain('1 written, 1 removed');
    expect(existsSync(join(out, 'sources/gone'))).toBe(false);
    expect(readFileSync(join(out, 'sources/mine.txt'), 'utf8')).toBe('mine');
    expect((await run(['export', '--out', out, ...args])).out).toContain('0 written, 0 removed');
  });

  test('writes the pages of names with signs that pages escape', async () => {
    const { dir, args, seeds } = workplace();
    const out = join(dir, 'out');
    const file = `---\ntitle: T\ndate: 2026-01-05\nauthor: A\npublisher: Anne's "R&D"\n---\nText.\n`;
    writeFileSync(join(seeds, 'sina/2026-01-05-signs.md'), file);
    const { status, err } = await run(['export', '--out', out, ...args]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(readdirSync(join(out, 'publishers'))).toContain('anne\'s "r&d"');
  });

  test('says what cannot lie beside something else, here or elsewhere, and writes the rest', async () => {
    const { dir, args, seeds } = workplace();
    const out = join(dir, 'out');
    for (const [index, name] of ['index.html', 'news', 'news.'].entries())
      writeFileSync(
        join(seeds, `sina/${index}.md`),
        `---\ntitle: ${name}\ndate: 2026-01-05\ncategories: ['${name}']\n---\nText.\n`,
      );
    const { status, err } = await run(['export', '--out', out, ...args]);
    expect(status).toBe(0);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(/out\/categories\/index\.html: a page has this name/),
      expect.stringMatching(/^categories\/news\.?, categories\/news\.?: one overwrites the other/),
    ]);
    expect(readFileSync(join(out, 'categories/index.html'), 'utf8')).toContain('<!doctype html>');
    expect(readdirSync(join(out, 'categories'))).toEqual(expect.arrayContaining(['news', 'news.']));
  });

  test('refuses a folder among the seeds, and one that cannot be made', async () => {
    const { seeds, args } = workplace();
    const before = tree(seeds);
    const refused = await run(['export', '--out', seeds, ...args]);
    expect(refused).toMatchObject({ status: 2, err: expect.stringContaining('is in the seeds folder') });
    expect((await run(['export', '--out', join(seeds, 'sina'), ...args])).status).toBe(2);
    expect(tree(seeds)).toEqual(before);
    const { status, err } = await run(['export', '--out', '/proc/huiliu', ...args]);
    expect({ status, err }).toEqual({
      status: 2,
      err: expect.stringMatching(/^\/proc\/huiliu cannot be made \(E\w+\)\. Name/),
    });
    const file = await run(['export', '--out', 'README.md', ...args]);
    expect(file).toMatchObject({ status: 2, out: '', err: expect.stringMatching(/^README\.md is no folder\. Name/) });
  });

  test('follows no link out of its folder', async () => {
    const { dir, args } = workplace();
    const [out, other] = [join(dir, 'out'), join(dir, 'other')];
    mkdirSync(out);
    mkdirSync(other);
    symlinkSync(other, join(out, 'categories'));
    const { status, err } = await run(['export', '--out', out, ...args]);
    expect(status).toBe(2);
    expect(err).toContain('would lie outside');
    expect(readdirSync(other)).toEqual([]);
  });

  test('has no link to a feed that it did not write, also where a source is still empty', async () => {
    const { dir, args, seeds } = workplace();
    rmSync(join(seeds, 'sina'), { recursive: true });
    const out = join(dir, 'out');
    await run(['export', '--out', out, ...args]);
    const linked = readFileSync(join(out, 'opml.xml'), 'utf8').matchAll(
      /xmlUrl="http:\/\/127\.0\.0\.1:3000\/([^"]+)"/g,
    );
    for (const [, path = ''] of linked) expect(existsSync(join(out, decodeURIComponent(path)))).toBe(true);
  });

  test('has every page that a page of it leads to, and nothing that only a server has', async () => {
    const { dir, args } = workplace();
    const out = join(dir, 'out');
    await run(['export', '--out', out, ...args]);
    const files = readdirSync(out, { recursive: true, encoding: 'utf8' });
    const pages = files.filter(file => file.endsWith('.html'));
    const links = pages.flatMap(file => [
      ...readFileSync(join(out, file), 'utf8').matchAll(/ href="http:\/\/127\.0\.0\.1:3000\/([^"#]*)/g),
    ]);
    const names = new Set(links.map(([, path = '']) => decodeURIComponent(path.replaceAll('&amp;', '&'))));
    const missing = [...names].filter(name => {
      return ![name, `${name}index.html`, `${name}/index.html`].some(file => files.includes(file));
    });
    expect(missing).toEqual([]);
    // Few hosts find a.html for a.
    expect(pages.filter(file => !file.endsWith('index.html'))).toEqual([]);
    for (const page of ['subscribe/index.html', 'days/2022-04-11/index.html', 'categories/index.html', 'robots.txt'])
      expect(files).toContain(page);
    expect(files.filter(file => /^(?:search|status)/.test(file))).toEqual([]);
  });

  test('asks for nothing that an article leads to: what is there beside the export is not known', async () => {
    const platform = await openPlatform();
    const { store, config, close } = platform;
    const baseUrl = 'https://example.org';
    const app = appOn(platform, { baseUrl, isStatic: true });
    const out = ownFolder();
    try {
      const content = `<p><a href="${baseUrl}/about/">a</a> <a href="${baseUrl}/rss.xml?limit=3">b</a></p>`;
      await store.put({ now: day, entries: [record('n', { link: `${baseUrl}/2026/n.html`, content })] });
      await exportSite(app, store, config, baseUrl, out);
      const files = readdirSync(out);
      expect(files).toEqual(expect.arrayContaining(['days', 'entries', 'rss.xml', 'subscribe']));
      for (const file of ['2026', 'about', 'rss.xml?limit=3']) expect(files).not.toContain(file);
    } finally {
      await close();
    }
  });

  test('writes the archive that feeds lead to, and takes away the page that grew', async () => {
    const platform = await openPlatform();
    const { store, config, close } = platform;
    const baseUrl = 'https://example.org/feeds';
    const app = appOn(platform, { baseUrl, isStatic: true });
    const out = ownFolder();
    try {
      for (const count of [190, 195]) {
        const entries = Array.from({ length: count }, (_, index) => record(`n${index}`, { publisher: '某 报' }));
        await store.put({ now: day, entries });
        await exportSite(app, store, config, baseUrl, out);
        const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter(file =>
          /archive.*atom/.test(file),
        );
        const pages = ['1', `2-${count - 100}`].map(page => `archive/${page}/atom.xml`);
        const folders = ['', 'publishers/某 报/', 'sources/sina/'];
        expect(files.toSorted()).toEqual(folders.flatMap(folder => pages.map(page => folder + page)));
      }
    } finally {
      await close();
    }
  });
});

function tree(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(entry => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map(path => [path.slice(folder.length), readFileSync(path, 'utf8')]));
}
