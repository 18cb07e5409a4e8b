/** Synthetic articles in the shape of the sina seeds: seeded, so that the same numbers give the same files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const words = [
  '市场',
  '指数',
  '企业',
  '增长',
  '同比',
  '政策',
  '发展',
  '城市',
  '数据',
  '会议',
  '推进',
  '工作',
  '服务',
  '创新',
  '投资',
  '银行',
  '利率',
  '公司',
  '季度',
  '报告',
  '产业',
  '技术',
  '项目',
  '建设',
  '管理',
  '改革',
  '安全',
  '交通',
  '能源',
  '教育',
];

/** A generator of numbers from 0 to 1: mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Writes `count` posts of about 6 KB below `folder`, an hour apart, the last at the end of 2025. */
export function writePosts(folder: string, count: number, seed = 42): void {
  mkdirSync(folder, { recursive: true });
  const next = random(seed);
  const word = () => words[Math.floor(next() * words.length)] ?? '';
  const sentence = () =>
    `${Array.from({ length: 8 + Math.floor(next() * 12) }, word).join('')}，${(next() * 100).toFixed(1)}%。`;
  const end = Date.parse('2025-12-31T23:00:00Z');
  for (let n = 0; n < count; n++) {
    const paragraphs = Array.from(
      { length: 12 },
      () => `<p>　　${Array.from({ length: 5 }, sentence).join('')}</p>`,
    ).join('\n');
    const date = new Date(end - (count - n) * 3_600_000).toUTCString();
    const text = `\n---\ntitle: '${word()}${word()}：第 ${n} 篇${sentence().slice(0, 20)}'\ncategories:\n - 金融\n - 新浪财经\nauthor: 新浪财经\ndate: ${date}\n---\n\n<div>\n${paragraphs}\n<p class="article-editor">责任编辑：王翔 </p>\n</div>\n`;
    writeFileSync(join(folder, `${String(n).padStart(6, '0')}.md`), text);
  }
}
