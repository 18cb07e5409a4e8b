import { expect, test } from 'vitest';
import { blocksOf } from '../../src/model/blocks.ts';

const words = (content: string) => blocksOf(content).filter(text => text.trim() !== '');

test.each([
  [
    'a word that is bold in part',
    '<p>今天<strong>房地</strong>产市场<a href="https://e.example/">很热</a>闹</p>',
    ['今天房地产市场很热闹'],
  ],
  [
    'every paragraph, item and cell by itself',
    '<p>甲</p><ul><li>乙<p>丙</p></li></ul><td>丁</td>',
    ['甲', '乙', '丙', '丁'],
  ],
  ['lines by themselves', '甲<br/>乙<img src="x" alt="丙"/>丁', ['甲', '乙', '丁']],
  ['what was escaped', '<p>A&amp;B &lt;b&gt; &quot;it&#39;s&#x4e2d;&nbsp;x&unknown;y</p>', ['A&B <b> "it\'s中 x y']],
  ['nothing for names that JavaScript has for itself', '<p>a&constructor;b&toString;c</p>', ['a b c']],
])('of content has %s', (_, content, blocks) => {
  expect(words(content)).toEqual(blocks);
});
