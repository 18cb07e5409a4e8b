import { describe, expect, test } from 'vitest';
import type { FeedArticle } from '../../src/model/feed-document.ts';
import type { Outcome } from '../../src/model/seed.ts';
import type { PageRules } from '../../src/model/source.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { articleOf, feedsOf, linksIn } from '../../src/normalize/page.ts';
import { feedSourceOf } from './article.ts';

const url = 'https://news.example/list/index.html';

function okOf<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'problem') throw new Error(outcome.reason);
  return outcome.value;
}

describe('the articles of a list page', () => {
  const list = (html: string, rules: PageRules) => okOf(linksIn(html, url, rules));
  const facts = ({ key, fields: { title, date, image, description } }: FeedArticle) => ({
    key,
    title,
    date,
    image,
    description,
  });

  test('stand in no more than three others', () => {
    const items = [1, 2, 3, 4, 5, 6].map(at => `<li><a href="/${at}">Article ${at}</a><ul>`).join('');
    const { articles } = list(`<ul>${items}`, { item: 'li' });
    expect(articles.map(({ key }) => key)).toEqual([1, 2, 3, 4].map(at => `https://news.example/${at}`));
  });

  test('are its items, in order, each known by its absolute address', () => {
    const html = `<ul class="news">
      <li><a href="../2026/a.html#top" title="t">First &amp; best</a><span>2026-01-05</span></li>
      <li><span>[2026年1月4日 08:30]</span><a href="//news.example/2026/b.html">Second</a></li>
      <li><time datetime="2026-01-03T10:00:00+08:00">three days ago</time><a href="/2026/c.html"><b>Third</b></a></li>
    </ul><ul><li><a href="/about">About</a></li></ul>`;
    const { articles, problems } = list(html, { item: 'ul.news > li' });
    expect(problems).toEqual([]);
    expect(articles.map(facts)).toEqual([
      { key: 'https://news.example/2026/a.html', title: 'First &amp; best', date: '2026-01-05' },
      { key: 'https://news.example/2026/b.html', title: 'Second', date: '2026年1月4日 08:30' },
      { key: 'https://news.example/2026/c.html', title: 'Third', date: '2026-01-03T10:00:00+08:00' },
    ]);
    expect(articles[0]?.fields).toMatchObject({
      key: 'https://news.example/2026/a.html',
      link: 'https://news.example/2026/a.html',
    });
  });

  test('may be cards: the heading is the title, a paragraph the beginning, a picture the picture', () => {
    const html = `<div class="card"><a href="/1"><img data-src="/1.jpg" alt="x"></a><h3><a href="/1">Title</a></h3>
      <p>What it is <b>about</b>.</p><p class="when">Posted: 2026-01-05 10:00</p></div>`;
    expect(list(html, { item: '.card', date: '.when' }).articles.map(facts)).toEqual([
      {
        key: 'https://news.example/1',
        title: 'Title',
        date: '2026-01-05 10:00',
        image: ['https://news.example/1.jpg'],
        description: 'What it is about.',
      },
    ]);
  });

  test('may be links themselves, and one that is linked twice is one', () => {
    const html =
      '<a class="x" href="/1"><img src="a.png"></a><a class="x" href="/1">One</a><a class="x" href="/2" title="Two"></a>';
    expect(list(html, { item: 'a.x' }).articles.map(({ key, fields }) => [key, fields.title])).toEqual([
      ['https://news.example/1', 'One'],
      ['https://news.example/2', 'Two'],
    ]);
  });

  test('have the link that the rules choose', () => {
    const html = '<li><a href="/tag">Tag</a><a class="go" href="/1">One</a></li>';
    expect(list(html, { item: 'li', link: 'a.go' }).articles[0]?.key).toBe('https://news.example/1');
  });

  test('begin where the page says that its addresses do', () => {
    const html = '<base href="https://cdn.example/b/"><li><a href="1">One</a></li>';
    expect(list(html, { item: 'li' }).articles[0]?.key).toBe('https://cdn.example/b/1');
  });

  test('an item without a link is a problem, the others go on', () => {
    const { articles, problems } = list(
      '<li>Heading</li><li><a href="javascript:x()">Js</a></li><li><a href="/1">One</a></li>',
      {
        item: 'li',
      },
    );
    expect(articles).toHaveLength(1);
    expect(problems.map(({ key, reason }) => [key, reason])).toEqual([
      ['item 1', 'the item has no link'],
      ['item 2', 'the item has no link'],
    ]);
  });

  test('a page without such items is a problem that names the selector', () => {
    expect(linksIn('<p>Empty</p>', url, { item: 'ul.news > li' })).toMatchObject({
      kind: 'problem',
      reason: 'nothing on the page is "ul.news > li"',
      hint: expect.stringContaining('page.item'),
    });
    expect(linksIn('<li>a</li>', url, { item: 'li', link: 'a.go' })).toMatchObject({
      kind: 'problem',
      hint: expect.stringContaining('"a.go"'),
    });
  });

  test('that say all there is become entries', () => {
    const { articles } = list(
      '<li><a href="/1">A &lt; B &amp; C</a> 2026-01-05 <p>Some <i>words</i> &amp; more.</p></li>',
      { item: 'li' },
    );
    const drafts = articles.map(article => okOf(normalize(article, feedSourceOf(), `feed:test/${article.key}`)));
    expect(drafts).toMatchObject([
      {
        title: 'A < B & C',
        summary: 'Some words & more.',
        content: undefined,
        link: 'https://news.example/1',
        nativeId: 'https://news.example/1',
      },
    ]);
  });
});

