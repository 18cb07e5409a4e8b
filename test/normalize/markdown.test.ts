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

describe('an address in the text is a link', () => {
  const link = (url: string, text = url) => `<a href="${url}">${text}</a>`;
  const [a, x] = [link('https://a.example/a_b'), link('https://a.example/x')];
  test.each([
    ['up to the end of the sentence', 'See https://a.example/a_b. Or?', `See ${a}. Or?`],
    ['without spaces among Chinese', '见https://a.example/x。（https://a.example/x）和', `见${x}。（${x}）和`],
    ['and before a Chinese word', 'https://a.example/x下文', `${x}下文`],
    ['in emphasis', '**https://a.example/x**', `<strong>${x}</strong>`],
    ['in brackets, with brackets', '(https://a.example/x_(y))', `(${link('https://a.example/x_(y)')})`],
    ['with a query', 'https://a.example/?b=c&d', link('https://a.example/?b=c&amp;d')],
    ['before an entity', '&lt;https://a.example/x&gt;', `&lt;${x}&gt;`],
    ['without a path', 'https://a.example?', `${link('https://a.example/', 'https://a.example')}?`],
    ['once where it is a link already', '[https://a.example/x](https://a.example/x)', x],
    ['not in code', '`https://a.example/x`', '<code>https://a.example/x</code>'],
    [
      'not where it goes on otherwise',
      'https://a.example/{id} https://a.example/a\\_b',
      'https://a.example/{id} https://a.example/a_b',
    ],
    ['not on the own machine', 'http://localhost:4000/ http://127.0.0.1/', 'http://localhost:4000/ http://127.0.0.1/'],
    ['not with a name and password', 'https://a:b@c.example/', 'https://a:b@c.example/'],
  ])('%s', (_name, body, content) => {
    expect(markdown(body)).toBe(`<p>${content}</p>`);
  });
});

describe('a definition list', () => {
  test.each([
    [
      'is a term and its definitions',
      'a *b*\n: c\n: d\n  e\nf',
      '<dl><dt>a <em>b</em></dt><dd>c</dd><dd>d e f</dd></dl>',
    ],
    [
      'goes on behind blank lines',
      'a\n\n: b\n\nc\n: d\n\ne',
      '<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>\n<p>e</p>',
    ],
    ['goes on without them', 'a\n: b\nc\n: d', '<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>'],
    ['has paragraphs', 'a\n:   b\n\n    c', '<dl><dt>a</dt><dd><p>b</p><p>c</p></dd></dl>'],
    ['has lists', 'a\n: - b\n  - c', '<dl><dt>a</dt><dd><ul><li>b</li><li>c</li></ul></dd></dl>'],
    ['stands in a list', '- a\n  : b\n- c', '<ul><li><dl><dt>a</dt><dd>b</dd></dl></li><li>c</li></ul>'],
    ['ends at code', 'a\n: b\n\n```\n: c\n```', '<dl><dt>a</dt><dd>b</dd></dl>\n<pre><code>: c\n</code></pre>'],
    [
      'ends at code right behind it',
      'a\n: b\n```\nc\n\n: d\n```\ne',
      '<dl><dt>a</dt><dd>b</dd></dl>\n<pre><code>c\n\n: d\n</code></pre>\n<p>e</p>',
    ],
    ['ends at a heading right behind it', 'a\n: b\n## c\nd', '<dl><dt>a</dt><dd>b</dd></dl>\n<h2>c</h2>\n<p>d</p>'],
    ['is none behind a paragraph', 'a\nb\n: c', '<p>a b : c</p>'],
    ['is none without a term', ': a', '<p>: a</p>'],
  ])('%s', (_name, body, content) => {
    expect(markdown(body)).toBe(content);
  });
});

test.each([
  ['in a list', '- [x] a\n- [ ] b\n  1. [X] c', '<ul><li>☑ a</li><li>☐ b<ol><li>☑ c</li></ol></li></ul>'],
  ['in paragraphs of it', '- [ ] a\n\n- b', '<ul><li><p>☐ a</p></li><li><p>b</p></li></ul>'],
  [
    'nowhere else',
    '[x] a\n\n- [x](/a) [ ] b',
    '<p>[x] a</p>\n<ul><li><a href="https://home.example/a">x</a> [ ] b</li></ul>',
  ],
  [
    'as HTML',
    '<ul><li><input type="checkbox" disabled checked> a<li><input disabled type="checkbox"> b</ul>',
    '<ul><li>☑ a</li><li>☐ b</li></ul>',
  ],
  ['not where it is to be checked', '<p><input type="checkbox"> a</p>', '<p>a</p>'],
])('a task says whether it is done: %s', (_name, body, content) => {
  expect(contentOf(body)).toBe(content);
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

describe('a formula stays as its TeX', () => {
  test.each([
    ['in a line', 'Where $a_1 * b_2 * c_{i,j}$ is.', '<p>Where $a_1 * b_2 * c_{i,j}$ is.</p>'],
    ['with escapes', 'The set $\\{x\\}$ and $\\frac{a}{b}$.', '<p>The set $\\{x\\}$ and $\\frac{a}{b}$.</p>'],
    ['with signs of HTML', '$a<b_1>c$', '<p>$a&lt;b_1&gt;c$</p>'],
    ['of kramdown in a line', 'So $$ *a* \\\\ _b_ $$ ends.', '<p>So $$ *a* \\\\ _b_ $$ ends.</p>'],
    [
      'on lines of its own',
      'Then\n$$\n\\begin{aligned}\na &= b_1 \\\\\n- c &= *d*\n= e\n\\end{aligned}\n$$\nfollows *so*.',
      '<p>Then</p>\n<p>$$ \\begin{aligned} a &amp;= b_1 \\\\ - c &amp;= *d* = e \\end{aligned} $$</p>\n<p>follows <em>so</em>.</p>',
    ],
    ['in one line of its own', '$$a_1 _b_$$\n\n*c*', '<p>$$a_1 _b_$$</p>\n<p><em>c</em></p>'],
    ['in a list', '- a\n\n  $$\n  _b_\n  $$\n- c', '<ul><li><p>a</p><p>$$ _b_ $$</p></li><li><p>c</p></li></ul>'],
  ])('%s', (_name, body, content) => {
    expect(markdown(body)).toBe(content);
  });

  test.each([
    ['two prices', 'From $5 and *more* to $10.', '<p>From $5 and <em>more</em> to $10.</p>'],
    ['a price before one', 'For $*5* there is $a_1$.', '<p>For $<em>5</em> there is $a_1$.</p>'],
    ['names of variables', 'Set $HOME_A and _b_ $PATH.', '<p>Set $HOME_A and <em>b</em> $PATH.</p>'],
    ['what is bold', 'Pay $5_a **now** or never$.', '<p>Pay $5_a <strong>now</strong> or never$.</p>'],
    ['code', '`$a_1` *b* `$`', '<p><code>$a_1</code> <em>b</em> <code>$</code></p>'],
    [
      'a row of prices',
      'Cheap $$ [a](https://a.example/), dear $$$ b',
      '<p>Cheap $$ <a href="https://a.example/">a</a>, dear $$$ b</p>',
    ],
    [
      'what a link stands in',
      'For $5 at <a href="https://a.example/b_c">b</a> or 7$ more',
      '<p>For $5 at <a href="https://a.example/b_c">b</a> or 7$ more</p>',
    ],
    ['what does not end', '$$\n*a*\n\nb', '<p>$$ <em>a</em></p>\n<p>b</p>'],
  ])('%s is none', (_name, body, content) => {
    expect(markdown(body)).toBe(content);
  });
});
