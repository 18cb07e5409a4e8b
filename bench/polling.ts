/**
 * What a fetch costs this process, beside Node's own `fetch`, which keeps connections and checks nothing. Then: polling of `--n` 1,000 sources for `--days` 3 days of a clock that is moved, behind a loopback server with redirects, errors, delays
 * and attacks: whether each is asked when it is due, what it costs, and whether memory grows.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openStore } from '../src/node/database/open.ts';
import { clientBy, fetchDocument } from '../src/node/fetching/fetch-document.ts';
import { cpuOnce, spreadOf, spreadText } from './cpu.ts';
import { numbersOf } from './options.ts';
import { habitOf, kindOf, startWorld } from './polled-world.ts';
import { root, startHuiliu } from './server.ts';

const hour = 3_600_000;

export async function run(args: readonly string[]): Promise<void> {
  await fetching();
  const option = numbersOf(args);
  const [count, days] = [option('n', 1000), option('days', 3)];
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-bench-'));
  const { store, close } = openStore(folder);
  const world = await startWorld(count, store);
  const { seen } = world;
  const requests = () => [...seen.asked.values()].reduce((sum, each) => sum + each, 0);
  try {
    for (let day = 1; day <= days; day++) {
      const [before, cpu, begun] = [requests(), process.cpuUsage(), performance.now()];
      await world.pass(24 * 60);
      const { user, system } = process.cpuUsage(cpu);
      const [done, seconds] = [requests() - before, (performance.now() - begun) / 1000];
      const { heapUsed, external } = collected();
      console.log(
        `day ${day}: ${done} requests in ${seconds.toFixed(0)} s, ${((user + system) / 1000 / done).toFixed(2)} ms of CPU each (both sides); heap ${mega(heapUsed)}, beside it ${mega(external)}`,
      );
    }
    console.log(`answers: ${[...seen.statuses].map(([status, times]) => `${status}: ${times}`).join(', ')}`);
    console.log(`asked after being due, s: ${quantiles(seen.late.map(each => each / 1000))}`);
    const found = Map.groupBy(seen.found, ([habit]) => habit);
    for (const [habit, all] of [...found].sort(([a], [b]) => a - b))
      console.log(
        `articles every ${habit / hour} h, found after, min: ${quantiles(all.map(([, wait]) => wait / 60_000))}`,
      );
    console.log(
      `at once: ${seen.mostAtOnce} of all hosts, ${seen.mostOfOneHost} of one; rest between two of one host: ${seen.leastRest} ms; asked in spite of Retry-After: ${seen.rude}`,
    );
    for (const [kind, numbers] of Map.groupBy(Array(count).keys(), kindOf)) {
      const times = numbers.map(n => seen.asked.get(n) ?? 0);
      const expected = numbers.map(n => (days * 24 * hour) / Math.min(24 * hour, Math.max(hour / 4, habitOf(n) / 2)));
      const share = times.reduce((a, b) => a + b, 0) / expected.reduce((a, b) => a + b, 0);
      console.log(
        `  ${kind}: ${numbers.length} sources, asked ${quantiles(times, 0)} times; ${share.toFixed(2)} of what habits say`,
      );
    }
    const runs = await store.runs();
    const overdue = runs.filter(({ next }) => next !== undefined && next < world.now() - 2 * 60_000);
    console.log(`overdue at the end: ${overdue.length} of ${runs.length}; failures of ours: ${seen.failures.length}`);
  } finally {
    await world.stop();
    close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CPU of a fetch of our own Atom feed of the five seeds, in rounds by turns. */
async function fetching(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-bench-'));
  const server = await startHuiliu(join(root, 'seeds'), folder);
  try {
    const url = `${server.base}/atom.xml`;
    while (!(await (await fetch(url)).text()).includes('<entry>'))
      await new Promise(resolve => setTimeout(resolve, 50));
    const etag = (await fetch(url, { headers: { 'accept-encoding': 'gzip' } })).headers.get('etag') ?? undefined;
    const client = clientBy({ allow: ['127.0.0.1'], concurrent: 1, timeout: 10_000, maxBytes: 1e7 }, 'Huiliu/bench');
    for (const [name, known] of [
      ['304', etag],
      ['200, gzip', undefined],
    ] as const) {
      const headers = { 'accept-encoding': 'gzip', ...(known !== undefined && { 'if-none-match': known }) };
      const ours: number[] = [];
      const quotients: number[] = [];
      for (let round = 0; round < 12; round++) {
        const own = await cpuOnce(() => times(100, () => fetchDocument({ url, expects: 'page', etag: known }, client)));
        const nodes = await cpuOnce(() => times(100, async () => (await fetch(url, { headers })).arrayBuffer()));
        // The first rounds are compiled in.
        if (round < 3) continue;
        ours.push(own / 100);
        quotients.push(own / nodes);
      }
      console.log(
        `a fetch, ${name}: ${spreadText(spreadOf(ours))} ms of CPU; ours divided by Node's fetch: ${spreadText(spreadOf(quotients))}`,
      );
    }
  } finally {
    server.child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < count; n++) await work();
}

/** Memory that is in use, all rubbish being collected. */
function collected(): NodeJS.MemoryUsage {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage();
}

function mega(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function quantiles(values: readonly number[], digits = 1): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(digits);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}`;
}
