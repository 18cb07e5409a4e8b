/**
 * Sources of every kind behind one loopback server, and a clock that is moved: what polling meets in days, in minutes. The
 * network, the parsers and the store are the real ones; names and time are not.
 */
import { createServer, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { readConfig } from '../src/config/config.ts';
import { isFetchedSource } from '../src/model/source.ts';
import type { Store } from '../src/model/store.ts';
import { digest } from '../src/node/digest.ts';
import { clientBy, fetchDocument } from '../src/node/fetching/fetch-document.ts';
import { Polling } from '../src/node/fetching/polling.ts';
import { Intake } from '../src/node/intake.ts';
import { workshopOf } from '../src/node/workshop.ts';
import { random } from './corpus.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What a source does, by its number modulo 100: the first whose bound is above. */
const kinds = [
  ['good', 50],
  ['without validators', 58],
  ['compressed', 66],
  ['moved for good', 70],
  ['redirected', 74],
  ['flaky', 80],
  ['slow', 82],
  ['not there', 84],
  ['gone after a day', 85],
  ['asks for an hour', 87],
  ['silent', 89],
  ['without a server', 91],
  ['cut', 92],
  ['bomb', 93],
  ['inside our network', 94],
  ['no feed', 95],
  ['of one host', 100],
] as const;

export type Kind = (typeof kinds)[number][0];

/** Milliseconds between articles, by the number of the source: from two an hour to one in two weeks. */
const habits = [0.5, 1, 2, 4, 8, 24, 72, 168, 336].map(hours => hours * hour);
/** Articles in a document. */
const shown = 20;

/** Milliseconds of the moved clock that an answer takes; others take a third of a second. */
const latencies: { readonly [kind in Kind]?: number } = { slow: 5000, silent: 30_000, 'inside our network': 10 };

/** Names of what no server of ours answers at, and their addresses: at the first nobody listens. */
const outOfReach: { readonly [kind in Kind]?: readonly [string, string] } = {
  'without a server': ['nobody', '127.0.0.9'],
  'inside our network': ['inside', '10.0.0.1'],
};

export function kindOf(n: number): Kind {
  return kinds.find(([, bound]) => n % 100 < bound)?.[0] ?? 'good';
}

export function habitOf(n: number): number {
  return habits[n % habits.length] ?? hour;
}

/** What was seen of the polling, from the outside. Times are of the moved clock, milliseconds. */
export type Seen = {
  /** Answers of the server, by status. */
  readonly statuses: Map<number, number>;
  /** How often each source was asked, by its number. */
  readonly asked: Map<number, number>;
  /** From when a source was due to when it was asked, but for the first time of each. */
  readonly late: number[];
  /** The habit of a source, and from when an article of it was there to when it was stored. */
  readonly found: (readonly [habit: number, wait: number])[];
  /** Requests under way at once, at most: of all hosts, and of one. */
  mostAtOnce: number;
  mostOfOneHost: number;
  /** From the end of a request to the beginning of the next to the same host, at least. */
  leastRest: number;
  /** Requests to who had asked for silence until later. */
  rude: number;
  readonly failures: string[];
};

export type World = {
  readonly now: () => number;
  /** Lets minutes pass, in each of which all that is due is asked. */
  readonly pass: (minutes: number) => Promise<void>;
  readonly seen: Seen;
  readonly stop: () => Promise<void>;
};

export async function startWorld(count: number, store: Store, concurrent = 8): Promise<World> {
  const begin = Date.parse('2026-03-02T00:00:00Z');
  const time = { now: begin };
  const seen: Seen = {
    statuses: new Map(),
    asked: new Map(),
    late: [],
    found: [],
    mostAtOnce: 0,
    mostOfOneHost: 0,
    leastRest: Number.POSITIVE_INFINITY,
    rude: 0,
    failures: [],
  };
  const server = await startServer(time, begin, seen);
  const { site, sources } = configOf(count, server.port);
  const put: Store['put'] = change => {
    for (const { entry } of change.entries ?? [])
      if (answered.has(entry.source)) seen.found.push([habitOf(numberIn(entry.source)), time.now - entry.published]);
    return store.put(change);
  };
  const workshop = workshopOf({ site, sources });
  const intake = new Intake(
    '',
    workshop,
    { ...store, put },
    () => time.now,
    () => {},
  );
  const hosts = new Map<string, { underWay: number; ended: number }>();
  let underWay = 0;
  let due: ReadonlyMap<string, number | undefined> = new Map();
  let answered: ReadonlySet<string> = new Set();
  const client = clientBy({ ...site.fetch, allow: ['127.0.0.0/8'] }, 'Huiliu/bench', async host => {
    const [, address = '127.0.0.1'] = Object.values(outOfReach).find(([name]) => host === `${name}.test`) ?? [];
    return [{ address, family: 4 }];
  });
  const polling = new Polling({
    sources: sources.filter(isFetchedSource),
    concurrent,
    fetch: async request => {
      const url = new URL(request.url);
      const n = numberIn(url.pathname);
      const host = hosts.get(url.hostname) ?? { underWay: 0, ended: Number.NEGATIVE_INFINITY };
      hosts.set(url.hostname, host);
      seen.leastRest = Math.min(seen.leastRest, time.now - host.ended);
      seen.mostAtOnce = Math.max(seen.mostAtOnce, ++underWay);
      seen.mostOfOneHost = Math.max(seen.mostOfOneHost, ++host.underWay);
      const next = due.get(`s${n}`);
      if (next !== undefined) seen.late.push(time.now - next);
      seen.asked.set(n, (seen.asked.get(n) ?? 0) + 1);
      // Nobody has to wait for who says nothing; who says something has the time that a busy machine takes.
      const rules = kindOf(n) === 'silent' ? { ...client.rules, timeout: 100 } : client.rules;
      const answer = await fetchDocument(request, { ...client, rules, now: () => time.now });
      // While one waits, others do: what each takes passes once for as many as run.
      time.now += Math.round((latencies[kindOf(n)] ?? 333) / concurrent);
      underWay--;
      host.underWay--;
      host.ended = time.now;
      return answer;
    },
    digest,
    rulesOf: workshop.rules,
    runs: store.runs,
    wanted: async () => [],
    take: (source, brought, runOf) => intake.take(source, brought, runOf),
    note: async runs => {
      await store.put({ now: time.now, runs });
    },
    failed: (message, cause) => seen.failures.push(`${message} ${cause}`),
    clock: {
      now: () => time.now,
      sleep: async milliseconds => {
        time.now += milliseconds;
      },
    },
    random: random(7),
  });
  return {
    now: () => time.now,
    pass: async minutes => {
      for (let n = 0; n < minutes; n++) {
        time.now = Math.max(time.now, (Math.floor(time.now / minute) + 1) * minute);
        const runs = await store.runs();
        due = new Map(runs.map(({ source, next }) => [source, next]));
        answered = new Set(runs.filter(run => run.answered !== undefined).map(({ source }) => source));
        await polling.runDue(time.now);
      }
    },
    seen,
    stop: async () => {
      await polling.stop();
      await intake.stop();
      server.stop();
    },
  };
}

function configOf(count: number, port: number) {
  const records = Array.from({ length: count }, (_, n) => {
    const kind = kindOf(n);
    const host = kind === 'of one host' ? 'one' : (outOfReach[kind]?.[0] ?? `h${Math.floor(n / 2)}`);
    return `s${n}: { kind: feed, title: "S ${n}", url: "http://${host}.test:${port}/${n}" }`;
  });
  const read = readConfig({ site: 'title: World\nstories: off\n', sources: records.join('\n') });
  if (read.kind === 'mistakes') throw new Error(JSON.stringify(read.mistakes));
  return read.config;
}

async function startServer(time: { readonly now: number }, begin: number, seen: Seen) {
  const asked = new Map<number, number>();
  const silentUntil = new Map<number, number>();
  const bomb = gzipSync(Buffer.alloc(30_000_000));
  const send = (response: ServerResponse, status: number, fields: Record<string, string>, body?: string | Buffer) => {
    seen.statuses.set(status, (seen.statuses.get(status) ?? 0) + 1);
    response.writeHead(status, fields);
    response.end(body);
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const n = numberIn(path);
    const kind = kindOf(n);
    const times = (asked.get(n) ?? 0) + 1;
    asked.set(n, times);
    if (time.now < (silentUntil.get(n) ?? 0)) seen.rude++;
    const isMoved = path.startsWith('/to/');
    const last = Math.floor((time.now - begin) / habitOf(n) + partOf(n)) + shown;
    const tag = `"${last}"`;
    const feed = { 'content-type': 'application/rss+xml', ...(kind !== 'without validators' && { etag: tag }) };
    if (kind === 'silent') return;
    if (kind === 'moved for good' && !isMoved)
      return send(response, 301, { location: `http://m${n}.test:${request.socket.localPort}/to/${n}` });
    if (kind === 'redirected' && !isMoved) return send(response, 302, { location: `/to/${n}` });
    if (kind === 'flaky' && times % 4 === 3) return send(response, 500, {});
    if (kind === 'not there') return send(response, 404, {});
    if (kind === 'gone after a day' && time.now > begin + day) return send(response, 410, {});
    if (kind === 'asks for an hour' && times % 3 === 2) {
      silentUntil.set(n, time.now + hour);
      return send(response, 429, { 'retry-after': '3600' });
    }
    if (kind === 'bomb') return send(response, 200, { 'content-encoding': 'gzip' }, bomb);
    if (kind === 'no feed')
      return send(response, 200, { 'content-type': 'text/html' }, '<!doctype html><p>No feed.</p>');
    if (request.headers['if-none-match'] === tag && kind !== 'without validators') return send(response, 304, feed);
    const body = rss(n, last, begin);
    if (kind === 'cut') {
      send(response, 200, { ...feed, 'content-length': String(body.length * 2) });
      return response.destroy();
    }
    if (kind === 'compressed') return send(response, 200, { ...feed, 'content-encoding': 'gzip' }, gzipSync(body));
    if (kind === 'slow') return void setTimeout(() => send(response, 200, feed, body), 20);
    return send(response, 200, feed, body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port: address.port, stop };
}

/** The newest articles up to number `last`, each dated at the moment from which it is there. */
function rss(n: number, last: number, begin: number): string {
  const items = Array.from({ length: shown }, (_, index) => {
    const number = last - index;
    const at = Math.ceil(begin + (number - shown - partOf(n)) * habitOf(n));
    const date = new Date(at).toUTCString();
    return `<item><title>第 ${number} 篇 ${n}</title><link>http://a.test/${n}/${number}</link><guid>http://a.test/${n}/${number}</guid><pubDate>${date}</pubDate><description><![CDATA[<p>${'正文。'.repeat(40)}</p>]]></description></item>`;
  });
  return `<rss version="2.0"><channel><title>S ${n}</title><link>http://a.test/${n}</link>${items.join('')}</channel></rss>`;
}

/** Where within its habit a source is at the beginning: not all publish at once. */
function partOf(n: number): number {
  return ((n * 7) % 13) / 13;
}

function numberIn(path: string): number {
  return Number(/\d+$/.exec(path)?.[0]);
}
