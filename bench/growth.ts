/**
 * Whether an answer costs more when the archive is large: the CPU time of the same requests over 1,000 and over 100,000 entries,
 * in turns, and the quotient of the two. `--times 100 --entries 100000`.
 */
import { cpuOnce, spreadOf, spreadText } from './cpu.ts';
import { numbersOf } from './options.ts';
import { type Filled, filledStore } from './store.ts';

type Question = {
  readonly name: string;
  readonly path: string;
  /** Beside the last ETag. */
  readonly headers: (etag: string) => Readonly<Record<string, string>>;
  readonly status: number;
  /** Puts one new entry before each request. */
  readonly publishes: boolean;
  readonly forgets: boolean;
};

const still = { publishes: false, forgets: false, status: 200, headers: () => ({}) };
const questions: readonly Question[] = [
  { ...still, name: 'cached', path: '/atom.xml' },
  { ...still, name: '304', path: '/atom.xml', status: 304, headers: etag => ({ 'if-none-match': etag }) },
  { ...still, name: 'after one new entry', path: '/atom.xml', publishes: true },
  { ...still, name: 'cold', path: '/atom.xml', publishes: true, forgets: true },
  { ...still, name: 'cold, a publisher', path: '/publishers/新浪财经/rss.xml', publishes: true, forgets: true },
  {
    ...still,
    name: 'delta',
    path: '/atom.xml',
    status: 226,
    publishes: true,
    headers: etag => ({ 'if-none-match': etag, 'a-im': 'feed' }),
  },
];

export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const [times, most] = [option('times', 100), option('entries', 100_000)];
  const few = 1000;
  console.log(`Putting ${few} and ${most} entries into two stores...`);
  const stores = [await filledStore(few), await filledStore(most)] as const;
  const servings = stores.map(store => ({ store, serving: store.serving() }));
  console.log(`\nms of CPU an answer, median of ${times} (least-most)\n`);
  try {
    for (const question of questions) {
      const [one, other] = servings.map(({ store, serving }) => sampler(question, store, serving));
      if (one === undefined || other === undefined) continue;
      const pairs: (readonly [number, number])[] = [];
      for (let pair = -10; pair < times; pair++) {
        const samples = [await one(), await other()] as const;
        if (pair >= 0) pairs.push(samples);
      }
      const [small, large] = [spreadOf(pairs.map(([few]) => few)), spreadOf(pairs.map(([, many]) => many))];
      const quotient = (large.median / small.median).toFixed(2);
      console.log(
        `${question.name.padEnd(22)}${few}: ${spreadText(small, 3)}   ${most}: ${spreadText(large, 3)}   quotient ${quotient}`,
      );
    }
  } finally {
    for (const store of stores) store.remove();
  }
}

/** Milliseconds of CPU of one answer, each time that it is called. */
function sampler(question: Question, store: Filled, serving: ReturnType<Filled['serving']>): () => Promise<number> {
  let etag: string | undefined;
  const ask = async (headers: Readonly<Record<string, string>>) => {
    const response = await serving.app.request(`http://127.0.0.1:3000${question.path}`, { method: 'HEAD', headers });
    etag = response.headers.get('etag') ?? etag;
    return response.status;
  };
  return async () => {
    if (etag === undefined) await ask({});
    if (question.publishes) await store.publish();
    if (question.forgets) serving.forget();
    return cpuOnce(async () => {
      const status = await ask(question.headers(etag ?? ''));
      if (status !== question.status) throw new Error(`${question.name}: ${status} for ${question.path}`);
    });
  };
}
