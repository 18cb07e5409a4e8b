/** The thread that alone changes the database while Huiliu serves, as the thread that serves sees it. */
import { Worker } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { Config } from '../../model/config.ts';
import type { Change, Receipt, Store } from '../../model/store.ts';
import type { Tally } from '../intake.ts';
import { UsageError } from '../usage-error.ts';
import { heard } from './across.ts';
import { heapLimit } from './heap-limit.ts';
import type { Orders, Told, WriterData } from './writing.ts';

export type Writer = {
  /** Watches the seeds, and reads all that changed. Throws a UsageError for a folder that cannot be watched or read. */
  readonly begin: () => Promise<Tally>;
  /** Looks at every file again. */
  readonly scan: () => Promise<Tally>;
  /** Asks the sources that are fetched and due. */
  readonly poll: () => Promise<void>;
  /** Reads and asks by another configuration from now on, when the batch that is under way is done; a scan is to follow. */
  readonly goOnBy: (config: Config) => Promise<void>;
  /** Throws a Refusal as a Store does. */
  readonly put: (change: Change) => Promise<Receipt>;
  /** As a Store does. */
  readonly noteRendering: Store['noteRendering'];
  /** Gives back the memory that beginning took. */
  readonly giveBack: () => Promise<void>;
  /** Lets a scan end after the batch that is under way. */
  readonly halt: () => Promise<void>;
  readonly end: () => Promise<void>;
  /** Rejects when nothing is stored any more: with DatabaseGone, or since the thread ended by itself. */
  readonly lost: Promise<never>;
};

/** The database is not there any more, or another one is. */
export class DatabaseGone extends UsageError {}

/** Of a batch, most is gone when it is stored: where there is room for it, V8 lets 67 MB of that wait. */
const resourceLimits = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: heapLimit };

/** Starts the thread; the database must be there already. */
export function startWriter(data: WriterData, told: Omit<Told, 'onLost'>): Writer {
  let losing: Told['onLost'] = () => {};
  const worker = new Worker(new URL('./writing-thread.mjs', import.meta.url), { workerData: data, resourceLimits });
  const lost = new Promise<never>((_, reject) => {
    losing = message => reject(new DatabaseGone(message));
    worker.once('error', error => reject(new Error('The thread that stores articles ended.', { cause: error })));
  });
  lost.catch(() => {});
  const ended = new Promise<void>(resolve => worker.once('exit', () => resolve()));
  const asking = createBirpc<Orders, Told>(
    { ...told, onLost: message => losing(message) },
    {
      post: message => worker.postMessage(message),
      on: receive => worker.on('message', receive),
      timeout: -1,
    },
  );
  // What is asked for when the thread is lost is never answered.
  const orLost = <T>(work: Promise<T>) => Promise.race([work, lost]);
  return {
    begin: () => orLost(heard(asking.begin())),
    scan: () => orLost(heard(asking.scan())),
    poll: () => orLost(heard(asking.poll())),
    goOnBy: config => orLost(asking.goOnBy(config)),
    put: change => orLost(heard(asking.put(change))),
    noteRendering: (digest, now) => orLost(heard(asking.noteRendering(digest, now))),
    giveBack: () => orLost(asking.giveBack()),
    halt: () => orLost(asking.halt()),
    end: async () => {
      await Promise.race([asking.end(), ended]);
      await ended;
    },
    lost,
  };
}
