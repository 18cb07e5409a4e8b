import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { run, workplace } from './cli.ts';
import { server } from './fetching/loopback.ts';

type Pages = Record<string, { readonly type: string; readonly body: string; readonly coding?: string }>;

const html = (body: string, head = '') => ({
  type: 'text/html',
  body: `<html lang="en"><head><title>A site</title>${head}</head><body>${body}</body></html>`,
});
const feed = {
  type: 'application/rss+xml',
  body: `<rss version="2.0"><channel><title>News & more</title><link>/</link><language>en-us</language>
<item><title>One</title><link>/1</link><guid isPermaLink="false">g1</guid><pubDate>Sat, 03 Jan 2026 20:00:00 GMT</pubDate><description>The first.</description></item>
<item><title>Two</title><link>/2</link><description>The second.</description></item></channel></rss>`,
};

/** A site on this machine, and a Huiliu that may fetch from it; `pages` can be changed while it runs. */
async function site(pages: Pages) {
  const asked: string[] = [];
  const { base } = await server(({ url = '' }, response) => {
    asked.push(url);
    const page = pages[url];
    const coding = page?.coding === undefined ? {} : { 'content-encoding': page.coding };
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': page?.type ?? 'text/plain', ...coding });
    response.end(page?.body);
  });
  const { dir } = workplace();
  const config = join(dir, 'config');
  mkdirSync(config);
  writeFileSync(join(config, 'site.yaml'), 'title: T\nfetch: { allow: [127.0.0.1] }\n');
  const sources = join(config, 'sources.yaml');
  writeFileSync(sources, 'files: { title: Files }\n');
  const data = join(dir, 'data');
  return {
    base,
    /** What was asked for since the last time. */
    asked: () => asked.splice(0).toSorted(),
    add: (...args: readonly string[]) => run(['add', ...args, '--config', config]),
    fetch: () => run(['fetch', '--config', config, '--data', data]),
    sources: () => readFileSync(sources, 'utf8'),
    write: (text: string) => writeFileSync(sources, text),
    query: (sql: string) => {
      const database = new DatabaseSync(join(data, 'huiliu.sqlite'), { readOnly: true });
      try {
        return database
          .prepare(sql)
          .all()
          .map(row => Object.values(row));
      } finally {
        database.close();
      }
    },
  };
}

test('the feed of a page is found, shown, added once, and fetched', async () => {
  const named = '<link rel="alternate" type="application/rss+xml" title="News" href="/feed.xml">';
  const { base, add, fetch, sources, query } = await site({ '/': html('', named), '/feed.xml': feed });
  const dry = await add(base, '--dry-run');
  expect([dry.status, dry.out]).toEqual([
    0,
    expect.stringContaining(`${base}/feed.xml (RSS)\n  2 articles\n  2026-01-04  One\n`),
  ]);
  expect(sources()).toBe('files: { title: Files }\n');
  expect(await add(base, '--id', 'news')).toMatchObject({ status: 0, out: expect.stringContaining('as news') });
  expect(sources()).toContain(
    `\nnews:\n  kind: feed\n  title: News & more\n  url: ${base}/feed.xml\n  home: ${base}/\n  language: en-US\n`,
  );
  expect(await add(`${base}/feed.xml`)).toMatchObject({ status: 0, out: expect.stringContaining('already: news') });
  expect(await fetch()).toEqual({ status: 0, out: 'news: 2 articles new or changed\n', err: '' });
  expect(await fetch()).toEqual({ status: 0, out: 'news: nothing new\n', err: '' });
  expect(query('SELECT title, link, language FROM entries ORDER BY title')).toEqual([
    ['One', `${base}/1`, 'en-US'],
    ['Two', `${base}/2`, 'en-US'],
  ]);
});

test.each([
  ['a page that names no feed', '/plain', 'it is a web page, not a feed, and no feed is named there'],
  ['a page that is not there', '/nowhere', '127.0.0.1'],
  ['a page whose feed is not there', '/broken', 'None of them can be read as a feed'],
  ['a page in a coding that a terminal would obey', '/coded', 'is encoded as "x\\x9b31m"'],
])('%s is said to be none, and nothing is added', async (_name, path, says) => {
  const broken = html('', '<link rel="alternate" type="application/rss+xml" href="/gone.xml">');
  const coded = { type: 'text/html', body: 'x', coding: 'x\x9b31m' };
  const { base, add, sources } = await site({ '/plain': html('<p>Hello.</p>'), '/broken': broken, '/coded': coded });
  expect(await add(base + path)).toMatchObject({ status: 2, err: expect.stringContaining(says) });
  expect(sources()).toBe('files: { title: Files }\n');
});

test('what is no address of the web, and what may not be fetched, is said', async () => {
  const { add } = await site({});
  expect(await add('ftp://a.example/')).toMatchObject({
    status: 2,
    err: expect.stringContaining('no address of the web'),
  });
  expect(await add('http://10.0.0.1/')).toMatchObject({ status: 2, err: expect.stringContaining('fetch.allow') });
});

