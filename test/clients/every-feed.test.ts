import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { type Document, JSDOM } from 'jsdom';
import { afterAll, describe, expect, test } from 'vitest';
import { run, serve, until, workplace } from '../node/cli.ts';

const schemas = join(import.meta.dirname, '../fixtures/schema');
const has = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const hasJing = has('jing');

type Feed = {
  readonly address: string;
  readonly text: string;
  /** Its own address, as it says. */
  readonly self: string | undefined;
  readonly ids: readonly string[];
  /** Every address that it names, in its entries too. */
  readonly links: readonly string[];
  /** The archive page before it. */
  readonly previous: string | undefined;
};

const names = ['rss.xml', 'atom.xml', 'feed.json'] as const;
const queries = ['', '?limit=3', '?content=summary', '?since=2026-01-01T00:00:00Z'] as const;
const work = mkdtempSync(join(tmpdir(), 'huiliu-feeds-'));
afterAll(() => rmSync(work, { recursive: true }));

describe('every feed that a server offers: all that its OPML lists, with every parameter and archive page, and a search', () => {
  let feeds: readonly Feed[] = [];

  test('names itself, has absolute links and no id twice', { timeout: 60_000 }, async () => {
    feeds = await offered();
    expect(feeds.length).toBeGreaterThan(150);
    expect(feeds.filter(({ address }) => address.includes('/archive/')).length).toBeGreaterThan(10);
    expect(feeds.filter(({ text }) => text.includes('deleted-entry')).length).toBeGreaterThan(1);
    for (const { address, self, ids, links } of feeds) {
      expect(self).toBe(address);
      expect(links.length, address).toBeGreaterThan(3);
      expect(links.filter(link => !/^https?:\/\/[^/]/.test(link))).toEqual([]);
      expect(new Set(ids).size, address).toBe(ids.length);
    }
    expect(feeds.filter(({ ids }) => ids.length > 0).length).toBeGreaterThan(100);
  });

  test.skipIf(!hasJing)(
    `obeys the schema of Atom${hasJing ? '' : ' (skipped: jing is not installed)'}`,
    { timeout: 60_000 },
    () => {
      const files = feeds
        .filter(({ address }) => address.includes('/atom.xml'))
        .map(({ text }, index) => {
          const path = join(work, `${index}.atom`);
          writeFileSync(path, text);
          return path;
        });
      expect(files.length).toBeGreaterThan(50);
      const { status, stdout } = spawnSync('jing', ['-c', join(schemas, 'atom.rnc'), ...files], { encoding: 'utf8' });
      expect([status, stdout]).toEqual([0, '']);
    },
  );

  test('obeys the schema of JSON Feed', () => {
    const validate = new Ajv({ allErrors: true }).compile(
      JSON.parse(readFileSync(join(schemas, 'json-feed-1.1.json'), 'utf8')),
    );
    const documents = feeds.filter(({ address }) => address.includes('/feed.json'));
    expect(documents.length).toBeGreaterThan(50);
    for (const { address, text } of documents) {
      validate(JSON.parse(text));
      expect(validate.errors, address).toBeNull();
    }
  });
});

/** Of a server with enough articles for an archive, one of them taken back. */
async function offered(): Promise<readonly Feed[]> {
  const { dir, seeds, args } = workplace();
  for (let n = 0; n < 230; n++) writeFileSync(join(seeds, 'sina', `post-${n}.md`), post(n));
  const { base } = await serve(args);
  const newest = await ask(`${base}/sources/sina/feed.json`);
  expect((await run(['retract', newest.ids[0] ?? '', '--data', join(dir, 'data')])).status).toBe(0);
  await until(async () => {
    const { searchable } = await (await fetch(`${base}/readyz`)).json();
    return searchable === true && (await ask(`${base}/feed.json`)).ids[0] !== newest.ids[0] ? true : undefined;
  });
  const opml = parsed(await (await fetch(`${base}/opml.xml`)).text());
  const listed = [...opml.querySelectorAll('[xmlUrl]')].map(each => each.getAttribute('xmlUrl') ?? '');
  expect(listed.length).toBeGreaterThan(9);
  const wanted = listed.flatMap(atom =>
    names.flatMap(name => queries.map(query => atom.replace(/atom\.xml$/, name) + query)),
  );
  wanted.push(...names.map(name => `${base}/search/${name}?q=${encodeURIComponent('上海')}`));
  const found = new Map<string, Feed>();
  for (const address of wanted) {
    if (found.has(address)) continue;
    const feed = await ask(address);
    found.set(address, feed);
    if (feed.previous !== undefined) wanted.push(feed.previous);
  }
  return [...found.values()];
}

async function ask(address: string): Promise<Feed> {
  const response = await fetch(address);
  expect(response.status, address).toBe(200);
  const text = await response.text();
  const facts = new URL(address).pathname.endsWith('.json') ? factsOfJson(JSON.parse(text)) : factsOfXml(parsed(text));
  return { address, text, ...facts };
}

/** Throws for what is not well-formed. */
function parsed(text: string): Document {
  return new JSDOM(text, { contentType: 'application/xml' }).window.document;
}

function factsOfXml(document: Document): Omit<Feed, 'address' | 'text'> {
  const links = [...document.querySelectorAll('[href], [url], [domain], [scheme]')].flatMap(each =>
    ['href', 'url', 'domain', 'scheme'].flatMap(name => each.getAttribute(name) ?? []),
  );
  const texts = [...document.querySelectorAll('link')].flatMap(({ textContent }) => textContent || []);
  const own = (rel: string) =>
    [...document.querySelectorAll('channel > link, feed > link')].find(each => each.getAttribute('rel') === rel);
  const entries = [...document.querySelectorAll('entry > id, item > guid')];
  return {
    self: own('self')?.getAttribute('href') ?? undefined,
    ids: entries.map(({ textContent }) => textContent),
    links: [...links, ...texts],
    previous: own('prev-archive')?.getAttribute('href') ?? undefined,
  };
}

type Json = {
  readonly feed_url: string;
  readonly home_page_url: string;
  readonly next_url?: string;
  readonly items: readonly Item[];
};
type Item = {
  readonly id: string;
  readonly url: string;
  readonly _huiliu: { readonly source: { readonly feed_url: string } };
};

function factsOfJson({ feed_url, home_page_url, next_url, items }: Json): Omit<Feed, 'address' | 'text'> {
  const named = items.flatMap(({ url, _huiliu }) => [url, _huiliu.source.feed_url]);
  return {
    self: feed_url,
    ids: items.map(({ id }) => id),
    // At least the feed's own and its page's, which a feed without entries has too.
    links: [feed_url, home_page_url, new URL('/', home_page_url).href, home_page_url, ...named],
    previous: next_url,
  };
}

function post(n: number): string {
  const date = new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toUTCString();
  return `---
title: '第 ${n} 篇 <b> & "x"'
categories:
 - 金融
date: ${date}
---

<p>上海第 ${n} 篇，<a href="/relative/${n}">相对</a>。</p>
`;
}
