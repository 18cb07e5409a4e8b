import { describe, expect, test } from 'vitest';
import { withoutTemplates } from '../../src/normalize/content/templates.ts';
import { contentOf, draftOf } from './article.ts';

describe('what a tag shows is shown', () => {
  test.each([
    ['a picture of Hexo', '{% img /a.jpg %}', '<img src="/a.jpg" alt="">'],
    [
      'with a title',
      '{% img https://a.example/a.jpg An old harbour %}',
      '<img src="https://a.example/a.jpg" alt="An old harbour">',
    ],
    [
      'with classes, a size, a title and a description',
      `{% img [left big] /i/a b.png 200 100 "A <title>" 'What it shows' %}`.replace('a b', 'ab'),
      '<img src="/i/ab.png" alt="What it shows">',
    ],
    [
      'with both in one text',
      `{% img left /a.jpg 300 200 '"A title" "What it shows"' %}`,
      '<img src="/a.jpg" alt="What it shows">',
    ],
    ['with a size alone', '{% img /a.jpg 300 "" %}', '<img src="/a.jpg" alt="">'],
    ['a picture of Hugo', '{{< figure src="/a.jpg" alt="x" >}}', '<img src="/a.jpg" alt="x">'],
    [
      'with a caption',
      "{{< figure src='/a.jpg' caption=`The tower` width=300 >}}",
      '<figure><img src="/a.jpg" alt="The tower"><figcaption>The tower</figcaption></figure>\n\n',
    ],
    ['a film of Hexo', '{% youtube lJIrF4YjHfQ %}', '<video src="https://youtube.com/watch?v=lJIrF4YjHfQ"></video>'],
    [
      'a film of Hugo',
      '{{< youtube id="w7Ft2ymGmfc" autoplay="true" >}}',
      '<video src="https://youtube.com/watch?v=w7Ft2ymGmfc"></video>',
    ],
    ['a film of Zola', '{{ vimeo(id="123456") }}', '<video src="https://vimeo.com/123456"></video>'],
    [
      'a film of bilibili',
      '{% bilibili BV1GJ411x7h7 %}',
      '<video src="https://www.bilibili.com/video/BV1GJ411x7h7"></video>',
    ],
    [
      'a film by its older number',
      '{{< bilibili av170001 >}}',
      '<video src="https://www.bilibili.com/video/av170001"></video>',
    ],
    ['no film without a number', '{% youtube "" %}{% vimeo x %}{% iframe x %}', ''],
    [
      'an address of the site',
      `{{ "/a" | relative_url }} {{'b'|absolute_url}}({{- "/c" | url -}}) {{ "/d" | prepend: site.baseurl | prepend: site.url }} {{ "/e" | prepend:site.url }}`,
      '/a b(/c) /d /e',
    ],
    [
      'code elsewhere',
      '{% gist parkr/931c1c8d465a04042403 a.rb %}{{< gist spf13 7896402 >}}',
      '<video src="https://gist.github.com/931c1c8d465a04042403"></video><video src="https://gist.github.com/7896402"></video>',
    ],
    [
      'a link of Hexo',
      '{% link The harbour https://a.example/?a=1&b=2 true %}',
      '<a href="https://a.example/?a=1&amp;b=2">The harbour</a>',
    ],
    ['a link of Jekyll', '[a]({% link _posts/2024-01-02-a.md %})', '[a]()'],
    ['a link to an article of Hexo', "See {% post_link how-to 'How to' false %}{% post_link how-to %}.", 'See How to.'],
    ['a frame of Hexo', '{% iframe //v.example/1 300 200 %}', '<video src="//v.example/1"></video>'],
    [
      'a picture of Minimal Mistakes',
      '{% include figure image_path="/a.jpg" alt="x" caption="The tower" %}',
      '<figure><img src="/a.jpg" alt="x"><figcaption>The tower</figcaption></figure>\n\n',
    ],
    ['a picture of another theme', "{% include image.html url='/a.jpg' %}", '<img src="/a.jpg" alt="">'],
    [
      'a picture that leads elsewhere',
      '{% include image.html url="https://a.example/b" image="/a.jpg" %}',
      '<img src="/a.jpg" alt="">',
    ],
    [
      'films of themes of Jekyll',
      '{% include video id="lJIrF4YjHfQ" provider="youtube" %}{% include Vimeo.html id=\'123456\' %}{% include embed.html url="https://www.Bilibili.com/video/av1" %}',
      '<video src="https://youtube.com/watch?v=lJIrF4YjHfQ"></video><video src="https://vimeo.com/123456"></video><video src="https://www.bilibili.com/video/av1"></video>',
    ],
    ['nothing else that is included', '{% include toc.html url="/a.jpg" youtube="lJIrF4YjHfQ" %}', ''],
    ['nothing that is known', '{% include a.html %}{{ img.url }}{{ img | append: "x.png" }}{% img %}{{< x >}}', ''],
    [
      'what lies beside a page, there',
      '{% asset_img a.jpg %}{% img a.jpg %}{{< figure src="a.jpg" >}}',
      '<img data-beside="a.jpg" alt="">'.repeat(3),
    ],
    ['code as code', '`{% img /a.jpg %}`', '`{% img /a.jpg %}`'],
  ])('%s', (_name, body, shown) => {
    expect(withoutTemplates(body)).toBe(shown);
  });
});

