import type { Server } from 'node:http';
import { flushCompileCache } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { validate } from 'node-cron';
import type { ConfigTexts } from '../../config/config.ts';
import type { Config } from '../../model/config.ts';
import { isFetchedSource } from '../../model/source.ts';
import type { Store } from '../../model/store.ts';
import { count } from '../count.ts';
import type { Opened } from '../database/open.ts';
import { type Left, leftOf, openAtLast } from '../database/open-at-last.ts';
import { push, Refused, type Target, targetOf } from '../edge/push.ts';
import { needFolder } from '../files/scan.ts';
import { log } from '../log.ts';
import { sayOtherAuthority } from '../report.ts';
import { watchConfig } from '../serving/config-watch.ts';
import { type Listener, listen } from '../serving/listen.ts';
import { listeningBy } from '../serving/listening-by.ts';
import { note, sayAuthority, sayPushed, sayStopped, sayWhatIsHere, sayWhere } from '../serving/serve-report.ts';
import { Storing } from '../serving/storing.ts';
import { type Arguments, configTexts, loadConfig, type Settings, settingsOf } from '../settings.ts';
import { Asked } from '../threads/asked.ts';
import { giveBack } from '../threads/give-back.ts';
import { DatabaseGone } from '../threads/writer.ts';
import { UsageError } from '../usage-error.ts';
import { WheneverChanged } from '../whenever-changed.ts';

/** How often is looked whether there is something to push, milliseconds. */
const pushInterval = 500;

/**
 * `huiliu serve`: listens, reads the seeds, and goes on until it is told to stop. What an earlier run stored is served meanwhile,
 * with the validators that it had; also while the database cannot be written, or is not there any more.
 */
export async function run(args: Arguments): Promise<number> {
  const settings = settingsOf(args);
  const { seedsDir, configDir, dataDir } = settings;
  const texts = configTexts(configDir);
  const config = configIn(settings, texts);
  const pushTo = args.values['push-to'];
  const target = pushTo === undefined ? undefined : targetOf('push-to', pushTo, process.env);
  // Before anything is served or made.
  needFolder(seedsDir);
  // The disk of the log is full, or what read it has ended: readers are served all the same, unheard.
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error').on('error', () => {});
  const stopping = stopSignal();
  // Ends what was begun, the last first, whichever way this function is left.
  await using ending = new AsyncDisposableStack();
  let held: Opened | undefined;
  ending.defer(() => held?.close());
  // Never closed: what is another file system's may have the number of the file that is gone, and SQLite would remove the log beside it.
  const gone: Left[] = [];
  const listener = await listen(settings);
  ending.defer(() => closeServer(listener.server));
  const serving: Serving = { settings, texts, config, target, listener, hubsTold: new Map(), stopping };
  /** Answers from another database from now on. */
  const hold = (opened: Opened) => {
    held?.close();
    held = opened;
  };
  for (;;) {
    const opened = await openAtLast(dataDir, gone.at(-1), stopping, async reading => {
      await answerFrom(reading, serving);
      hold(reading);
    });
    if (opened === undefined) {
      sayStopped(undefined, seedsDir);
      return 0;
    }
    if (held !== undefined || gone.length > 0) note('The database can be written: what came meanwhile is read.');
    const left = leftOf(opened);
    try {
      await serveFrom(opened, serving, () => hold(opened));
      return 0;
    } catch (error) {
      if (!(error instanceof DatabaseGone)) throw error;
      log.failure('Nothing can be stored.', error);
      gone.push(left);
      held = undefined;
    }
  }
}

/** What stays while databases come and go. */
type Serving = {
  readonly settings: Settings;
  /** As the configuration was read last, be there a mistake in it. */
  texts: ConfigTexts;
  /** By which it goes on. */
  config: Config;
  readonly target: Target | undefined;
  readonly listener: Listener;
  readonly hubsTold: Map<string, number>;
  readonly stopping: Promise<void>;
};

/** Answers with what is stored, and stores nothing. */
async function answerFrom({ store, version }: Opened, { config, listener, settings }: Serving): Promise<void> {
  const { address, answerBy } = listener;
  const noteRendering = async () => {};
  const ground = { address, store: { ...store, noteRendering }, version, asked: new Asked() };
  answerBy(await listeningBy(config, { ...ground, ready: () => false, searchable: () => false }));
  sayWhere(config, address, settings);
}

