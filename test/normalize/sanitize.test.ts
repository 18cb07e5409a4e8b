import { JSDOM } from 'jsdom';
import sanitizeHtml from 'sanitize-html';
import { describe, expect, test } from 'vitest';
import { contentOf, draftOf } from './article.ts';
import { attacks } from './attacks.ts';
import { alarms, faults } from './judge.ts';

describe('nothing of an attack remains', () => {
  test('there are enough of them, and no two are the same', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(150);
    expect(new Set(attacks).size).toBe(attacks.length);
  });

  test.each(attacks)('%j', attack => {
    for (const content of contentsOf(attack)) expect(faults(content)).toEqual([]);
  });

  test('nothing runs', () => {
    // A page for many at once, since each is a browser: content is balanced, so none hides another.
    for (let from = 0; from < attacks.length; from += 40) {
      const group = attacks.slice(from, from + 40).flatMap(contentsOf);
      expect(alarms(group.join('<hr>'))).toBe(0);
    }
  });

  test.each(attacks)('no address that sanitize-html would take out: %j', attack => {
    const theirs = addresses(
      sanitizeHtml(attack, { allowedTags: false, allowedAttributes: false, allowVulnerableTags: true }),
    );
    const ours = addresses(contentOf(attack, { body: 'html' }));
    expect(ours.filter(url => !theirs.includes(url))).toEqual([]);
  });

  test('no end of an element hides what follows', () => {
    for (const end of ['</x-o>', '</X-OO><p>', '</x->', '</x-o></x-oo></x-ooo>', '</body></html>', '</x-ox>'])
      expect(contentOf(`<p>a</p>${end}<p>b</p>`, { body: 'html' })).toBe('<p>a</p>\n<p>b</p>');
  });

  test('the judge sees what it is there for', () => {
    expect(alarms('<script>alert(1)</script><img src=x onerror=alert(1)>')).toBe(1);
    expect(faults('<script>alert(1)</script>')).toEqual(['element script']);
    expect(faults('<p onclick="x">a</p>')).toEqual(['onclick on p']);
    expect(faults('<a href="javascript:x">a</a>')).toEqual(['href javascript:x']);
    expect(faults('<p dir="x">a</p><em dir="rtl">a</em>')).toEqual(['dir on p', 'dir on em']);
    expect(faults('<p>a')).toHaveLength(1);
    expect(faults('<svg></svg>')).toContain('svg of another namespace');
  });
});

test.each([
  ['<p hidden>x</p>', ''],
  ['<p hidden="hidden">x</p>', ''],
  ['<p style="color: red; display: none">x</p>', ''],
  ['<p>y<span aria-hidden="true">x</span></p>', '<p>y</p>'],
  ['<div role="tabpanel" hidden="false"><p>x</p></div>', '<p>x</p>'],
  ['<div role="tab">npm</div><div role="tabpanel" hidden=""><p>x</p></div>', '<p>npm</p>\n<p>x</p>'],
  ['<div hidden="until-found"><p>x</p></div>', '<p>x</p>'],
])('what nobody is meant to see goes, and nothing else: %s', (html, content) => {
  expect(contentOf(html, { body: 'html' })).toBe(content);
});

test.each([
  ['<p dir="RTL">x</p><p>y</p>', '<p dir="rtl">x</p>\n<p>y</p>'],
  [
    '<div dir="rtl" trbidi="on">x<p>y</p><div><ul><li>z</ul></div></div>w',
    '<p dir="rtl">x</p>\n<p dir="rtl">y</p>\n<ul dir="rtl"><li>z</li></ul>\n<p>w</p>',
  ],
  [
    '<blockquote dir="rtl"><p>x</p><p dir="ltr">y</p><p>z</p></blockquote>',
    '<blockquote dir="rtl"><p>x</p><p dir="ltr">y</p><p>z</p></blockquote>',
  ],
  [
    '<table dir="auto"><tr><td dir="rtl" colspan="2">x<td>y</table>',
    '<table dir="auto"><tr><td colspan="2" dir="rtl">x</td><td>y</td></tr></table>',
  ],
  [
    '<p dir="rtl&quot; onclick=&quot;x">x</p><p dir="">y</p><p>a<span dir="rtl">b</span></p>',
    '<p>x</p>\n<p>y</p>\n<p>ab</p>',
  ],
])('text runs in the direction that its blocks say: %s', (html, content) => {
  expect(contentOf(html, { body: 'html' })).toBe(content);
});

