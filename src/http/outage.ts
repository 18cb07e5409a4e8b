/** Tells of what fails and is tried again and again: once when that begins, again when it fails for another reason, and when it ends. */
export class Outage {
  readonly #report: (message: string, cause: unknown) => void;
  readonly #ended: string;
  #said: string | undefined;
  #failures = 0;

  constructor(report: (message: string, cause: unknown) => void, ended: string) {
    this.#report = report;
    this.#ended = ended;
  }

  readonly failed = (message: string, cause: unknown): void => {
    this.#failures += 1;
    const said = String(cause);
    if (said !== this.#said) this.#report(message, cause);
    this.#said = said;
  };

  readonly worked = (): void => {
    if (this.#said === undefined) return;
    const times = this.#failures === 1 ? 'once' : `${this.#failures} times`;
    this.#report(`${this.#ended} It failed ${times}.`, undefined);
    this.#said = undefined;
    this.#failures = 0;
  };
}
