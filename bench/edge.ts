/**
 * The Worker in the Workers runtime on this machine: the CPU time that its process uses for a request of a 50-entry feed,
 * cached in the isolate and rendered from a local D1, which runs in the same process; and the rows that D1 writes for an
 * entry. What the runtime costs by itself here is measured beside it, in turn: an answer of three bytes (`/healthz`), a question to D1
 * (`/readyz`), and a Worker that does nothing but answer as many bytes as the feed has.
 * `--rounds 5 --requests 1000`.
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryRecord, Store } from '../src/model/store.ts';
import { openStore } from '../src/node/database/open.ts';
import { push } from '../src/node/edge/push.ts';
import { createStore } from '../src/store/store.ts';
import { type D1Database, d1Driver } from '../src/worker/d1.ts';
import { writePosts } from './corpus.ts';
import { numbersOf } from './options.ts';

/** What is used of the runtime that `wrangler dev` starts too, in wrangler's version, without wrangler's proxy in front. */
type Runtime = {
  readonly ready: Promise<URL>;
  readonly getD1Database: (binding: string) => Promise<D1Database>;
  readonly dispose: () => Promise<void>;
};
type Runtimes = {
  readonly Miniflare: new (options: object) => Runtime;
  readonly convertV4MiniflareOptions: (options: object) => object;
};

const root = join(import.meta.dirname, '..');
const require = createRequire(createRequire(import.meta.url).resolve('wrangler/package.json'));
const { Miniflare, convertV4MiniflareOptions }: Runtimes = require('miniflare');
const token = 'a token for this bench alone';
/** The feed that is asked for again and again. */
const cached = '/sources/sina/atom.xml';
/** Entries that go in one run, as expire.ts of the Worker has it. */
const hourly = 200;
/** Articles, each of about 6 kB. */
const articles = 400;