test('a film is a link on a line of its own, and no sentence of the article', () => {
  const film = '<a href="https://vimeo.com/123456">vimeo.com/123456</a>';
  expect(draftOf('{% vimeo 123456 %}\n\nThe *harbour*.')).toMatchObject({
    content: `<p>${film}</p>\n<p>The <em>harbour</em>.</p>`,
    summary: 'The harbour.',
  });
  expect(contentOf('By night:\n{% vimeo 123456 %}\nThe *harbour*.')).toBe(
    `<p>By night:</p>\n<p>${film}</p>\n<p>The <em>harbour</em>.</p>`,
  );
});

test("Hugo's code is code, with its signs", () => {
  const body = '{{< highlight go "linenos=table" >}}\nfmt.Println("<x>") // {{ y }}\n{{< /highlight >}}\nText.';
  expect(contentOf(body)).toBe(
    '<pre><code class="language-go">fmt.Println("&lt;x&gt;") // {{ y }}\n</code></pre>\n<p>Text.</p>',
  );
  expect(contentOf('{{% highlight js %}}a{{%/highlight%}}')).toBe('<pre><code class="language-js">a\n</code></pre>');
  expect(contentOf('{{< highlight >}}a{{< /highlight >}}')).toBe('<pre><code>a\n</code></pre>');
  expect(contentOf('a {{< highlight go >}} b /highlight c')).toBe('<p>a b /highlight c</p>');
});

test.each([
  ['raw', 'a{% raw %}{{ b }}{% endraw %}c', 'a{{ b }}c'],
  ['verbatim', 'a{%- verbatim -%}{% b %}{%- endverbatim -%}c', 'a{% b %}c'],
  ['a comment', 'a{% comment %}b{% endcomment %}c', 'ac'],
  ['code', '{% code %}{{ a }}{% endcode %}', '\n```\n{{ a }}\n```\n'],
  ['code of Hexo', '{% codeblock lang:js %}\na\n{% endcodeblock %}', '\n```js\na\n```\n'],
  ['code of Jekyll', '{% highlight c++ linenos %}\na\n{% endhighlight %}', '\n```c++\na\n```\n'],
  ['code with a fence', '{% highlight md %}\n```\na\n```\n{% endhighlight %}', '\n~~~~md\n```\na\n```\n~~~~\n'],
  ['what never ends', 'a{% raw %}b{{ c }}', 'ab'],
])('what stands between two tags: %s', (_name, body, shown) => {
  expect(withoutTemplates(body)).toBe(shown);
});

test.each([
  ['behind code', '```\n{{ a }}\n```\nb{{ c }}', '```\n{{ a }}\n```\nb'],
  ['behind an element without its end', '<code>a{{ b }}', '<code>a'],
  ['behind a backtick of another paragraph', 'a ` b\n\n{{ c }}d ` e', 'a ` b\n\nd ` e'],
  ['with signs of another in it', '{{< a "}}" >}}{{% b "}}" %}}{{{ c }}}d', 'd'],
  [
    'behind code in a list',
    '1. - ```\n     {{ a }}\n\n     {{ b }}\n     ```\n\nc{{ d }}',
    '1. - ```\n     {{ a }}\n\n     {{ b }}\n     ```\n\nc',
  ],
  ['behind code that begins a line', '```a``` b{{ c }}', '```a``` b'],
  ['in a price', 'from $1{{ a }}$2', 'from $1$2'],
  ['a comment of several paragraphs', '{/* a\n\nb */}c', 'c'],
  ['alone', "import 'a.css'", ''],
])('a tag goes %s', (_name, body, shown) => {
  expect(withoutTemplates(body)).toBe(shown);
});

