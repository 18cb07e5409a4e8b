import { describe, expect, test } from 'vitest';
import { contentOf, draftOf, feedSourceOf, sourceOf } from './article.ts';

describe('a path of the site under link, url or permalink is the link, below the home of its source', () => {
  test.each([
    ['of Jekyll', { permalink: '/2024/old/' }, 'https://home.example/blog/2024/old/'],
    ['of Hugo', { url: '/special/page' }, 'https://home.example/blog/special/page'],
    ['of Hexo', { permalink: 'hello-world/' }, 'https://home.example/blog/hello-world/'],
    ['of Hexo, a file', { permalink: '2024/a.b.html' }, 'https://home.example/blog/2024/a.b.html'],
    ['in Chinese', { permalink: '/你好/' }, 'https://home.example/blog/%E4%BD%A0%E5%A5%BD/'],
    ['behind an address that is no path', { link: 'a.example/x', url: '/x/' }, 'https://home.example/blog/x/'],
    ['to be filled in', { permalink: '/:year/:title/' }, undefined],
    ['with a tag', { permalink: '/{{ page.id }}/' }, undefined],
    ['a style of Jekyll', { permalink: 'pretty' }, undefined],
    ['a host', { link: 'a.example/' }, undefined],
    ['a host without a scheme', { link: '//a.example/' }, undefined],
    ['words', { source: 'The News / Agency/' }, undefined],
  ])('%s', (_name, fields, link) => {
    expect(draftOf('x', fields).link).toBe(link);
  });

  test('what stands beside the page is looked for there', () => {
    const { content } = draftOf('![a](a.jpg) [b](../b/)', { permalink: '/2024/x/' });
    expect(content).toContain('src="https://home.example/blog/2024/x/a.jpg"');
    expect(content).toContain('href="https://home.example/blog/2024/b/"');
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

test('addresses that Jekyll and Eleventy make of a path lie below the home of the source', () => {
  const content = contentOf(
    [
      `[a]({{ "/a/" | relative_url }}) [b]({{ 'b.html' | absolute_url }}) [c]({{ site.url }}{{ site.baseurl }}/c)`,
      `[d]({{ '/d/' | prepend: site.baseurl }}) [e]({{ "/e/" | url }}) <a href="{{ site.baseurl }}/f">f</a>`,
      `[g]({{ page.url | relative_url }}) [h]({{ "https://a.example/h" | absolute_url }})`,
    ].join('\n'),
  );
  expect([...content.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)).toEqual([
    ...['a/', 'b.html', 'c', 'd/', 'e/', 'f'].map(path => `https://home.example/blog/${path}`),
    'https://a.example/h',
  ]);
});
