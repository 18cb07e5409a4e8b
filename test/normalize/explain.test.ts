import { describe, expect, test } from 'vitest';
import { explain } from '../../src/normalize/explain.ts';
import { sourceOf } from './article.ts';

test('every field is told with the rule that found it', () => {
  const source = sourceOf({
    tail: [/<(?<link>https:[^<>]+)>\s*$/u],
    elements: [{ select: 'p.by', pattern: /^(?<publisher>.+)$/u }],
    nativeId: [{ in: 'link', pattern: /\d+/u }],
  });
  const article = {
    fields: { title: '灯塔', date: 'never', tags: '海', draft: 'true' },
    body: '<p>灯塔今天开放。</p><p class="by">港口日报</p><https://x.example/77>',
    repairs: ['A title was mended.'],
  };
  expect(explain(article, source, 'a/2023-05-06-x.md')).toEqual({
    kind: 'ok',
    value: [
      { field: 'title', value: '灯塔', rule: 'field title' },
      { field: 'link', value: 'https://x.example/77', rule: 'tail 1' },
      { field: 'published', value: '2023-05-05T16:00:00.000Z (no time of day)', rule: 'file name' },
      { field: 'publisher', value: '港口日报', rule: 'elements p.by' },
      { field: 'categories', value: '海', rule: 'field tags' },
      { field: 'summary', value: '灯塔今天开放。', rule: 'beginning of the text' },
      { field: 'language', value: 'zh-CN', rule: 'source' },
      { field: 'native id', value: '77', rule: 'nativeId in link' },
      { field: 'withdrawn', value: 'yes', rule: 'field draft' },
      { field: 'content', value: '7 characters of text\n<p>灯塔今天开放。</p>', rule: 'body auto, read as html' },
      { field: 'repair', value: 'A title was mended.', rule: '' },
      { field: 'repair', value: 'Its date cannot be read; the date is from: file name.', rule: '' },
    ],
  });
});

test('a draft without a date has none yet, and is not said to be published when it is seen', () => {
  const article = { fields: { title: 'Lamp', draft: 'true' }, body: 'x', repairs: [] };
  expect(explain(article, sourceOf(), 'a.md')).toMatchObject({
    value: expect.arrayContaining([{ field: 'published', value: 'not yet', rule: 'draft without a date' }]),
  });
});

describe('an article that is no entry is told why, and what to do', () => {
  const cases: readonly (readonly [fields: Readonly<Record<string, unknown>>, body: string, reason: string])[] = [
    [{ title: 'x' }, 'x', 'it has no date'],
    [{ title: 'x', date: 'soon.' }, 'x', 'its date is no date: "soon."'],
    [
      { title: 'x', date: 'Tue, 20 Jan 1970 00:00:00 GMT' },
      'x',
      'its date is no date: "Tue, 20 Jan 1970 00:00:00 GMT"',
    ],
    [{ date: '2024-01-02' }, '', 'it has neither a title nor a text'],
  ];
  test.each(cases)('%j %j: %s', (fields, body, reason) => {
    const hint = expect.stringMatching(/^[A-Z].*\.$/);
    expect(explain({ fields, body, repairs: [] }, sourceOf(), 'a.md')).toEqual({ kind: 'problem', reason, hint });
  });
});
