import { describe, expect, test } from 'vitest';
import { contentOf } from './article.ts';

describe('texts that are blocks apart do not become one word', () => {
  test.each([
    ['behind a paragraph that two breaks ended', '<p>a<br><br>b</p>c', '<p>a</p>\n<p>b</p>\n<p>c</p>'],
    [
      'with an empty paragraph between them in an item',
      '<ul><li>a<p>&nbsp;</p>b</li></ul>',
      '<ul><li>a<br/>b</li></ul>',
    ],
    ['in a cell', '<table><tr><td>a<p></p>b</td></tr></table>', '<table><tr><td>a<br/>b</td></tr></table>'],
    ['with an empty list between them', '<ul><li>a<ul><li></li></ul>b</li></ul>', '<ul><li>a<br/>b</li></ul>'],
    ['with a list between them', '<ul><li>a<ul><li>b</li></ul>c</li></ul>', '<ul><li>a<ul><li>b</li></ul>c</li></ul>'],
    ['with an empty paragraph behind them', '<ul><li>a<p></p></li></ul>', '<ul><li>a</li></ul>'],
  ])('%s', (_where, html, content) => {
    expect(contentOf(html, { body: 'html' })).toBe(content);
  });
});

describe('in preformatted text a block is a line', () => {
  test.each([
    ['one behind the other', '<div>a</div><div>  b</div>', 'a\n  b\n'],
    ['with an empty line', '<div>a</div><div><br></div><div>b</div>', 'a\n\nb\n'],
    ['with line feeds already', '<div>a\n</div><div>b\n</div>', 'a\nb\n'],
    ['before text', '<div>a</div>b', 'a\nb'],
  ])('%s', (_how, html, text) => {
    expect(contentOf(`<pre>${html}</pre>`, { body: 'html' })).toBe(`<pre>${text}</pre>`);
  });
});
