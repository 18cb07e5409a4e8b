import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'cheerio/slim';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Node } from '../../src/normalize/content/nodes.ts';
import { readPlainHtml } from '../../src/normalize/content/plain-html.ts';
import { attacks } from './attacks.ts';
import { soup, structured } from './bodies.ts';

describe('what the short way reads, cheerio reads alike', () => {
  test('every seed and every fixture', () => {
    const root = join(import.meta.dirname, '../..');
    const files = ['seeds', 'test/fixtures'].flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => join(root, folder, name)),
    );
    const texts = files.filter(name => /\.(?:md|html|txt)$/.test(name)).map(name => readFileSync(name, 'utf8'));
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter(isReadAlike).length).toBeGreaterThan(texts.length / 2);
  });

  test('attacks', () => {
    expect(attacks.filter(isReadAlike).length).toBeGreaterThan(20);
  });

  test('well-formed documents', () => {
    expect(countRead(structured, 1000)).toBeGreaterThan(100);
  });

  test('tags in no order', () => {
    expect(countRead(soup, 1000)).toBeGreaterThan(50);
  });

  test('tags and texts as articles have them, in no order', () => {
    expect(countRead(plain, 2000)).toBeGreaterThan(1000);
  });

  test('references as articles have them', () => {
    expect(countRead(references, 2000)).toBeGreaterThan(400);
  });

  test.each([
    ['texts around an end of nothing are one', 'a</b>c'],
    ['texts around a comment are two', 'a<!-- b -->c'],
    ['a comment that ends as it begins', '<!-->a<!--->b'],
    ['an end without a beginning', '</p>a</br>b</div>'],
    ['elements that end others', '<p>a<div>b<ul><li>c<li>d</ul><table><tr><td>e<tr><th>f<td>g</table>'],
    ['an end that closes what is in between', '<div><b><i>a</div>b'],
    ['attributes in every form', `<p a="b" c='d' e f = "g" A="h" i/><img src="x"/>`],
    ['styles and scripts', '<style>a<b</style><script>c</script>d'],
    ['references', '<a href="?a=1&b=2&amp;c=3">&lt;&#22909;&#x597d;&nbsp;& &;</a>'],
    ['capitals', '<P CLASS="A"><BR></P>'],
  ])('%s', (_name, html) => {
    expect(isReadAlike(html)).toBe(true);
  });
});

test.each([
  ['an unknown reference', '&copy;'],
  ['a reference without its end', 'a&ltb'],
  ['a number of no plain character', '&#128;'],
  ['a quote in a value without quotes', `<a href=x'y>`],
  ['a sign that begins no tag', '1 < 2'],
  ['a tag that nothing ends', '<p'],
  ['a comment that nothing ends', '<!-- a'],
  ['a declaration', '<!doctype html>'],
  ['an instruction', '<?xml?>'],
  ['foreign content', '<svg></svg>'],
  ['a title', '<title>&</title>'],
  ['a style that ends otherwise', '<style>a</STYLE>b</style>'],
])('%s is left to cheerio', (_name, html) => {
  expect(readPlainHtml(html)).toBeUndefined();
});

const names = 'p p div span a b br img hr ul li table tbody tr td th dl dt dd h2 ruby rt option o-p style'.split(' ');
const plainTag = fc
  .tuple(
    fc.constantFrom('<', '<', '</'),
    fc.constantFrom(...names),
    fc.constantFrom(
      '',
      '',
      ' class="a b"',
      " id='1'",
      ' hidden',
      ' b=1&amp;2 c=',
      ' a="&amp;" A="2"',
      ' href="?a=1&b=2"',
    ),
    fc.constantFrom('>', '>', '>', '/>'),
  )
  .map(([open, name, attributes, close]) => (open === '<' ? `<${name}${attributes}${close}` : `</${name}>`));
const plain = fc
  .array(fc.oneof(plainTag, fc.constantFrom('甲', ' ', '\n', '&nbsp;', '<!-- a -->', '<style>a</style>')), {
    maxLength: 30,
  })
  .map(parts => parts.join(''));
const references = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.constantFrom(
          '&amp;',
          '&lt;',
          '&nbsp;',
          '&hellip;',
          '&',
          '&&',
          '& ',
          '&;',
          '&=',
          'a=',
          ';',
          '1',
          '_',
          '#',
          'x',
        ),
        fc.nat(0x1_1000).map(code => `&#${code};`),
        fc.nat(0x11_0000).map(code => `&#x${code.toString(16)};`),
        fc.constantFrom('lt', 'not', 'copy', 'amp', 'b', 'P').map(name => `&${name}`),
      ),
      { maxLength: 6 },
    ),
    fc.boolean(),
  )
  .map(([parts, inAttribute]) => (inAttribute ? `<a href="${parts.join('')}">x</a>` : `<p>${parts.join('')}</p>`));

function countRead(documents: fc.Arbitrary<string>, numRuns: number): number {
  let count = 0;
  fc.assert(
    fc.property(documents, html => {
      if (isReadAlike(html)) count += 1;
    }),
    { numRuns },
  );
  return count;
}

/** Whether it is read; then it must be as cheerio reads it. */
function isReadAlike(html: string): boolean {
  const own = readPlainHtml(html);
  if (own === undefined) return false;
  expect(shown(own)).toEqual(shown(documentByCheerio(html)));
  return true;
}

function documentByCheerio(html: string): Node {
  const root: Node | undefined = load(`<x-o>${html}`).root().children().get(0);
  if (root === undefined) throw new Error('cheerio made no element');
  return root;
}

/** All that is read of a node, and that what is around it is. */
function shown(node: Node): unknown {
  const { type, name, data, attribs, children = [] } = node;
  const arePlaced = children.every(
    ({ parent, prev, next }, at) =>
      parent === node && prev === (children[at - 1] ?? null) && next === (children[at + 1] ?? null),
  );
  const attributes = attribs === undefined ? undefined : Object.entries(attribs);
  return { type, name, data, attributes, arePlaced, children: children.map(shown) };
}
