/** Sources and articles for tests of the room. */
import * as v from 'valibot';
import { feedRuleDefaults, rulesSchema } from '../../src/config/source-rules.ts';
import type { Draft } from '../../src/model/entry.ts';
import type { Rules, Source } from '../../src/model/source.ts';
import { normalize } from '../../src/normalize/normalize.ts';

/** A source that says nothing but what is given. */
export function sourceOf(rules: Partial<Rules> = {}): Source {
  return {
    id: 'test',
    title: 'Test',
    home: 'https://home.example/blog/',
    language: 'zh-CN',
    timeZone: 'Asia/Shanghai',
    encoding: 'gb18030',
    kind: 'files',
    folder: 'test',
    rules: { ...v.parse(rulesSchema, {}), ...rules },
  };
}

/** What an article with a title, a date and this body becomes. */
export function draftOf(
  body: string,
  fields: Readonly<Record<string, unknown>> = {},
  source: Source = sourceOf(),
): Draft {
  const article = { fields: { title: 'T', date: '2024-01-02 03:04:05', ...fields }, body, repairs: [] };
  const outcome = normalize(article, source, 'test/a.md');
  if (outcome.kind === 'problem') throw new Error(outcome.reason);
  return outcome.value;
}

/** The content of an article with this body; empty if it has none. */
export function contentOf(body: string, rules: Partial<Rules> = {}): string {
  return draftOf(body, {}, sourceOf(rules)).content ?? '';
}

/** A source that is fetched. */
export function feedSourceOf(rules: Partial<Rules> = {}): Source {
  const { id, title, home, language, timeZone, encoding } = sourceOf();
  return {
    ...{ id, title, home, language, timeZone, encoding },
    kind: 'feed',
    url: 'https://feeds.example/news/feed.xml',
    isUnlisted: false,
    rules: { ...v.parse(rulesSchema, feedRuleDefaults), ...rules },
  };
}
