/** The peer of `reading`: cheerio's `load` of each body, whenever it is asked; answers with microseconds of CPU a body. */
import { parentPort, workerData } from 'node:worker_threads';
import { load } from 'cheerio/slim';
import { cpuOnce } from './cpu.ts';

const bodies: readonly string[] = workerData;

parentPort?.on('message', async () => {
  const spent = await cpuOnce(async () => {
    for (const body of bodies) load(body);
  });
  parentPort?.postMessage((spent * 1000) / bodies.length);
});