describe('an article on its page', () => {
  const page = `<!DOCTYPE html><html lang="zh-cn"><head><meta charset="utf-8"><title>标题 - 网站</title>
    <meta property="og:title" content="标题 &amp; 更多"><meta property="og:image" content="/img/a.jpg">
    <meta property="article:published_time" content="2026-01-05T10:00:00+08:00"><meta property="article:modified_time" content="2026-01-06T10:00:00+08:00">
    <meta name="author" content="张三"><meta property="article:tag" content="新闻"><meta property="article:tag" content="园艺">
    <meta name="description" content="一句话 &lt;说明&gt;。"></head>
    <body><nav><a href="/">Home</a></nav><h1 class="t">标题 A</h1><span class="d">发布：2026-01-04 09:00</span>
    <div class="body"><p>第一段 &amp; <b>重点</b>。</p><script>alert(1)</script><div class="body"><img src="../b.png"></div></div><div class="body"><p>第二页。</p></div></body></html>`;
  const at = 'https://news.example/2026/a.html';
  const article = (rules: Partial<PageRules>, html = page) => okOf(articleOf(html, at, { item: 'li', ...rules }));

  test('has the facts of its metadata, and the text that is selected, in one piece', () => {
    const found = article({ content: '.body' });
    expect(found).toMatchObject({
      key: at,
      base: at,
      fields: {
        key: at,
        title: '标题 &amp; 更多',
        link: at,
        date: '2026-01-05T10:00:00+08:00',
        updated: '2026-01-06T10:00:00+08:00',
        author: ['张三'],
        category: [
          { term: '新闻', label: '新闻' },
          { term: '园艺', label: '园艺' },
        ],
        description: '一句话 &lt;说明&gt;。',
        image: ['https://news.example/img/a.jpg'],
        lang: 'zh-cn',
      },
    });
    expect(found.body).toBe(
      '<p>第一段 &amp; <b>重点</b>。</p><script>alert(1)</script><div class="body"><img src="../b.png"></div>\n<p>第二页。</p>',
    );
    expect(okOf(normalize(found, feedSourceOf(), 'feed:test/1'))).toMatchObject({
      title: '标题 & 更多',
      language: 'zh-CN',
      written: Date.parse('2026-01-05T02:00:00Z'),
      content: expect.stringContaining('src="https://news.example/b.png"'),
    });
  });

  test('has what the rules select before all else', () => {
    expect(article({ content: '.body', title: 'h1.t', date: '.d' }).fields).toMatchObject({
      title: '标题 A',
      date: '2026-01-04 09:00',
    });
  });

  test('has its heading and its first time where there is no metadata', () => {
    const html =
      '<title>Site</title><h1>Heading</h1><time datetime="2026-01-05">x</time><article><p>Text</p></article>';
    expect(article({ content: 'article' }, html).fields).toEqual({
      key: at,
      title: 'Heading',
      link: at,
      date: '2026-01-05',
    });
  });

  test.each([
    ['alone', (thing: object) => thing],
    ['in a list', (thing: object) => [{ '@type': 'BreadcrumbList' }, thing]],
    ['in a graph', (thing: object) => ({ '@graph': [{ '@type': 'WebSite', name: 'x' }, thing] })],
  ])('has the facts of JSON-LD that stands %s', (_name, wrap) => {
    const thing = {
      '@type': ['NewsArticle'],
      headline: 'Head',
      datePublished: '2026-01-05T10:00:00Z',
      author: [{ '@type': 'Person', name: 'Ann Lee' }, { name: 'Bo, Ek' }],
      image: { url: 'https://pics.example/a.jpg' },
    };
    const html = `<script type="application/ld+json">{broken</script><script type="application/ld+json">${JSON.stringify(wrap(thing))}</script><article>x</article>`;
    expect(article({ content: 'article' }, html).fields).toMatchObject({
      title: 'Head',
      date: '2026-01-05T10:00:00Z',
      author: ['Ann Lee', 'Bo, Ek'],
      image: ['https://pics.example/a.jpg'],
    });
  });

  test('without the selected text is a problem that names the selector', () => {
    expect(articleOf(page, at, { item: 'li', content: '#text' })).toMatchObject({
      kind: 'problem',
      reason: `nothing on ${at} is "#text"`,
    });
  });
});

