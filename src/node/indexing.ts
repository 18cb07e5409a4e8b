/** Fills the search index behind the feeds: only when nothing else is to be stored, and then a little at a time. */
import type { Store } from '../model/store.ts';

/** Entries a step: what arrives meanwhile waits about 15 ms for it. */
const step = 10;

/** Runs whenever it is told that there may be something new, one run at a time. */
export class Indexing {
  readonly #store: Pick<Store, 'indexSearch'>;
  readonly #turn: () => Promise<void>;
  readonly #report: (message: string, cause: unknown) => void;
  readonly #onComplete: (isComplete: boolean) => void;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  /**
   * `turn` resolves when nothing else is under way. `onComplete` is told whether searches find everything there is, whenever that
   * changes.
   */
  constructor(
    store: Pick<Store, 'indexSearch'>,
    turn: () => Promise<void>,
    report: (message: string, cause: unknown) => void,
    onComplete: (isComplete: boolean) => void,
  ) {
    this.#store = store;
    this.#turn = turn;
    this.#report = report;
    this.#onComplete = onComplete;
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
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        while ((await this.#mayGoOn()) && (await this.#store.indexSearch(step)) > 0)
          await new Promise(resolve => setImmediate(resolve));
      }
      if (!this.#stopped) this.#onComplete(true);
    } catch (error) {
      this.#report('The search index could not be filled; the next change tries again.', error);
    }
  }

  async #mayGoOn(): Promise<boolean> {
    await this.#turn();
    return !this.#stopped;
  }
}
