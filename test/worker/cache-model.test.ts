/** What readers get through a cache that does what Workers Cache says of itself (docs/decisions/0008), while all around it goes wrong. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WorkersCache } from '../../src/worker/cache.ts';
import type { D1Database, D1PreparedStatement } from '../../src/worker/d1.ts';
import worker from '../../src/worker/index.ts';
import type { Env } from '../../src/worker/worker.ts';
import { openD1 } from '../contract/platform.workerd.ts';
import { category, day, idOf, record } from '../contract/records.ts';

const base = 'https://edge.example';
const token = 'a token of thirty-two characters';
const paths = [
  '/rss.xml',
  '/atom.xml?limit=2',
  '/feed.json?content=summary',
  '/sources/sina/atom.xml',
  '/categories/x/feed.json',
  '/publishers/p/rss.xml',
  '/search/feed.json?q=标题',
  '/archive/1-2/atom.xml',
  '/opml.xml',
  '/',
  '/categories/x/',
  '/entries/sina/k1',
];

/** What is kept of one address in one spelling of what varies. */
type Copy = {
  readonly response: Response;
  readonly body: string;
  readonly tags: readonly string[];
  readonly life: number;
  readonly stored: number;
  stale: boolean;
};

/** Errors are worded for who asks. */
function shownBy({ status, body }: { readonly status: number; readonly body: string }): string {
  return status < 400 ? body : `${status}`;
}

/** A question whose answer is on its way until it arrives. */
type Hold = { readonly asks: () => void; readonly arrival: Promise<void> };

type Ask = (request: Request) => Promise<Response>;

/** Workers Cache: one copy an address, for GET and HEAD, good for as long as it says, or until a tag of it is named. */
class StandIn {
  readonly #copies = new Map<string, Copy>();
  /** Seconds. */
  now = 0;
  listens = true;

  readonly cache: WorkersCache = {
    invalidate: async ({ tags = [], purgeEverything = false }) => {
      if (!this.listens) return { success: false, errors: ['too many'] };
      for (const copy of this.#copies.values())
        if (purgeEverything || copy.tags.some(tag => tags.some(told => told.toLowerCase() === tag))) copy.stale = true;
      return { success: true, errors: [] };
    },
  };

  async answer(request: Request, origin: Ask): Promise<{ readonly status: number; readonly body: string }> {
    const copy = this.#copies.get(request.url);
    const isGood = copy !== undefined && !copy.stale && this.now < copy.stored + copy.life;
    const kept = isGood ? copy : await this.#ask(request, copy, origin);
    const tag = request.headers.get('if-none-match');
    if (tag !== null && tag === kept.response.headers.get('etag')) return { status: 304, body: kept.body };
    return { status: kept.response.status, body: kept.body };
  }

  /** Asks as a cache does: for the whole, with the tag that it holds in place of its client's. */
  async #ask(request: Request, copy: Copy | undefined, origin: Ask): Promise<Copy> {
    const headers = new Headers(request.headers);
    headers.delete('if-none-match');
    const held = copy?.response.headers.get('etag');
    if (typeof held === 'string') headers.set('if-none-match', held);
    const response = await origin(new Request(request.url, { headers }));
    if (response.status >= 500 && copy !== undefined) return copy;
    if (response.status === 304 && copy !== undefined)
      return this.#keep(request.url, response, copy.response, copy.body);
    const body = await response.clone().text();
    return this.#keep(request.url, response, response, body);
  }

  #keep(url: string, told: Response, response: Response, body: string): Copy {
    const rule = told.headers.get('cloudflare-cdn-cache-control') ?? told.headers.get('cache-control') ?? 'no-store';
    // No answer for one client alone, and no error for longer than a minute.
    const life = /no-store|private/.test(rule) ? 0 : Number(/max-age=(\d+)/.exec(rule)?.[1] ?? 0);
    if (response.status >= 400) expect(life).toBeLessThanOrEqual(60);
    expect(told.status).not.toBe(226);
    const tags = (told.headers.get('cache-tag') ?? '').toLowerCase().split(',');
    const copy = { response, body, tags, life, stored: this.now, stale: false };
    if (life > 0) this.#copies.set(url, copy);
    return copy;
  }
}

