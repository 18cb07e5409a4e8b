import { availableParallelism } from 'node:os';
import type { Tinypool } from 'tinypool';
import type { Readings, Workshop } from '../model/reading.ts';
import type { Found } from './scan.ts';

/** So many files are worth threads of their own, which take about a tenth of a second to begin. */
const many = 200;
/** Files that a thread is given at once. */
const share = 100;

/** Reads files: a few on the thread that asks, many on all the cores that it does not need itself. */
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
    if (found.length < many) {
      // The half that reads is loaded when there is something to read: a start that finds nothing new never needs it.
      const { readBatch } = await import('./read-batch.ts');
      return readBatch(this.#root, found, this.#workshop);
    }
    const { Tinypool } = await import('tinypool');
    this.#pool ??= new Tinypool({
      filename: new URL('./reading-thread.ts', import.meta.url).href,
      workerData: { root: this.#root, config: this.#workshop.config },
      minThreads: 1,
      maxThreads: Math.max(1, availableParallelism() - 1),
    });
    const pool = this.#pool;
    const shares = Array.from({ length: Math.ceil(found.length / share) }, (_, index) =>
      found.slice(index * share, (index + 1) * share),
    );
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
