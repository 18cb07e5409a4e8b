import { expect, test } from 'vitest';
import { believed } from '../../src/parse/feed-language.ts';

test('a language is believed unless the text is Chinese and the language is not', () => {
  expect(believed('en-us', '<p class="english">A text with 汉字 in it.</p>')).toBe('en-us');
  expect(believed('en-us', '上海今天的天气', '<p class="long-english-name">晴朗，有 wind。</p>')).toBe(undefined);
  expect(believed('de', undefined, '新闻')).toBe(undefined);
  expect(believed('ja', '東京')).toBe('ja');
  expect(believed('zh-tw', '臺北')).toBe('zh-tw');
  expect(believed('en', '')).toBe('en');
  expect(believed(undefined, '臺北')).toBe(undefined);
});
