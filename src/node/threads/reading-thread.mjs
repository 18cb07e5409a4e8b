// What a thread of Readers runs (see main.mjs for why this is no TypeScript).
import { enableCompileCache, flushCompileCache } from 'node:module';
import { Tinypool } from 'tinypool';

enableCompileCache();
const { readBatch } = await import('./read-batch.ts');
const { workshopOf } = await import('../workshop.ts');
// The pool ends its threads without a farewell.
flushCompileCache();

const { root, config } = Tinypool.workerData;
const workshop = workshopOf(config);
// Not one that came by message: what reads it is known for those of the configuration.
const sourceOf = id => config.sources.find(source => source.id === id);

export default found => readBatch(root, found, workshop);
export const brought = async ({ id, brought, at }) =>
  (await fetchedHalf()).readBrought(brought, sourceOf(id), workshop, at);
export const listed = async ({ id, list }) => (await fetchedHalf()).listedPages(list, sourceOf(id));

/** Loaded when it is first asked for: most threads read files. */
async function fetchedHalf() {
  const half = await import('../../ingest-fetched.ts');
  flushCompileCache();
  return half;
}
