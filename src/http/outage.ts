/** Of what fails, and of what works beside it, so much is remembered. */
const most = 100;

/**
 * Tells of what fails and is tried again and again. A failure is told when it is the first, has another reason than the last, or is of something that
 * had worked since. The end is told when something works that had failed; feeds that work all the while do not end the outage of a search that fails
 * each time, or both would be told again and again.
 */
export class Outage {
  readonly #report: (message: string, cause: unknown) => void;
  readonly #ended: string;
  #said: string | undefined;
  #failures = 0;
  readonly #failing = new Set<string>();
  readonly #working = new Set<string>();

  constructor(report: (message: string, cause: unknown) => void, ended: string) {
    this.#report = report;
    this.#ended = ended;
  }

  /** `what` of several things failed. */
  readonly failed = (message: string, cause: unknown, what = ''): void => {
    this.#failures += 1;
    if (this.#failing.size < most) this.#failing.add(what);
    const said = String(cause);
    if (said === this.#said && !this.#working.has(what)) return;
    this.#report(message, cause);
    this.#said = said;
    this.#working.clear();
  };

  readonly worked = (what = ''): void => {
    if (this.#working.size < most) this.#working.add(what);
    if (!this.#failing.has(what)) return;
    const times = this.#failures === 1 ? 'once' : `${this.#failures} times`;
    this.#report(`${this.#ended} It failed ${times}.`, undefined);
    this.#said = undefined;
    this.#failures = 0;
    this.#failing.clear();
  };
}
