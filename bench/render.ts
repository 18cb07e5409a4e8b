/**
 * The CPU time of an answer that no cache has: a 50-entry feed of full contents, from the store to bytes and validators, through
 * the app (a HEAD request: the making of a Response is the platform's cost); and the same after one new entry. Beside it the `feed` package, which only renders, the same entries in memory.
 */
import { Feed as Library } from 'feed';
import { cpuOf, spreadText } from './cpu.ts';
import { numbersOf } from './options.ts';
import { filledStore } from './store.ts';

const formats = [
  ['rss', '/rss.xml'],
  ['atom', '/atom.xml'],
  ['json', '/feed.json'],
] as const;

/** `--times 300 --entries 1000`. */
export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const times = option('times', 300);
  const filled = await filledStore(option('entries', 1000));
  const get = async (serving: ReturnType<typeof filled.serving>, path: string, method = 'GET') => {
    const response = await serving.app.request(`http://127.0.0.1:3000${path}`, { method });
    if (response.status !== 200) throw new Error(`${response.status} for ${path}`);
    return response.arrayBuffer();
  };
  try {
    console.log(`ms of CPU an answer, median of ${times} (least-most)\n`);
    for (const [format, path] of formats) {
      const warm = filled.serving();
      const bytes = (await get(warm, path)).byteLength;
      const next = await cpuOf(times, () => get(warm, path, 'HEAD'), filled.publish);
      const cold = await cpuOf(
        times,
        () => get(warm, path, 'HEAD'),
        async () => {
          await filled.publish();
          warm.forget();
        },
      );
      const again = await cpuOf(times, () => get(warm, path, 'HEAD'));
      const library = await libraryOf(JSON.parse(new TextDecoder().decode(await get(warm, '/feed.json'))));
      const peer = await cpuOf(times, async () => new TextEncoder().encode(library[format]()));
      console.log(
        [
          `${format.padEnd(5)}${Math.round(bytes / 1000)} kB`,
          `cold ${spreadText(cold)}`,
          `after one new entry ${spreadText(next)}`,
          `cached ${spreadText(again, 3)}`,
          `feed package, rendering alone ${spreadText(peer)}`,
          `feed/cold ${(peer.median / cold.median).toFixed(2)}`,
        ].join('   '),
      );
    }
  } finally {
    filled.remove();
  }
}

type JsonFeed = { readonly title: string; readonly items: readonly JsonItem[] };
type JsonItem = Readonly<
  Record<'id' | 'url' | 'title' | 'summary' | 'content_html' | 'date_published' | 'date_modified', string>
> & {
  readonly authors: readonly { readonly name: string }[];
  readonly tags: readonly string[];
};

/** The same feed in the memory of the library; it has to be added to for each rendering too, and that is not counted. */
async function libraryOf({ title, items }: JsonFeed): Promise<Record<'rss' | 'atom' | 'json', () => string>> {
  const feed = new Library({ id: 'tag:example', title, copyright: '' });
  for (const item of items) {
    feed.addItem({
      id: item.id,
      title: item.title,
      link: item.url,
      description: item.summary,
      content: item.content_html,
      date: new Date(item.date_modified),
      published: new Date(item.date_published),
      author: item.authors.map(({ name }) => ({ name })),
      category: item.tags.map(name => ({ name })),
    });
  }
  return { rss: () => feed.rss2(), atom: () => feed.atom1(), json: () => feed.json1() };
}
