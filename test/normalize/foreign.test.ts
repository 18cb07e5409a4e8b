import { expect, test } from 'vitest';
import { isForeign } from '../../src/normalize/content/foreign.ts';
import { draftOf, feedSourceOf } from './article.ts';

const russian = 'Сегодня в городе будет солнечно и тепло';

test.each([
  ['zh-CN', 'How the harbour was built, and who paid for it'],
  ['zh-TW', `${russian} (上海)`],
  ['en', '上海今天的天气晴朗'],
  ['en', russian],
  ['ru', 'How the harbour was built'],
  ['ja', 'How the harbour was built'],
  ['ko', 'How the harbour was built'],
  ['zh-Latn', '上海今天的天气晴朗'],
])('%s is not the language of: %s', (language, text) => {
  expect(isForeign(text, language)).toBe(true);
});

test.each([
  ['zh-CN', 'Kubernetes Operators 使用指南: how to build and install them'],
  ['zh-CN', 'iPhone 15'],
  ['zh-CN', '2022: 100%'],
  ['en', 'How the 上海 harbour was built'],
  ['de', 'Wie der Hafen gebaut wurde'],
  ['ja', '東京'.repeat(10)],
  ['ja', 'すべてのひとへ'],
  ['ko', '서울의 봄 날씨'],
  ['und', 'How the harbour was built'],
  ['en-Qaaa', russian],
])('%s may be the language of: %s', (language, text) => {
  expect(isForeign(text, language)).toBe(false);
});

test('an article that says no language has that of its source, unless its text is in another script', () => {
  const source = feedSourceOf();
  const languageOf = (title: string, body: string, fields = {}) => draftOf(body, { title, ...fields }, source).language;
  expect(languageOf('上海天气', '<p>今天晴朗，有微风。</p>')).toBe('zh-CN');
  expect(languageOf('Building a harbour', '<p>Who paid for it?</p>')).toBe('und');
  expect(languageOf('Building a harbour', '<p>今天我们来讲一讲港口是怎么建成的，谁出的钱，谁出的力。</p>')).toBe(
    'zh-CN',
  );
  expect(languageOf('Building a harbour', '<p>Who paid for it?</p>', { lang: 'zh-CN' })).toBe('zh-CN');
});
