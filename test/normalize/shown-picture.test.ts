import { describe, expect, test } from 'vitest';
import { contentOf, draftOf } from './article.ts';

const blank = 'src="data:image/gif;base64,R0lGOD"';
const real = '<img src="https://a.example/real.jpg"/>';

describe('a picture for pages without programs', () => {
  test.each([
    ['beside a place without an address', `<p><img ${blank}><noscript>${real}</noscript></p>`, ['real.jpg']],
    ['before it, and as a link', `<noscript><a href="/x">${real}</a></noscript> <img ${blank}>`, ['real.jpg']],
    [
      'beside a place that a program fills',
      `<img class="wp-post lazyload" src="/blank.gif"><noscript>${real}</noscript>`,
      ['real.jpg'],
    ],
    [
      'beside a place in a span of its own',
      `<span><img ${blank}></span><!-- x --><noscript>${real}</noscript>`,
      ['real.jpg'],
    ],
    ['alone in a figure', `<figure><noscript>${real}</noscript></figure>`, ['real.jpg']],
    [
      'without a name, beside a place',
      `<img ${blank}><noscript><img src="https://a.example/i?id=1"></noscript>`,
      ['i?id=1'],
    ],
    [
      'of each of two places',
      `<img ${blank}><noscript>${real}</noscript><img ${blank}><noscript><img src="https://a.example/b.jpg"></noscript>`,
      ['real.jpg', 'b.jpg'],
    ],
  ])('is shown %s', (_where, html, names) => {
    expect(namesIn(html)).toEqual(names);
  });

  test.each([
    ['it is shown already', `<img ${blank} data-src="https://a.example/1.jpg"><noscript>${real}</noscript>`, ['1.jpg']],
    [
      'the one beside it is a picture',
      '<img src="https://a.example/1.jpg"><noscript><img src="https://count.example/i?id=1"></noscript>',
      ['1.jpg'],
    ],
    ['there is no place for it', '<noscript><img src="https://count.example/i.gif?id=1"></noscript>', []],
    ['it is of one pixel', `<img ${blank}><noscript><img src="/p.jpg" width="1" height="1"></noscript>`, []],
    ['it is hidden', '<noscript><img src="https://a.example/p.jpg" style="display:none"></noscript>', []],
    ['a text stands with it', `<noscript>Please switch on programs ${real}</noscript>`, []],
    ['there are several', `<noscript>${real}${real}</noscript>`, []],
    ['a rule drops what stands beside it', `<img class="code" ${blank}><noscript>${real}</noscript>`, []],
    ['a rule drops it', `<img ${blank}><noscript><img class="code" src="https://a.example/1.jpg"></noscript>`, []],
  ])('is not shown where %s', (_why, html, names) => {
    expect(namesIn(html)).toEqual(names);
  });
});

test('a picture of one pixel, by its attributes or its style, is none', () => {
  expect(namesIn('<img src="https://count.example/1" width="1" height="1">')).toEqual([]);
  expect(namesIn('<img src="https://count.example/1" style="width:1px; height: 1px;">')).toEqual([]);
  expect(namesIn('<img src="https://a.example/1" style="max-width:1px;height:1px">')).toEqual(['1']);
  expect(namesIn('<img src="https://a.example/1" style="width:100%;height:1px">')).toEqual(['1']);
});

test('a picture that is said to load late and has one address is shown where nothing else is', () => {
  expect(namesIn('<img class="lazy" src="https://a.example/1.jpg"><noscript><p>x</p></noscript>')).toEqual(['1.jpg']);
});

function namesIn(html: string): readonly string[] {
  const content = contentOf(`<p>t</p>${html}`, { body: 'html', drop: ['img.code'] });
  return [...content.matchAll(/<img src="https:\/\/[^/]+\/([^"]*)"/g)].map(([, name = '']) => name);
}

test.each([
  ['Jekyll', { image: { path: '/a.jpg', alt: 'x' } }],
  ['Hugo', { images: ['/a.jpg', '/b.jpg'] }],
  ['a theme of Hugo', { featured_image: '/a.jpg' }],
  ['another', { cover: { image: '/a.jpg', alt: 'x' } }],
  ['an export of WordPress', { coverImage: '/a.jpg' }],
  ['Ghost', { feature_image: '/a.jpg' }],
  ['one that is first', { images: ['/b.jpg'], image: '/a.jpg' }],
])('the picture of an article is where %s has it', (_name, fields) => {
  expect(draftOf('x', fields).image?.url).toBe('https://home.example/a.jpg');
});
