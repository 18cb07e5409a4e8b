/**
 * What one writes first with the same packages: every file through gray-matter and cheerio, every feed through `feed`, all in a
 * loop and in memory. Nothing is stored, and nothing sanitized but for scripts. `node naive.ts <seeds> <out>`
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'cheerio';
import { Feed } from 'feed';
import matter from 'gray-matter';

type Post = { readonly title: string; readonly date: Date; readonly content: string; readonly link: string };

const [seeds = '', out = ''] = process.argv.slice(2);
const groups = new Map<string, Post[]>();
for (const path of readdirSync(seeds, { recursive: true, encoding: 'utf8' })) {
  if (!path.endsWith('.md')) continue;
  const { data, content } = matter(readFileSync(join(seeds, path), 'utf8').trimStart(), {});
  const $ = load(content, null, false);
  $('script, style, .article-editor, .em_media').remove();
  const post = {
    title: String(data.title),
    date: new Date(data.date),
    content: $.html(),
    link: `https://example.org/${path}`,
  };
  const categories: readonly unknown[] = Array.isArray(data.categories) ? data.categories : [];
  for (const name of ['all', path.split('/')[0] ?? '', ...categories.map(String)]) {
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(post);
  }
}
for (const [name, posts] of groups) {
  const feed = new Feed({ id: `https://example.org/${name}`, title: name, copyright: '' });
  for (const { title, date, content, link } of posts
    .toSorted((a, b) => b.date.getTime() - a.date.getTime())
    .slice(0, 50))
    feed.addItem({ title, id: link, link, date, content });
  mkdirSync(join(out, name), { recursive: true });
  writeFileSync(join(out, name, 'rss.xml'), feed.rss2());
  writeFileSync(join(out, name, 'atom.xml'), feed.atom1());
  writeFileSync(join(out, name, 'feed.json'), feed.json1());
}
