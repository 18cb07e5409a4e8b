import { availableParallelism } from 'node:os';
import type { Tinypool } from 'tinypool';
import type { Read } from '../../ingest-fetched.ts';
import type { Instant } from '../../model/entry.ts';
import type { Brought, Fetched } from '../../model/feed-document.ts';
import type { Readings, Workshop } from '../../model/reading.ts';
import type { Outcome } from '../../model/seed.ts';
import type { FetchedSource, PageSource, Source } from '../../model/source.ts';
import type { Found } from '../files/scan.ts';
import { heapLimit } from './heap-limit.ts';

/** So many files are worth threads of their own, which take about a tenth of a second to begin. */
const many = 200;

/** The thread that asks has work of its own. */
const threads = Math.max(1, availableParallelism() - 1);

/** So many bytes that were fetched are worth a thread: what takes longest to read holds the thread that asks for a second, as long as a file may. */
const large = 250_000;

/** How long they may be read on it, milliseconds: ten megabytes of what takes longest need most of it. */
const longest = 60_000;

/** How long it waits for the next, milliseconds: there may be none, and it has memory of its own. */
const patience = 5000;

/**
 * Reads files: a few on the thread that asks, many, and what is left of many, on all the cores that it does not need itself. And what
 * was fetched, where that is large on a thread of its own, one document after the other: anybody may have written it.
 */
export class Readers {
  readonly #root: string;
  readonly #workshop: Workshop;
  readonly #longest: number;
  readonly #ending = new AbortController();
  #files: Promise<Tinypool> | undefined;
  #documents: Promise<Tinypool> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(root: string, workshop: Workshop, longestDocument: number = longest) {
    this.#root = root;
    this.#workshop = workshop;
    this.#longest = longestDocument;
  }

  /** What they say, in their order. Rejects when `end` breaks it off, or a thread ends before it said so. */
  async read(found: readonly Found[]): Promise<Readings> {
    // The half that reads is loaded when there is something to read: a start that finds nothing new never needs it.
    if (found.length === 0) return { claims: [], failures: [] };
    if (found.length < many && this.#files === undefined) {
      const { readBatch } = await import('./read-batch.ts');
      return readBatch(this.#root, found, this.#workshop, undefined, this.#ending.signal);
    }
    // A thread has its next share before it is done: it need not wait for the thread that asked, which may be busy storing.
    this.#files ??= this.#pool({ minThreads: threads, maxThreads: threads, concurrentTasksPerWorker: 2 });
    const pool = await this.#files;
    // One share a thread, for the same reason: all of them are handed out at once.
    const share = Math.ceil(found.length / threads);
    const shares = Array.from({ length: threads }, (_, index) => found.slice(index * share, (index + 1) * share));
    const read: readonly Readings[] = await Promise.all(shares.map(files => pool.run(files)));
    return {
      claims: read.flatMap(({ claims }) => claims),
      failures: read.flatMap(({ failures }) => failures),
    };
  }

  /** What was fetched from a source at `at`; a problem when it is no such document, or takes too long. Rejects when `end` breaks it off. */
  async brought(brought: Brought, source: Source & FetchedSource, at: Instant): Promise<Outcome<Read>> {
    const all = [brought.document, ...brought.pages.map(({ fetched }) => fetched)];
    if (all.reduce((sum, { bytes }) => sum + bytes.length, 0) >= large)
      return this.#document({ id: source.id, brought, at }, 'brought');
    const { readBrought } = await import('../../ingest-fetched.ts');
    const { longestReading, within } = await import('./within.ts');
    const longest = Math.min(this.#longest, longestReading);
    let late = false;
    const read = await readBrought(brought, source, this.#workshop, at, work => {
      const readings = within(longest, work);
      late = readings === undefined;
      return readings ?? [];
    });
    return late ? tooLong(longest) : read;
  }

  /** Addresses of the articles on a list page, as `brought`. */
  async listed(list: Fetched, source: Source & PageSource): Promise<Outcome<readonly string[]>> {
    if (list.bytes.length >= large) return this.#document({ id: source.id, list }, 'listed');
    const { listedPages } = await import('../../ingest-fetched.ts');
    return listedPages(list, source);
  }

  /** Ends the threads that read files; the next many files begin new ones. */
  async rest(): Promise<void> {
    const pool = this.#files;
    this.#files = undefined;
    await (await pool)?.destroy();
  }

  /** Ends all threads; what is being read is not waited for, but for one file on the thread that asks. */
  async end(): Promise<void> {
    this.#ending.abort(new Error('Reading was stopped.'));
    await this.rest();
    await (await this.#documents)?.destroy();
  }

  #document<T>(task: unknown, name: string): Promise<Outcome<T>> {
    const read = this.#last.then(async (): Promise<Outcome<T>> => {
      this.#documents ??= this.#pool({ minThreads: 0, maxThreads: 1, idleTimeout: patience });
      const pool = await this.#documents;
      const late = AbortSignal.timeout(this.#longest);
      try {
        return await pool.run(task, { name, signal: AbortSignal.any([late, this.#ending.signal]) });
      } catch (error) {
        const stopped = this.#ending.signal;
        if (stopped.aborted) throw stopped.reason;
        if (late.aborted) return tooLong(this.#longest);
        throw error;
      }
    });
    this.#last = read.catch(() => {});
    return read;
  }

  async #pool(options: object): Promise<Tinypool> {
    const { Tinypool } = await import('tinypool');
    return new Tinypool({
      filename: new URL('./reading-thread.mjs', import.meta.url).href,
      workerData: { root: this.#root, config: this.#workshop.config },
      resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: heapLimit },
      ...options,
    });
  }
}

function tooLong(longest: number): Outcome<never> {
  return {
    kind: 'problem',
    reason: `to read what it sent takes longer than ${longest / 1000} s`,
    hint: 'Look in sources.yaml for a pattern of it that repeats what repeats itself, such as (a+)+, and write a+; else ask whoever publishes it for a shorter one.',
  };
}
