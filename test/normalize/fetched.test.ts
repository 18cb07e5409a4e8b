import { describe, expect, test } from 'vitest';
import { type Draft, undated } from '../../src/model/entry.ts';
import type { Article } from '../../src/model/seed.ts';
import { explain } from '../../src/normalize/explain.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { feedSourceOf, sourceOf } from './article.ts';

const path = 'feed:test/urn:x:1';
const articleOf = (fields: Article['fields'], body = '<p>Text.</p>', base?: string): Article => {
  return { fields: { title: 'T', ...fields }, body, base, repairs: [] };
};
const draftOf = (article: Article, source = feedSourceOf()): Draft => {
  const outcome = normalize(article, source, path);
  if (outcome.kind === 'problem') throw new Error(outcome.reason);
  return outcome.value;
};

describe('an article of a feed', () => {
  test('without a date is published when it is first seen', () => {
    const { written, timed, repairs } = draftOf(articleOf({}));
    expect({ written, timed, repairs }).toEqual({ written: undated, timed: false, repairs: [] });
  });

  test('with a date that cannot be read says so', () => {
    const { written, repairs } = draftOf(articleOf({ date: 'yesterday' }));
    expect(written).toBe(undated);
    expect(repairs).toEqual(['Its date cannot be read; the date is from: when it is first seen.']);
  });

  test('tells whoever asks that its date is the time of the run', () => {
    const found = explain(articleOf({}), feedSourceOf(), path);
    expect(found.kind === 'ok' && found.value.find(({ field }) => field === 'published')).toEqual({
      field: 'published',
      value: 'the time of the run',
      rule: 'when it is first seen',
    });
  });

  test('has the second of its dates where the first cannot be read', () => {
    const { written } = draftOf(articleOf({ date: 'Mon, 30 Nov -0001', pubDate: '2026-01-05T10:00:00Z' }));
    expect(written).toBe(Date.parse('2026-01-05T10:00:00Z'));
  });

  test('keeps code that is HTML', () => {
    const code = '<pre><code>&lt;/div&gt;\n    &lt;p&gt;a&lt;/p&gt;\n</code></pre>';
    expect(draftOf(articleOf({}, code)).content).toBe(code);
  });

  test('keeps a name with a comma in a list as one name, and splits a text', () => {
    expect(draftOf(articleOf({ author: ['Lee, Ann', '张三、李四'] })).authors).toEqual(['Lee, Ann', '张三、李四']);
    expect(draftOf(articleOf({ author: 'Ann Lee, Bo Ek' })).authors).toEqual(['Ann Lee', 'Bo Ek']);
  });

  test('has the names of a list split where the source says so', () => {
    const source = feedSourceOf({ people: { split: 'comma' } });
    expect(draftOf(articleOf({ author: ['Ann Lee, Bo Ek'] }), source).authors).toEqual(['Ann Lee', 'Bo Ek']);
  });

  test('keeps term and label of its categories, each term once', () => {
    const category = [
      { term: 'emnews', label: '东财滚动新闻' },
      { term: 'emnews', label: 'Again' },
      { term: 'a, b', label: 'a, b' },
      { term: 'x'.repeat(101), label: 'too long' },
    ];
    expect(draftOf(articleOf({ category })).categories).toEqual([
      { term: 'emnews', label: '东财滚动新闻' },
      { term: 'a, b', label: 'a, b' },
    ]);
  });

  test('has its relative URLs begin where its document says, else at its link', () => {
    const body = '<p><a href="b">b</a></p>';
    const link = 'https://a.example/x/y';
    expect(draftOf(articleOf({ link }, body, 'https://base.example/z/')).content).toContain('https://base.example/z/b');
    expect(draftOf(articleOf({ link }, body)).content).toContain('https://a.example/x/b');
  });
});

