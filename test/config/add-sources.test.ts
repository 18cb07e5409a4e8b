import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idFor, type Subscription, withSources } from '../../src/config/add-sources.ts';
import { readConfig } from '../../src/config/config.ts';

const feed = (url: string, title = 'A feed'): Subscription => ({ title, url });

describe('new sources in sources.yaml', () => {
  test('stand behind what is there, which stays as it is written', () => {
    const text = '# Ours.\na: { title: A } # the first\n';
    expect(withSources(text, new Map([['b.example', { ...feed('https://b.example/feed'), language: 'en' }]]))).toBe(
      '# Ours.\na: { title: A } # the first\n\nb.example:\n  kind: feed\n  title: A feed\n  url: https://b.example/feed\n  language: en\n',
    );
  });

  test.each(['', '\n', '{}\n', '{ }'])('may be the first: %j', text => {
    expect(withSources(text, new Map([['b', feed('https://b.example/feed')]]))).toBe(
      'b:\n  kind: feed\n  title: A feed\n  url: https://b.example/feed\n',
    );
  });

  test('are read back as they were, whatever is in their titles and addresses', () => {
    const line = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .map(text => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '').trim());
    const any = fc.record({ title: line.filter(text => text !== ''), url: fc.webUrl({ withQueryParameters: true }) });
    fc.assert(
      fc.property(
        fc.uniqueArray(any, { selector: ({ url }) => new URL(url).href, minLength: 1, maxLength: 5 }),
        feeds => {
          const added = new Map<string, Subscription>();
          for (const each of feeds)
            added.set(
              idFor(each, id => added.has(id)),
              { ...each, url: new URL(each.url).href },
            );
          const read = readConfig({ site: 'title: T\n', sources: withSources('', added) });
          if (read.kind === 'mistakes') throw new Error(JSON.stringify(read.mistakes));
          expect(read.config.sources.map(({ id, title }) => [id, title])).toEqual(
            [...added].map(([id, { title }]) => [id, title]),
          );
        },
      ),
      { numRuns: 200, examples: [[[{ title: 'caf\ufffd "x"', url: 'https://a.example/' }]]] },
    );
  });
});

describe('the id of a new source', () => {
  const taken =
    (...ids: readonly string[]) =>
    (id: string) =>
      ids.includes(id);
  test.each([
    ['https://blog.example.org/feed.xml', [], 'blog.example.org'],
    ['https://www.example.org/news/rss.xml', [], 'example.org'],
    ['https://feeds.example.org/tech', [], 'example.org'],
    ['https://example.org/news/rss.xml', ['example.org'], 'example.org-news'],
    ['https://example.org/feed', ['example.org'], 'example.org-2'],
    ['https://example.org/feed', ['example.org', 'example.org-2'], 'example.org-3'],
    ['https://例子.测试/订阅', [], 'xn--fsqu00a.xn--0zwm56d'],
    ['http://[::1]:8080/atom.xml', [], 'feed-1'],
    ['http://127.0.0.1:3000/atom.xml', [], '127.0.0.1'],
  ])('%s is %j', (url, others, id) => {
    expect(idFor({ url }, taken(...others))).toBe(id);
  });
});
