/** Huiliu at the edge: the same app, on D1. Entries are pushed here; nothing is read from files. */
import siteYaml from '../../config/site.yaml';
import sourcesYaml from '../../config/sources.yaml';
import { createApp } from '../app.ts';
import { mistakeLine, readConfig } from '../config/config.ts';
import { createStore } from '../store/store.ts';
import { type D1Database, d1Driver } from './d1.ts';
import { digest } from './digest.ts';

/** The bindings of wrangler.toml. */
export type Env = {
  readonly DB: D1Database;
  /** The address readers use, when `config/site.yaml` has none. */
  readonly HUILIU_BASE_URL?: string;
  /** Secret: who may put entries in. */
  readonly HUILIU_TOKEN?: string;
};

/** What the platform gives each request. */
type Context = { readonly waitUntil: (work: Promise<unknown>) => void };

type App = { readonly fetch: (request: Request) => Response | Promise<Response> };

/** One app an isolate, so that its renditions are kept from request to request. */
const apps = new WeakMap<Env, App>();

export default {
  async fetch(request: Request, env: Env, context: Context): Promise<Response> {
    const app = apps.get(env) ?? makeApp(env);
    apps.set(env, app);
    const response = await app.fetch(request);
    // What was put is indexed after the sender has its answer; a step that is cut off is done again by the next put.
    if (request.method === 'POST' && response.ok) context.waitUntil(index(env));
    return response;
  },
};

/** The steps of indexing that one put pays for: enough for its own batch and some that an earlier one left. */
async function index({ DB }: Env): Promise<void> {
  const store = createStore(d1Driver(DB));
  for (let steps = 0; steps < 5 && (await store.indexSearch(50)) > 0; steps++);
}

function makeApp(env: Env): App {
  const overrides = env.HUILIU_BASE_URL === undefined ? {} : { baseUrl: env.HUILIU_BASE_URL };
  const read = readConfig({ site: siteYaml, sources: sourcesYaml }, overrides, 'HUILIU_BASE_URL');
  if (read.kind === 'mistakes')
    return refusing(`The configuration has mistakes:\n${read.mistakes.map(mistakeLine).join('\n')}`);
  const { config } = read;
  if (config.site.baseUrl === undefined) {
    return refusing(
      'This Huiliu does not know its own address yet: set baseUrl in config/site.yaml, or HUILIU_BASE_URL in wrangler.toml, and deploy again.',
    );
  }
  return createApp({
    config,
    store: createStore(d1Driver(env.DB)),
    baseUrl: config.site.baseUrl,
    digest,
    now: Date.now,
    ready: () => true,
    token: env.HUILIU_TOKEN,
    report: (message, cause) =>
      console.error(JSON.stringify({ message, cause: cause instanceof Error ? cause.stack : String(cause) })),
  });
}

function refusing(message: string): App {
  return { fetch: () => new Response(`${message}\n`, { status: 503, headers: { 'cache-control': 'no-store' } }) };
}
