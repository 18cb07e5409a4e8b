import { describe, expect, test } from 'vitest';
import type { FeedDocument } from '../../src/model/feed-document.ts';
import { parseFeed } from '../../src/parse/feed.ts';
import type { Element } from '../../src/parse/feed-element.ts';
import { treeOf } from '../../src/parse/feed-tree.ts';

const parsed = (text: string): FeedDocument => {
  const outcome = parseFeed(
    { bytes: new TextEncoder().encode(text), url: 'https://a.example/feed', contentType: undefined },
    'utf-8',
  );
  if (outcome.kind === 'problem') throw new Error(outcome.reason);
  return outcome.value;
};
const rss = (items: string) => `<rss version="2.0"><channel><title>T</title>${items}</channel></rss>`;
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

describe('of a document with more items than anybody needs the first 10,000 are read, and a problem says so', () => {
  test.each([
    [
      'RSS',
      rss(
        numbers(10_002)
          .map(at => `<item><guid>${at}</guid><title>${at}</title></item>`)
          .join(''),
      ),
    ],
    [
      'Atom',
      `<feed xmlns="http://www.w3.org/2005/Atom">${numbers(10_002)
        .map(at => `<entry><id>${at}</id><title>${at}</title></entry>`)
        .join('')}</feed>`,
    ],
    [
      'JSON Feed',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        items: numbers(10_002).map(id => ({ id, title: id })),
      }),
    ],
  ])('%s', (_format, text) => {
    const { articles, problems } = parsed(text);
    expect(articles.map(({ key }) => key)).toEqual(numbers(10_000).map(String));
    expect(problems).toEqual([
      {
        key: 'item 10001',
        reason: 'it is the first that is not read of 10002 items in one document',
        hint: 'Ask whoever publishes the feed for one that has only what is new.',
      },
    ]);
  });

  test('10,000 items are none too many', () => {
    expect(parsed(rss('<item><title>x</title></item>'.repeat(10_000))).problems).toEqual([]);
  });
});

test('of a document with more elements than memory should hold what comes before the millionth is read', () => {
  const item = (id: number) => `<item><guid>${id}</guid><title>Title ${id}</title></item>`;
  const text = rss(`${item(1)}<x>${'<a>'.repeat(1_000_000)}</x>${item(2)}`);
  const { roots, repairs } = treeOf(text, 'https://a.example/feed');
  const count = (element: Element): number =>
    element.children.reduce((sum, child) => sum + (typeof child === 'string' ? 0 : count(child)), 1);
  expect(roots.map(count)).toEqual([1_000_000]);
  expect(repairs).toContain('It has more than 1000000 elements; those behind were not read.');
  expect(parsed(text).articles.map(({ fields }) => fields.title)).toEqual(['Title 1']);
});

describe('a link is read without what only counts its readers', () => {
  test.each([
    ['https://b.example/1?utm_source=rss&utm_medium=feed', 'https://b.example/1'],
    ['https://b.example/1?id=7&UTM_Source=rss', 'https://b.example/1?id=7'],
    ['https://b.example/1?fbclid=x&id=7&gclid=y#part', 'https://b.example/1?id=7#part'],
    ['https://b.example/1?id=7&automatic=1', 'https://b.example/1?id=7&automatic=1'],
    ['https://b.example/1?', 'https://b.example/1?'],
    ['https://b.example/1#?utm_source=rss', 'https://b.example/1#?utm_source=rss'],
    ['https://b.example/%7Ea/?q=a+b&x', 'https://b.example/%7Ea/?q=a+b&x'],
  ])('%s', (link, read) => {
    const [article] = parsed(
      rss(`<item><title>x</title><link>${link.replaceAll('&', '&amp;')}</link></item>`),
    ).articles;
    expect([article?.fields.link, article?.key]).toEqual([read, read]);
  });

  test('a guid stays as it is', () => {
    const link = 'https://b.example/1?utm_source=rss';
    const [article] = parsed(rss(`<item><title>x</title><link>${link}</link><guid>${link}</guid></item>`)).articles;
    expect([article?.fields.link, article?.key]).toEqual(['https://b.example/1', link]);
  });
});

describe('an item without a word is an article where it has a picture or a recording', () => {
  const media = '<media:content url="https://a.example/cat.jpg" medium="image"/>';
  test.each([
    ['a picture', rss(`<item><guid>1</guid><description></description>${media}</item>`), ['1']],
    [
      'a recording',
      rss('<item><guid>1</guid><enclosure url="https://a.example/a.mp3" type="audio/mpeg"/></item>'),
      ['1'],
    ],
    ['a link alone', rss('<item><link>https://a.example/1</link></item>'), []],
  ])('%s', (_what, text, keys) => {
    expect(parsed(text).articles.map(({ key }) => key)).toEqual(keys);
  });
});

test('what is said of its picture is the text of an item that has no other', () => {
  const media =
    '<media:content url="https://a.example/1.png"><media:description>Snow</media:description></media:content>';
  const items = ['', '<title>T</title>', '<description>Hello</description>'].map(
    (said, at) => `<item><guid>${at}</guid>${said}${media}</item>`,
  );
  expect(parsed(rss(items.join(''))).articles.map(({ body }) => body)).toEqual(['Snow', '', 'Hello']);
});

test('an episode that has but a subtitle has that as its text', () => {
  const item = (said: string) =>
    `<item><guid>${said.length}</guid><title>T</title><itunes:subtitle>Short</itunes:subtitle>${said}<enclosure url="https://a.example/a.mp3"/></item>`;
  const { articles } = parsed(rss(item('') + item('<itunes:summary>Long</itunes:summary>')));
  expect(articles.map(({ body }) => body)).toEqual(['Short', 'Long']);
});
