/** Fills the search index behind the feeds: only when nothing else is to be stored, and then a little at a time. */
import type { Store } from '../model/store.ts';

/** Entries a step: what arrives meanwhile waits about 15 ms for it. */
const step = 10;

/** How long is waited after a failure, milliseconds: the database is held, or its disk is full. */
const rest = 10_000;

/** Runs whenever it is told that there may be something new, one run at a time. */
export class Indexing {
  readonly #store: Pick<Store, 'indexSearch'>;
  readonly #turn: () => Promise<void>;
  readonly #report: (message: string, cause: unknown) => void;
  readonly #onComplete: (isComplete: boolean) => void;
  readonly #rest: number;
  #running: Promise<void> | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #again = false;
  #hasFailed = false;
  #stopped = false;

  /**
   * `turn` resolves when nothing else is under way. `onComplete` is told whether searches find everything there is, whenever that
   * changes. A failure is reported once, and it is tried again after some milliseconds until it succeeds.
   */
  constructor(
    store: Pick<Store, 'indexSearch'>,
    turn: () => Promise<void>,
    report: (message: string, cause: unknown) => void,
    onComplete: (isComplete: boolean) => void,
    wait = rest,
  ) {
    this.#store = store;
    this.#turn = turn;
    this.#report = report;
    this.#onComplete = onComplete;
    this.#rest = wait;
  }

  /** There may be something new. */
  readonly nudge = (): void => {
    this.#onComplete(false);
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  };

  /** Ends after the step that is under way; the next start goes on from there. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#waiting);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        while ((await this.#mayGoOn()) && (await this.#store.indexSearch(step)) > 0)
          await new Promise(resolve => setImmediate(resolve));
      }
      this.#hasFailed = false;
      if (!this.#stopped) this.#onComplete(true);
    } catch (error) {
      if (!this.#hasFailed)
        this.#report('The search index could not be filled; it is tried again until it can.', error);
      this.#hasFailed = true;
      clearTimeout(this.#waiting);
      // The next change may be days away.
      if (!this.#stopped) this.#waiting = setTimeout(this.nudge, this.#rest);
    }
  }

  async #mayGoOn(): Promise<boolean> {
    await this.#turn();
    return !this.#stopped;
  }
}
