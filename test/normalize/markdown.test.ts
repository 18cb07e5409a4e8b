import { describe, expect, test } from 'vitest';
import { contentOf } from './article.ts';
import { faults } from './judge.ts';

const markdown = (body: string) => contentOf(body, { body: 'markdown' });
const note = (at: number) => `<sup>[${at}]</sup>`;

describe('footnotes', () => {
  test('stand behind the text, in the order in which they are called', () => {
    expect(markdown('a[^x] b[^y] c[^x]\n\n[^y]: Y *y*\n\n[^x]: X\n\n    more\n')).toBe(
      `<p>a${note(1)} b${note(2)} c<sup>[1:1]</sup></p>\n<hr/>\n<ol><li><p>X</p><p>more</p></li><li><p>Y <em>y</em></p></li></ol>`,
    );
  });

  test('may be written in the line', () => {
    expect(markdown('a^[X *x*] b')).toBe(`<p>a${note(1)} b</p>\n<hr/>\n<ol><li><p>X <em>x</em></p></li></ol>`);
  });

  test('may be many', () => {
    const body = Array.from({ length: 3000 }, (_, at) => `a[^n${at}]\n\n[^n${at}]: x${at}\n\n`).join('');
    const content = markdown(body);
    expect(content.match(/<li>/g)).toHaveLength(3000);
    expect(content).toContain('<li><p>x2999</p></li></ol>');
  });

  test('that nobody wrote are text', () => {
    expect(markdown('[^a] [^ [^] [^b[^c]\n\n[^c]: C')).toBe(
      `<p>[^a] [^ [^] [^b${note(1)}</p>\n<hr/>\n<ol><li><p>C</p></li></ol>`,
    );
  });
});

describe('references', () => {
  test('are followed', () => {
    expect(markdown('[a] [b][a] ![c][a]\n\n[a]: https://a.example/x.png "t"')).toBe(
      '<p><a href="https://a.example/x.png">a</a> <a href="https://a.example/x.png">b</a> <img src="https://a.example/x.png" alt="c" referrerpolicy="no-referrer" loading="lazy"/></p>',
    );
  });

  test('that would multiply a long address stay text', () => {
    const content = markdown(`[a]: https://a.example/${'x'.repeat(2000)}\n\n${'[a] '.repeat(5000)}`);
    expect(content).toContain('[a] [a] [a]');
    expect(content.length).toBeLessThan(30_000);
  });
});

describe('what is nested deeper than any article', () => {
  const deep: readonly (readonly [name: string, body: string])[] = [
    ['quotes', `${'>'.repeat(200)} words`],
    ['lists', `${'- '.repeat(200)}words`],
    ['lists by indentation', Array.from({ length: 60 }, (_, at) => `${' '.repeat(at * 2)}- words${at}\n`).join('')],
    ['quotes and lists', `${'> 1. '.repeat(60)}words`],
    ['brackets', `${'['.repeat(200)}words${'](b)'.repeat(200)}`],
  ];
  test.each(deep)('loses no words: %s', (_name, body) => {
    const content = markdown(body);
    expect(content.match(/words/g)).toHaveLength(body.match(/words/g)?.length ?? 0);
    expect(faults(content)).toEqual([]);
  });

  test('begins at the twelfth list', () => {
    const body = (depth: number) => Array.from({ length: depth }, (_, at) => `${' '.repeat(at * 2)}- a\n`).join('');
    expect(markdown(body(12)).match(/<ul>/g)).toHaveLength(12);
  });
});

describe('a body that begins with an element', () => {
  const two = '<p>One.</p>\n<p>Two.</p>';
  test.each([
    ['has paragraphs where text stands behind blank lines', '<img>\n\nOne.\n\nTwo.', two],
    ['behind a line of text too', '<b>One</b>.\n\nTwo.', '<p><strong>One</strong>.</p>\n<p>Two.</p>'],
    ['has none where text stands in elements', '<div>\n\nOne.\n\nTwo.\n\n</div>', '<p>One. Two.</p>'],
    ['and no code where HTML is indented', '<div>\n\n    <p>One.</p>\n\n</div>\n\nTwo.', two],
  ])('%s', (_name, body, content) => {
    expect(contentOf(body)).toBe(content);
  });
});
