/** How many answers had to be made, as two threads see it. */
export class Asked {
  /** To be handed to the other thread. */
  readonly memory: SharedArrayBuffer;
  readonly #counts: Int32Array;

  constructor(memory = new SharedArrayBuffer(4)) {
    this.memory = memory;
    this.#counts = new Int32Array(memory);
  }

  readonly note = (): void => {
    Atomics.add(this.#counts, 0, 1);
  };

  get count(): number {
    return Atomics.load(this.#counts, 0);
  }
}

/** How long the work behind the readers waits when one of them asked, milliseconds: a step of it takes a tenth of that. */
const pause = 100;

/** A function that resolves at once, but after a pause when an answer had to be made since it was called last. */
export function afterReaders(asked: Pick<Asked, 'count'>): () => Promise<void> {
  let seen = asked.count;
  return async () => {
    if (asked.count === seen) return;
    await new Promise(resolve => setTimeout(resolve, pause));
    seen = asked.count;
  };
}
