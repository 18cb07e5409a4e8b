import { availableParallelism } from 'node:os';
import type { Tinypool } from 'tinypool';
import type { Readings, Workshop } from '../model/reading.ts';
import { heapLimit } from './heap-limit.ts';
import type { Found } from './scan.ts';

/** So many files are worth threads of their own, which take about a tenth of a second to begin. */
const many = 200;

/** The thread that asks has work of its own. */
const threads = Math.max(1, availableParallelism() - 1);

/** Reads files: a few on the thread that asks, many, and what is left of many, on all the cores that it does not need itself. */
export class Readers {
  readonly #root: string;
  readonly #workshop: Workshop;
  #pool: Tinypool | undefined;

  constructor(root: string, workshop: Workshop) {
    this.#root = root;
    this.#workshop = workshop;
  }

  /** What they say, in their order. Rejects when a thread ends before it said so. */
  async read(found: readonly Found[]): Promise<Readings> {
    // The half that reads is loaded when there is something to read: a start that finds nothing new never needs it.
    if (found.length === 0) return { claims: [], failures: [] };
    if (found.length < many && this.#pool === undefined) {
      const { readBatch } = await import('./read-batch.ts');
      return readBatch(this.#root, found, this.#workshop);
    }
    const { Tinypool } = await import('tinypool');
    this.#pool ??= new Tinypool({
      filename: new URL('./reading-thread.mjs', import.meta.url).href,
      workerData: { root: this.#root, config: this.#workshop.config },
      minThreads: threads,
      maxThreads: threads,
      // A thread has its next share before it is done: it need not wait for the thread that asked, which may be busy with what was read before.
      concurrentTasksPerWorker: 2,
      resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: heapLimit },
    });
    const pool = this.#pool;
    // One share a thread: it is handed out at once, and none waits for the thread that asked, which may be busy with what was read before.
    const share = Math.ceil(found.length / threads);
    const shares = Array.from({ length: threads }, (_, index) => found.slice(index * share, (index + 1) * share));
    const read: readonly Readings[] = await Promise.all(shares.map(files => pool.run(files)));
    return {
      claims: read.flatMap(({ claims }) => claims),
      failures: read.flatMap(({ failures }) => failures),
    };
  }

  /** Ends the threads; the next many files begin new ones. */
  async rest(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.destroy();
  }
}
