/** What the writing thread does: watch the seeds, read what comes, store it, and fill the search index behind it. */
import type { MessagePort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { Config } from '../../model/config.ts';
import type { Instant } from '../../model/entry.ts';
import type { Change, Receipt } from '../../model/store.ts';
import { codeOf } from '../code-of.ts';
import { openStore } from '../database/open.ts';
import { standingAt } from '../database/standing.ts';
import type { Polling } from '../fetching/polling.ts';
import { folderError } from '../files/scan.ts';
import { type Watch, type Watcher, watch } from '../files/watch.ts';
import { Indexing } from '../indexing.ts';
import { Intake, type Tally } from '../intake.ts';
import type { Settings } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { workshopOf } from '../workshop.ts';
import { type CallOutcome, told } from './across.ts';
import { Asked, afterReaders } from './asked.ts';
import { giveBack } from './give-back.ts';

/** What the thread is given when it starts: plain data. */
export type WriterData = {
  readonly settings: Pick<Settings, 'seedsDir' | 'dataDir'>;
  readonly config: Config;
  /** Of an Asked: what is done behind the readers waits for them. */
  readonly asked: SharedArrayBuffer;
};

/** What the thread is asked for. */
export type Orders = {
  /** Watches the seeds and reads all that changed. */
  readonly begin: () => Promise<CallOutcome<Tally>>;
  /** Looks at every file again. */
  readonly scan: () => Promise<CallOutcome<Tally>>;
  /** Asks the sources that are fetched and due; done when all of them were asked. */
  readonly poll: () => Promise<CallOutcome<void>>;
  /** Reads and asks by another configuration from now on; a scan is to follow. */
  readonly goOnBy: (config: Config) => Promise<void>;
  readonly put: (change: Change) => Promise<CallOutcome<Receipt>>;
  readonly noteRendering: (digest: string, now: Instant) => Promise<CallOutcome<void>>;
  /** Gives back the memory that beginning took. */
  readonly giveBack: () => Promise<void>;
  /** Reads no further than the batch that is under way. */
  readonly halt: () => Promise<void>;
  /** Ends the thread, all that it has begun being done. */
  readonly end: () => Promise<void>;
};

/** What the thread tells without being asked. */
export type Told = {
  readonly onProgress: (done: number, of: number) => void;
  readonly onPut: (receipt: Receipt) => void;
  readonly onLook: (tally: Tally) => void;
  readonly onSearchable: (isComplete: boolean) => void;
  readonly onFailure: (message: string, cause: unknown) => void;
  /** Something that the operator did, and what came of it. */
  readonly onNote: (message: string) => void;
  /** Nothing can be stored any more. */
  readonly onLost: (message: string) => void;
};

/** How often is looked whether the folders still are those that were opened, milliseconds. */
const lookout = 1000;

/** Does what it is asked for over a port, until it is told to end. */
export function writeFor(port: MessagePort, { settings, config, asked }: WriterData): void {
  const { seedsDir, dataDir } = settings;
  const { store, close, hurry, path: database } = openStore(dataDir);
  const opened = standingAt(database);
  const failed = (message: string, cause: unknown) => void telling.onFailure.asEvent(message, cause);
  const tellLook = (tally: Tally) => void telling.onLook.asEvent(tally);
  const intakeBy = (config: Config) =>
    new Intake(
      seedsDir,
      workshopOf(config),
      store,
      Date.now,
      receipt => {
        void telling.onPut.asEvent(receipt);
        indexing.nudge();
      },
      tellLook,
    );
  let configured = config;
  let intake = intakeBy(configured);
  // Loaded when it is first asked for: a server without such sources needs none of it.
  let polling: Promise<Polling> | undefined;
  const poll = async () => {
    polling ??= import('../poll.ts').then(({ pollingOf }) => pollingOf(configured, intake, store, failed));
    await (await polling).runDue(Date.now());
  };
  // Why there may be none was told when it was asked for.
  const stopPolling = () =>
    polling?.then(
      each => each.stop(),
      () => {},
    );
  // What was fetched and is being read is not waited for: one breaks off what the other waits for.
  const halt = () => Promise.all([stopPolling(), intake.stop()]);
  const readersFirst = afterReaders(new Asked(asked));
  const turn = async () => {
    await readersFirst();
    await intake.idle();
  };
  const indexing = new Indexing(store, turn, failed, isComplete => void telling.onSearchable.asEvent(isComplete));
  let watching: Watch | undefined;
  let watched: string | undefined;
  const progress = (done: number, of: number) => void telling.onProgress.asEvent(done, of);
  const scan = () =>
    told(intake.scan(progress, { stays: true }).catch(error => Promise.reject(folderError(seedsDir, error))));
  const unlooked = (error: unknown) => failed('New files could not be read.', error);
  const watcher: Watcher = {
    onChange: paths => void intake.refresh(paths).catch(unlooked),
    onMissed: () => void intake.scan(undefined, { stays: true }).then(tellLook, unlooked),
    onError: error =>
      failed(`Not all folders can be watched; the periodic rescan reads what comes there.${moreWatches(error)}`, error),
  };
  // Watching begins before the scan: what arrives meanwhile waits for it and is not missed.
  const begin = async () => {
    watched = standingAt(seedsDir);
    const begun = await told(watchSeeds(seedsDir, watcher));
    if (begun.kind !== 'ok') return begun;
    watching = begun.value;
    const tally = await scan();
    indexing.nudge();
    return tally;
  };
  const looking = setInterval(() => {
    if (standingAt(database, opened) !== opened) {
      clearInterval(looking);
      telling.onLost.asEvent(
        `The database ${database} was removed or replaced. What it held is served, and nothing is stored, until a database is there again: put it back, or start Huiliu again for a new one.`,
      );
    }
    const seeds = standingAt(seedsDir, watched);
    if (watching === undefined || seeds === undefined || seeds === watched) return;
    // Another folder of this name: the system goes on watching the old one.
    watched = seeds;
    watching.close();
    watching = undefined;
    void begin().then(outcome => {
      if (outcome.kind === 'ok')
        telling.onNote.asEvent(`${seedsDir} was replaced; the new one was read and is watched`);
      else failed(outcome.message, outcome.cause);
    });
  }, lookout);
  const orders: Orders = {
    begin,
    scan,
    poll: () => told(poll()),
    goOnBy: async next => {
      // What it is told of from here on, the scan that follows finds.
      await halt();
      configured = next;
      polling = undefined;
      intake = intakeBy(next);
    },
    put: change =>
      told(
        store.put(change).then(receipt => {
          indexing.nudge();
          return receipt;
        }),
      ),
    noteRendering: (digest, now) => told(store.noteRendering(digest, now)),
    giveBack: async () => giveBack(),
    halt: async () => {
      hurry();
      await halt();
    },
    end: async () => {
      clearInterval(looking);
      watching?.close();
      await halt();
      await indexing.stop();
      close();
      port.close();
    },
  };
  const telling = createBirpc<Told, Orders>(orders, {
    post: message => port.postMessage(message),
    on: receive => port.on('message', receive),
    // A first scan takes as long as it takes.
    timeout: -1,
  });
}

async function watchSeeds(seedsDir: string, watcher: Watcher): Promise<Watch> {
  try {
    return watch(seedsDir, watcher);
  } catch (error) {
    const advice = moreWatches(error) || ' Make it, or name another with --seeds DIR.';
    throw new UsageError(`The seeds folder ${seedsDir} cannot be watched (${codeOf(error) ?? error}).${advice}`);
  }
}

/** What to do where Linux watches no more folders; nothing for other failures. */
function moreWatches(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOSPC') return ' The limit is of the system: raise fs.inotify.max_user_watches (sysctl).';
  if (code === 'EMFILE') return ' The limit is of the system: raise fs.inotify.max_user_instances (sysctl).';
  return '';
}
