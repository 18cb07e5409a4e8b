import type { Store } from '../model/store.ts';

/** How long is waited after a failure, milliseconds: the first time, and at most; and at most where a longer wait is asked for. */
const firstWait = 1000;
const longestWait = 60_000;
const longestWanted = 3_600_000;

export type Following = {
  readonly store: Pick<Store, 'state'>;
  /** Changes with every change of the store, whoever made it. */
  readonly version: () => number;
  /** How often at most, milliseconds: looking costs no query while nothing changed. */
  readonly interval: number;
  /** What is to be done; the revision that it reached. It says when it got further, as far as it goes before it fails. */
  readonly work: (signal: AbortSignal, advanced: () => void) => Promise<number>;
  /** Told of a failure once, until another comes or it ends; it is tried again all the while. */
  readonly failed: (error: unknown) => void;
  /** How long a failure wants to be waited for, milliseconds. */
  readonly wanted?: (error: unknown) => number | undefined;
};

/** Does something at once and then whenever a store's revision changed: one at a time, beside everything else. */
export class WheneverChanged {
  readonly #following: Following;
  readonly #stopping = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #seen: number | undefined;
  #reached = -1;
  #waitUntil = 0;
  #wait = firstWait;
  #said = '';

  constructor(following: Following) {
    this.#following = following;
    this.#timer = setInterval(() => this.#look(), following.interval);
    this.#look();
  }

  /** Ends, in the middle of the work too. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#running;
  }

  #look(): void {
    const version = this.#following.version();
    if (this.#running !== undefined || version === this.#seen || performance.now() < this.#waitUntil) return;
    this.#running = this.#run(version).finally(() => {
      this.#running = undefined;
    });
  }

  async #run(version: number): Promise<void> {
    const { store, work } = this.#following;
    try {
      // Much changes a database that no feed shows: the search index, what is remembered of files.
      const { revision } = await store.state();
      if (revision !== this.#reached) this.#reached = await work(this.#stopping.signal, this.#advanced);
      this.#seen = version;
      this.#advanced();
      this.#said = '';
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#failed(error);
    }
  }

  /** Whoever takes something is there. */
  readonly #advanced = () => {
    this.#wait = firstWait;
  };

  #failed(error: unknown): void {
    const wanted = Math.min(this.#following.wanted?.(error) ?? 0, longestWanted);
    this.#waitUntil = performance.now() + Math.max(this.#wait, wanted);
    this.#wait = Math.min(this.#wait * 2, longestWait);
    const said = String(error);
    if (said !== this.#said) this.#following.failed(error);
    this.#said = said;
  }
}