/** Reads, stores and answers until it is told to stop. Throws DatabaseGone when that ends it; its answers go on. */
async function serveFrom(opened: Opened, serving: Serving, hold: () => void): Promise<void> {
  const { settings, target, listener, hubsTold, stopping } = serving;
  const { seedsDir } = settings;
  const { address, answerBy } = listener;
  const { store, version } = opened;
  const isWarm = (await store.state()).revision > 0;
  await using storing = new Storing(opened, { settings, config: serving.config, address, hubsTold });
  await using ending = new AsyncDisposableStack();
  // What somebody sends us is stored before the thread ends that stores it.
  ending.defer(async () => {
    if (storing.isHalted) await closeServer(listener.server);
  });
  answerBy(await listeningBy(serving.config, storing.ground));
  hold();
  if (isWarm) sayWhere(serving.config, address, settings);
  await sayOtherAuthority(store, serving.config, settings);
  // A thread that is lost by then said so itself.
  stopping.then(() => storing.halt()).catch(() => {});
  const tally = await storing.begin(serving.config);
  if (storing.isHalted) {
    sayStopped(tally, seedsDir);
    return;
  }
  if (isWarm) console.log('');
  if (tally !== undefined) await sayWhatIsHere(store, tally, seedsDir);
  const fetched = serving.config.sources.filter(isFetchedSource).length;
  if (fetched > 0) console.log(`${count(fetched, 'source')} asked over the network, each when it is due`);
  if (target !== undefined) {
    const pushing = startPushing(target, store, version);
    ending.defer(() => pushing.stop());
  }
  const following = followConfig(serving, store, storing);
  ending.defer(() => following.stop());
  if (!isWarm) sayWhere(serving.config, address, settings);
  if (!isWarm && (serving.config.site.baseUrl !== undefined || target !== undefined))
    sayAuthority(serving.config, settings);
  // The last line: all that changed before it is in.
  console.log(`Watching ${seedsDir}. Ctrl-C stops.`);
  // Now, and not at the end, which a server that is killed does not have.
  flushCompileCache();
  giveBack();
  // One after the other. A thread that is lost meanwhile says so itself.
  storing.giveBack().catch(() => {});
  await Promise.race([stopping, storing.lost]);
  sayStopped(undefined, seedsDir);
}

/** Goes on under the configuration as it changes: readers are answered all the while. */
function followConfig(serving: Serving, store: Store, storing: Storing): ReturnType<typeof watchConfig> {
  const { settings, listener } = serving;
  const goOnBy = async (next: Config) => {
    await sayOtherAuthority(store, next, settings);
    listener.answerBy(await listeningBy(next, storing.ground));
    note(`The configuration was changed: ${changesOf(serving.config, next)}`);
    serving.config = next;
    await storing.goOnBy(next);
  };
  const onChange = async (changed: ConfigTexts) => {
    serving.texts = changed;
    try {
      const next = configIn(settings, changed);
      if (!isDeepStrictEqual(next, serving.config)) await goOnBy(next);
    } catch (error) {
      log.failure('The changed configuration cannot be used.', error);
    }
  };
  const onMissing = (cause: unknown) =>
    log.failure('The configuration is gone. What was read of it holds; a new start would fail: put it back.', cause);
  return watchConfig(settings.configDir, serving.texts, onChange, onMissing);
}

/** Keeps a Huiliu at the edge up to date. */
function startPushing(target: Target, store: Store, version: () => number): WheneverChanged {
  const { to } = target;
  return new WheneverChanged({
    store,
    version,
    interval: pushInterval,
    work: async (signal, advanced) => {
      const pushed = await push(store, { ...target, signal }, advanced);
      sayPushed(to, pushed);
      return pushed.revision;
    },
    failed: error => log.failure(`Nothing could be sent to ${to}; it is tried again until it takes it.`, error),
    wanted: error => (error instanceof Refused ? error.retryAfter : undefined),
  });
}

/** Throws a UsageError that lists every mistake. */
function configIn(settings: Settings, texts: ConfigTexts): Config {
  const config = loadConfig(settings, texts);
  const { rescan } = config.site;
  if (validate(rescan)) return config;
  throw new UsageError(`site.yaml: rescan: found "${rescan}"; allowed: a cron expression such as */10 * * * *`);
}

/** `4 sources; new: blog; no longer: sina`. */
function changesOf(before: Config, after: Config): string {
  const idsOf = ({ sources }: Config) => new Set(sources.map(({ id }) => id));
  const [was, is] = [idsOf(before), idsOf(after)];
  const [fresh, gone] = [[...is.difference(was)], [...was.difference(is)]];
  return [
    count(after.sources.length, 'source'),
    ...(fresh.length > 0 ? [`new: ${fresh.join(', ')}`] : []),
    ...(gone.length > 0 ? [`no longer: ${gone.join(', ')}`] : []),
  ].join('; ');
}

function stopSignal(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

function closeServer(server: Server): Promise<void> {
  // Readers keep connections open for more; those that are idle need not be waited for.
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 2000).unref();
  return new Promise(resolve => server.close(() => resolve()));
}