test.each([
  ['<img src="/a.jpg" srcset="/b.jpg 2x">', 'https://home.example/a.jpg'],
  ['<img src="/blank.gif" data-src="/a.jpg">', 'https://home.example/a.jpg'],
  ['<img srcset="/w_1,h_2/a.jpg 300w, /w_2,h_4/a.jpg 600w">', 'https://home.example/w_2,h_4/a.jpg'],
  ['<img src="data:image/gif;base64,R0lGOD" data-srcset="/a.jpg 1x,\n /b.jpg 2x">', 'https://home.example/b.jpg'],
  ['<picture><source srcset="/a.webp"><img srcset=" /a.jpg, "></picture>', 'https://home.example/a.jpg'],
])('a picture is where its attributes say: %s', (html, src) => {
  const [, found] = /<img src="([^"]*)"/.exec(contentOf(html, { body: 'html' })) ?? [];
  expect(found).toBe(src);
});

test.each([
  '<iframe src="https://a.example/v"></iframe>',
  '<iframe src="about:blank" data-src="//a.example/v"></iframe>',
  '<video src=""><source src="https://a.example/v"></video>',
  '<object data="https://a.example/v"><param name="wmode" value="opaque"></object>',
  '<object><param name="movie" value="https://a.example/v"><embed src="https://a.example/v"></object>',
])('so is a film: %s', html => {
  expect(contentOf(html, { body: 'html' })).toBe('<p><a href="https://a.example/v">a.example/v</a></p>');
});

test('what an object has for those who cannot show it is shown, and what follows one without an end', () => {
  expect(contentOf('<object data="/a.svg"><p>a <b>map</b></p></object>', { body: 'html' })).toBe(
    '<p>a <strong>map</strong></p>',
  );
  expect(contentOf('<p>a <object classid="clsid:x">b</p><p>c</p>', { body: 'html' })).toBe(
    '<p>a</p>\n<p>b</p>\n<p>c</p>',
  );
});

test.each([
  ['<img class="wp-smiley" style="height: 1em" src="/1f600.png" alt="😀">', '😀'],
  ['<img class="a emoji" src="/1f600.png" alt="👩‍💻">', '👩‍💻'],
  ['<img class="wp-smiley" src="/smile.png" alt=":)">', ':)'],
  ['<img class="wp-smiley" src="/31-20e3.png" alt="1️⃣">', '1️⃣'],
])('a picture in the place of a sign is the sign: %s', (html, sign) => {
  expect(contentOf(`<p>a ${html} b</p>`, { body: 'html' })).toBe(`<p>a ${sign} b</p>`);
});

test.each([
  'class="emoji" alt=":party:"',
  'class="emoji" alt="图片"',
  'class="emoji" alt=""',
  'class="emojis" alt="😀"',
  'alt="😀"',
])('other pictures are pictures: %s', attributes => {
  expect(contentOf(`<img ${attributes} src="/a.png">`, { body: 'html' })).toContain('src="https://home.example/a.png"');
});

test.each(['<img>', '<img srcset="javascript:alert(1) 2x">', '<img data-srcset=", ,">'])(
  'a picture that is nowhere is none: %s',
  html => {
    expect(contentOf(html, { body: 'html' })).toBe('');
  },
);

/** What an attack becomes in several places, read in every way. */
function contentsOf(attack: string): readonly string[] {
  const places = [
    attack,
    `<p>before</p>${attack}<p>after</p>`,
    `<table><tr><td>${attack}</td></tr></table>`,
    `<ul><li><b>${attack}`,
  ];
  return places.flatMap(place => (['html', 'markdown', 'auto'] as const).map(body => contentOf(place, { body })));
}

/** Every address a piece of HTML leads to, absolute as ours are. */
function addresses(html: string): readonly string[] {
  const all = [...JSDOM.fragment(html).querySelectorAll('[href],[src]')].flatMap(element => {
    const value = element.getAttribute('href') ?? element.getAttribute('src') ?? '';
    return URL.parse(value.startsWith('//') ? `https:${value}` : value, 'https://home.example/blog/')?.href ?? [];
  });
  return all;
}

test('what only the generator of a site can find leads nowhere', () => {
  expect(
    contentOf('<p><a href="@/blog/other.md">a</a> <a href="/@b/1">b</a><img src="@/c.png"></p>', { body: 'html' }),
  ).toBe('<p>a <a href="https://home.example/@b/1">b</a></p>');
});

