/** A number that changes with every change of a database, for whoever must know without asking it each time. */

/** How often at most another process's changes are looked for, milliseconds. */
const interval = 100;

/** `dataVersion` tells of other connections' commits only; call `changed` for each of our own. */
export class Version {
  readonly #dataVersion: () => number;
  readonly #now: () => number;
  #seen: number;
  #lookedAt: number;
  #version = 0;

  constructor(dataVersion: () => number, now: () => number = performance.now.bind(performance)) {
    this.#dataVersion = dataVersion;
    this.#now = now;
    this.#seen = dataVersion();
    this.#lookedAt = now();
  }

  readonly current = (): number => {
    const now = this.#now();
    if (now - this.#lookedAt >= interval) {
      this.#lookedAt = now;
      const seen = this.#dataVersion();
      if (seen !== this.#seen) this.#version++;
      this.#seen = seen;
    }
    return this.#version;
  };

  readonly changed = (): void => {
    this.#version++;
  };
}
