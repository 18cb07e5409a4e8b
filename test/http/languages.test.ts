import { expect, test } from 'vitest';
import { preferredLanguage } from '../../src/http/languages.ts';

test.each([
  [null, 'zh-CN'],
  ['', 'zh-CN'],
  ['en', 'en'],
  ['EN-us', 'en'],
  ['zh-TW, en;q=0.9', 'zh-CN'],
  ['en;q=0.5, zh-HK;q=0.8', 'zh-CN'],
  ['en;q=0.8, zh-HK;q=0.5', 'en'],
  ['zh-cn;q=0.1, en', 'en'],
  ['en;q=0, fr', 'zh-CN'],
  ['fr, en;q=0.1', 'en'],
  ['fr', 'zh-CN'],
  ['*, en;q=0.5', 'zh-CN'],
  ['en;q=0.9, *;q=0.1', 'en'],
  ['pt', 'pt-PT'],
  ['pt-br', 'pt-BR'],
  ['pt-AO', 'pt-PT'],
  ['en_US, pt', 'pt-PT'],
  ['<en>, pt', 'pt-PT'],
  ['en"', 'zh-CN'],
])('for Accept-Language %j a page is in %s', (header, language) => {
  expect(preferredLanguage(header, ['zh-CN', 'en', 'pt-PT', 'pt-BR'])).toBe(language);
});
