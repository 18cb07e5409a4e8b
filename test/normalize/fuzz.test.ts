import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalize } from '../../src/normalize/normalize.ts';
import { feedsOf, linksIn } from '../../src/normalize/page.ts';
import { contentOf, sourceOf } from './article.ts';
import { soup, structured, text } from './bodies.ts';
import { faults } from './judge.ts';

const reading = fc.constantFrom('html' as const, 'markdown' as const, 'auto' as const);

describe('whatever a body is, its content is good', () => {
  test('structured HTML', () => {
    fc.assert(
      fc.property(structured, reading, (html, body) => good(html, body)),
      { numRuns: 300 },
    );
  });

  test('tags in no order', () => {
    fc.assert(
      fc.property(soup, reading, (html, body) => good(html, body)),
      { numRuns: 600 },
    );
  });

  test('a truncated document', () => {
    fc.assert(
      fc.property(structured, fc.nat(400), reading, (html, length, body) => good(html.slice(0, length), body)),
      { numRuns: 300 },
    );
  });

  test('random text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), reading, (html, body) => good(html, body)),
      { numRuns: 300 },
    );
  });

  test('sanitizing its own content changes nothing', () => {
    fc.assert(
      fc.property(soup, html => {
        const content = contentOf(html, { body: 'html' });
        expect(contentOf(content, { body: 'html', templates: 'keep' })).toBe(content);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['<dl><div>x</div><hr>y</dl>', '<dl><dd>x<hr/>y</dd></dl>'],
    ['<table><li>x<dt><hr></dt>y</table>', '<table><tr><td>x<hr/>y</td></tr></table>'],
    ['<ul><li><b>x<br><hr>y</b></ul>', '<ul><li><strong>x</strong><hr/><strong>y</strong></li></ul>'],
  ])('nor where a line ends before a thematic break: %s', (html, content) => {
    expect(contentOf(html, { body: 'html' })).toBe(content);
    expect(contentOf(content, { body: 'html' })).toBe(content);
  });
});

test('whatever front matter is, an article becomes a draft or a problem', () => {
  const keysOfFields = [
    'title',
    'date',
    'updated',
    'link',
    'author',
    'categories',
    'tags',
    'image',
    'description',
    'lang',
    'guid',
    'draft',
    'published',
    'layout',
  ];
  const field = fc.oneof(
    text,
    fc.constantFrom('2024-01-02', 'https://a.example/x.png', 'false', '<b>x</b>'),
    fc.jsonValue({ maxDepth: 3 }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keysOfFields), field), soup, (fields, body) => {
      const outcome = normalize({ fields, body, repairs: [] }, sourceOf(), 'a/2024-05-06-x.md');
      if (outcome.kind === 'problem') return;
      const { title, summary, authors, categories, link, image } = outcome.value;
      for (const line of [
        title,
        summary ?? 'x',
        ...authors,
        ...categories.flatMap(({ term, label }) => [term, label]),
      ]) {
        expect(line).toMatch(/\S/);
        expect(line).not.toMatch(/[\p{Cc}\uFFFE\uFFFF]|^\s|\s$/u);
        expect(line.isWellFormed()).toBe(true);
      }
      for (const url of [link, image?.url]) if (url !== undefined) expect(url).toMatch(/^https?:\/\/\S+$/);
    }),
    { numRuns: 400 },
  );
});

