import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Draft } from '../../src/model/entry.ts';
import type { FeedDocument } from '../../src/model/feed-document.ts';
import type { Outcome } from '../../src/model/seed.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { parseFeed } from '../../src/parse/feed.ts';
import { feedSourceOf } from '../normalize/article.ts';
import { faults } from '../normalize/judge.ts';

// fixtures/feeds/<format>-<case>.in.* becomes <format>-<case>.out.json, as if it were fetched from here.
const url = 'https://feeds.example/news/feed.xml';
const folder = join(import.meta.dirname, '../fixtures/feeds');
const cases = readdirSync(folder)
  .filter(name => name.includes('.in.'))
  .toSorted();
const read = (bytes: Uint8Array<ArrayBuffer>) => parseFeed({ bytes, url, contentType: undefined }, 'gb18030');
const file = (name: string) => read(new Uint8Array(readFileSync(join(folder, name))));

/** What the articles of a document become. */
function draftsOf(outcome: Outcome<FeedDocument>): readonly Draft[] {
  if (outcome.kind === 'problem') throw new Error(outcome.reason);
  return outcome.value.articles.map(article => {
    const draft = normalize(article, feedSourceOf(), `feed:test/${article.key}`);
    if (draft.kind === 'problem') throw new Error(draft.reason);
    return draft.value;
  });
}

describe('a document of the fixtures becomes what stands beside it', () => {
  test.each(cases)('%s', async name => {
    const outcome = file(name);
    await expect(`${JSON.stringify(outcome.kind === 'ok' ? outcome.value : outcome, null, 2)}\n`).toMatchFileSnapshot(
      join(folder, name.replace(/\.in\.\w+$/, '.out.json')),
    );
    for (const { content = '' } of draftsOf(outcome)) expect(faults(content)).toEqual([]);
  });
});

describe('the same article in four formats is the same draft', () => {
  const facts = {
    title: 'Rain & <wind>, “soon”',
    link: 'https://weather.example/rain?a=1&b=2',
    id: 'tag:weather.example,2026:rain',
    html: '<p>It <em>will</em> rain &amp; blow, as <a href="/maps">the map</a> says.</p><p>1 &lt; 2</p>',
    summary: 'Rain & wind.',
  };
  const x = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const documents: Readonly<Record<string, string>> = {
    rss: `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>W</title><link>https://weather.example/</link><language>en-gb</language><item><title>${x(x(facts.title))}</title><link>${x(facts.link)}</link><guid isPermaLink="false">${facts.id}</guid><dc:creator>Lee, Ann</dc:creator><dc:creator>张三</dc:creator><dc:publisher>The Weather Post</dc:publisher><category>Weather</category><category>R&amp;D</category><pubDate>Mon, 05 Jan 2026 10:00:00 +0100</pubDate><atom:updated>2026-01-06T09:00:00Z</atom:updated><description>${x(x(facts.summary))}</description><content:encoded><![CDATA[${facts.html}]]></content:encoded><media:content url="https://weather.example/rain.jpg" medium="image"/></item></channel></rss>`,
    rdf: `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>W</title><link>https://weather.example/</link><dc:language>en-GB</dc:language></channel><item rdf:about="${facts.id}"><title>${x(x(facts.title))}</title><link>${x(facts.link)}</link><dc:creator>Lee, Ann</dc:creator><dc:creator>张三</dc:creator><dc:publisher>The Weather Post</dc:publisher><dc:subject>Weather</dc:subject><dc:subject>R&amp;D</dc:subject><dc:date>2026-01-05T10:00+01:00</dc:date><dcterms:modified>2026-01-06T09:00:00Z</dcterms:modified><description>${x(facts.summary)}</description><content:encoded>${x(facts.html)}</content:encoded><media:content url="https://weather.example/rain.jpg" type="image/jpeg"/></item></rdf:RDF>`,
    atom: `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="en-GB"><title>W</title><link href="https://weather.example/"/><entry><title>${x(facts.title)}</title><link href="${x(facts.link)}"/><link rel="enclosure" type="image/jpeg" href="https://weather.example/rain.jpg"/><id>${facts.id}</id><author><name>Lee, Ann</name></author><author><name>张三</name></author><dc:publisher>The Weather Post</dc:publisher><category term="Weather"/><category term="R&amp;D" label="R&amp;D"/><published>2026-01-05T09:00:00Z</published><updated>2026-01-06T09:00:00.000Z</updated><summary>${x(facts.summary)}</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${facts.html}</div></content></entry></feed>`,
    json: JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'W',
      home_page_url: 'https://weather.example/',
      language: 'en-GB',
      items: [
        {
          id: facts.id,
          url: facts.link,
          title: facts.title,
          content_html: facts.html,
          summary: facts.summary,
          image: '/rain.jpg',
          date_published: '2026-01-05T17:00:00+08:00',
          date_modified: '2026-01-06T17:00:00+08:00',
          authors: [{ name: 'Lee, Ann' }, { name: '张三' }],
          tags: ['Weather', 'R&D'],
          _huiliu: { publisher: 'The Weather Post' },
        },
      ],
    }),
  };

  test.each(Object.entries(documents))('%s', (_format, text) => {
    expect(draftsOf(read(new TextEncoder().encode(text)))).toEqual([
      {
        source: 'test',
        title: facts.title,
        link: facts.link,
        written: Date.parse('2026-01-05T09:00:00Z'),
        timed: true,
        modified: Date.parse('2026-01-06T09:00:00Z'),
        authors: ['Lee, Ann', '张三'],
        editor: undefined,
        publisher: 'The Weather Post',
        categories: [
          { term: 'Weather', label: 'Weather' },
          { term: 'R&D', label: 'R&D' },
        ],
        summary: facts.summary,
        content:
          '<p>It <em>will</em> rain &amp; blow, as <a href="https://weather.example/maps">the map</a> says.</p>\n<p>1 &lt; 2</p>',
        image: { url: 'https://weather.example/rain.jpg', type: 'image/jpeg' },
        language: 'en-GB',
        nativeId: facts.id,
        upstreamId: facts.id,
        withdrawn: false,
        repairs: [],
        textLength: 32,
      },
    ]);
  });
});

