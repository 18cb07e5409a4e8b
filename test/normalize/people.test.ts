import { expect, test } from 'vitest';
import { draftOf } from './article.ts';

test.each([
  ['Li Wei <liwei@b.example>', ['Li Wei']],
  ['liwei@b.example (Li Wei)', ['Li Wei']],
  ['张三（zhang@b.example）', ['张三']],
  ['zhang@b.example（张三）', ['张三']],
  ['张三＜zhang@b.example＞，李四', ['张三', '李四']],
  ['张三zhang@b.example', ['张三']],
  ["O'Neil o'neil@b.example", ["O'Neil"]],
  ['liwei@b.example', []],
  ['@liwei, Li @ Home, a@b', ['@liwei', 'Li @ Home', 'a@b']],
  ['| 甲 ｜、：乙／', ['甲', '乙／']],
  ['<b>甲</b>，<a href="/b">乙</a>', ['甲', '乙']],
  ['undefined, null, ~, https://a.example/, http://b.example/', []],
  ['Undefined, Null, https', ['Undefined', 'Null', 'https']],
  ['甲,, 乙；丙;丁、甲', ['甲', '乙', '丙', '丁']],
  [
    [{ name: '甲' }, { nick: '乙' }, '丙，丁'],
    ['甲', '乙', '丙', '丁'],
  ],
])('the names in %j are %j', (author, names) => {
  expect(draftOf('x', { author }).authors).toEqual(names);
});