describe('a body made to be slow is not', () => {
  const traps: Readonly<Record<string, (size: number) => string>> = {
    'nested elements': size => '<b>'.repeat(size / 3),
    'nested elements of every kind': size => '<div><table><tr><td><ul><li><p><a href=x>'.repeat(size / 42),
    'nested elements, closed by others': size => '<b>'.repeat(size / 8) + '</i>'.repeat(size / 8),
    'nested lists': size => '<ul><li>a'.repeat(size / 9),
    'blocks in a link': size => `<a href="https://a.example/${'x'.repeat(1000)}">${'<p>x'.repeat(size / 4)}`,
    'blocks in inline elements': size => `<b><i><u><s><sub><sup>${'<p>x'.repeat(size / 4)}`,
    '<': size => '<'.repeat(size),
    '<a': size => '<a '.repeat(size / 3),
    '<!--': size => '<!--'.repeat(size / 4),
    '&': size => '&'.repeat(size),
    spaces: size => `a${' '.repeat(size)}b`,
    'spaces of every kind': size => `<p>${' \u3000\t\n\u00A0'.repeat(size / 5)}x`,
    'lines of spaces': size => ' \n'.repeat(size / 2),
    'one attribute': size => `<p title="${'x'.repeat(size)}">x</p>`,
    'many attributes': size => `<p ${'a=b '.repeat(size / 4)}>x</p>`,
    'one address': size => `<a href="https://a.example/${'x'.repeat(size)}">x</a>`,
    '{{': size => '{{'.repeat(size / 2),
    '{%': size => '{% raw %}'.repeat(size / 9),
    '{% highlight': size => '{% highlight x %}{% endraw %}'.repeat(size / 29),
    '`': size => '` `` '.repeat(size / 5),
    'cells of Markdown': size => `<div>\n${'<td markdown="span">*a*</td>'.repeat(size / 28)}`,
    fences: size => '```\n~~~\n'.repeat(size / 8),
    '*': size => '*a **b '.repeat(size / 7),
    '[': size => '['.repeat(size),
    '![': size => '![a]('.repeat(size / 5),
    '>': size => '>'.repeat(size),
    quotes: size => '> a\n>> b\n'.repeat(size / 9),
    '|': size => `|a|\n|-|\n${'|'.repeat(size)}`,
    footnotes: size => '[^1]: a [^1]\n'.repeat(size / 13),
    'footnotes, each another': size => each(size, at => `[^${at}]\n\n[^${at}]: x\n\n`),
    'footnotes behind the text': size =>
      `${each(size / 2, at => `[^${at}] `)}\n\n${each(size / 2, at => `[^${at}]: x\n\n`)}`,
    'footnotes that call the next': size => `[^0]\n\n${each(size, at => `[^${at}]: x [^${at + 1}]\n\n`)}`,
    'footnotes in the line': size => each(size, at => `^[a${at}] `),
    'footnotes in footnotes': size => '^[a'.repeat(size / 4) + ']'.repeat(size / 4),
    'labels that nothing closes': size => `[^a]: b\n\n${each(size, at => `[^a${at}`)}`,
    'one long label': size => `[^a]: b\n\n[^${'a'.repeat(size / 2)}] ${'[^'.repeat(size / 4)}]`,
    'links, each another': size => each(size, at => `[a${at}](/u${at} "t${at}") `),
    'links that nothing closes': size => each(size, at => `[a${at}](/u${at} "t`),
    'links in links': size => '[a'.repeat(size / 6) + '](b)'.repeat(size / 6),
    'pictures in pictures': size => '![a'.repeat(size / 7) + '](b)'.repeat(size / 7),
    'references, each another': size =>
      `${each(size / 2, at => `[a${at}]: /u${at}\n`)}\n${each(size / 2, at => `[a${at}] `)}`,
    'references that nothing defines': size => each(size, at => `[a${at}][b${at}] `),
    'a reference to a long address': size => `[a]: /${'x'.repeat(size / 2)}\n\n${'[a] '.repeat(size / 8)}`,
    'a reference to a less long address': size => `[a]: /${'x'.repeat(2000)}\n\n${'[a] '.repeat(size / 4)}`,
    'a reference with a long title': size => `[a]: /x "${'x'.repeat(size / 2)}"\n\n${'[a] '.repeat(size / 8)}`,
    'emphasis, each another': size => each(size, at => `*a${at} _b${at} **c${at} `),
    'a run of emphasis': size => `${'*_'.repeat(size / 4)}a${'_*'.repeat(size / 4)}`,
    'emphasis beside Chinese': size => '**注**意*'.repeat(size / 7),
    'lists in lists': size => '- '.repeat(size / 2),
    'lists, deeper by the line': size => each(size, at => `${' '.repeat((at % 200) * 2)}- a${at}\n`),
    'lists of one': size => each(size, at => (at % 2 === 0 ? `- a${at}\n` : `* a${at}\n`)),
    'quotes in quotes, then lines': size => `${'>'.repeat(90)}a\n${'b\n'.repeat(size / 2)}`,
    'quotes and lists': size => each(size, () => `${'> - '.repeat(30)}a\n`),
    'a wide table': size => `${'|a'.repeat(size / 6)}|\n${'|-'.repeat(size / 6)}|\n${'|\n'.repeat(size / 6)}`,
    tables: size => each(size, at => `|a${at}|\n|-|\n`),
    'backticks, each run longer': size => each(size, at => `a${'`'.repeat(at % 600)}`),
    'entities, each another': size => each(size, at => `&#${at + 1};&a${at};`),
    'addresses in angles': size => each(size, at => `<http://a${at}`),
    addresses: size => each(size, at => `https://a${at}.example/x `),
    'addresses that nothing ends': size => 'https://a.'.repeat(size / 10),
    'one long address': size => `https://a.example/${'(a'.repeat(size / 2)}`,
    'an address and its sentence': size => `https://a.example/${'.'.repeat(size)}`,
    definitions: size => each(size, at => `a${at}\n: b\n`),
    'definitions in definitions': size =>
      each(size, at => `${' '.repeat((at % 200) * 2)}: a${at}\n`).replace(/^: /, ''),
    'a definition and blank lines': size => `a\n: b${'\n\n'.repeat(size / 4)}${': c\n\n\n'.repeat(size / 12)}`,
    'a definition of many blocks': size => `a\n: b\n${'  # c\n  d\n'.repeat(size / 12)}`,
    'terms of nothing': size => each(size, at => `a${at}\n\n`),
    'comments of kramdown': size => '{::comment} {::x'.repeat(size / 16),
    'elements with Markdown': size => '<a markdown=1 '.repeat(size / 14),
    'ids of headings': size => `a {#b ${' {: #c'.repeat(size / 6)}`,
    'abbreviations that nothing ends': size => '*[a\n'.repeat(size / 4),
    'made-up code': size => '<pre><code>    &lt;div&gt;'.repeat(size / 26),
    title: size => `<h1>${'x '.repeat(size / 2)}`,
    '。': size => '。'.repeat(size / 3),
  };

  // What a machine does in a given time is no property of the code; how the work grows with the size is.
  test.each(Object.entries(traps))('%s', { timeout: 60_000 }, (_name, trap) => {
    for (const body of ['html', 'auto'] as const) {
      const work = (size: number) => {
        const html = trap(size);
        return elapsed(() => expect(JSON.stringify(contentOrNothing(html, body)).length).toBeLessThan(1_000_000));
      };
      work(5_000);
      expect(growsSlowly(work) || growsSlowly(work)).toBe(true);
    }
  });
});

test.each([
  ['outermost elements', (size: number) => '<p class="a">来源：'.repeat(size / 16)],
  [
    'outermost elements that have one',
    (size: number) => '<center><img src="//a.example/b.png"></center>'.repeat(size / 46),
  ],
  ['ends of what they stand in', (size: number) => '</x-o></X-OO></x-><p>x'.repeat(size / 23)],
])('rules by selector are not slow either: %s', { timeout: 60_000 }, (_name, trap) => {
  const rules = {
    body: 'html' as const,
    elements: [{ select: 'p', pattern: /^来源：(?<publisher>.+)$/u }],
    drop: ['.a'],
    rename: { figure: ['center:has(> img)'] },
  };
  const work = (size: number) => {
    const html = trap(size);
    return elapsed(() => contentOf(html, rules));
  };
  work(5_000);
  expect(growsSlowly(work) || growsSlowly(work)).toBe(true);
});

test.each<readonly [string, (size: number) => string, (html: string) => unknown]>([
  ['feeds', size => each(size * 12, at => `<a href="/${at}/feed">a</a>`), html => feedsOf(html, 'https://a.example/')],
  [
    'items in each other',
    size => '<ul><li>'.repeat(size / 600) + '<a href="/b">c</a>'.repeat(size / 18),
    html => linksIn(html, 'https://a.example/', { item: 'li' }),
  ],
])('a page is not slow either: %s', { timeout: 60_000 }, (_name, trap, read) => {
  const work = (size: number) => {
    const html = trap(size);
    return elapsed(() => read(html));
  };
  work(5_000);
  expect(growsSlowly(work) || growsSlowly(work)).toBe(true);
});

/** Throws unless the content of a body is good. */
function good(html: string, body: 'html' | 'markdown' | 'auto'): void {
  expect(faults(contentOf(html, { body }))).toEqual([]);
}

/** Content, unless there is so much of it that the article is a problem. */
function contentOrNothing(html: string, body: 'html' | 'auto'): string {
  const article = { fields: { title: 'T', date: '2024-01-02' }, body: html, repairs: [] };
  const outcome = normalize(article, sourceOf({ body }), 'a.md');
  if (outcome.kind === 'ok') return outcome.value.content ?? '';
  expect(outcome.reason).toContain('larger than');
  return '';
}

/** Pieces that differ, up to a length. */
function each(size: number, piece: (at: number) => string): string {
  const pieces: string[] = [];
  for (let at = 0, length = 0; length < size; at++) {
    const next = piece(at);
    pieces.push(next);
    length += next.length;
  }
  return pieces.join('');
}

/** Eight times the size: linear work takes 8 times as long, quadratic work 64 times. A machine that is busy may be wrong, once. */
function growsSlowly(work: (size: number) => number): boolean {
  const small = work(25_000);
  return work(200_000) < Math.max(small, 5) * 32;
}

function elapsed(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