type Step =
  | {
      readonly kind: 'put';
      readonly key: number;
      readonly text: number;
      readonly place: number;
      readonly isLost: boolean;
    }
  | { readonly kind: 'retract'; readonly key: number; readonly isLost: boolean }
  | { readonly kind: 'read'; readonly path: number; readonly isolate: number; readonly asks: number }
  | { readonly kind: 'slow'; readonly path: number; readonly isolate: number }
  | { readonly kind: 'arrive' }
  | { readonly kind: 'minute'; readonly twice: boolean }
  | { readonly kind: 'deaf'; readonly listens: boolean }
  | { readonly kind: 'failing'; readonly when: 'before' | 'after' };

const small = (most: number) => fc.integer({ min: 0, max: most });
const kind = <K extends Step['kind']>(name: K) => fc.constant(name);
const put = fc.record({ kind: kind('put'), key: small(4), text: small(3), place: small(3), isLost: fc.boolean() });
const read = fc.record({ kind: kind('read'), path: small(paths.length - 1), isolate: small(1), asks: small(3) });
const steps: readonly fc.WeightedArbitrary<Step>[] = [
  { weight: 6, arbitrary: put },
  { weight: 2, arbitrary: fc.record({ kind: kind('retract'), key: small(4), isLost: fc.boolean() }) },
  { weight: 12, arbitrary: read },
  { weight: 3, arbitrary: fc.record({ kind: kind('minute'), twice: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('deaf'), listens: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('failing'), when: fc.constantFrom('before', 'after') }) },
];

/** What is asked for in two turns while others write may be of two states, until the cache is told. */
const slowSteps: readonly fc.WeightedArbitrary<Step>[] = [
  { weight: 4, arbitrary: fc.record({ kind: kind('slow'), path: small(paths.length - 1), isolate: small(1) }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('arrive') }) },
];

/** Everything of one run: the database, two isolates that live long, the cache in front of them, and all that was ever true. */
async function openWorld(database: D1Database) {
  const front = new StandIn();
  const trouble: { fails: 'before' | 'after' | undefined; hold: Hold | undefined } = {
    fails: undefined,
    hold: undefined,
  };
  const troubled: D1Database = {
    prepare: sql => database.prepare(sql),
    batch: async (statements: D1PreparedStatement[]) => {
      const { fails, hold } = trouble;
      trouble.fails = undefined;
      if (fails === 'before') throw new Error('D1_ERROR: Network connection lost');
      const results = await database.batch(statements);
      if (fails === 'after') throw new Error('D1_ERROR: Network connection lost');
      hold?.asks();
      await hold?.arrival;
      return results;
    },
  };
  const envs = [0, 1].map((): Env => ({ DB: troubled, HUILIU_BASE_URL: base, HUILIU_TOKEN: token }));
  const ask = async (request: Request, isolate: number, work: Promise<unknown>[] = []) => {
    const env = envs[isolate] ?? envs[0];
    if (env === undefined) throw new Error('There is no isolate.');
    const context = { waitUntil: (promise: Promise<unknown>) => void work.push(promise), cache: front.cache };
    return worker.fetch(request, env, context);
  };
  const bare: Env = { DB: database, HUILIU_BASE_URL: base, HUILIU_TOKEN: token };
  const truths = new Map(paths.map(path => [path, new Set<string>()]));
  const newest = new Map<string, string>();
  const learn = async () => {
    const env = { ...bare };
    for (const path of paths) {
      const context = { waitUntil: () => undefined, cache: front.cache };
      const response = await worker.fetch(new Request(base + path), env, context);
      const shown = shownBy({ status: response.status, body: await response.text() });
      truths.get(path)?.add(shown);
      newest.set(path, shown);
    }
  };
  return { front, trouble, ask, learn, truths, newest, bare };
}

