import fc from 'fast-check';
import { parseFeed as feedsmith } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import type { Draft } from '../../src/model/entry.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { parseFeed } from '../../src/parse/feed.ts';
import { feedSourceOf } from '../normalize/article.ts';
import { faults } from '../normalize/judge.ts';
import { encoded } from './encoded.ts';
import { type Post, type Style, styles } from './styles.ts';

const source = feedSourceOf();
const titleParts = [
  ...[
    'Tom & Jerry',
    '“quoted”',
    'a < b',
    'List<String>',
    '汇流新闻',
    'naïve café',
    "it's",
    'C++ & C#',
    '50 %',
    'x > y',
  ],
  ...['😀', 'a; b', 'R&D', '“双引号”', '1 < 2 > 0', '"straight"', '[快讯]', 'É', 'AT&T', 'the end…'],
];
/** What GB2312 and Big5 have. */
const plainParts = ['上海', '今天：公告', '（天空）', '一百', 'A & B', 'x < y', '一、二', '“三”'];
const blocks = [
  '<p>Plain text, and <strong>strong</strong> &amp; <em>soft</em>.</p>',
  '<p>See <a href="https://else.example/a?b=1&amp;c=2">there</a> and <a href="../up">up</a> and <a href="/root">root</a>.</p>',
  '<ul><li>one</li><li>two &lt;b&gt;</li></ul>',
  '<blockquote><p>“Said.”</p></blockquote>',
  '<pre><code>if (a &lt; b &amp;&amp; c) {\n  x();\n}</code></pre>',
  '<figure><img src="https://pics.example/a.jpg" alt="A &quot;picture&quot;"><figcaption>Caption</figcaption></figure>',
  '<p><img src="/img/b.png"></p>',
  '<h2>中文标题</h2><p>第一段。第二句。</p>',
  '<p>a&nbsp;b &eacute; &#8217; &hellip;</p>',
  '<table><tr><td>1</td><td>2</td></tr></table>',
  '<p>]]&gt; and --&gt;</p>',
];
const summaries = ['A short summary.', 'What it is about: a & b, c < d.', '一句话说明。', 'Nur ein Satz — mehr nicht.'];
const people = ['Ada Marsh', '张三', 'José Núñez', "Conan O'Brien", 'Lee, Ann', 'Dr. A. & B.'];
const tags = ['Garden', 'Wind & weather', '新闻', 'c#', 'a, b', 'Ünïcode'];

type Words = Readonly<Record<'titles' | 'people' | 'tags' | 'blocks', readonly string[]>>;
const words: Words = { titles: titleParts, people, tags, blocks };
const plainWords: Words = {
  titles: plainParts,
  people: ['Ada Marsh', '王五'],
  tags: ['天下', 'A & B'],
  blocks: ['<p>第一段。</p>', '<p>第二段，<strong>重点</strong>。</p>', '<p>来源：<a href="/a">某报</a></p>'],
};

