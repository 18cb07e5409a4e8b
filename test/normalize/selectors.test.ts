import { load } from 'cheerio/slim';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { rulesSchema } from '../../src/config/source-rules.ts';
import type { Node } from '../../src/normalize/content/nodes.ts';
import { readPlainHtml } from '../../src/normalize/content/plain-html.ts';
import { finderOf } from '../../src/normalize/content/selectors.ts';
import { soup } from './bodies.ts';

const names = ['p', 'b', 'a', 'span', 'td', 'x-y', 'style'];
const attribute = fc.constantFrom('class="x"', 'class="b x"', 'id=x', 'href', 'title="x"', 'style="a:none"', 'TITLE=y');
/** Documents that the selectors below find much in. */
const { document } = fc.letrec<{ document: string; inner: string }>(tie => ({
  document: fc.array(tie('inner'), { minLength: 2, maxLength: 6, size: 'max' }).map(pieces => pieces.join('')),
  inner: fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.constantFrom('', ' ', 'x', '<!-- -->', '<br>', '</p>'), {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...names), fc.array(attribute, { maxLength: 2, size: 'max' }), tie('document'))
      .map(([name, attributes, inner]) => `<${[name, ...attributes].join(' ')}>${inner}</${name}>`),
  }),
}));

const part = fc
  .tuple(
    fc.constantFrom('', '', '*', ...names),
    fc.array(
      fc.constantFrom('.x', '.b', '#x', '[href]', '[title="x"]', '[class~="x"]', '[style*="none"]', '[style^="a"]'),
      { maxLength: 2 },
    ),
  )
  .map(([name, conditions]) => name + conditions.join(''))
  .filter(written => written !== '');
const pseudo = fc.oneof(
  part.map(inner => `:has(> ${inner})`),
  part.map(inner => `:not(${inner})`),
  fc.constantFrom(':first-child', ':last-child', ':only-child', ':empty'),
);
const step = fc
  .tuple(part, fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(pseudo, { maxLength: 2 })))
  .map(([written, more]) => written + more.join(''));
/** Whatever a rule may hold. */
const selector = fc
  .tuple(step, fc.array(fc.tuple(fc.constantFrom(' ', ' > ', '>'), step), { maxLength: 2 }))
  .map(([first, rest]) => first + rest.flat().join(''));

describe('compiled selectors find what cheerio finds', () => {
  test('one by one, in the order of the document', () => {
    let hits = 0;
    fc.assert(
      fc.property(fc.oneof(document, soup), fc.array(selector, { minLength: 3, maxLength: 6 }), (body, selectors) => {
        const { root, select } = documentOf(body);
        const found = finderOf(selectors.map(each => [each]))(root);
        for (const [at, each] of selectors.entries()) {
          const expected = select(each);
          expectSame(found[at], expected);
          hits += expected.length;
        }
      }),
      { numRuns: 1000 },
    );
    expect(hits).toBeGreaterThan(1000);
  });

  test('also in what is read without cheerio', () => {
    let hits = 0;
    fc.assert(
      fc.property(document, fc.array(selector, { minLength: 3, maxLength: 6 }), (body, selectors) => {
        const own = readPlainHtml(body);
        if (own === undefined) return;
        const find = finderOf(selectors.map(each => [each]));
        const expected = find(documentOf(body).root).map(found => found.map(placeOf));
        expect(find(own).map(found => found.map(placeOf))).toEqual(expected);
        hits += expected.flat().length;
      }),
      { numRuns: 1000 },
    );
    expect(hits).toBeGreaterThan(1000);
  });

  test('and the configuration takes them', () => {
    fc.assert(fc.property(selector, each => isTaken(each)));
  });

  test.each([
    ['a sign of CSS in a value', 'b[title="> ( ) .x"]', '<b title="> ( ) .x">1</b><b>2</b>'],
    ['a bracket in a value in brackets', 'p:not([title="a)b"])', '<p><b>1</b></p><p title="a)b"><b>2</b></p>'],
    ['an attribute that only a step before it has', '[id] > i', '<p id=x><i>1</i></p><i>2</i>'],
    ['an element without name and attributes', '*:empty', '<p>1</p><u></u>'],
    ['an element that programs stand in', 'style', '<style>1</style>'],
  ])('%s', (_name, each, html) => {
    const { root, select } = documentOf(html);
    expect(isTaken(each)).toBe(true);
    expect(select(each)).toHaveLength(1);
    expectSame(finderOf([[each]])(root)[0], select(each));
  });
});

test('the element that holds the document is in no list', () => {
  const { root } = documentOf('<p class="a">x</p>');
  const [found = [], all = []] = finderOf([['p', '.a'], ['*']])(root);
  expectSame([...new Set(found)], root.children);
  expectSame(all, root.children);
});

function documentOf(html: string) {
  const $ = load(`<x-o>${html}`);
  const root: Node | undefined = $.root().children().get(0);
  if (root === undefined) throw new Error('cheerio made no element');
  const select = (each: string): readonly Node[] => $.root().children().first().find(each).get();
  return { root, select };
}

/** Where a node stands: its place among its siblings, and theirs. */
function placeOf(node: Node): string {
  const { parent } = node;
  return parent?.children === undefined || parent.type === 'root'
    ? ''
    : `${placeOf(parent)}/${parent.children.indexOf(node)}`;
}

/** The very same nodes, not others that look alike. */
function expectSame(found: readonly Node[] = [], expected: readonly Node[] = []): void {
  expect(found.length).toBe(expected.length);
  expect(found.every((node, at) => node === expected[at])).toBe(true);
}

function isTaken(each: string): boolean {
  return v.safeParse(rulesSchema, { drop: [each] }).success;
}