test.each([
  ['nobody gets bytes that no state had', steps, true],
  ['with answers that are slow on their way, everybody gets them', [...steps, ...slowSteps], false],
])(
  '%s, and those of the newest three minutes after it',
  async (_name, choice, isExact) => {
    const run = async (steps: readonly Step[]) => {
      const { database, close } = await openD1();
      try {
        const { front, trouble, ask, learn, truths, newest, bare } = await openWorld(database);
        let revision = 0;
        // Whether the cache has heard of everything.
        let isTold = true;
        const held: { readonly release: () => void; readonly read: Promise<void> }[] = [];
        const readNow = async (path: string, isolate: number, headers: Record<string, string> = {}, method = 'GET') => {
          const isFailing = trouble.fails !== undefined;
          const { status, body } = await front.answer(new Request(base + path, { headers, method }), request =>
            ask(request, isolate),
          );
          if (status === 503 || !isExact) return;
          const shown = shownBy({ status, body });
          expect([path, truths.get(path)?.has(shown)]).toEqual([path, true]);
          // That there is nothing yet is believed for a minute.
          if (isTold && !isFailing && status < 400) expect([path, shown]).toEqual([path, newest.get(path)]);
        };
        const arriveAll = async () => {
          for (const { release, read: reading } of held.splice(0)) {
            release();
            await reading;
          }
        };
        const push = async (body: object, isLost: boolean) => {
          revision += 1;
          const request = new Request(`${base}/api/entries?from=${revision - 1}`, {
            method: 'POST',
            headers: { authorization: `Bearer ${token}` },
            body: JSON.stringify({ epoch: 'e1', revision, entries: [], retracted: [], ...body }),
          });
          const work: Promise<unknown>[] = [];
          const { listens } = front;
          isTold &&= listens && !isLost && trouble.fails === undefined;
          if (isLost) front.listens = false;
          await ask(request, 0, work);
          for (const each of work) await each;
          front.listens = listens;
          await learn();
        };
        const minute = async () => {
          front.now += 60;
          await worker
            .scheduled({ scheduledTime: day + 60_000 }, bare, { waitUntil: () => undefined, cache: front.cache })
            .catch(() => undefined);
          isTold ||= front.listens;
          await learn();
        };
        const entry = (key: number, text: number, place: number) =>
          record(`k${key}`, {
            title: `标题 ${text}`,
            published: day + (place % 2 === 0 ? key : 10 - key) * 1000,
            ...(place > 1 ? category('x') : {}),
            ...(place > 0 ? { publisher: 'p' } : {}),
          });
        await learn();
        for (const each of steps) {
          if (each.kind === 'put') await push({ entries: [entry(each.key, each.text, each.place)] }, each.isLost);
          if (each.kind === 'retract') await push({ retracted: [{ id: idOf(`k${each.key}`), at: day }] }, each.isLost);
          if (each.kind === 'read' || each.kind === 'slow') {
            const path = paths[each.path] ?? '/';
            if (each.kind === 'slow') {
              const { promise: arrival, resolve: arrive } = Promise.withResolvers<void>();
              const { promise: asked, resolve: asks } = Promise.withResolvers<void>();
              trouble.hold = { asks, arrival };
              const reading = readNow(path, each.isolate);
              // Its questions are asked, and their answers wait.
              await Promise.race([asked, reading]);
              trouble.hold = undefined;
              held.push({ release: arrive, read: reading });
            } else {
              const asks = [{}, { 'a-im': 'feed', 'if-none-match': '"x.y.1"' }, { accept: 'text/html' }, {}][each.asks];
              const near = [0, 1, 2, 3].flatMap(further => paths[(each.path + further) % paths.length] ?? []);
              for (const one of near) await readNow(one, each.isolate, asks, each.asks === 3 ? 'HEAD' : 'GET');
            }
          }
          if (each.kind === 'arrive') {
            const next = held.shift();
            next?.release();
            await next?.read;
          }
          if (each.kind === 'minute') {
            // Nothing is on its way for longer than that.
            if (!each.twice) await arriveAll();
            await (each.twice ? Promise.all([minute(), minute()]) : minute());
          }
          if (each.kind === 'deaf') front.listens = each.listens;
          if (each.kind === 'failing') trouble.fails = each.when;
        }
        trouble.fails = undefined;
        await arriveAll();
        front.listens = true;
        for (let minutes = 0; minutes < 3; minutes++) await minute();
        for (const path of paths) {
          const answer = await front.answer(new Request(base + path), request => ask(request, 0));
          expect([path, shownBy(answer)]).toEqual([path, newest.get(path)]);
        }
      } finally {
        await close();
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(...choice), { minLength: 5, maxLength: 25 }), run), {
      numRuns: 10,
    });
  },
  300_000,
);
