import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spotting } from '../../src/model/occurrences.ts';
import { folded } from '../../src/model/search.ts';

test.each([
  ['a Chinese word wherever it stands', '上海', '今天上海发布：上海疫情', ['上海', '上海']],
  ['a word in any case and width', 'gdp', 'GDP 与 ＧＤＰ…', ['GDP', 'ＧＤＰ']],
  ['no word inside another', 'art', 'start art arts', ['art']],
  ['a Latin word among Chinese ones', 'gdp', '中国gdp增长', ['gdp']],
  ['a phrase over punctuation', '"financial times"', 'Financial, Times; Financial Weekly', ['Financial, Times']],
  ['several words', '上海 北京', '北京和上海', ['北京', '上海']],
  ['nothing of what must not be there', '上海 -北京', '北京和上海', ['上海']],
  [
    'a word with and without its accents',
    'cafe zürich',
    'Le Café, Zurich, cafe\u0301, cafés',
    ['Café', 'Zurich', 'cafe\u0301'],
  ],
  ['a part of what is written without spaces', 'ไทย', 'ข่าวไทยดี', ['ไทย']],
  ['what stands behind signs that fold to several', '北京', '㍿㍿ﷺ北京，soft\u00adhyphen北京', ['北京', '北京']],
  ['a sign that folds to several, whole', '株式', '有㍿无', ['㍿']],
  [
    'Russian words in any case, with and without ё',
    'ёлка москвы',
    'ЁЛКА, Елка; Москвы, е\u0308лка',
    ['ЁЛКА', 'Елка', 'Москвы', 'е\u0308лка'],
  ],
  ['half-width kana', 'ガギグ', 'これはｶﾞｷﾞｸﾞ。', ['ｶﾞｷﾞｸﾞ']],
  ['what one character ends', 'A股', 'A股市场与Ａ股', ['A股', 'Ａ股']],
  ['no letter that belongs to another word', 'A股 涨停B', 'BA股 A股 涨停BA 涨停B', ['A股', '涨停B']],
  ['nothing for a query of nothing', '', '北京', []],
])('finds %s', (_, query, text, expected) => {
  const spans = spotting(query)(text);
  expect(spans.map(({ from, to }) => text.slice(from, to))).toEqual(expected);
});

test('of any text is what was searched for, each once, whatever stands before it', () => {
  const pieces = fc.constantFrom(
    '\u00ad',
    'e\u0301',
    'é',
    'E',
    '㍿',
    'ﷺ',
    'ｶﾞ',
    '北京',
    '京',
    ' ',
    ',',
    'x',
    '\u0301',
    '😀',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), parts => {
      const text = parts.join('');
      const found = spotting('北京')(text).map(({ from, to }) => folded(text.slice(from, to)));
      expect(found).toEqual(folded(text).match(/北京/g) ?? []);
      for (const { from, to } of spotting('e')(text)) expect(folded(text.slice(from, to))).toBe('e');
    }),
    { numRuns: 2000 },
  );
});
