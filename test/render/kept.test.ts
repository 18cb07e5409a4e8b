import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Feed, Format, Links } from '../../src/model/feed.ts';
import { formats } from '../../src/render/formats.ts';
import { anyFeed, feedOf, fullEntry, linksOf, sources } from './samples.ts';

const every: readonly Format[] = ['rss', 'atom', 'json'];

/** What a renderer says that has never seen these entries. */
const afresh = (feed: Feed, format: Format, links: Links) => formats[format].render(structuredClone(feed), links);

describe.each(every)('entries that were written before, in %s', format => {
  const { render } = formats[format];

  test('are the same bytes again, in any feed and order', () => {
    fc.assert(
      fc.property(anyFeed, anyFeed, (one, other) => {
        for (const feed of [one, other, { ...one, entries: [...other.entries, ...one.entries].toReversed() }, one])
          expect(render(feed, linksOf(format))).toEqual(afresh(feed, format, linksOf(format)));
      }),
    );
  });

  const entry = fullEntry({ link: undefined });
  const plain = feedOf([entry]);
  const elsewhere = 'https://other.example';
  const others: readonly (readonly [string, Feed, Partial<Links>])[] = [
    ['language', { ...plain, language: 'en' }, {}],
    ['authority', { ...plain, authority: 'other.example,2026' }, {}],
    ['name of the source', { ...plain, sources: new Map([['sina', { id: 'sina', title: 'other' }]]) }, {}],
    [
      'home of the source',
      { ...plain, sources: new Map(sources.map(one => [one.id, { ...one, home: elsewhere }])) },
      {},
    ],
    ['page of an entry', plain, { entry: () => elsewhere }],
    ['feed of a source', plain, { source: () => elsewhere }],
    ['scheme', plain, { categories: elsewhere }],
    ['home', plain, { home: elsewhere }],
  ];

  test.each(others)('are written anew for another %s', (_, feed, changes) => {
    render(plain, linksOf(format));
    expect(render(feed, linksOf(format, changes))).toEqual(afresh(feed, format, linksOf(format, changes)));
    expect(render(plain, linksOf(format))).toEqual(afresh(plain, format, linksOf(format)));
  });
});
