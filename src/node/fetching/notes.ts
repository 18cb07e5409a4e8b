import type { Run } from '../../model/run.ts';
import type { PollingNeeds } from './polling.ts';

/** Runs that brought nothing, on their way into the store: several together while one note is written, again when that failed. */
export class Notes {
  readonly #needs: Pick<PollingNeeds, 'note' | 'failed'>;
  readonly #unsaved = new Map<string, Run>();
  #saving: Promise<void> | undefined;

  constructor(needs: Pick<PollingNeeds, 'note' | 'failed'>) {
    this.#needs = needs;
  }

  add(run: Run): void {
    this.#unsaved.set(run.source, run);
    this.save();
  }

  /** What is stored of a source by now is newer than what is noted here. */
  drop(source: string): void {
    this.#unsaved.delete(source);
  }

  /** Tries again what failed. */
  save(): void {
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = undefined;
    });
  }

  /** Done when all is stored that can be. */
  async end(): Promise<void> {
    await this.#saving;
    await this.#saveAll();
  }

  async #saveAll(): Promise<void> {
    while (this.#unsaved.size > 0) {
      const runs = [...this.#unsaved.values()];
      try {
        await this.#needs.note(runs);
      } catch (error) {
        this.#needs.failed('What came of asking sources could not be stored; that is tried again.', error);
        return;
      }
      for (const run of runs) if (this.#unsaved.get(run.source) === run) this.#unsaved.delete(run.source);
    }
  }
}
