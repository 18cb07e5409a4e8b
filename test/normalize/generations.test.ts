import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { normalize } from '../../src/normalize/normalize.ts';

const digest = '港口今晚(5月6日)亮灯，渔船平安归来。';
const link = 'http://finance.eastmoney.com/news/1350,202305061234567890.html';
const html = `<p>${digest}</p>\n <p>第二段，明天是晴天。</p>`;
const media = '<p class="em_media">（文章来源：港口日报）</p>';
const home = '[返回首页](//x.example/)';
const channel = '[返回东财滚动新闻](//x.example/emnews/)';

/** The template as it was at seven times. */
const generations: readonly string[] = [
  `${digest}（港口日报）\n\n<${link}>\n`,
  `${digest}（港口日报）\n\n<${link}>\n\n${channel}\n\n${home}`,
  `> ${digest}（港口日报）\n\n<${link}>\n\n${channel}｜${home}\n`,
  `> ${digest}（港口日报）\n\n${html}${media}\n\n<${link}>\n\n${channel}｜${home}`,
  `>${digest}（港口日报）\n${html}${media}\n<${link}>\n${channel}\n${home}\n`,
  `${html}${media}\n\n<${link}>\n\n${channel}｜${home}`,
  `\n> ${digest}\n\n${html}\n${media}\n\n<${link}>`,
];

test('seven generations of one template give one entry', () => {
  const drafts = generations.map(body => {
    const outcome = normalize({ fields, body, repairs: [] }, source, 'eastmoney/2023-05-06-202305061234567890.md');
    if (outcome.kind === 'problem') throw new Error(outcome.reason);
    return outcome.value;
  });
  const facts = drafts.map(({ content: _content, summary: _summary, textLength: _length, ...rest }) => rest);
  for (const fact of facts) expect(fact).toEqual(facts[0]);
  expect(facts[0]).toMatchObject({
    link,
    publisher: '港口日报',
    nativeId: '202305061234567890',
    categories: [{ term: 'emnews', label: '东财滚动新闻' }],
  });
  for (const { content } of drafts.slice(0, 3)) expect(content).toBe(`<p>${digest}</p>`);
  for (const { content } of drafts.slice(3)) expect(content).toBe(`<p>${digest}</p>\n<p>第二段，明天是晴天。</p>`);
  for (const index of [0, 1, 2, 3, 4, 6]) expect(drafts[index]?.summary).toBe(digest);
});

const fields = {
  layout: 'post',
  title: '港口今晚亮灯',
  date: '2023-05-06 20:21:22 +0800',
  categories: 'emnews',
  tags: '东财滚动新闻',
};
const folder = join(import.meta.dirname, '../../config');
const read = readConfig({
  site: readFileSync(join(folder, 'site.yaml'), 'utf8'),
  sources: readFileSync(join(folder, 'sources.yaml'), 'utf8'),
});
const source = (read.kind === 'ok' ? read.config.sources.find(({ id }) => id === 'eastmoney') : undefined) ?? missing();

function missing(): never {
  throw new Error('sources.yaml has no eastmoney');
}
