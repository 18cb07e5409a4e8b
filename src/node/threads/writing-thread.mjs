// The thread of a Writer (see main.mjs for why this is no TypeScript).
import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

enableCompileCache();
const { writeFor } = await import('./writing.ts');
writeFor(parentPort, workerData);
