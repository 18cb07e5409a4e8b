/** Feeds of our own as input: what they say comes back equal, so that one Huiliu can read another. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../src/model/body.ts';
import type { Draft, Entry } from '../../src/model/entry.ts';
import { type Feed, type Format, formatFacts, type Links } from '../../src/model/feed.ts';
import { escaped } from '../../src/model/html.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { parseFeed } from '../../src/parse/feed.ts';
import { atom } from '../../src/render/atom.ts';
import { json } from '../../src/render/json.ts';
import { rss } from '../../src/render/rss.ts';
import { feedSourceOf } from '../normalize/article.ts';
import { structured, text } from '../normalize/bodies.ts';
import { feedOf, linksOf, noon, entryOf as sampleOf } from '../render/samples.ts';

const renderers = { rss, atom, json } as const;
const source = { ...feedSourceOf(), id: 'sina', language: 'en' };

/** What a list of articles says once it was normalized. */
const line = fc.tuple(text, text).map(parts => parts.join(' '));
const url = fc.webUrl({ withQueryParameters: true }).map(address => new URL(address).href);
const fields = fc.record(
  {
    title: line.map(title => `T${title}`),
    link: url,
    updated: fc.constantFrom('2026-03-02T00:00:00Z', '2026-03-01T12:00:00.5Z'),
    // An address alone is no name.
    author: fc.array(
      line.filter(name => !name.includes('@')),
      { maxLength: 3 },
    ),
    editor: line,
    publisher: line,
    category: fc.array(fc.record({ term: line, label: line }), { maxLength: 3 }),
    description: line,
    image: url,
    lang: fc.constantFrom('en', 'zh-CN', 'fr'),
  },
  { requiredKeys: ['title'] },
);
const drafts = fc
  .array(fc.tuple(fields, fc.oneof(structured, fc.constant(''))), { minLength: 1, maxLength: 4 })
  .map(articles =>
    articles.flatMap(([said, body], at) => {
      const dated = { date: new Date(noon - at * 60_000).toISOString(), ...said };
      const outcome = normalize({ fields: dated, body, repairs: [] }, source, `feed:sina/${at}`);
      return outcome.kind === 'ok' && isSettled(outcome.value) ? [outcome.value] : [];
    }),
  );

/** Whether normalizing it again changes nothing: a second Huiliu does. The controls of Latin-1 are in no text that was decoded. */
function isSettled({ content, summary }: Draft): boolean {
  if (/[\x80-\x9f]/.test(`${content} ${summary}`)) return false;
  const description = summary === undefined ? undefined : escaped(summary);
  const article = {
    fields: { title: 'T', date: '2026-03-01T12:00:00Z', description },
    body: content ?? '',
    repairs: [],
  };
  const again = normalize(article, source, 'feed:sina/1');
  return again.kind === 'ok' && again.value.content === content && again.value.summary === summary;
}

function entryOf(draft: Draft, at: number): Entry {
  const { title, link, authors, editor, publisher, categories, summary, content, image, language, written } = draft;
  const updated = Math.max(written, draft.modified ?? written);
  const texts = { title, link, authors, editor, publisher, categories, summary, content, image, language };
  return { id: `tag:a.example,2026:sina/k${at}`, source: 'sina', key: `k${at}`, published: written, updated, ...texts };
}

/** Who published it, for whoever reads our feed: where nobody is named, the source it came from. */
function publisherOf({ publisher = '某财经' }: Draft): string {
  return publisher;
}

/** An author who is but the publisher: Atom names the publisher where there is no author. */
function isStandIn(draft: Draft): boolean {
  return draft.authors.length === 1 && draft.authors[0] === publisherOf(draft);
}

/** What comes back. */
function readBack(feed: Feed, format: Format, links: Links): readonly Draft[] {
  const bytes = bytesOf(renderers[format](feed, links));
  const read = parseFeed({ bytes, url: links.self, contentType: formatFacts[format].mediaType }, 'gb18030');
  if (read.kind === 'problem') throw new Error(read.reason);
  expect({ repairs: read.value.repairs, problems: read.value.problems }).toEqual({ repairs: [], problems: [] });
  expect(read.value).toMatchObject({ format, title: feed.title, home: links.page, language: feed.language });
  return read.value.articles.map(article => {
    const outcome = normalize(article, source, `feed:sina/${article.key}`);
    if (outcome.kind === 'problem') throw new Error(outcome.reason);
    return outcome.value;
  });
}

describe('an entry comes back from our own feed', () => {
  test.each(['rss', 'atom', 'json'] as const)('%s', { timeout: 60_000 }, format => {
    const links = linksOf(format);
    fc.assert(
      fc.property(drafts, made => {
        const entries = made.map(entryOf);
        const back = readBack(feedOf(entries, { language: 'en' }), format, links);
        expect(back).toEqual(
          made.map((draft, at) => {
            const { id, key, updated } = entries[at] ?? entryOf(draft, at);
            return {
              ...draft,
              link: draft.link ?? links.entry({ source: 'sina', key }),
              modified: format === 'rss' && updated === draft.written ? undefined : updated,
              authors: format === 'atom' && isStandIn(draft) ? [] : draft.authors,
              publisher: publisherOf(draft),
              nativeId: id,
              upstreamId: id,
              repairs: [],
            };
          }),
        );
      }),
      { numRuns: 300 },
    );
  });
});

test.each(['rss', 'atom', 'json'] as const)(
  'a picture among the files of an article comes back as one of them: %s',
  format => {
    const fileOf = (url: string, type: string) => {
      return { url, type, length: undefined, title: undefined, duration: undefined };
    };
    const enclosures = [
      fileOf('https://a.example/plan.png', 'image/png'),
      fileOf('https://a.example/plan.pdf', 'application/pdf'),
      fileOf('https://a.example/map.jpg', 'image/jpeg'),
    ];
    const image = { url: 'https://a.example/front.jpg', type: 'image/jpeg' };
    const feed = feedOf([sampleOf({ enclosures, image, language: 'en' })], { language: 'en' });
    const [draft] = readBack(feed, format, linksOf(format));
    expect(draft).toMatchObject({ enclosures, image });
  },
);

describe('how long the first recording is comes back from RSS, and of no other', () => {
  const enclosure = { url: '', type: undefined, length: undefined, title: undefined, duration: undefined };
  const at = (name: string) => `https://radio.example/${name}`;
  test.each([
    [
      'the second says nothing',
      [
        { ...enclosure, url: at('one.mp3'), type: 'audio/mpeg', duration: 3723 },
        { ...enclosure, url: at('two.mp3'), type: 'audio/mpeg' },
        { ...enclosure, url: at('three.mp3'), type: 'audio/mpeg', duration: 60 },
      ],
      [3723, undefined, undefined],
    ],
    [
      'nobody knows its type',
      [
        { ...enclosure, url: at('stream'), duration: 500 },
        { ...enclosure, url: at('x.mp3'), type: 'audio/mpeg' },
      ],
      [500, undefined],
    ],
    ['it is none', [{ ...enclosure, url: at('a.pdf'), type: 'application/pdf' }], [undefined]],
  ])('%s', (_name, enclosures, expected) => {
    const [draft] = readBack(
      feedOf([sampleOf({ enclosures, language: 'en' })], { language: 'en' }),
      'rss',
      linksOf('rss'),
    );
    expect(draft?.enclosures?.map(({ duration }) => duration)).toEqual(expected);
  });
});