test('the list that kramdown puts a table of contents in the place of goes', () => {
  expect(withoutTemplates('a\n\n* TOC\n{:toc}\n\nb')).toBe('a\n\n\n\nb');
  expect(withoutTemplates('1. x\n{:toc .big}\n* y\n{: .z}\n')).toBe('\n* y\n\n');
});

test.each([
  ['a link', '[a](https://a.example/){:target="_blank" rel="x"}, b', '<a href="https://a.example/">a</a>, b'],
  ['a reference', '[a][1]{: .b} c\n\n[1]: https://a.example/', '<a href="https://a.example/">a</a> c'],
  ['emphasis', '**a**{:.b #c}。', '<strong>a</strong>。'],
  ['code', '`a`{: .language-ruby}', '<code>a</code>'],
  ['a link, on two lines', '[a](https://a.example/){: .icon\nwidth="70"}b', '<a href="https://a.example/">a</a>b'],
])('attributes of kramdown go: behind %s', (_name, body, content) => {
  expect(contentOf(body)).toBe(`<p>${content}</p>`);
});

test.each([
  ['behind a link', '[a](https://a.example/){.b target="_blank"} c', '<a href="https://a.example/">a</a> c'],
  ['behind code', '`a`{.ruby}', '<code>a</code>'],
  ['behind words', '[a]{#b .c} d', '[a] d'],
  ['on a line', 'a\n{.b #c}', 'a'],
  ['with spaces', '[a](https://a.example/){ .b } c `d`{ #e }', '<a href="https://a.example/">a</a> c <code>d</code>'],
])('attributes of Pandoc and Hugo go: %s', (_name, body, content) => {
  expect(contentOf(body)).toBe(`<p>${content}</p>`);
});

test.each([
  'f(x){.5}',
  '{:d} is for numbers',
  '    {:ok, x} = f()',
  '{:ok, x}',
  '{:a=>1}',
  '{:}',
  '- {:.2f} a\n- {:ok, x}',
  '**{:.2f}** a',
  '白 {#fff}',
  '{#fff 白}',
  '{#if a}\nb\n{/if}',
  '{{1,2},{3,4}} and {{}}',
  '$$\\frac{{a}}{{b}}$$ $x_{{i}}$',
  'f(x){ return a=1 }',
  'f(x){ .a = 1 } g(x){ width= 3 } .h(){ .i; }',
  'if(x){i=1}',
  'a\n\n    {.b #c}',
  '`[a](b){.c}`',
  'a {.b} c',
  '{.b} c',
  '$A_{:,1}$',
  'f(x){:ok => 1}',
  '`[a](b){:.c}`',
  'a {:b} c',
  'a {{< highlight b',
  '~~~\n{{ a }}',
  '````\n```\n{{ a }}\n````',
  '``{{ a }} ` ```{{ b }}``',
  '<PRE>{{ a }}</pre>',
  "Text.\nimport x from 'y'",
  ...['pre', 'code', 'script', 'style', 'textarea'].map(name => `<${name}>{{ a }}{% b %}</${name}>`),
  'a {{< highlight b\n\nc >}}',
  'a {% highlight b\n\nc %}d',
  'a {{ b\n```\n{{ c }}\n```\nd',
  'a {% b\n \nc `%}`',
  'a {% raw b',
])('and what is none stays: %s', body => {
  expect(withoutTemplates(body)).toBe(body);
});

