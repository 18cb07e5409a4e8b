import { describe, expect, test } from 'vitest';
import { contentOf } from './article.ts';

describe('rules by selector find their elements however those are written', () => {
  const cases: readonly (readonly [name: string, selector: string, html: string])[] = [
    ['a class with an entity in it', '.note', '<p class="n&#111;te">x</p>'],
    ['a value with an entity in it', '[title="a&b"]', '<p title="a&amp;b">x</p>'],
    ['a tag in capitals', 'center', '<CENTER>x</CENTER>'],
    ['a tag in capitals and small letters', 'center', '<Center>x</Center>'],
  ];
  test.each(cases)('%s', (_name, selector, html) => {
    expect(contentOf(`${html}<p>y</p>`, { body: 'html', drop: [selector] })).toBe('<p>y</p>');
  });
});

test('preformatted text begins with its first line that is not empty, and stays as it is when it is read again', () => {
  const content = contentOf('<pre>\n\n\n  a\n\nb</pre>', { body: 'html' });
  expect(content).toBe('<pre>  a\n\nb</pre>');
  expect(contentOf(content, { body: 'html' })).toBe(content);
});