test('the address of an author is published by no format', () => {
  const rss = (author: string) => `<rss><channel><item><title>a</title>${author}</item></channel></rss>`;
  const authorsOf = (author: string) => draftsOf(read(new TextEncoder().encode(rss(author))))[0]?.authors;
  expect(authorsOf('<author>sam@a.example (Sam Ek)</author>')).toEqual(['Sam Ek']);
  expect(authorsOf('<author>Sam Ek &lt;sam@a.example&gt;</author>')).toEqual(['Sam Ek']);
  expect(authorsOf('<author>sam@a.example</author>')).toEqual([]);
  expect(authorsOf('<dc:creator>M@rco</dc:creator>')).toEqual(['M@rco']);
  expect(authorsOf('<author>sam@例子.中国</author>')).toEqual([]);
  expect(authorsOf('<author>mailto:sam@a.example</author>')).toEqual([]);
  expect(authorsOf('<dc:creator>sam@a.example</dc:creator><author>Sam</author>')).toEqual(['Sam']);
  expect(authorsOf('<author><name>Sam</name><email>sam@a.example</email></author>')).toEqual(['Sam']);
});

test('names that are links in one text are people, each with what stands behind it', () => {
  const link = (name: string) => `&lt;a href="https://a.example/${name}"&gt;${name}&lt;/a&gt;`;
  const authorsOf = (creator: string) => {
    const rss = `<rss><channel><item><title>a</title><dc:creator>${creator}</dc:creator></item></channel></rss>`;
    return draftsOf(read(new TextEncoder().encode(rss)))[0]?.authors;
  };
  expect(authorsOf(`${link('Ann')} (University 1), ${link('Bo')} (Lab, 2)`)).toEqual([
    'Ann (University 1)',
    'Bo (Lab, 2)',
  ]);
  expect(authorsOf(`by ${link('Ann')}, ${link('Bo')}`)).toEqual(['Ann', 'Bo']);
});

describe('a feed of WordPress', () => {
  const draftOf = (item: string) =>
    draftsOf(
      read(new TextEncoder().encode(`<rss><channel><item><title>R &amp;#038; D</title>${item}</item></channel></rss>`)),
    )[0];

  test('has categories that are escaped once too often', () => {
    const terms = ['News &amp;amp; Views', '<![CDATA[A &amp; B]]>', '<![CDATA[R&D &copy ]]>', 'C'].map(
      term => `<category>${term}</category>`,
    );
    expect(draftOf(terms.join(''))?.categories.map(({ label }) => label)).toEqual([
      'News & Views',
      'A & B',
      'R&D &copy',
      'C',
    ]);
  });

  test.each([
    [
      'no footer of a plugin',
      '<p>The post <a href="https://a.example/1">R &#038; D</a> appeared first on <a href="https://a.example">A</a>.</p>\n',
      '',
    ],
    [
      'what only looks like it',
      '<p>See <a href="https://a.example/1">one</a> and <a href="https://a.example">two</a>.</p>',
      ' See one and two.',
    ],
  ])('has in its summaries %s', (_name, footer, kept) => {
    const draft = draftOf(
      `<description><![CDATA[<p>Short.</p>\n${footer}]]></description><content:encoded><![CDATA[<p>Long.</p>${footer}]]></content:encoded>`,
    );
    expect(draft?.summary).toBe(`Short.${kept}`);
    expect(draft?.content).toContain('href="https://a.example/1"');
  });
});

test('people of a JSON Feed are a list, or one where the list should be', () => {
  const authorsOf = (said: object) => {
    const feed = { version: 'https://jsonfeed.org/version/1.1', items: [{ id: '1', title: 'a', ...said }] };
    return draftsOf(read(new TextEncoder().encode(JSON.stringify(feed))))[0]?.authors;
  };
  expect(authorsOf({ authors: { name: 'Ann' } })).toEqual(['Ann']);
  expect(authorsOf({ authors: [], author: { name: 'Bo' } })).toEqual(['Bo']);
  expect(authorsOf({ authors: [{ name: 'Ann' }], author: { name: 'Bo' } })).toEqual(['Ann']);
});