describe('the feeds of a page', () => {
  test('are those it names, in order, each once, then those it links', () => {
    const html = `<head><link rel="stylesheet alternate" type="text/css" href="a.css">
      <link rel="alternate" type="application/rss+xml" title="News &amp; more" href="/feed/">
      <link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" href="atom.xml">
      <link rel="alternate" type="application/feed+json" href="//news.example/feed.json">
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
      <link rel="alternate" type="application/json+oembed" href="/oembed">
      <link rel="alternate" hreflang="de" href="/de/">
      <link rel="alternate" type="application/rss+xml" href="/feed/"></head>
      <body><a href="/feed/">RSS</a><a href="/comments/feed"> Comments </a><a href="/rss.xml">All</a><a href="/?feed=rss2">Q</a>
      <a href="/feedback">Feedback</a><a href="/about">About</a><a href="/sitemap.xml">Map</a><a href="mailto:a@b.example">Mail</a></body>`;
    expect(feedsOf(html, url)).toEqual([
      { url: 'https://news.example/feed/', title: 'News & more' },
      { url: 'https://news.example/list/atom.xml', title: undefined },
      { url: 'https://news.example/feed.json', title: undefined },
      { url: 'https://news.example/comments/feed', title: 'Comments' },
      { url: 'https://news.example/rss.xml', title: 'All' },
      { url: 'https://news.example/?feed=rss2', title: 'Q' },
    ]);
  });

  test('are none where it names none', () => {
    expect(feedsOf('<p>Nothing <a href="/x">here</a></p>', url)).toEqual([]);
  });
});

test('an article is read however deep its elements nest', () => {
  const { body } = okOf(
    articleOf(`<h1>T</h1><article>${'<b>'.repeat(9000)}x<br>y`, url, { item: 'li', content: 'article' }),
  );
  expect(body).toBe(`${'<b>'.repeat(9000)}x<br>y${'</b>'.repeat(9000)}`);
});
