import { describe, expect, test } from 'vitest';
import { normalize } from '../../src/normalize/normalize.ts';
import { belowHome } from '../../src/normalize/urls.ts';
import { contentOf, draftOf, feedSourceOf, sourceOf } from './article.ts';

describe('a path of the site under link, url or permalink is the link, below the home of its source', () => {
  test.each([
    ['of Jekyll', { permalink: '/2024/old/' }, 'https://home.example/blog/2024/old/'],
    ['of Hugo', { url: '/special/page' }, 'https://home.example/blog/special/page'],
    ['of Hexo', { permalink: 'hello-world/' }, 'https://home.example/blog/hello-world/'],
    ['of Hexo, a file', { permalink: '2024/a.b.html' }, 'https://home.example/blog/2024/a.b.html'],
    ['in Chinese', { permalink: '/你好/' }, 'https://home.example/blog/%E4%BD%A0%E5%A5%BD/'],
    ['behind an address that is no path', { link: 'a.example/x', url: '/x/' }, 'https://home.example/blog/x/'],
    ['to be filled in', { permalink: '/:year/:title/' }, 'https://home.example/blog/2024/a/'],
    ['to be filled in with what nobody knows', { permalink: '/:year/:mood/' }, undefined],
    ['with a tag', { permalink: '/{{ page.id }}/' }, undefined],
    ['a style of Jekyll', { permalink: 'pretty' }, undefined],
    ['a host', { link: 'a.example/' }, undefined],
    ['a host without a scheme', { link: '//a.example/' }, undefined],
    ['words', { source: 'The News / Agency/' }, undefined],
    ['a name with slashes', { source: '/r/news' }, undefined],
    ['another', { from: 'AP/' }, undefined],
    ['what is linked elsewhere', { source: 'https://a.example/b' }, 'https://a.example/b'],
  ])('%s', (_name, fields, link) => {
    expect(draftOf('x', fields).link).toBe(link);
  });

  test('what stands beside the page is looked for there', () => {
    const { content } = draftOf('![a](a.jpg) [b](../b/)', { permalink: '/2024/x/' });
    expect(content).toContain('src="https://home.example/blog/2024/x/a.jpg"');
    expect(content).toContain('href="https://home.example/blog/2024/b/"');
  });

  test('and what the generator has a word for there alone', () => {
    const body = '{% asset_img left "a b.jpg" 300 200 "The tower" %}';
    expect(draftOf(body, { permalink: '/2024/x/' }).content).toBe(
      '<p><img src="https://home.example/blog/2024/x/a%20b.jpg" alt="The tower" referrerpolicy="no-referrer" loading="lazy"/></p>',
    );
    expect(draftOf(body).content).toBeUndefined();
  });

  test('a home without a slash at its end is a folder too, and without a home there is no link', () => {
    const of = (home: string | undefined) => draftOf('x', { url: '/a/' }, { ...sourceOf(), home }).link;
    expect(of('https://home.example/blog')).toBe('https://home.example/blog/a/');
    expect(of(undefined)).toBeUndefined();
  });

  test('what is fetched says whole addresses', () => {
    expect(draftOf('x', { link: '/a/' }, feedSourceOf()).link).toBeUndefined();
  });
});

