import { expect, test } from 'vitest';
import { flattened } from '../../src/normalize/content/nesting.ts';
import { contentOf } from './article.ts';

test('what has more tags than any article is kept as its text', () => {
  const spans = (count: number) => `<p>before ${'<span></span>'.repeat(count)} after</p>`;
  expect(flattened(spans(100_000))).toBe(spans(100_000));
  expect(contentOf(spans(300_000), { body: 'html' })).toBe('<p>before after</p>');
  expect(flattened(spans(300_000))).not.toContain('<');
});

test.each([
  ['elements without an end', '<div>', true],
  ['elements with attributes', '<div class="a" title=\'>\'>', true],
  ['elements in capitals', '<SPAN\nid=a>x', true],
  ['elements with a sign of their end in a value', '<i title="</i>">', true],
  ['elements with the ends of others', '<b></i>', true],
  ['elements with their ends', '<div class="a">x</div>', false],
  ['elements with their ends in capitals', '<div title="</div>">x</DIV>', false],
  ['elements whose end is often left out', '<li class="a">x', false],
  ['elements that have no end', '<br class="a"><IMG src=a>', false],
  ['comments', '<!-- <div> -->', false],
  ['signs that begin no element', '1 < 2 <3', false],
  ['ends of what was not begun', '</div>', false],
])('many %s: %j is text alone, %j', (_name, part, isText) => {
  const html = part.repeat(12_000);
  expect(flattened(html) !== html).toBe(isText);
});
