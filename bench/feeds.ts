/**
 * Reading feeds: the CPU time of a document of 50 posts in each shape of test/parse/styles.ts, beside feedsmith, which makes
 * less of it (no keys, no bodies chosen); and how many posts both find, with title and link, in the same documents damaged.
 */
import { parseFeed as feedsmith } from 'feedsmith';
import { parseFeed } from '../src/parse/feed.ts';
import { type Post, type Style, styles } from '../test/parse/styles.ts';
import { cpuOf, spreadText } from './cpu.ts';
import { numbersOf } from './options.ts';

/** What happens to documents between those who write and those who read them. */
const damages: Readonly<Record<string, (text: string) => string>> = {
  none: text => text,
  'cut at half': text => text.slice(0, text.length / 2),
  'cut by a hundred characters': text => text.slice(0, -100),
  'a notice before it': text => `<br />\n<b>Notice</b>: Undefined index in /index.php on line <b>3</b><br />\n${text}`,
  'no end of a title': text => text.replace(/<\/title>(?![\s\S]*<\/title>)/, ''),
  'no ends of items': text => text.replace(/<\/(?:item|entry)>/g, ''),
  'no ends of pictures': text =>
    text.replace(/<(media:thumbnail|media:content|enclosure|itunes:image)\b([^<>]*?)\/>/g, '<$1$2>'),
  'attributes without quotes': text => text.replace(/ (rel|isPermaLink|type)=["']([\w/-]+)["']/g, ' $1=$2'),
  'a < before a digit in every title': text => text.replace(/<title>(?!<)/g, '<title><3 '),
  'a bare & in every link': text => text.replace(/(<link>[^<]*)(<\/link>)/g, '$1?a=1&b=2$2'),
  'a control character in every title': text => text.replace(/(<title[^>]*>)(?!<)/g, '$1\x0b'),
  'two documents in one': text => text + text,
};

/** `--times 30`. */
export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const times = option('times', 30);
  const posts = Array.from({ length: 50 }, (_, at) => postOf(at));
  console.log(`ms of CPU a document of 50 posts, median of ${times} (least-most)\n`);
  for (const style of styles) {
    const text = style.document(posts);
    const bytes = new TextEncoder().encode(text);
    const fetched = { bytes, url: 'https://garden.example/feed', contentType: 'text/xml; charset=utf-8' };
    const ours = await cpuOf(times, async () => parseFeed(fetched, 'utf-8'));
    const peer = await cpuOf(times, async () => feedsmith(new TextDecoder().decode(bytes)));
    const ratio = (peer.median / ours.median).toFixed(2);
    console.log(
      `${style.name.padEnd(34)}${String(Math.round(bytes.length / 1000)).padStart(5)} kB   ${spreadText(ours)}   feedsmith ${spreadText(peer)}   feedsmith/ours ${ratio}`,
    );
  }
  // Its links are an extension that feedsmith does not read.
  const shared = styles.filter(({ name }) => name !== 'FeedBurner');
  console.log(`\nposts found, of ${shared.length * posts.length}, with title and link\n`);
  for (const [name, damage] of Object.entries(damages)) {
    const all = shared.map(style => [style, damage(style.document(posts))] as const);
    const count = (read: (text: string) => Titles) => sum(all.map(([style, text]) => found(style, posts, read(text))));
    console.log(
      `${name.padEnd(36)}ours ${count(byUs)}   feedsmith ${count(byPeer)}   behind a mended end ${count(text => byPeer(mended(text)))}`,
    );
  }
}

function postOf(at: number): Post {
  const date = Date.parse('2026-01-01T00:00:00Z') + at * 3_600_000;
  return {
    number: 1000 + at,
    title: `Post number ${at} & more`,
    slug: `post-${at}`,
    date,
    changed: date + 60_000,
    authors: ['Ada Marsh'],
    tags: ['Garden', '新闻'],
    html: '<p>A paragraph of <strong>some</strong> length, which says that it is one &amp; no more. 一段文字，说明它自己。</p>\n'.repeat(
      20,
    ),
    summary: 'A short summary.',
  };
}

/** Posts that were found, with the title that they have. */
function found({ factsOf }: Style, posts: readonly Post[], titles: ReadonlyMap<string, string>): number {
  return posts.filter(post => {
    const { title, link } = factsOf(post);
    return titles.get(link ?? '')?.includes(title === '' ? '' : `Post number ${post.number - 1000} `) === true;
  }).length;
}

/** A link without what a damage put into it. */
function bare(link: string): string {
  return link.replace('?a=1&b=2', '');
}

/** Titles by link. */
type Titles = ReadonlyMap<string, string>;

function byUs(text: string): Titles {
  const bytes = new TextEncoder().encode(text);
  const read = parseFeed({ bytes, url: 'https://garden.example/feed', contentType: undefined }, 'utf-8');
  const articles = read.kind === 'ok' ? read.value.articles : [];
  return new Map(articles.map(({ fields }) => [bare(String(fields.link)), String(fields.title ?? '')]));
}

function byPeer(text: string): Titles {
  try {
    const { format, feed } = feedsmith(text);
    if (format === 'atom') {
      const alternate = (links: readonly { rel?: string; href?: string }[] = []) =>
        links.find(({ rel = 'alternate' }) => rel === 'alternate')?.href ?? '';
      return new Map((feed.entries ?? []).map(({ title, links }) => [alternate(links), title?.value ?? '']));
    }
    if (format === 'json') return new Map((feed.items ?? []).map(({ title = '', url = '' }) => [url, title]));
    return new Map((feed.items ?? []).map(({ title = '', link = '' }) => [bare(link), title]));
  } catch {
    // What it cannot read has no posts; that is what is counted.
    return new Map();
  }
}

/** The least that would have to stand before feedsmith: a document that was cut ends behind its last whole item. */
function mended(text: string): string {
  const root = /<(rss|rdf:RDF|feed)\b/i.exec(text)?.[1];
  if (root === undefined || text.trimEnd().endsWith(`</${root}>`)) return text;
  const end = Math.max(
    text.lastIndexOf('</item>') + '</item>'.length,
    text.lastIndexOf('</entry>') + '</entry>'.length,
  );
  return `${text.slice(0, end)}${root === 'rss' ? '</channel>' : ''}</${root}>`;
}

function sum(counts: readonly number[]): string {
  return String(counts.reduce((all, count) => all + count, 0)).padStart(5);
}