test.each([
  ['an id of a heading', '## a {#b}', '<h2>a</h2>'],
  ['with a class', '## a {#b .c d=e}', '<h2>a</h2>'],
  ['of Python-Markdown', '## a {: #b }', '<h2>a</h2>'],
  ['classes of a heading', '> ## a {.b .c}\n\nd { #e }\n===', '<blockquote><h2>a</h2></blockquote>\n<h1>d</h1>'],
  [
    'an id of a heading in a list',
    '- # a {#b}\n\n1. ## c {.d}',
    '<ul><li><h1>a</h1></li></ul>\n<ol><li><h2>c</h2></li></ol>',
  ],
  ['what kramdown is told with commas', 'a\n{: .b, .c }\n\nd\n{:e: width="1", height=2 }', '<p>a</p>\n<p>d</p>'],
  [
    'what it says of an item',
    '1. {:.b} a\n\n   c\n2. {:#d}\n   e',
    '<ol><li><p>a</p><p>c</p></li><li><p>e</p></li></ol>',
  ],
  ['what kramdown says of a quote', '> a\n> {: .b title="c, d"}', '<blockquote><p>a</p></blockquote>'],
  [
    'a comment of kramdown',
    'a {::comment} b {:/comment} c\n\n{::comment}\nd\n\ne\n{:/comment}\n\nf',
    '<p>a c</p>\n<p>f</p>',
  ],
  [
    'its other extensions',
    '{::options toc_levels="2" /}\n\n{::nomarkdown}<b>a</b>{:/} b{:/}',
    '<p><strong>a</strong> b</p>',
  ],
  ['the place of a table of contents', '[TOC]\n\na\n\n[[toc]]\n\n[[_TOC_]]\n\n@[toc]', '<p>a</p>'],
  ['what an abbreviation means', 'The A.\n\n*[A]: b c', '<p>The A.</p>'],
])('and so does %s', (_name, body, content) => {
  expect(contentOf(body)).toBe(content);
});

test.each([
  '`[TOC]`',
  '```\n[TOC]\n*[A]: b\n```',
  'the [TOC]',
  '`{::comment} a {:/comment}`',
  'a {::b c',
  'a {#b c as d}',
  'a {::b::c} {:/d e/}',
  '[toc](/a)',
  '*[a]: b*',
])('but not %j', body => {
  expect(withoutTemplates(body)).toBe(body);
});

test.each([
  ['a body', '<div class="notice" markdown="1">\n**a**\n</div>', '<p><strong>a</strong></p>'],
  [
    'a part of one',
    'x\n\n<div markdown="block">\n* a\n* b\n</div>\n\ny',
    '<p>x</p>\n<ul><li>a</li><li>b</li></ul>\n<p>y</p>',
  ],
  [
    'cells',
    '<table><tr><td markdown="span">*a*</td>\n<td markdown=1>*b*</td></tr>\n<tr><td>*c*</td></tr></table>',
    '<table><tr><td><em>a</em></td><td><p><em>b</em></p></td></tr><tr><td>*c*</td></tr></table>',
  ],
  [
    'cells in a list',
    '- x\n\n  <table>\n    <tr>\n      <td markdown="span">*a* [b][1]</td>\n    </tr>\n  </table>\n\n  y\n\n[1]: /c',
    '<ul><li><p>x</p><table><tr><td><em>a</em> <a href="https://home.example/c">b</a></td></tr></table><p>y</p></li></ul>',
  ],
  [
    'a figure of Python-Markdown',
    '<figure markdown="span">\n  ![a](/b.png){ width="9" }\n  <figcaption>c</figcaption>\n</figure>',
    '<figure><img src="https://home.example/b.png" alt="a" referrerpolicy="no-referrer" loading="lazy"/><figcaption>c</figcaption></figure>',
  ],
  ['a part that only says so', 'x\n\n<div class="y" markdown>\n* a\n</div>', '<p>x</p>\n<ul><li>a</li></ul>'],
  ['none where that is but told of', '<div title="a markdown b">\n**a**\n</div>', '<p>**a**</p>'],
  ['a part of a sentence', 'a <span markdown="1">*b*</span> c', '<p>a <em>b</em> c</p>'],
  ['none where it is no element', '<b>a</b> <3 markdown > *b*', '<p><strong>a</strong> &lt;3 markdown &gt; *b*</p>'],
  ['none where it is not said', '<div class="notice">\n**a**\n</div>', '<p>**a**</p>'],
])('HTML with Markdown in it, as kramdown reads it: %s', (_name, body, content) => {
  expect(contentOf(body)).toBe(content);
});

