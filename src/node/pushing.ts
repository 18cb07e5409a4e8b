/** Keeps another Huiliu up to date: pushes at the start and whenever the store changed, and goes on trying while it is away. */
import type { Store } from '../model/store.ts';
import { type Pushed, push, type Target } from './push.ts';

/** How often is looked whether the store changed, milliseconds: that costs no query while it did not. */
const interval = 500;

/** How long is waited after a failure, milliseconds: the first time, and at most. */
const firstWait = 1000;
const longestWait = 60_000;

/** What is told of it. A failure is told once, until another comes or it ends. */
export type Telling = {
  readonly pushed: (result: Pushed) => void;
  readonly failed: (error: unknown) => void;
};

/** One push at a time, beside everything else. */
export class Pushing {
  readonly #store: Store;
  readonly #version: () => number;
  readonly #target: Omit<Target, 'signal'>;
  readonly #telling: Telling;
  readonly #stopping = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #seen: number | undefined;
  #pushed = -1;
  #waitUntil = 0;
  #wait = firstWait;
  #said = '';

  /** Begins at once. `version` changes with every change of the store, whoever made it. */
  constructor(store: Store, version: () => number, target: Omit<Target, 'signal'>, telling: Telling) {
    this.#store = store;
    this.#version = version;
    this.#target = target;
    this.#telling = telling;
    this.#timer = setInterval(() => this.#look(), interval);
    this.#look();
  }

  /** Ends, in the middle of a request too; the next start goes on from there. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#running;
  }

  #look(): void {
    const version = this.#version();
    if (this.#running !== undefined || version === this.#seen || performance.now() < this.#waitUntil) return;
    this.#running = this.#run(version).finally(() => {
      this.#running = undefined;
    });
  }

  async #run(version: number): Promise<void> {
    try {
      // Much changes a database that no feed shows: the search index, what is remembered of files.
      const { revision } = await this.#store.state();
      if (revision !== this.#pushed) await this.#push();
      this.#seen = version;
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#failed(error);
    }
  }

  async #push(): Promise<void> {
    const result = await push(this.#store, { ...this.#target, signal: this.#stopping.signal });
    this.#pushed = result.revision;
    this.#wait = firstWait;
    this.#said = '';
    this.#telling.pushed(result);
  }

  #failed(error: unknown): void {
    this.#waitUntil = performance.now() + this.#wait;
    this.#wait = Math.min(this.#wait * 2, longestWait);
    const said = String(error);
    if (said !== this.#said) this.#telling.failed(error);
    this.#said = said;
  }
}
