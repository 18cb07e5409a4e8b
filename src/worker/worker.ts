/** Huiliu at the edge: the same app, on D1. Entries are pushed here; nothing is read from files. */
import { createApp } from '../app.ts';
import { type ConfigResult, type ConfigTexts, mistakeLine, readConfig } from '../config/config.ts';
import type { Source } from '../model/source.ts';
import type { Receipt, Store } from '../model/store.ts';
import { EntryMemory } from '../store/memory.ts';
import { createStore } from '../store/store.ts';
import { tellHub } from '../tell-hub.ts';
import { settleCache, sharedCache, tellCache, type WorkersCache } from './cache.ts';
import { type D1Database, d1Driver } from './d1.ts';
import { digest } from './digest.ts';
import { expireHourly } from './expire.ts';
import { Trust } from './trust.ts';

/** The bindings of wrangler.toml. */
export type Env = {
  readonly DB: D1Database;
  /** The address readers use, when `config/site.yaml` has none. */
  readonly HUILIU_BASE_URL?: string;
  /** Secret: who may put entries in. */
  readonly HUILIU_TOKEN?: string;
};

/** What the platform gives each request. `cache` is there where Workers Cache is. */
export type Context = {
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly cache?: WorkersCache | undefined;
};

/** When a cron trigger was due, milliseconds since 1970. */
export type Schedule = { readonly scheduledTime: number };

type App = { readonly fetch: (request: Request) => Response | Promise<Response> };

/** The Worker by a configuration. */
export function createWorker(texts: ConfigTexts) {
  /** One app an isolate, so that its renditions are kept from request to request. */
  const apps = new WeakMap<Env, App>();
  return {
    async fetch(request: Request, env: Env, context: Context): Promise<Response> {
      const app = apps.getOrInsertComputed(env, () => makeApp(configOf(texts, env), env, context.cache !== undefined));
      contexts.set(request, context);
      const response = Promise.resolve(app.fetch(request));
      // A client that leaves does not take along the rendition that others wait for.
      context.waitUntil(response);
      return response;
    },

    /** Each minute: what the cache and the hub have not been told of for good, and what puts left to be indexed. Each hour: what is not kept goes. */
    async scheduled({ scheduledTime }: Schedule, env: Env, { cache }: Context): Promise<void> {
      const store = createStore(d1Driver(env.DB));
      await expireHourly(store, () => sourcesOf(configOf(texts, env)), scheduledTime).catch(error =>
        report('What is not kept could not go; the next hour tries again.', error),
      );
      try {
        if (cache !== undefined) await settleCache(cache, store);
        // Behind the cache: the hub asks at once for what it is told of. To read the configuration takes a good part of what a run may;
        // without a hub, its text says so.
        if (texts.site.includes('hub'))
          await tellItsHub(store, configOf(texts, env)).catch(error =>
            report('The hub is told again in a minute.', error),
          );
      } finally {
        // While the cache does not listen, what was put is found all the same.
        const isSearchNew = (await store.indexSearch(indexed)) > 0;
        if (cache !== undefined && isSearchNew) await tellCache(cache, []);
      }
    },
  };
}

const contexts = new WeakMap<Request, Context>();

/**
 * Entries that are indexed at once: more than a push sends in one batch, and about 6 ms, where the free plan has 10 for all of
 * an invocation.
 */
const indexed = 20;

/**
 * How long an isolate without a cache in front believes what it asked last, milliseconds. With one it believes nothing: what
 * it answers once is answered for long.
 */
const believed = 1000;

/** Characters of entries that an isolate keeps as read, twice: after one new entry, a feed reads one and not fifty. */
const remembered = 1_000_000;

/**
 * After the sender has its answer. The cache comes first: should the platform end this for the CPU time of indexing, feeds are
 * fresh all the same, and the next minute goes on.
 */
async function afterPut(store: Store, { scopes }: Receipt, cache: WorkersCache | undefined): Promise<void> {
  if (cache !== undefined && scopes.length > 0)
    await tellCache(cache, scopes).catch(error => report('The cache is told again within a minute.', error));
  await store
    .indexSearch(indexed)
    .catch(error => report('What was put could not be indexed; the next put or minute goes on.', error));
}

function makeApp(read: ConfigResult, env: Env, hasCache: boolean): App {
  if (read.kind === 'mistakes')
    return refusing(`The configuration has mistakes:\n${read.mistakes.map(mistakeLine).join('\n')}`);
  const { config } = read;
  if (config.site.baseUrl === undefined) {
    return refusing(
      'This Huiliu does not know its own address yet: set baseUrl in config/site.yaml, or HUILIU_BASE_URL in wrangler.toml, and deploy again.',
    );
  }
  const store = createStore(d1Driver(env.DB), new EntryMemory(remembered));
  const trust = new Trust(believed, Date.now);
  return createApp({
    config,
    store,
    baseUrl: config.site.baseUrl,
    digest,
    now: Date.now,
    ready: () => true,
    token: env.HUILIU_TOKEN,
    received: (receipt, request) => {
      trust.changed();
      const context = contexts.get(request);
      context?.waitUntil(afterPut(store, receipt, context.cache));
    },
    ...(hasCache ? { sharedCache } : { version: trust.version }),
    report,
  });
}

async function tellItsHub(store: Store, read: ConfigResult): Promise<void> {
  if (read.kind !== 'ok') return;
  const { feed, baseUrl } = read.config.site;
  if (feed.hub !== undefined && baseUrl !== undefined) await tellHub({ hub: feed.hub, baseUrl, store, now: Date.now });
}

/** None where the configuration has mistakes, which every request is told. */
function sourcesOf(read: ConfigResult): readonly Source[] {
  return read.kind === 'ok' ? read.config.sources : [];
}

function configOf(texts: ConfigTexts, env: Env): ConfigResult {
  const overrides = env.HUILIU_BASE_URL === undefined ? {} : { baseUrl: env.HUILIU_BASE_URL };
  return readConfig(texts, overrides, 'HUILIU_BASE_URL');
}

function report(message: string, cause: unknown): void {
  const why = cause === undefined || cause instanceof Error ? cause?.stack : String(cause);
  console.error(JSON.stringify({ message, cause: why }));
}

function refusing(message: string): App {
  return { fetch: () => new Response(`${message}\n`, { status: 503, headers: { 'cache-control': 'no-store' } }) };
}
