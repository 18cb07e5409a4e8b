import { describe, expect, test } from 'vitest';
import { isLongerAsJson } from '../../src/model/limits.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { contentOf, draftOf, sourceOf } from './article.ts';

const bytes = (text: string) => new TextEncoder().encode(JSON.stringify(text)).length;

function outcomeOf(body: string) {
  return normalize(
    { fields: { title: 'T', date: '2024-01-02' }, body, repairs: [] },
    sourceOf({ body: 'html' }),
    'a.md',
  );
}

describe('content is at most a million bytes of JSON', () => {
  const bodies: readonly (readonly [name: string, body: (length: number) => string])[] = [
    ['&', length => '&'.repeat(length)],
    ['"', length => '"'.repeat(length)],
    ['Chinese', length => '汇'.repeat(length)],
    ['nested formatting', length => `<b><i><u><s><sub>${'<p>x'.repeat(length / 4)}`],
    ['references', length => `<p>${'<a href="b">c</a> '.repeat(length / 18)}</p>`],
  ];
  test.each(bodies)('%s', (_name, body) => {
    expect(outcomeOf(body(50_000)).kind).toBe('ok');
    const outcome = outcomeOf(body(1_000_000));
    if (outcome.kind === 'ok') expect(bytes(outcome.value.content ?? '')).toBeLessThanOrEqual(1_000_000);
    else {
      expect(outcome.reason).toBe('its content is larger than 1 MB once its signs are written as HTML and JSON');
      expect(outcome.hint).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('more is a problem', () => {
    expect(outcomeOf('&'.repeat(300_000)).kind).toBe('problem');
    expect(outcomeOf('汇'.repeat(349_000)).kind).toBe('problem');
  });

  test('more than fits into a text is a problem, where a long address is repeated', () => {
    const pictures = '<img src="a">'.repeat(300_000);
    const article = { fields: { title: 'T', date: '2024-01-02' }, body: pictures, repairs: [] };
    const base = `https://a.example/${'b'.repeat(2000)}/`;
    expect(normalize({ ...article, base }, sourceOf({ body: 'html' }), 'a.md').kind).toBe('problem');
  });

  test('to the byte', () => {
    for (const text of [
      'a'.repeat(98),
      '"'.repeat(49),
      `${'汇'.repeat(32)}aa`,
      '\n'.repeat(49),
      `${'😀'.repeat(24)}aa`,
    ]) {
      expect(bytes(text)).toBe(100);
      expect(isLongerAsJson(text, 100)).toBe(false);
      expect(isLongerAsJson(text, 99)).toBe(true);
    }
  });
});

describe('what is too long for its place is cut or left out', () => {
  const long = (length: number) => `${'港口的灯塔今天开放，'.repeat(length / 10)}`;

  test('a title is cut at a clause', () => {
    const { title } = draftOf('x', { title: long(1000) });
    expect(title.length).toBeLessThanOrEqual(300);
    expect(title).toMatch(/开放…$/);
  });

  test('a title is cut at a word, and never through a character', () => {
    expect(draftOf('x', { title: 'harbour '.repeat(100) }).title).toMatch(/ harbour…$/);
    expect(draftOf('x', { title: `a${'😀'.repeat(400)}` }).title.isWellFormed()).toBe(true);
  });

  test('a summary is kept up to 500 characters, else shortened to about 120', () => {
    expect(draftOf('x', { description: long(500) }).summary).toHaveLength(500);
    expect(draftOf('x', { description: long(510) }).summary?.length).toBeLessThanOrEqual(161);
  });

  test('a name of more than 100 characters is a sentence', () => {
    const name = 'n'.repeat(101);
    const draft = draftOf('x', { author: [name, 'A'], publisher: name, categories: [name, 'B'], editor: name });
    expect(draft).toMatchObject({ authors: ['A'], publisher: undefined, editor: undefined });
    expect(draft.categories).toEqual([{ term: 'B', label: 'B' }]);
    expect(draftOf('x', { author: name.slice(1) }).authors).toEqual([name.slice(1)]);
  });

  test('there are at most 50 people and 30 categories, and no label longer than a name', () => {
    const names = Array.from({ length: 200 }, (_, at) => `n${at}`);
    expect(draftOf('x', { author: names.join(',') }).authors).toEqual(names.slice(0, 50));
    expect(draftOf('x', { categories: names }).categories).toHaveLength(30);
    const source = sourceOf({ category: { split: 'none', label: { field: 'tags', pattern: /(?<label>.+)/u } } });
    const label = (tags: string) => draftOf('x', { categories: 'c', tags }, source).categories[0]?.label;
    expect([label('d'), label('d'.repeat(101)), label('d'.repeat(5000))]).toEqual(['d', 'c', 'c']);
  });

  test('an address of more than 2,048 characters is none, as it would be written', () => {
    const url = (length: number) => `https://a.example/${'x'.repeat(length - 18)}`;
    expect(draftOf('x', { link: url(2048), image: url(2048) })).toMatchObject({
      link: url(2048),
      image: { url: url(2048) },
    });
    const long = [url(2049), `https://a.example/${'文'.repeat(300)}`];
    for (const link of long)
      expect(draftOf('x', { link, image: link })).toMatchObject({ link: undefined, image: undefined });
    expect(contentOf(`<a href="${url(2049)}">a</a><img src="${url(2049)}">`)).toBe('<p>a</p>');
  });

  test('of links and pictures only http(s) is one', () => {
    for (const link of ['javascript:alert(1)', 'data:image/png;base64,AA==', 'file:///a.png', 'ftp://a.example/a.png'])
      expect(draftOf('x', { link, image: link })).toMatchObject({ link: undefined, image: undefined });
  });

  test('a native id of more than 500 characters is none', () => {
    const source = sourceOf({ nativeId: [{ in: 'no', pattern: /.+/u }] });
    expect(draftOf('x', { no: '7' }, source).nativeId).toBe('7');
    expect(draftOf('x', { no: '7'.repeat(501) }, source).nativeId).toBeUndefined();
  });

  test('a text that no name can be in takes no time', () => {
    const start = performance.now();
    expect(draftOf('x', { author: 'a'.repeat(400_000), publisher: 'a'.repeat(400_000) }).authors).toEqual([]);
    // The square of it is minutes.
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