describe('a formula without its TeX is a line that can be read', () => {
  const msup = '<msup><mi>x</mi><mn>2</mn></msup>';
  test.each([
    [`${msup}<mo>+</mo><mn>1</mn>`, 'x^2+1'],
    [`<mfrac>\n  <mrow>${msup}<mo>-</mo><mn>1</mn></mrow>\n  <mn>12</mn>\n</mfrac>`, '(x^2-1)/12'],
    [`<msqrt>${msup}<mo>+</mo><mi>y</mi></msqrt><mo>=</mo><mroot><mi>a</mi><mn>3</mn></mroot>`, '√(x^2+y)=3√a'],
    [
      '<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><msub><mi>a</mi><mi>i</mi></msub>',
      '∑_(i=1)^na_i',
    ],
    [
      '<mi>sin</mi><mo>&#x2061;</mo><mn>2</mn><mo>&#x2062;</mo><mi>x</mi><!-- x --><mphantom><mi>y</mi></mphantom>',
      'sin 2x',
    ],
    ['<msup><mfenced><mi>a</mi><mi>b</mi></mfenced><mn>2</mn></msup>', '(a, b)^2'],
    [
      '<mo>[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable><mo>]</mo>',
      '[1, 0; 0, 1]',
    ],
  ])('%s', (math, line) => {
    expect(contentOf(`<p>a <math>${math}</math> b</p>`, { body: 'html' })).toBe(`<p>a <code>${line}</code> b</p>`);
  });

  test('but nothing that stands in it for want of its end', () => {
    expect(contentOf(`<p>a <math>${msup}<p>b <em>c</em></p>`, { body: 'html' })).toBe(
      '<p>a x2</p>\n<p>b <em>c</em></p>',
    );
    expect(contentOf(`<math>${'<mrow>'.repeat(90)}<mi>x</mi>`, { body: 'html' })).toBe('<p>x</p>');
  });
});

test.each([
  ['<iframe src="https://v.example/1"></iframe><p>The harbour.</p>', 'The harbour.'],
  ['<p>The harbour.</p><video src="https://v.example/1.mp4"></video><p>By night.</p>', 'The harbour. By night.'],
  ['<iframe src="https://v.example/1"></iframe><h2>The harbour</h2>', 'The harbour'],
  ['<iframe src="https://v.example/1"></iframe>', 'v.example/1'],
])('the address of a film is no sentence of an article: %s', (html, summary) => {
  expect(draftOf(html).summary).toBe(summary);
});

test.each([
  ['<h1>T</h1><p>x</p>', '<p>x</p>'],
  ['<div class="a">\n<header><h1> T </h1></header><p>x</p></div>', '<p>x</p>'],
  ['<div><h1>U</h1><p>x</p></div>', '<h1>U</h1>\n<p>x</p>'],
  ['<div><p>x</p><h1>T</h1></div>', '<p>x</p>\n<h1>T</h1>'],
])('a heading at the beginning that repeats the title goes, whatever stands around it: %s', (html, content) => {
  expect(contentOf(html)).toBe(content);
});

describe('a summary ends where the author lets the beginning end', () => {
  const long = 'A sentence about the harbour and its lighthouse. '.repeat(6).trim();
  test.each([
    ['behind a paragraph', `${long}\n\n<!-- more -->\n\nThe rest.`, {}, long],
    ['behind several', '灯塔开放。\n\n周日。\n\n<!--more-->\n\n还有。', {}, '灯塔开放。周日。'],
    ['within a line', '<p>First.<!--MORE-->Second.</p>', {}, 'First.'],
    ['of Docusaurus', 'First.\n\n<!-- truncate -->\n\nSecond.', {}, 'First.'],
    ['the first of two', 'First.\n\n<!--more-->\n\nSecond.\n\n<!--more-->\n\nThird.', {}, 'First.'],
    ['but the article says another', 'First.\n\n<!--more-->\n\nSecond.', { description: 'Own.' }, 'Own.'],
    ['but nothing is before it', '<!--more-->\n\nFirst. Second.', {}, 'First. Second.'],
    ['but it is another comment', 'First.\n\n<!-- more harbours -->\n\nSecond.', {}, 'First. Second.'],
  ])('%s', (_name, body, fields, summary) => {
    expect(draftOf(body, fields).summary).toBe(summary);
  });

  test('but is shortened where that is far', () => {
    const { summary } = draftOf(`${long} ${long}\n\n<!--more-->\n\nThe rest.`);
    expect(summary?.length).toBeLessThan(200);
  });
});