test('kramdown’s end of a list ends it', () => {
  expect(contentOf('* a\n^\n\n    code\n')).toBe('<ul><li>a</li></ul>\n<pre><code>code\n</code></pre>');
  expect(contentOf('```\na\n^\n```\n\na\n^ b')).toBe('<pre><code>a\n^\n</code></pre>\n<p>a ^ b</p>');
});

test.each([
  [
    'of VitePress',
    '::: tip The harbour:\nIt is *lit*.\n:::',
    '<p><strong>The harbour:</strong></p>\n<p>It is <em>lit</em>.</p>',
  ],
  [
    'of Docusaurus',
    ':::note[The harbour]\n\nIt is lit.\n\n:::\n\nx',
    '<p><strong>The harbour</strong></p>\n<p>It is lit.</p>\n<p>x</p>',
  ],
  ['of Pandoc', '::: {.callout-note}\nIt is lit.\n:::::', '<p>It is lit.</p>'],
  ['of GitHub', '> [!NOTE]\n> It is *lit*.', '<blockquote><p>It is <em>lit</em>.</p></blockquote>'],
  [
    'of Obsidian',
    'x\n\n> > [!tip]- The harbour\n> > It is lit.',
    '<p>x</p>\n<blockquote><blockquote><p><strong>The harbour</strong></p><p>It is lit.</p></blockquote></blockquote>',
  ],
  [
    'that is a picture',
    '> [![a](/a.png)](/b)',
    '<blockquote><p><a href="https://home.example/b"><img src="https://home.example/a.png" alt="a" referrerpolicy="no-referrer" loading="lazy"/></a></p></blockquote>',
  ],
  ['of GitHub in code', '```\n> [!NOTE]\n```', '<pre><code>&gt; [!NOTE]\n</code></pre>'],
  ['in code', '```\n::: tip\n```', '<pre><code>::: tip\n</code></pre>'],
])('the marks of a box go, what it holds stays: %s', (_name, body, content) => {
  expect(contentOf(body)).toBe(content);
});

test.each([
  ['as text', '[a]({{ site.repository }}/1) [b]({{ site.url }}/2)', 'a <a href="https://home.example/2">b</a>'],
  ['as text, by reference', '[a][1]\n\n[1]: {{ site.repository }}/1', 'a'],
  ['as text, by a reference with a title', '[a][1]\n\n[1]: {{ a }} "b"', 'a'],
  ['not at all outside of an element', 'a="{{ a }}/b"', 'a="/b"'],
  ['below the home where it begins there', '[a]({{ BASE_PATH }}/1)', '<a href="https://home.example/1">a</a>'],
  ['below the home between two prices', '$$ [a]({{ site.url }}/1) $$', '$$ <a href="https://home.example/1">a</a> $$'],
  ['as no picture', 'a <img src="{{ site.cdn }}/a.png"> b', 'a b'],
  [
    'by itself',
    '[a][1] [b][2]\n\n[1]: {{ site.url }}{{ site.license.url }}\n[2]: /c',
    'a <a href="https://home.example/c">b</a>',
  ],
])('a link that its generator alone knows stays, %s', (_name, body, content) => {
  expect(contentOf(body)).toBe(`<p>${content}</p>`);
});

test('a comment of MDX goes', () => {
  expect(contentOf('a {/* b */}\n\n{/* truncate */}\n\nc `{/* d */}`')).toBe(
    '<p>a</p>\n<p>c <code>{/* d */}</code></p>',
  );
});

test('a link without its address leaves no brackets', () => {
  expect(withoutTemplates('* <{{ release.url }}>\n* a < {{ b }} > c\n* <b>{{ x }}</b>\n* a{{ b }}> c')).toBe(
    '* \n* a <  > c\n* <b></b>\n* a> c',
  );
});

test('what MDX imports before the text goes', () => {
  const imports = "import Chart from '../Chart.astro';\nimport { a, b } from \"x\"\n\nimport './c.css';\n\n";
  expect(withoutTemplates(`\n${imports}Text.\nimport x from 'y';\n`)).toBe("Text.\nimport x from 'y';\n");
  expect(withoutTemplates('import duties from the harbour rose.\n')).toBe('import duties from the harbour rose.\n');
});
