/**
 * What it costs to let entries go, beside what it cost to store them: the CPU time of steps of `expire` over a small and a large
 * archive, in turns with puts of as many entries. With search index and keys of stories. `--times 40 --entries 20000`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/node/database/sqlite.ts';
import { createStore } from '../src/store/store.ts';
import { signatureOf } from '../src/stories/signature.ts';
import { tellingOf } from '../src/stories/telling.ts';
import { cpuOnce, spreadOf, spreadText } from './cpu.ts';
import { numbersOf } from './options.ts';
import { recordOf } from './store.ts';

/** As expiring.ts has it. */
const step = 50;

export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const [times, most] = [option('times', 40), option('entries', 20_000)];
  console.log(`ms of CPU for ${step} entries, median of ${times} (least-most)\n`);
  for (const count of [most / 10, most]) {
    const archive = await archiveOf(count);
    const samples: (readonly [number, number])[] = [];
    for (let pair = -4; pair < times; pair++) {
      const sample = [await cpuOnce(archive.put), await cpuOnce(archive.expire)] as const;
      await archive.index();
      if (pair >= 0) samples.push(sample);
    }
    archive.remove();
    const [put, gone] = [spreadOf(samples.map(([one]) => one)), spreadOf(samples.map(([, other]) => other))];
    const quotient = spreadOf(samples.map(([one, other]) => other / one)).median.toFixed(2);
    console.log(
      `${String(count).padEnd(8)}put ${spreadText(put, 1)}   expire ${spreadText(gone, 1)}   quotient ${quotient}`,
    );
  }
}

/** An archive that is full: what is put into it makes as much go. */
async function archiveOf(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-bench-'));
  const { driver, close } = openDatabase(join(folder, 'huiliu.sqlite'));
  const store = createStore(driver);
  let next = 0;
  const batchOf = (size: number) => Array.from({ length: size }, () => withKeys(next++));
  const put = (batch: ReturnType<typeof batchOf>) => {
    const names = batch.map(({ entry: { id, source, key } }) => ({ source, name: `native:${key}`, entry: id }));
    return store.put({ now: Date.now(), entries: batch, names });
  };
  const index = async () => {
    while ((await store.indexSearch(100)) > 0);
  };
  while (next < count) await put(batchOf(500));
  await index();
  const keep = { kind: 'count' as const, entries: Math.floor(count / 3) };
  const sources = ['sina', 'eastmoney', 'shanghaifabu'].map(id => ({ id, keep }));
  while ((await store.expire(sources, Date.now(), 500)) > 0);
  let ready = batchOf(step);
  return {
    put: async () => void (await put(ready)),
    expire: async () => {
      const gone = await store.expire(sources, Date.now(), step);
      if (Math.abs(gone - step) > 2) throw new Error(`${gone} entries went where ${step} were put.`);
    },
    index: async () => {
      await index();
      ready = batchOf(step);
    },
    remove: () => {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function withKeys(n: number) {
  const record = recordOf(n);
  return { ...record, signature: signatureOf(tellingOf(record.entry).text) };
}
