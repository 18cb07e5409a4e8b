import { expect, test } from 'vitest';
import { flattened } from '../../src/normalize/content/nesting.ts';
import { contentOf } from './article.ts';

test('what has more tags than any article is kept as its text', () => {
  const spans = (count: number) => `<p>before ${'<span></span>'.repeat(count)} after</p>`;
  expect(flattened(spans(100_000))).toBe(spans(100_000));
  expect(contentOf(spans(300_000), { body: 'html' })).toBe('<p>before after</p>');
  expect(flattened(spans(300_000))).not.toContain('<');
});