const postsOf = ({ titles, people, tags, blocks }: Words) =>
  fc
    .array(
      fc.record({
        title: fc.uniqueArray(fc.constantFrom(...titles), { minLength: 1, maxLength: 3 }).map(words => words.join(' ')),
        date: fc.integer({ min: Date.parse('2001-01-01') / 1000, max: Date.parse('2026-06-01') / 1000 }),
        later: fc.integer({ min: 1, max: 1e6 }),
        authors: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 3 }),
        tags: fc.uniqueArray(fc.constantFrom(...tags), { maxLength: 4 }),
        html: fc.array(fc.constantFrom(...blocks), { minLength: 1, maxLength: 5 }).map(all => all.join('\n')),
        summary: fc.constantFrom(...summaries),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map(list =>
      list.map(({ date, later, ...facts }, at): Post => {
        return { ...facts, number: 100 + at, slug: `post-${at}`, date: date * 1000, changed: (date + later) * 1000 };
      }),
    );

/** What every style's content becomes: only how it was found is the parser's. */
function contentOf(html: string, link: string | undefined, base: string | undefined): string | undefined {
  const article = { fields: { title: 'T', date: '2026-01-01', link }, body: html, base, repairs: [] };
  const outcome = normalize(article, source, 'feed:test/1');
  if (outcome.kind === 'problem') throw new Error(outcome.reason);
  return outcome.value.content;
}

function read({ file, document, charset }: Style, posts: readonly Post[]): readonly Draft[] {
  const bytes = encoded(document(posts), charset ?? 'utf-8');
  const outcome = parseFeed({ bytes, url: `https://garden.example/${file}`, contentType: 'text/xml' }, 'gb18030');
  if (outcome.kind === 'problem') throw new Error(outcome.reason);
  expect({ repairs: outcome.value.repairs, problems: outcome.value.problems }).toEqual({ repairs: [], problems: [] });
  return outcome.value.articles.map(article => {
    const draft = normalize(article, source, `feed:test/${article.key}`);
    if (draft.kind === 'problem') throw new Error(draft.reason);
    return draft.value;
  });
}

describe('every fact of every post is found in a feed of', () => {
  test.each(styles.map(style => [style.name, style] as const))('%s', { timeout: 60_000 }, (_name, style) => {
    fc.assert(
      fc.property(postsOf(style.charset === undefined ? words : plainWords), posts => {
        const drafts = read(style, posts);
        expect(drafts).toHaveLength(posts.length);
        for (const [at, post] of posts.entries()) {
          const draft = drafts[at];
          const { content = '', title, language, ...facts } = style.factsOf(post);
          // A text of Chinese signs is no English, whatever the program says.
          const isWestern = !/\p{Script=Han}/u.test(content + post.title);
          const base = style.name === 'Drupal' ? 'https://garden.example/' : facts.link;
          expect(draft).toMatchObject({
            ...facts,
            ...(title === '' ? {} : { title }),
            ...(isWestern && language !== undefined ? { language } : {}),
            content: contentOf(content, facts.link, base),
            repairs: title === '' ? ['It has no title; the first sentence is its title.'] : [],
          });
          expect(faults(draft?.content ?? '')).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('an independent reader finds the same in a feed of', () => {
  // It knows nothing of the XML base of a document, and of FeedBurner's links.
  const shared = styles.filter(({ name }) => name !== 'Drupal' && name !== 'FeedBurner');
  test.each(shared.map(style => [style.name, style] as const))('%s', (_name, style) => {
    fc.assert(
      fc.property(postsOf(style.charset === undefined ? words : plainWords), posts => {
        const text = style.document(posts);
        const read = parseFeed(
          { bytes: new TextEncoder().encode(text), url: 'https://garden.example/', contentType: undefined },
          'utf-8',
        );
        const articles = read.kind === 'ok' ? read.value.articles : [];
        expect(articles.map(({ fields }) => ({ id: fields.guid, link: fields.link, date: fields.date }))).toEqual(
          byFeedsmith(text).map(({ id, link, date }) => ({ id, link, date })),
        );
      }),
      { numRuns: 10 },
    );
  });
});

type Facts = { readonly id: string | undefined; readonly link: string | undefined; readonly date: string | undefined };

function byFeedsmith(text: string): readonly Facts[] {
  const { format, feed } = feedsmith(text, { parseDateFn: date => date });
  switch (format) {
    case 'atom':
      return (feed.entries ?? []).map(({ id, links = [], published, updated }) => {
        const link = links.find(({ rel = 'alternate' }) => rel === 'alternate')?.href;
        return { id, link, date: published ?? updated };
      });
    case 'json':
      return (feed.items ?? []).map(({ id, url, date_published, date_modified }) => {
        return { id, link: url, date: date_published ?? date_modified };
      });
    case 'rdf':
      return (feed.items ?? []).map(({ rdf, link, dc }) => ({ id: rdf?.about, link, date: dc?.dates?.[0] }));
    case 'rss':
      return (feed.items ?? []).map(({ guid, link, pubDate }) => ({ id: guid?.value, link, date: pubDate }));
    default:
      return format satisfies never;
  }
}
