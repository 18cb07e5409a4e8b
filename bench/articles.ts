/** Articles of the kinds that are read, about 6 KB each, in memory: seeded, so that the same numbers give the same bytes. */
import { random, words } from './corpus.ts';

/** A file as its source would write it, and the folder of that source. */
export type Article = { readonly path: string; readonly text: string };

type Writing = { readonly words: (count: number) => string; readonly paragraph: () => string; readonly n: number };

/** By kind, what writes the n-th article of it. */
const kinds: Readonly<Record<string, (writing: Writing) => Article>> = {
  'Hexo, HTML': ({ words, paragraph, n }) => ({
    path: `sina/${n}.md`,
    text: `\n---\ntitle: '${words(2)}：第 ${n} 篇${words(6)}'\ncategories: \n - 金融\n - 新浪财经\n - 新浪财经－国內\nheadimg: 'https://n.sinaimg.cn/x/${n}.jpg'\nauthor: 新浪财经\ncomments: false\ndate: ${new Date(dateOf(n)).toUTCString()}\nthumbnail: 'https://n.sinaimg.cn/x/${n}.jpg'\n---\n\n<div>   \n${times(
      12,
      at =>
        at % 4 === 3
          ? `<p cms-style="font-L color210"><span style="color: #000000;">　　${paragraph()}<font cms-style="font-L strong-Bold color210">${words(4)}</font></span></p>\n<div class="img_wrapper"><img id="${at}" src="//n.sinaimg.cn/x/${n}-${at}.jpg" alt referrerpolicy="no-referrer"><span class="img_descr"></span></div>`
          : `<p>　　${paragraph()}</p>`,
    )}\n<!-- news_keyword_pub,stock --> <!-- article_adlist[ <div>${words(9)}</div> ]article_adlist --><style>.appendQr_wrap { border: 1px }</style>\n<div class="appendQr_wrap"><div class="appendQr_normal"><img src="https://n.sinaimg.cn/qr.png"></div></div>\n<p class="article-editor">责任编辑：王翔 SF055</p>\n</div>\n`,
  }),
  'Jekyll, HTML': ({ words, paragraph, n }) => {
    const day = new Date(dateOf(n)).toISOString().slice(0, 10);
    const id = day.replaceAll('-', '') + String(n).padStart(10, '0');
    return {
      path: `eastmoney/_posts/${day}-${id}.md`,
      text: `---\nlayout: post\ntitle: "${words(6)}，${words(4)}"\ndate: ${day} 10:06:22 +0800\ncategories: [emnews, 基金]\ntags: [东财滚动新闻, ${words(2)}]\n---\n> ${paragraph().slice(0, 110)}（上海发布）\n\n${times(
        12,
        at =>
          at % 3 === 1
            ? ` <p><strong>${words(6)}</strong></p>\n <p>${paragraph()}<span id="Info.${at}"><a href="http://data.eastmoney.com/jgdy/" class="infokey">${words(2)}</a></span>${words(9)}。</p>`
            : `<p>${paragraph()}</p>`,
      )}<p class="em_media">（文章来源：上海发布）</p>\n\n<http://finance.eastmoney.com/news/1350,${id}.html>\n\n[返回东财滚动新闻](//finews.example/emnews/)｜[返回首页](//finews.example/)\n`,
    };
  },
  Markdown: ({ words, paragraph, n }) => ({
    path: `blog/${n}.md`,
    text: `---\ntitle: ${words(6)}\nauthor: [${words(2)}, ${words(2)}]\ndate: ${new Date(dateOf(n)).toISOString().slice(0, 10)}\ntags: [${words(1)}, ${words(2)}]\n---\n\n${times(
      9,
      at =>
        at % 3 === 2
          ? `## ${words(4)}\n\n- ${words(8)}\n- ${words(6)} \`code_${at}\`\n- [${words(3)}](https://a.example/${at})\n\n\`\`\`js\nconst a = ${at};\n\`\`\`\n`
          : `${paragraph()}**${words(3)}**${paragraph()}\n`,
    )}`,
  }),
};

/** `count` articles of every kind. */
export function articlesOf(count: number, seed = 42): ReadonlyMap<string, readonly Article[]> {
  const next = random(seed);
  const some = (length: number) =>
    Array.from({ length }, () => words[Math.floor(next() * words.length)] ?? '').join('');
  const sentence = () => `${some(8 + Math.floor(next() * 12))}，${(next() * 100).toFixed(1)}%。`;
  const paragraph = () => `${sentence()}${sentence()}${sentence()}`;
  return new Map(
    Object.entries(kinds).map(([kind, write]) => [
      kind,
      Array.from({ length: count }, (_, n) => write({ words: some, paragraph, n })),
    ]),
  );
}

function times(count: number, piece: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => piece(at)).join('\n');
}

/** An hour apart. */
function dateOf(n: number): number {
  return Date.parse('2024-01-01T00:00:00Z') + n * 3_600_000;
}
