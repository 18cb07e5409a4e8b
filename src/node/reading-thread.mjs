// What a thread of Readers runs (see main.mjs for why this is no TypeScript).
import { enableCompileCache, flushCompileCache } from 'node:module';
import { Tinypool } from 'tinypool';

enableCompileCache();
const { readBatch } = await import('./read-batch.ts');
const { workshopOf } = await import('./workshop.ts');
// The pool ends its threads without a farewell.
flushCompileCache();

const { root, config } = Tinypool.workerData;
const workshop = workshopOf(config);

export default found => readBatch(root, found, workshop);
