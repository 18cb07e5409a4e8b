import { describe, expect, test } from 'vitest';
import { tellingOf, unitsOf } from '../../src/stories/telling.ts';

describe('what is the same under every publisher', () => {
  test.each([
    ['punctuation and white space', '上海发布：今天，晴。', '上海发布 今天晴'],
    ['full width and half width', 'ＡＰＰ下载３次', 'APP下载3次'],
    ['capitals', 'TechWeb 报道', 'techweb报道'],
    ['full-width numbers', '新增３５８例', '新增358例'],
    ['commas between thousands', '共12,000人', '共12000人'],
    ['a number in ten thousands', '共1.2万人', '共12000人'],
    ['a number with three decimals in ten thousands', '增长107.465万', '增长1074650'],
    ['a number in hundred millions', '约3亿元', '约300,000,000元'],
    ['a number in both', '约1.5万亿元', '约1500000000000元'],
  ])('%s', (_, one, other) => {
    expect(unitsOf(one, false)).toEqual(unitsOf(other, false));
  });

  test('markup and what it refers to', () => {
    const html = '<p class="a">上海<strong>发布</strong>&nbsp;</p>\n<img src="https://x.example/1.png" alt="图">今天';
    expect(unitsOf(html, true)).toEqual(unitsOf('上海发布今天', false));
  });
});

describe('what is not', () => {
  test.each([
    ['a decimal is another number', '增长1.5%', '增长15%'],
    ['a full stop behind a number is no point of it', '2022.', '2022.5'],
    ['a list of numbers is no thousands', '1,2,3', '123'],
    ['words are not their letters in a row', 'new port', 'newport'],
    ['a rare character is a character', '𠮷野家', '野家'],
  ])('%s', (_, one, other) => {
    expect(unitsOf(one, false)).not.toEqual(unitsOf(other, false));
  });
});

test('a number is one unit wherever it stands, and says its value', () => {
  const { units, numbers } = unitsOf('4月11日新增1,015例', false);
  expect(units).toHaveLength(8);
  expect(numbers).toEqual([
    { at: 0, value: 4 },
    { at: 2, value: 11 },
    { at: 6, value: 1015 },
  ]);
});

test('an entry without content tells its summary, and one without either its title alone', () => {
  const entry = { title: '标题', content: undefined, summary: '摘要 <b>' };
  expect(tellingOf(entry).text).toEqual(unitsOf('摘要 b', false));
  expect(tellingOf({ ...entry, summary: undefined }).text.units).toHaveLength(0);
});

test.each(['<', '<p', '&', '&amp', '3.', '１，', '\ud800', '万'])('the broken text %j is read to its end', text => {
  expect(unitsOf(text, true).units.length).toBeLessThanOrEqual(text.length);
});