describe('a source with the pattern of its generator has links to the pages that it makes', () => {
  const made = (permalink: string, path: string, fields: Readonly<Record<string, unknown>> = {}) => {
    const article = { fields: { title: 'T', date: '2024-01-02 03:04:05', ...fields }, body: 'x', repairs: [] };
    const place = { kind: 'files', folder: 'blog', home: 'https://a.example/b', permalink } as const;
    const outcome = normalize(article, { ...sourceOf(), ...place }, path);
    return outcome.kind === 'ok' ? outcome.value.link : outcome.reason;
  };

  test.each([
    ['pretty, of Jekyll', '/:categories/:year/:month/:day/:title/', '2024-01-02-one-two.md', {}, '2024/01/02/one-two/'],
    ['date, of Jekyll', '/:year/:i_month/:i_day/:title:output_ext', '2024-01-02-one.markdown', {}, '2024/1/2/one.html'],
    ['of Hexo', ':year/:month/:day/:title/', 'one.md', {}, '2024/01/02/one/'],
    ['of Hugo', '/posts/:filename/', '2024-01-02-one.md', {}, 'posts/2024-01-02-one/'],
    ['with a folder', '/:slug/', 'blog/my-trip/index.md', {}, 'my-trip/'],
    ['with a slug', '/:title/:slug/', '2024-01-02-one.md', { slug: 'Another' }, 'Another/another/'],
    ['in Chinese', '/:title/', '2024-01-02-你好.md', {}, '%E4%BD%A0%E5%A5%BD/'],
    ['with signs', '/:title/', 'a#b?c%d.md', {}, 'a%23b%3Fc%25d/'],
    ['categories', '/:categories/:title/', 'a.md', { categories: ['News', 'New York'] }, 'news/new%20york/a/'],
    ['a category', '/:category/:title/', 'a.md', { category: 'New York' }, 'New-York/a/'],
    ['no category, of Hexo', '/:category/:title/', 'a.md', {}, 'uncategorized/a/'],
    ['below a folder, of Hexo', ':year/:title/', 'sub/a b.md', {}, '2024/sub/a%20b/'],
    ['below a folder, of Hexo, by its name', ':name/', 'sub/a.md', {}, 'a/'],
    ['below a folder, of Jekyll', '/:title/', 'sub/2024-01-02-a.md', {}, 'a/'],
    ['with spaces, of Jekyll', '/:title/', '2024-01-02-【一】One two（三）.md', {}, '%E4%B8%80-One-two-%E4%B8%89/'],
    ['a version', '/:title/', '2024-01-02-v1.2.md', {}, 'v1.2/'],
    ['a name that begins as that of a folder’s own file', '/:title/', 'a/index-funds.md', {}, 'a/index-funds/'],
    ['a date within a name', '/:title/', 'since-2024-01-02-a.md', {}, 'since-2024-01-02-a/'],
    ['a folder’s own file at the top', '/posts/:title/', 'index.md', {}, 'posts/'],
    ['with capitals, of Hugo', '/posts/:slug/', 'My Trip.md', {}, 'posts/my-trip/'],
    [
      'with capitals and a date, of Hugo',
      '/posts/:filename/',
      '2024-01-02-My Trip.md',
      {},
      'posts/2024-01-02-my-trip/',
    ],
    ['a clock', '/:short_year/:hour:minute:second', 'a.md', {}, '24/030405'],
    ['a day in the zone of the source', '/:day', 'a.md', { date: '2024-01-01T20:00:00Z' }, '02'],
    ['a name of its own', '/:title/', 'a.md', { permalink: '/about/' }, 'about/'],
    ['a pattern of its own', '/:title/', 'a.md', { permalink: '/:year/:title/' }, '2024/a/'],
  ])('%s', (_name, pattern, path, fields, link) => {
    expect(made(pattern, `blog/_posts/${path}`, fields)).toBe(`https://a.example/b/${link}`);
  });

  test('where Jekyll takes the folders above its posts for categories', () => {
    const path = 'blog/en/News/_posts/2024-01-02-a.md';
    const fields = { categories: ['news', 'b'] };
    expect(made('/:categories/:title/', path, fields)).toBe('https://a.example/b/en/news/b/a/');
  });

  test('but for an article that says where it is', () => {
    expect(made('/:title/', 'blog/a.md', { link: 'https://c.example/d' })).toBe('https://c.example/d');
  });

  test.each(['about', 'pretty', false, '{{ page.date }}/a.html', '/c++:a/'])(
    'and for one that says where in a way that nobody reads here: permalink: %s',
    permalink => {
      expect(made('/:title/', 'blog/a.md', { permalink })).toBeUndefined();
    },
  );

  test('below a home with a query', () => {
    expect(belowHome('/a/', 'https://a.example/b?c=d')).toBe('https://a.example/b/a/');
    expect(belowHome('/a/', 'https://a.example/b/#c')).toBe('https://a.example/b/a/');
  });
});

test('addresses that Jekyll and Eleventy make of a path lie below the home of the source', () => {
  const content = contentOf(
    [
      `[a]({{ "/a/" | relative_url }}) [b]({{ 'b.html' | absolute_url }}) [c]({{ site.url }}{{ site.baseurl }}/c)`,
      `[d]({{ '/d/' | prepend: site.baseurl }}) [e]({{ "/e/" | url }}) <a href="{{ site.baseurl }}/f">f</a>`,
      '[i]({{ site.baseurl }}{% post_url 2024-01-02-i %}) [j]({{ site.baseurl }}{% link _posts/2024-01-02-j.md %})',
      `[g]({{ page.url | relative_url }}) [h]({{ "https://a.example/h" | absolute_url }})`,
    ].join('\n'),
  );
  expect([...content.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)).toEqual([
    ...['a/', 'b.html', 'c', 'd/', 'e/', 'f'].map(path => `https://home.example/blog/${path}`),
    'https://a.example/h',
  ]);
});
