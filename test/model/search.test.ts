import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phraseOf, queryOf, readQuery, tokensOf } from '../../src/model/search.ts';

const read = (text: string) => {
  const found = readQuery(text);
  return found.kind === 'query' ? found.query : found.allowed;
};

describe('a query', () => {
  test.each([
    ['财经', '财经'],
    ['  上海   GDP ', '上海 gdp'],
    ['ＧＤＰ　上海', 'gdp 上海'],
    ['"上海 发布"', '"上海 发布"'],
    ['“上海 发布”', '"上海 发布"'],
    ['「上海」', '上海'],
    ['"open source', '"open source"'],
    ['上海发布 -广告 -"a b"', '上海发布 -广告 -"a b"'],
    ['-广告 上海', '上海 -广告'],
    ['上海－广告', '"上海 广告"'],
    ['上海 －广告', '上海 -广告'],
    ['foo-bar', '"foo bar"'],
    ['C++', 'c'],
    ['a a A', 'a'],
    ['中国，经济', '"中国 经济"'],
    ['x" OR y*', 'x "or y"'],
    ['NEAR(a b) AND NOT col:x', '"near a" b and not "col x"'],
    ["'; DROP TABLE search; --", 'drop table search'],
    ['soft\u00adhyphen', 'softhyphen'],
    ['"a 字"', '"a 字"'],
    ['test \u0640 -\u0640 "\u0640 a b"', 'test "a b"'],
  ])('%j is %j', (text, canonical) => {
    expect(read(text)).toBe(canonical);
  });

  test.each([
    ['', /at least one/],
    ['   ', /at least one/],
    ['-广告', /at least one/],
    ['""', /at least one/],
    ['\u0640', /at least one/],
    ['!?，。', /at least one/],
    ['字', /two characters/],
    ['上海 -字', /two characters/],
    ['あ', /two characters/],
    ['x'.repeat(201), /at most 200/],
    ['㍿'.repeat(60), /at most 200/],
  ])('%j is refused with what is allowed', (text, allowed) => {
    expect(readQuery(text)).toEqual({ kind: 'mistake', allowed: expect.stringMatching(allowed) });
  });

  test('in its canonical form is its own canonical form, and says the same', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.constantFrom('上海', '发', ' ', '"', '-', 'a', 'B1', '“', '，', '*', ':', '(', 'ﬁ', '\u00ad', '𠮷'), {
          maxLength: 20,
        })
        .map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(text, given => {
        const found = readQuery(given);
        if (found.kind === 'mistake') return;
        expect(readQuery(found.query)).toEqual(found);
        expect(queryOf(found.query)).toEqual(queryOf(given));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the tokens of a text', () => {
  test.each([
    ['上海发布', ['上海', '海发', '发布', '布']],
    ['字', ['字']],
    ['GDP', ['gdp']],
    ['上海，海发', ['上海', '海', '海发', '发']],
    ['3d打印机x', ['3d', '打', '打印', '印机', '机', 'x']],
    ['A股', ['a', '股']],
    ['2022 年初', ['2022', '年', '年初', '初']],
    ['Café, Zürich, Ёлка', ['cafe', 'zurich', 'елка']],
    ['e\u0301t\u00e9', ['ete']],
    ['مُحَمَّد مـحمد', ['محمد', 'محمد']],
    ['がぎ', ['がぎ', 'ぎ']],
    ['हिन्दी', ['हिन्दी']],
    ['ไทยดี', ['ไท', 'ทย', 'ยด', 'ดี', 'ี']],
    ['𠮷野家', ['𠮷野', '野家', '家']],
    ['データ', ['デー', 'ータ', 'タ']],
  ])('%s are %j', (text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens);
  });

  test.each([
    ['上海发布', ['上海', '海发', '发布']],
    ['上海 发布', ['上海', '海', '发布']],
    ['gdp', ['gdp']],
    ['a 字', ['a', '字']],
    ['打印x', ['打印', '印', 'x']],
    ['3月份', ['3', '月', '月份']],
    ['A股', ['a', '股']],
  ])('those of the term %j are %j', (term, tokens) => {
    expect(phraseOf(term)).toEqual(tokens);
  });
});