describe('an article of a feed without a word', () => {
  const link = 'https://photos.example/2026/01/05';
  const url = 'https://photos.example/a.jpg';
  const mp3 = 'https://photos.example/a.mp3';
  test.each([
    [
      'the description of its picture',
      { link },
      `<img src="${url}"><img src="${url}?2" alt="A cat &amp; a &quot;dog&quot;">`,
      'A cat & a "dog"',
    ],
    ['the title of its recording', { link, enclosures: [{ url: mp3, title: 'Rain' }] }, '', 'Rain'],
    ['its address', { link, image: url }, '<p></p>', 'photos.example/2026/01/05'],
    ['its address', { link }, `<p><img src="${url}" alt=""></p>`, 'photos.example/2026/01/05'],
    ['the address of its recording', { enclosures: [{ url: mp3 }] }, '', 'photos.example/a.mp3'],
  ])('has %s as its title', (_what, fields, body, title) => {
    const draft = draftOf({ fields: { date: '2026-01-05', ...fields }, body, repairs: [] });
    expect(draft).toMatchObject({ title, summary: undefined });
    expect(draft.repairs).toEqual([expect.stringMatching(/^It has no title; the .+ is its title\.$/)]);
  });

  test('and without anything to see is a problem', () => {
    const outcome = normalize(
      { fields: { date: '2026-01-05', link }, body: '<hr>', repairs: [] },
      feedSourceOf(),
      path,
    );
    expect(outcome).toMatchObject({ kind: 'problem', reason: 'it has neither a title nor a text' });
  });
});

test('a file without a date stays a problem', () => {
  expect(normalize(articleOf({}), sourceOf(), 'test/a.md')).toMatchObject({
    kind: 'problem',
    reason: 'it has no date',
  });
});

test('what a program or a style sheet in a title says is none of it', () => {
  const titleOf = (title: string) => draftOf(articleOf({ title })).title;
  expect(titleOf('safe<script type="text/javascript">location.href = 1;</script> tale')).toBe('safe tale');
  expect(titleOf('safe<STYLE>p { color: red }</STYLE> tale')).toBe('safe tale');
  expect(titleOf('What <script> does')).toBe('What does');
  expect(titleOf('<script>alert(1)</script>')).toBe('alert(1)');
});

test('buttons that programs put below articles are none of them', () => {
  const body = '<p>a</p><div class="feedflare"><a href="https://a.example/"><img src="https://a.example/b"></a></div>';
  expect(draftOf(articleOf({}, body)).content).toBe('<p>a</p>');
});

test('nor is what a program plays a recording with, and the icon of a site that is linked', () => {
  const player = '<div class="kg-audio-player"><span>0:00</span><div>/<span>66.0</span></div><button>1×</button></div>';
  const song = `<audio src="https://a.example/a.mp3"></audio><div class="kg-audio-title">Song</div>${player}`;
  expect(draftOf(articleOf({}, song)).content).toBe(
    '<p><a href="https://a.example/a.mp3">a.example/a.mp3</a></p>\n<p>Song</p>',
  );
  const icon = '<img class="kg-bookmark-icon" src="https://a.example/favicon.ico">';
  expect(draftOf(articleOf({}, `<a href="https://a.example/">T <span>${icon}Ann</span></a>`)).content).toBe(
    '<p><a href="https://a.example/">T Ann</a></p>',
  );
});

test('a name that is longer than any is a list, as journals write it', () => {
  const authors = [
    'Lapalu, N.',
    'Simon, A.',
    'Lu, A.',
    'Plaumann, P.-L.',
    'Amselem, J.',
    "O'Connell, R. J.",
    'Koch, C.',
    'Dallery, J.-F.',
  ];
  expect(draftOf(articleOf({ author: [authors.join(', ')] })).authors).toEqual(authors);
  expect(draftOf(articleOf({ author: ['Lee, Ann'] })).authors).toEqual(['Lee, Ann']);
  const names = [
    'Ann Lee of the harbour office',
    'Ben Wu of the weather station',
    'Cid Ray of the old lighthouse',
    'Dan Fox of the fishing fleet',
  ];
  expect(draftOf(articleOf({ author: [names.join(', ')] })).authors).toEqual(names);
});
