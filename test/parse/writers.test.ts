/** Feeds as other libraries write them, read: independent of how ours are written. */
import { Feed } from 'feed';
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { normalize } from '../../src/normalize/normalize.ts';
import { parseFeed } from '../../src/parse/feed.ts';
import { feedSourceOf } from '../normalize/article.ts';

const post = {
  id: 'tag:a.example,2026:1',
  title: 'Cats & <dogs>: “both”',
  link: 'https://a.example/1?a=1&b=2',
  published: new Date('2026-01-05T10:00:00Z'),
  updated: new Date('2026-01-06T10:00:00Z'),
  authors: ['Ann Lee', '张三'],
  tags: ['Pets', 'R&D'],
  summary: 'One line & more.',
  html: '<p>Text with <em>soft</em> &amp; <a href="https://b.example/?c&amp;d">link</a>, ]]&gt;.</p>',
  image: 'https://a.example/1.jpg',
};
const content = '<p>Text with <em>soft</em> &amp; <a href="https://b.example/?c&amp;d">link</a>, ]]&gt;.</p>';
const x = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function draftOf(text: string) {
  const read = parseFeed(
    { bytes: new TextEncoder().encode(text), url: 'https://a.example/feed', contentType: undefined },
    'gb18030',
  );
  if (read.kind === 'problem') throw new Error(read.reason);
  const { articles, repairs, title, home } = read.value;
  expect({ title, home, repairs, count: articles.length }).toEqual({
    title: 'A & B',
    home: 'https://a.example/',
    repairs: [],
    count: 1,
  });
  const [article] = articles;
  const draft = article && normalize(article, feedSourceOf(), 'feed:test/1');
  if (draft?.kind !== 'ok') throw new Error('no draft');
  return draft.value;
}

const all = {
  title: post.title,
  link: post.link,
  written: post.published.getTime(),
  content,
  summary: post.summary,
  upstreamId: post.id,
};

describe('the `feed` package', () => {
  const feed = new Feed({
    title: 'A & B',
    id: 'urn:a',
    link: 'https://a.example/',
    copyright: 'none',
    updated: post.updated,
  });
  feed.addItem({
    title: post.title,
    id: post.id,
    link: post.link,
    date: post.updated,
    published: post.published,
    description: post.summary,
    content: post.html,
    author: post.authors.map(name => ({ name, email: 'somebody@a.example' })),
    category: post.tags.map(name => ({ name })),
    image: post.image,
  });

  test('RSS', () => {
    expect(draftOf(feed.rss2())).toMatchObject({
      ...all,
      authors: post.authors,
      categories: post.tags.map(term => ({ term, label: term })),
      image: { url: post.image },
    });
  });
  test('Atom', () => {
    expect(draftOf(feed.atom1())).toMatchObject({
      ...all,
      modified: post.updated.getTime(),
      authors: post.authors,
      categories: post.tags.map(term => ({ term, label: term })),
    });
  });
  test('JSON Feed', () => {
    expect(draftOf(feed.json1())).toMatchObject({
      ...all,
      modified: post.updated.getTime(),
      categories: post.tags.map(term => ({ term, label: term })),
      image: { url: post.image },
    });
  });
});

describe('feedsmith', () => {
  const media = { contents: [{ url: post.image, medium: 'image' }] };
  const labelled = post.tags.map(term => ({ term, label: term }));

  test('RSS', () => {
    const text = generateRssFeed({
      title: 'A & B',
      link: 'https://a.example/',
      description: 'x',
      items: [
        {
          title: x(post.title),
          link: post.link,
          guid: { value: post.id, isPermaLink: false },
          pubDate: post.published,
          description: x(post.summary),
          content: { encoded: post.html },
          categories: post.tags.map(name => ({ name })),
          dc: { creators: post.authors },
          media,
        },
      ],
    });
    expect(draftOf(text)).toMatchObject({
      ...all,
      authors: post.authors,
      categories: labelled,
      image: { url: post.image },
    });
  });
  test('Atom', () => {
    const text = generateAtomFeed({
      id: 'urn:a',
      title: { value: 'A & B' },
      updated: post.updated,
      links: [{ href: 'https://a.example/' }],
      entries: [
        {
          id: post.id,
          title: { value: post.title, type: 'text' },
          links: [{ href: post.link, rel: 'alternate' }],
          published: post.published,
          updated: post.updated,
          authors: post.authors.map(name => ({ name })),
          categories: labelled,
          summary: { value: post.summary, type: 'text' },
          content: { value: post.html, type: 'html' },
          media,
        },
      ],
    });
    expect(draftOf(text)).toMatchObject({
      ...all,
      modified: post.updated.getTime(),
      authors: post.authors,
      categories: labelled,
      image: { url: post.image },
    });
  });
  test('JSON Feed', () => {
    const text = generateJsonFeed({
      title: 'A & B',
      home_page_url: 'https://a.example/',
      items: [
        {
          id: post.id,
          url: post.link,
          title: post.title,
          summary: post.summary,
          content_html: post.html,
          date_published: post.published,
          date_modified: post.updated,
          authors: post.authors.map(name => ({ name })),
          tags: post.tags,
          image: post.image,
        },
      ],
    });
    expect(draftOf(typeof text === 'string' ? text : JSON.stringify(text))).toMatchObject({
      ...all,
      modified: post.updated.getTime(),
      authors: post.authors,
      categories: labelled,
      image: { url: post.image },
    });
  });
});
