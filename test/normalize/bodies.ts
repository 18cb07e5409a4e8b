/** Bodies as fast-check makes them. */
import fc from 'fast-check';

/** Elements of every kind. */
export const names =
  'p div span a b i strong font center img br hr ul ol li dl dt dd table caption thead tbody tr td th blockquote pre code h1 h3 figure figcaption iframe script style svg math form input textarea select option noscript ruby rt x-y em video'.split(
    ' ',
  );
const keys = [
  'href',
  'src',
  'style',
  'class',
  'id',
  'onclick',
  'title',
  'alt',
  'colspan',
  'hidden',
  'width',
  'data-src',
  'start',
  'dir',
];
const values = [
  '',
  'x',
  '1',
  'https://a.example/b?c=d&e',
  'rtl',
  'LTR',
  '//a.example/x.png',
  'javascript:alert(1)',
  'display:none',
  '"\'<>&',
  '#a',
  '&#1;\uD800',
  '/../a b',
];

/** Text with all that is hard about it. */
export const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    ' ',
    '\n',
    '\u3000',
    '甲乙，丙。',
    '&amp;&lt;&#0;&nbsp;',
    '{% x %}{{ y }}',
    '*a* `b`',
    '<',
    '&',
    ']]>',
    '-->',
    '\uD83D',
  ),
);
const attribute = fc
  .tuple(fc.constantFrom(...keys), fc.constantFrom(...values), fc.constantFrom('"', "'", ''))
  .map(([key, value, quote]) => ` ${key}=${quote}${value}${quote}`);
const tag = fc
  .tuple(
    fc.constantFrom('<', '</'),
    fc.constantFrom(...names),
    fc.array(attribute, { maxLength: 2 }),
    fc.constantFrom('>', '/>', ''),
  )
  .map(([open, name, attributes, close]) => `${open}${name}${attributes.join('')}${close}`);
/** Tags and texts in no order. */
export const soup = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: tag },
      { weight: 2, arbitrary: text },
      fc.constantFrom('<!--', '-->', '<![CDATA[', '\n\n', '    ', '```\n', '> ', '| a |\n|---|\n'),
    ),
    { maxLength: 40 },
  )
  .map(parts => parts.join(''));
/** Well-formed HTML, as deep as it comes. */
export const { html: structured } = fc.letrec<{ html: string }>(tie => ({
  html: fc.oneof(
    { depthSize: 'medium' },
    text,
    fc
      .tuple(fc.constantFrom(...names), fc.array(attribute, { maxLength: 2 }), fc.array(tie('html'), { maxLength: 4 }))
      .map(([name, attributes, inner]) => `<${name}${attributes.join('')}>${inner.join('')}</${name}>`),
  ),
}));