export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const [rounds, requests] = [option('rounds', 5), option('requests', 1000)];
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-edge-'));
  const records = await read(folder);
  const runtime = start(folder);
  try {
    const base = (await runtime.ready).origin;
    const database = await runtime.getD1Database('DB');
    for (const name of globSync(join(root, 'src/store/migrations/*.sql')).sort())
      await database.batch(statementsOf(readFileSync(name, 'utf8')).map(sql => database.prepare(sql)));
    await printRows(database, records.slice(0, 300));
    const [changing] = records.slice(-1);
    if (changing === undefined) throw new Error('Nothing was read.');
    const sender = openStore(join(folder, 'sender'));
    const pushed = async (changed: readonly EntryRecord[]) => {
      await fill(sender.store, changed);
      await push(sender.store, { to: base, token });
    };
    await pushed(records);
    let times = 0;
    const change = () => pushed([{ ...changing, fingerprint: `${changing.fingerprint} ${times++}` }]);
    const { byteLength } = await ask(base + cached, 'GET');
    const bare = startBare(folder, byteLength);
    try {
      await measure({ ours: base, bare: (await bare.ready).origin }, rounds, requests, change);
    } finally {
      await bare.dispose();
    }
    sender.close();
  } finally {
    await runtime.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Articles as a real ingest makes them. */
async function read(folder: string): Promise<readonly EntryRecord[]> {
  writePosts(join(folder, 'seeds/sina'), articles);
  const places = ['--seeds', join(folder, 'seeds'), '--data', join(folder, 'read'), '--config', join(root, 'config')];
  execFileSync(process.execPath, [join(root, 'src/node/main.mjs'), 'ingest', ...places], { stdio: 'ignore' });
  const { store, close } = openStore(join(folder, 'read'));
  const found = await store.changes({ kind: 'all' }, 0, articles);
  close();
  return found.map(({ entry, fingerprint, written }) => ({ entry, fingerprint, written }));
}

async function fill(store: Store, records: readonly EntryRecord[]): Promise<void> {
  for (let start = 0; start < records.length; start += 25)
    await store.put({ now: Date.now(), entries: records.slice(start, start + 25) });
}

function start(folder: string): Runtime {
  const bundle = join(folder, 'bundle');
  execFileSync('npx', ['wrangler', 'deploy', '--dry-run', '--outdir', bundle], {
    cwd: root,
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' },
    stdio: 'ignore',
  });
  const options = {
    // The main module comes first.
    modules: ['index.js', ...globSync('*.yaml', { cwd: bundle })].map(name => ({
      type: name.endsWith('.js') ? 'ESModule' : 'Text',
      path: join(bundle, name),
      contents: readFileSync(join(bundle, name), 'utf8'),
    })),
    modulesRoot: bundle,
    compatibilityDate: compatibilityDate(),
    bindings: { HUILIU_BASE_URL: 'https://edge.example', HUILIU_TOKEN: token },
    d1Databases: { DB: 'bench' },
    logRequests: false,
    cf: false,
  };
  return new Miniflare(convertV4MiniflareOptions(options));
}

/** A Worker that does nothing else, in a runtime of its own. */
function startBare(folder: string, bytes: number): Runtime {
  const headers = JSON.stringify({
    'content-type': 'application/atom+xml; charset=utf-8',
    'content-length': String(bytes),
  });
  const contents = `const body = new Uint8Array(${bytes}).fill(65);\nexport default { fetch: () => new Response(body, { headers: ${headers} }) };\n`;
  const options = {
    modules: [{ type: 'ESModule', path: join(folder, 'bare.js'), contents }],
    modulesRoot: folder,
    compatibilityDate: compatibilityDate(),
    logRequests: false,
    cf: false,
  };
  return new Miniflare(convertV4MiniflareOptions(options));
}

function compatibilityDate(): string | undefined {
  return /^compatibility_date = "(.*)"$/m.exec(readFileSync(join(root, 'wrangler.toml'), 'utf8'))?.[1];
}

/** Migrations as D1 takes them: one statement at a time. */
function statementsOf(sql: string): readonly string[] {
  // A trigger has statements of its own.
  return (sql.replaceAll(/^--.*$/gm, '').match(/\s*CREATE TRIGGER[\s\S]*?\nEND|[^;]+/g) ?? []).filter(
    statement => statement.trim() !== '',
  );
}

/** What D1 bills: rows written for a new entry, in batches such as a push sends, for its place in the search index, and when it goes. */
async function printRows(database: D1Database, records: readonly EntryRecord[]): Promise<void> {
  let written = 0;
  const metered: D1Database = {
    prepare: sql => database.prepare(sql),
    batch: async statements => {
      const results = await database.batch(statements);
      written += results.reduce((sum, result) => sum + rowsWritten(result), 0);
      return results;
    },
  };
  const store = createStore(d1Driver(metered));
  await fill(store, records);
  const stored = written;
  while ((await store.indexSearch(50)) > 0);
  const indexed = written;
  const keep = { kind: 'count' as const, entries: records.length - hourly };
  const gone = await store.expire([{ id: 'sina', keep }], Date.now(), hourly);
  const expired = (written - indexed) / gone;
  const each = (rows: number) => (rows / records.length).toFixed(1);
  const aDay = (rows: number) => Math.floor(100_000 / rows).toLocaleString('en');
  console.log(
    `rows written an entry: ${each(stored)} to store it, ${each(indexed - stored)} to index it, ${expired.toFixed(1)} when it goes; 100,000 a day are ${aDay(indexed / records.length)} such entries, or ${aDay(indexed / records.length + expired)} that come while as many go`,
  );
}

function rowsWritten(result: object): number {
  const meta = 'meta' in result && typeof result.meta === 'object' && result.meta !== null ? result.meta : {};
  return 'rows_written' in meta ? Number(meta.rows_written) : Number.NaN;
}

/**
 * In turn, so that what else the machine does meets all alike. Each address of 45 to 55 entries is rendered once after each
 * change; the changes themselves are not measured.
 */
async function measure(
  { ours, bare }: { readonly ours: string; readonly bare: string },
  rounds: number,
  requests: number,
  change: () => Promise<void>,
): Promise<void> {
  const scopes = ['', '/sources/sina', '/categories/金融', '/categories/新浪财经'];
  const files = ['rss.xml', 'atom.xml', 'feed.json'];
  const limits = Array.from({ length: 11 }, (_, n) => 45 + n);
  const addresses = scopes.flatMap(scope =>
    files.flatMap(file => limits.map(limit => `${ours}${scope}/${file}?limit=${limit}`)),
  );
  const same = (address: string) => Array.from({ length: requests / rounds }, () => address);
  const cases: readonly (readonly [name: string, method: string, addresses: readonly string[], changes: boolean])[] = [
    ['runtime alone', 'GET', same(`${ours}/healthz`), false],
    ['as many bytes alone', 'GET', same(`${bare}/`), false],
    ['a question to D1', 'GET', same(`${ours}/readyz`), false],
    ['cached, HEAD', 'HEAD', same(ours + cached), false],
    ['cached in the isolate', 'GET', same(ours + cached), false],
    ['rendered from D1', 'GET', addresses, true],
  ];
  const found = new Map(cases.map(([name]) => [name, Array.of<number>()]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, method, asked, changes] of cases) {
      if (changes) await change();
      const before = cpu();
      for (const address of asked) await ask(address, method);
      // The first round warms up.
      if (round > 0) found.get(name)?.push(((cpu() - before) / asked.length) * 1000);
    }
  }
  console.log(`CPU of the workerd process, ms a request: median (least-most) of ${rounds} rounds, 50 entries a feed`);
  for (const [name, values] of found) {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN).toFixed(2);
    console.log(`  ${name.padEnd(24)}${at(0.5)} (${at(0)}-${at(1)})`);
  }
}

async function ask(address: string, method: string): Promise<ArrayBuffer> {
  const response = await fetch(address, { method });
  const body = await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`${address} answered ${response.status}`);
  return body;
}

/** Seconds of CPU that the runtime's processes, children of this one, have used (Linux). */
function cpu(): number {
  return globSync('/proc/[0-9]*/stat').reduce((sum, file) => {
    const fields = statOf(file);
    const isOurs = fields[0] === 'workerd' && fields[2] === String(process.pid);
    return isOurs ? sum + (Number(fields[12]) + Number(fields[13])) / 100 : sum;
  }, 0);
}

/** The fields of a process: its name, then those after it; none for one that has just ended. */
function statOf(file: string): readonly string[] {
  try {
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(file, 'utf8')) ?? [];
    return [name, ...rest.split(' ')];
  } catch {
    return [];
  }
}
