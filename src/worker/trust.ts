/** A number that changes with every change made here, and every so often: for how long what was asked is still believed. */
export class Trust {
  readonly #milliseconds: number;
  readonly #now: () => number;
  #version = 0;
  #since = Number.NEGATIVE_INFINITY;

  constructor(milliseconds: number, now: () => number) {
    this.#milliseconds = milliseconds;
    this.#now = now;
  }

  readonly version = (): number => {
    if (this.#now() - this.#since >= this.#milliseconds) this.changed();
    return this.#version;
  };

  readonly changed = (): void => {
    this.#since = this.#now();
    this.#version++;
  };
}
