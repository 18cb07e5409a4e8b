import { describe, expect, test } from 'vitest';
import { normalize } from '../../src/normalize/normalize.ts';
import { sourceOf } from './article.ts';

function withdrawn(path: string, fields: Readonly<Record<string, unknown>> = {}): boolean | string {
  const article = { fields: { title: 'T', date: '2024-01-02', ...fields }, body: 'x', repairs: [] };
  const outcome = normalize(article, sourceOf(), path);
  return outcome.kind === 'ok' ? outcome.value.withdrawn : outcome.reason;
}

describe('a file below a folder named _drafts, or that says it is a draft, locked or in no list, is withdrawn', () => {
  const cases: readonly (readonly [path: string, fields: Readonly<Record<string, unknown>>, is: boolean])[] = [
    ['blog/_drafts/a.md', {}, true],
    ['_drafts/a.md', {}, true],
    ['blog/_drafts/2024/a.md', {}, true],
    ['blog/_drafts/a.md', { published: 'true' }, false],
    ['blog/_drafts/a.md', { published: true }, false],
    ['blog/_drafts/a.md', { draft: 'false' }, false],
    ['blog/_drafts/a.md', { published: '2024-01-02' }, true],
    ['blog/_drafts/a.md', { published: 'true', draft: 'true' }, true],
    ['blog/_drafts/a.md', { published: 'false', draft: 'false' }, true],
    ['blog/a.md', { status: 'draft' }, true],
    ['blog/a.md', { status: 'publish' }, false],
    ['blog/a.md', { status: 'draft beer' }, false],
    ['blog/a.md', { isDraft: 'true' }, true],
    ['blog/a.md', { isDraft: 'false' }, false],
    ['blog/a.md', { status: 'private' }, true],
    ['blog/a.md', { status: 'Published' }, false],
    ['blog/a.md', { private: 'true' }, true],
    ['blog/a.md', { private: 'false' }, false],
    ['blog/a.md', { password: 'secret' }, true],
    ['blog/a.md', { password: 1234 }, true],
    ['blog/a.md', { password: '' }, false],
    ['blog/a.md', { password: 'false' }, false],
    ['blog/a.md', { unlisted: 'true' }, true],
    ['blog/a.md', { unlisted: 'false' }, false],
    ['blog/a.md', { eleventyExcludeFromCollections: 'true' }, true],
    ['blog/a.md', { headless: 'true' }, true],
    ['blog/a.md', { build: { list: 'never', render: 'always' } }, true],
    ['blog/a.md', { _build: { list: 'false' } }, true],
    ['blog/a.md', { build: { list: 'always' } }, false],
    ['blog/a.md', { build: 'never' }, false],
    ['blog/my_drafts/a.md', {}, false],
    ['blog/_drafts.md', {}, false],
    ['blog/_posts/a.md', {}, false],
  ];
  test.each(cases)('%s with %j: %s', (path, fields, is) => {
    expect(withdrawn(path, fields)).toBe(is);
  });
});
