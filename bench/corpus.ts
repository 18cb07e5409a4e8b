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

type Draft = {
  readonly title: string;
  readonly category: string;
  readonly paragraphs: readonly string[];
  readonly date: number;
  readonly source: string;
};

const folders = ['eastmoney', 'sina', 'shanghaifabu'] as const;
const day = 86_400_000;

/**
 * Writes `count` posts of about 6 KB below `folder` as three sources write them, over two years, in thirty categories; a share of
 * them tells what another source told within three days before, with a paragraph or a title changed. The pairs of those: path, and
 * path of what it retells.
 */
export function writeCorpus(
  folder: string,
  count: number,
  { seed = 42, retold = 0.1 } = {},
): readonly (readonly [string, string])[] {
  for (const each of folders) mkdirSync(join(folder, each, '_posts'), { recursive: true });
  const next = random(seed);
  const some = (length: number) =>
    Array.from({ length }, () => words[Math.floor(next() * words.length)] ?? '').join('');
  const paragraph = () =>
    Array.from({ length: 3 }, () => `${some(8 + Math.floor(next() * 16))}，${(next() * 1000).toFixed(1)}%。`).join('');
  const end = Date.parse('2025-12-31T00:00:00Z');
  const recent: { readonly draft: Draft; readonly path: string }[] = [];
  const pairs: (readonly [string, string])[] = [];
  for (let n = 0; n < count; n++) {
    const source = folders[n % folders.length] ?? folders[0];
    const date = Math.floor((end - ((count - n) / count) * 730 * day) / 1000) * 1000;
    const told =
      next() < retold ? recent.filter(({ draft }) => draft.source !== source && date - draft.date < 3 * day) : [];
    const original = told[Math.floor(next() * told.length)];
    const draft: Draft =
      original === undefined
        ? {
            title: `${some(3)}：${some(5)}${n}`,
            category: words[Math.floor(next() ** 2 * words.length)] ?? '',
            paragraphs: Array.from({ length: 8 + Math.floor(next() * 8) }, paragraph),
            date,
            source,
          }
        : {
            ...original.draft,
            paragraphs: original.draft.paragraphs.map((text, index) => (index === 1 ? text + paragraph() : text)),
            date,
            source,
          };
    const path = `${source}/_posts/${new Date(date).toISOString().slice(0, 10)}-${String(n).padStart(7, '0')}.md`;
    writeFileSync(join(folder, path), source === 'sina' ? hexoPost(draft, n) : jekyllPost(draft, n));
    if (original !== undefined) pairs.push([path, original.path]);
    else if (recent.push({ draft, path }) > 300) recent.shift();
  }
  return pairs;
}

function hexoPost({ title, category, paragraphs, date }: Draft, n: number): string {
  const picture = `https://n.sinaimg.cn/finance/crawl/${n % 200}/w550h${260 + (n % 120)}/x.jpg`;
  const body = paragraphs.map((text, at) =>
    at % 5 === 3
      ? `<p cms-style="font-L"><span style="color: #000000;">　　<font cms-style="font-L strong-Bold">${text.slice(0, 6)}</font>${text.slice(6)}</span></p>\n<div class="img_wrapper"><img id="${at}" src="${picture}" alt><span class="img_descr"></span></div>`
      : `<p>　　${text}</p>`,
  );
  return `---\ntitle: '${title}'\ncategories: \n - ${category}\n - 新浪财经\nheadimg: '${picture}'\nauthor: 新浪财经\ncomments: false\ndate: ${new Date(date).toUTCString()}\nthumbnail: '${picture}'\n---\n\n<div>   \n${body.join('\n')}\n<!-- news_keyword_pub,stock --> <!-- article_adlist[ <div>x</div> ]article_adlist -->\n<p class="article-editor">责任编辑：王翔 SF055</p>\n</div>\n`;
}

function jekyllPost({ title, category, paragraphs, date, source }: Draft, n: number): string {
  const local = new Date(date + day / 3).toISOString();
  const id = local.slice(0, 10).replaceAll('-', '') + String(n).padStart(10, '0');
  const channel = source === 'eastmoney' ? 'emnews' : source;
  const name = source === 'eastmoney' ? '东财滚动新闻' : '上海发布新闻';
  const body = paragraphs.map((text, at) =>
    at % 4 === 1 ? `<p><strong>${text.slice(0, 8)}</strong></p>\n <p>${text.slice(8)}</p>` : `<p>${text}</p>`,
  );
  return `---\nlayout: post\ntitle: "${title}"\ndate: ${local.slice(0, 10)} ${local.slice(11, 19)} +0800\ncategories: [${channel}, ${category}]\ntags: [${name}, ${category}]\n---\n${body.join('\n ')}<p class="em_media">（文章来源：上海发布）</p>\n\n<http://finance.eastmoney.com/news/1350,${id}.html>\n\n[返回${name}](//finews.example/${channel}/)｜[返回首页](//finews.example/)\n`;
}
