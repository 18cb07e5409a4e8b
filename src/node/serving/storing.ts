import { Outage } from '../../http/outage.ts';
import type { Config } from '../../model/config.ts';
import { type Opened, refusalOf } from '../database/open.ts';
import type { Tally } from '../intake.ts';
import { log } from '../log.ts';
import { progressLine, tallyLine } from '../report.ts';
import type { Settings } from '../settings.ts';
import { Asked } from '../threads/asked.ts';
import { DatabaseGone, startWriter, type Writer } from '../threads/writer.ts';
import { UsageError } from '../usage-error.ts';
import type { Ground } from './listening-by.ts';
import { startRoutine } from './routine.ts';
import { note, sayReceipt, sayWent } from './serve-report.ts';

const unstored = 'Nothing can be stored. What is stored is served, and it is tried again.';

/** What storing needs, whichever database it is. */
export type StoringNeeds = Pick<Ground, 'address'> & {
  readonly settings: Settings;
  readonly config: Config;
  /** As of RoutineNeeds. */
  readonly hubsTold: Map<string, number>;
};

/**
 * A database that takes what comes while it is served: from files, over the network, from whoever sends something. What it comes to is
 * said in the terminal. Its answers go on when it has ended, without what comes.
 */
export class Storing {
  /** What answers from it need. */
  readonly ground: Ground;
  /** As of Writer. */
  readonly lost: Promise<never>;
  readonly #writer: Writer;
  readonly #seedsDir: string;
  readonly #hubsTold: Map<string, number>;
  readonly #outage = new Outage(log.failure, 'What comes is stored again.');
  #line: ReturnType<typeof progressLine>;
  #routine: ReturnType<typeof startRoutine> | undefined;
  #isReady = false;
  #isSearchable = false;
  #isHalted = false;

  constructor({ store, version, changed }: Opened, { settings, config, address, hubsTold }: StoringNeeds) {
    const asked = new Asked();
    const writer = startWriter(
      { settings, config, asked: asked.memory },
      {
        onProgress: (done, of) => {
          if (!this.#isReady) this.#line.progress(done, of);
        },
        onPut: receipt => {
          changed();
          this.#outage.worked();
          if (this.#isReady) sayReceipt(receipt);
        },
        onLook: sayWent,
        onSearchable: isComplete => {
          this.#isSearchable = isComplete;
        },
        onFailure: (message, cause) => this.#fail(message, cause),
        onNote: note,
      },
    );
    this.#writer = writer;
    this.#seedsDir = settings.seedsDir;
    this.#hubsTold = hubsTold;
    this.#line = progressLine(`Reading ${settings.seedsDir}`);
    this.lost = writer.lost;
    this.ground = {
      address,
      store: {
        ...store,
        put: change => writer.put(change).finally(changed),
        noteRendering: writer.noteRendering,
      },
      version,
      asked,
      ready: () => this.#isReady,
      searchable: () => this.#isSearchable,
    };
  }

  /** Whether it was told to stop. */
  get isHalted(): boolean {
    return this.#isHalted;
  }

  /**
   * Reads what changed in the seeds, and begins what is done by itself; undefined where not all could be read or stored, which the
   * periodic rescan tries again. Throws a UsageError for a folder that cannot be watched or read.
   */
  begin(config: Config): Promise<Tally | undefined> {
    const looking = this.#writer.begin().catch(error => {
      if (error instanceof UsageError) throw error;
      return this.#unread(error);
    });
    return this.#whenLooked(looking, config);
  }

  /** Reads and asks by another configuration from now on. */
  async goOnBy(config: Config): Promise<void> {
    this.#isReady = false;
    await this.#routine?.stop();
    await this.#writer.goOnBy(config);
    if (this.#isHalted) return;
    this.#line = progressLine(`Reading ${this.#seedsDir}`);
    const looking = this.#writer.scan().catch(error => this.#unread(error));
    const tally = await this.#whenLooked(looking, config);
    // Those that are to be published later are read each time, and are no news.
    if (this.#isHalted || tally === undefined || tally.read === tally.waiting) return;
    note(tallyLine(tally, this.#seedsDir));
    sayWent({ ...tally, vanished: 0, beyond: 0, expired: 0 });
  }

  /** Lets it end after the batch that is under way. */
  halt(): Promise<void> {
    this.#isHalted = true;
    return this.#writer.halt();
  }

  /** Gives back the memory that beginning took. */
  giveBack(): Promise<void> {
    return this.#writer.giveBack();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#routine?.stop();
    await this.#writer.end();
    this.#isReady = false;
  }

  /** From then on it goes on by itself. */
  async #whenLooked(looking: Promise<Tally | undefined>, config: Config): Promise<Tally | undefined> {
    const tally = await looking.finally(this.#line.end);
    if (this.#isHalted) return tally;
    this.#isReady = tally !== undefined;
    this.#routine = startRoutine(config, {
      writer: this.#writer,
      ground: this.ground,
      onScan: scanned => {
        this.#isReady = true;
        sayWent({ ...scanned, vanished: 0 });
      },
      onFailure: (message, cause) => this.#fail(message, cause),
      hubsTold: this.#hubsTold,
    });
    return tally;
  }

  #unread(error: unknown): undefined {
    this.#fail('Not all articles could be read or stored; the periodic rescan tries again.', error);
  }

  /** What fails for want of room or of rights may go on later: what is stored is served meanwhile. */
  #fail(message: string, cause: unknown): void {
    // Who waits for `lost` tells it.
    if (cause instanceof DatabaseGone) return;
    const refusal = refusalOf(cause);
    if (refusal === undefined) log.failure(message, cause);
    else this.#outage.failed(unstored, new UsageError(refusal));
  }
}