test('a page without a feed gives the articles that it lists, each page fetched once', async () => {
  const article = (text: string) => html(`<h1>${text}</h1><div class="text"><p>${text} in full.</p></div>`);
  const item = (n: number) =>
    `<li><a href="/${n}">Item ${n}</a> <time datetime="2026-01-0${n}T10:00:00Z">then</time></li>`;
  const pages: Pages = {
    '/list': html(`<ul class="news">${item(1)}${item(2)}</ul>`),
    '/1': article('The first'),
    '/2': html('<p>Nothing here is what is looked for.</p>'),
  };
  const { base, fetch, write, query } = await site(pages);
  write(`p:\n  kind: page\n  title: P\n  url: ${base}/list\n  page: { item: ul.news li, content: .text }\n`);
  const { status, out } = await fetch();
  expect([status, out.split('\n').slice(0, 2)]).toEqual([0, ['p: 1 article new or changed', '1 problem:']]);
  expect(out).toContain(`  feed:p/${base.replace('http:', 'https:')}/2: `);
  expect(query('SELECT title, link, content, published FROM entries')).toEqual([
    ['The first', `${base}/1`, '<p>The first in full.</p>', Date.parse('2026-01-01T10:00:00Z')],
  ]);
  expect(query('SELECT path, reason FROM problems')).toEqual([
    [`feed:p/${base.replace('http:', 'https:')}/2`, expect.stringContaining('.text')],
  ]);
  pages['/list'] = html(`<ul class="news">${item(3)}${item(1)}${item(2)}</ul>`);
  pages['/3'] = article('The third');
  expect(await fetch()).toMatchObject({ status: 0, out: expect.stringContaining('p: 1 article new or changed\n') });
  expect(query('SELECT count(*) FROM entries')).toEqual([[2]]);
  expect(query('SELECT count(*) FROM problems')).toEqual([[1]]);
  pages['/list'] = html(`<ul class="news">${item(3)}</ul>`);
  await fetch();
  expect(query('SELECT (SELECT count(*) FROM entries), (SELECT count(*) FROM problems)')).toEqual([[2, 0]]);
});

test('a page whose articles are not all kept has the page of each fetched once all the same', async () => {
  const article = (text: string) => html(`<h1>${text}</h1><div class="text"><p>${text} in full.</p></div>`);
  const item = (n: number) =>
    `<li><a href="/${n}">Item ${n}</a> <time datetime="2026-01-0${n}T10:00:00Z">then</time></li>`;
  const listOf = (...numbers: readonly number[]) => html(`<ul class="news">${numbers.map(item).join('')}</ul>`);
  const pages: Pages = Object.fromEntries([1, 2, 3, 4].map(n => [`/${n}`, article(`Number ${n}`)]));
  pages['/list'] = listOf(3, 2, 1);
  const { base, asked, fetch, write, query } = await site(pages);
  const source = `p:\n  kind: page\n  title: P\n  url: ${base}/list\n  page: { item: ul.news li, content: .text }\n`;
  write(`${source}  keep: 1\n`);
  const titles = () => query('SELECT title FROM entries ORDER BY published').flat();
  const articlesAsked = () => asked().filter(url => /^\/\d$/.test(url));
  await fetch();
  expect(articlesAsked()).toEqual(['/1', '/2', '/3']);
  expect(titles()).toEqual(['Number 3']);
  pages['/list'] = listOf(4, 3, 2, 1);
  await fetch();
  expect(articlesAsked()).toEqual(['/4']);
  expect(titles()).toEqual(['Number 4']);
  pages['/list'] = html(`<p>Changed</p><ul class="news">${[4, 3, 2, 1].map(item).join('')}</ul>`);
  await fetch();
  expect(articlesAsked()).toEqual([]);
  write(`${source}  keep: 3\n`);
  await fetch();
  expect(articlesAsked()).toEqual(['/1', '/2', '/3']);
  expect(titles()).toEqual(['Number 2', 'Number 3', 'Number 4']);
});

test.each([
  ['white space around it', (base: string) => `  ${base}/feed.xml \n`],
  ['feed: instead of its protocol', (base: string) => base.replace('http:', 'feed:').concat('/feed.xml')],
  ['feed: before its protocol', (base: string) => `feed:${base}/feed.xml`],
  ['a fragment', (base: string) => `${base}/feed.xml#latest`],
])('an address may be typed with %s, before there is any source', async (_what, typed) => {
  const { base, add, sources, write } = await site({ '/feed.xml': feed });
  write('# None yet.\n');
  expect(await add(typed(base))).toMatchObject({ status: 0, err: '' });
  expect(sources()).toContain(`  url: ${base}/feed.xml\n`);
});

test.each([
  ['', 'An empty text is no address'],
  ['ftp://a.example/', 'ftp://a.example/ is no address'],
])('what is no address is said to be none: %j', async (typed, says) => {
  const { add } = await site({});
  expect(await add(typed)).toMatchObject({ status: 2, err: expect.stringContaining(says) });
});
