/** A site with something of everything to look at, served as `npm start` serves, on a free port of this machine. */
import { createServing } from '../../src/app.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { EntryRecord } from '../../src/model/store.ts';
import { digest } from '../../src/node/digest.ts';
import { encoders } from '../../src/node/serving/encoders.ts';
import { listen } from '../../src/node/serving/listen.ts';
import { openPlatform } from '../contract/platform.node.ts';
import { record } from '../contract/records.ts';
import { seedRecords } from '../fixtures/records.ts';

const hour = 3_600_000;
const newest = Date.parse('2022-06-30T13:00:00Z');

export type Site = { readonly base: string; readonly close: () => Promise<void> };

/** Opens it; `languages` as in site.yaml. */
export async function openSite(languages: readonly string[] = []): Promise<Site> {
  const { config, store, close } = await openPlatform();
  const now = Date.parse('2022-07-01T00:00:00Z');
  const problems = ['a.md', 'folder/with-a-very-long-name-that-does-not-break-anywhere-at-all.md'].map(path => {
    return { path, source: 'sina', reason: 'the file is empty', hint: 'Write an article into it, or remove it.' };
  });
  await store.put({ now, entries: [...seedRecords, ...many(), ...unusual(), ...told()], problems });
  while ((await store.indexSearch(50)) > 0);
  const { server, address, answerBy } = await listen({ host: '127.0.0.1', port: 0 });
  const serving = createServing({
    config: { ...config, site: { ...config.site, limits: undefined, languages } },
    store,
    baseUrl: address,
    digest,
    encoders,
    version: () => 1,
    now: () => now,
    ready: () => true,
    report: console.error,
  });
  answerBy({ ...serving, baseUrl: address, clientOf: () => undefined, report: console.error });
  const closeServer = async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await close();
  };
  return { base: address, close: closeServer };
}

const places = ['上海', '北京', '浦东', '深圳', '广州', '成都', '杭州', '武汉', '西安', '南京'] as const;
const topics = [
  '消费',
  '房地产',
  '新能源',
  '半导体',
  '银行',
  '保险',
  '制造业',
  '出口',
  '就业',
  '教育',
  '医疗',
] as const;
const publishers = ['解放日报', '新华社', '证券时报', '第一财经', '上海发布', '经济日报'] as const;
const sources = ['sina', 'eastmoney', 'shanghaifabu'] as const;

/** Sixty articles of a month, some with a date alone. */
function many(): readonly EntryRecord[] {
  return Array.from({ length: 60 }, (_, index) => {
    const [place, topic] = [places[index % 10] ?? '', topics[index % 11] ?? ''];
    const text = `${place}${topic}行业近日公布数据，同比增长 ${index % 17}.${index % 10}%，高于市场此前的预期。`;
    const isDated = index % 7 === 3;
    const published = isDated ? Date.parse('2022-06-20T16:00:00Z') - index * 24 * hour : newest - index * 11 * hour;
    return of(sources[index % 3] ?? '', `m${index}`, {
      title: `${place}公布${topic}数据：增长好于预期，下半年政策将继续支持`,
      published,
      publisher: publishers[index % 6],
      categories: [topic, `${place}${topic}`].map(term => ({ term, label: term })),
      summary: text,
      content: `<p>${text}</p>\n`.repeat(8),
    });
  });
}

/** What articles can bring that layouts stumble over. */
function unusual(): readonly EntryRecord[] {
  const rich = `<p>正文第一段，有<strong>重点</strong>、<em>强调</em>和<a href="https://example.org/">链接</a>。</p>
<figure><img src="https://pictures.example/a.jpg" alt="会议现场" referrerpolicy="no-referrer" loading="lazy"/><figcaption>6月30日，会议在上海召开，与会代表讨论了下半年的工作安排。（记者 摄）</figcaption></figure>
<h2>一、小标题</h2>
<blockquote><p>引用的一段话，比较长，要看它换行以后是什么样子，所以多写几个字。</p></blockquote>
<ul><li>第一项</li><li>第二项，长一些</li></ul>
<table><thead><tr><th>指标</th><th>一季度</th><th>二季度</th><th>三季度</th><th>四季度</th><th>全年</th></tr></thead>
<tbody><tr><td>工业增加值（亿元）</td><td>10,234.56</td><td>11,345.67</td><td>12,456.78</td><td>13,567.89</td><td>47,604.90</td></tr></tbody></table>
<pre><code>const aVeryLongLineOfCode = "which has to go on in the next line on a narrow screen, or be scrolled by keyboard";</code></pre>
<p>https://example.org/a-very-long-address-that-nobody-broke-into-lines/and-goes-on-and-on-and-on.html</p>
<p><img src="https://pictures.example/b.jpg" alt="" referrerpolicy="no-referrer" loading="lazy"/></p>`;
  return [
    of('sina', 'rich', {
      title: '一篇什么都有的文章：图、表、引文、代码和很长的地址',
      published: newest + hour,
      updated: newest + 2 * hour,
      authors: ['张三', '李四'],
      editor: '王五',
      publisher: '新华社',
      link: 'https://news.example/rich',
      categories: [{ term: '消费', label: '消费' }],
      summary: '有图、表、引文、代码和很长的地址。',
      content: rich,
      image: { url: 'https://pictures.example/a.jpg', type: 'image/jpeg' },
    }),
    of('sina', 'english', {
      title: 'An article in English, with a title that is rather longer than most titles in Chinese are',
      published: newest - hour,
      summary: 'Its summary is in English too.',
      content: '<p>And so is its text.</p>',
      language: 'en',
    }),
    of('sina', 'arabic', {
      title: 'مجلس الوزراء يناقش خطة API الجديدة!',
      published: newest - 3 * hour,
      authors: ['محمد علي'],
      categories: [{ term: 'أخبار', label: 'أخبار' }],
      summary: 'ناقش المجلس الخطة (API).',
      content: '<p>قال الوزير إن الخطة تبدأ في 2023 (GDP).</p>\n<ul><li>البند الأول</li></ul>\n<pre>const x = 1;</pre>',
      language: 'ar',
    }),
    of('sina', 'deep', {
      title: '列表里的列表',
      published: newest - 4 * hour,
      content: `${'<ul><li>一项，有几个字<p>word word</p>'.repeat(12)}${'</li></ul>'.repeat(12)}`,
    }),
  ];
}

/** One story that two sources tell. */
function told(): readonly EntryRecord[] {
  const first = of('sina', 'told', {
    title: '市政府发布稳经济行动方案',
    published: newest - 2 * hour,
    summary: '共五十条。',
  });
  const second = of('eastmoney', 'told', {
    title: '上海稳经济五十条来了',
    published: newest - hour,
    summary: '共五十条。',
  });
  const story = { id: first.entry.id };
  return [
    { ...first, story: { ...story, place: 1 } },
    { ...second, story: { ...story, place: 2 } },
  ];
}

function of(source: string, key: string, changes: Partial<Entry>): EntryRecord {
  const published = changes.published ?? newest;
  return record(key, { source, id: `tag:huiliu.example,2026:${source}/${key}`, updated: published, ...changes });
}
