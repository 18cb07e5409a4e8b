import type { Server } from 'node:http';
import { flushCompileCache } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { validate } from 'node-cron';
import type { ConfigTexts } from '../../config/config.ts';
import type { Config } from '../../model/config.ts';
import { isFetchedSource } from '../../model/source.ts';
import type { Store } from '../../model/store.ts';
import { Asked } from '../asked.ts';
import { watchConfig } from '../config-watch.ts';
import { count } from '../count.ts';
import { giveBack } from '../give-back.ts';
import type { Tally } from '../intake.ts';
import { listen } from '../listen.ts';
import { type Ground, listeningBy } from '../listening-by.ts';
import { log } from '../log.ts';
import { openStore } from '../open.ts';
import { push, Refused, type Target, targetOf } from '../push.ts';
import { progressLine, sayOtherAuthority, tallyLine } from '../report.ts';
import { startRoutine } from '../routine.ts';
import { needFolder } from '../scan.ts';
import {
  note,
  sayAuthority,
  sayPushed,
  sayReceipt,
  sayStopped,
  sayWent,
  sayWhatIsHere,
  sayWhere,
} from '../serve-report.ts';
import { type Arguments, configTexts, loadConfig, type Settings, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { WheneverChanged } from '../whenever-changed.ts';
import { startWriter } from '../writer.ts';

/** How often is looked whether there is something to push, milliseconds. */
const pushInterval = 500;

/**
 * `huiliu serve`: listens, reads the seeds, and goes on until it is told to stop. What an earlier run stored is served meanwhile,
 * with the validators that it had.
 */
export async function run(args: Arguments): Promise<number> {
  const settings = settingsOf(args);
  const { seedsDir, configDir } = settings;
  const texts = configTexts(configDir);
  let config = configIn(settings, texts);
  const pushTo = args.values['push-to'];
  const target = pushTo === undefined ? undefined : targetOf('push-to', pushTo, process.env);
  // Before anything is served or made.
  needFolder(seedsDir);
  // The disk of the log is full, or what read it has ended: readers are served all the same, unheard.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const stopping = stopSignal();
  // Ends what was begun, the last first, whichever way this function is left.
  await using ending = new AsyncDisposableStack();
  const { store, version, changed, close } = openStore(settings.dataDir);
  ending.defer(close);
  const isWarm = (await store.state()).revision > 0;
  let line = progressLine(`Reading ${seedsDir}`);
  let ready = false;
  let searchable = false;
  const asked = new Asked();
  const writer = startWriter(
    { settings, config, asked: asked.memory },
    {
      onProgress: (done, of) => {
        if (!ready) line.progress(done, of);
      },
      onPut: receipt => {
        changed();
        if (ready) sayReceipt(receipt);
      },
      onLook: sayWent,
      onSearchable: isComplete => {
        searchable = isComplete;
      },
      onFailure: log.failure,
      onNote: note,
    },
  );
  ending.defer(() => writer.end());
  const { server, address, answerBy } = await listen(settings);
  ending.defer(() => closeServer(server));
  const ground: Ground = {
    address,
    store: {
      ...store,
      put: change => writer.put(change).finally(changed),
      noteRendering: writer.noteRendering,
    },
    version,
    asked,
    ready: () => ready,
    searchable: () => searchable,
  };
  answerBy(await listeningBy(config, ground));
  if (isWarm) sayWhere(config, address, settings);
  await sayOtherAuthority(store, config, settings);
  let halted = false;
  void stopping.then(() => {
    halted = true;
    return writer.halt();
  });
  // What fails for want of room or of rights may go on later: what is stored is served meanwhile.
  const unread = (error: unknown) =>
    log.failure('Not all articles could be read or stored; the periodic rescan tries again.', error);
  const tally = await writer
    .begin()
    .catch(error => {
      if (error instanceof UsageError) throw error;
      return unread(error);
    })
    .finally(line.end);
  if (halted) {
    sayStopped(tally, seedsDir);
    return 0;
  }
  ready = tally !== undefined;
  const onScan = (scanned: Tally) => {
    ready = true;
    sayWent({ ...scanned, vanished: 0 });
  };
  const needs = { writer, ground, onScan, hubsTold: new Map<string, number>() };
  let routine = startRoutine(config, needs);
  ending.defer(() => routine.stop());
  if (isWarm) console.log('');
  if (tally !== undefined) await sayWhatIsHere(store, tally, seedsDir);
  const fetched = config.sources.filter(isFetchedSource).length;
  if (fetched > 0) console.log(`${count(fetched, 'source')} asked over the network, each when it is due`);
  if (target !== undefined) {
    const pushing = startPushing(target, store, version);
    ending.defer(() => pushing.stop());
  }
  /** Goes on under another configuration: readers are answered all the while. */
  const goOnBy = async (next: Config) => {
    await sayOtherAuthority(store, next, settings);
    answerBy(await listeningBy(next, ground));
    note(`The configuration was changed: ${changesOf(config, next)}`);
    config = next;
    ready = false;
    await routine.stop();
    await writer.goOnBy(next);
    line = progressLine(`Reading ${seedsDir}`);
    const looked = halted ? undefined : await writer.scan().catch(unread).finally(line.end);
    if (halted) return;
    ready = looked !== undefined;
    routine = startRoutine(config, needs);
    if (looked === undefined || looked.read === 0) return;
    note(tallyLine(looked, seedsDir));
    sayWent({ ...looked, vanished: 0, beyond: 0, expired: 0 });
  };
  const onChange = async (changed: ConfigTexts) => {
    try {
      const next = configIn(settings, changed);
      if (!isDeepStrictEqual(next, config)) await goOnBy(next);
    } catch (error) {
      log.failure('The changed configuration cannot be used.', error);
    }
  };
  const onMissing = (cause: unknown) =>
    log.failure('The configuration is gone. What was read of it holds; a new start would fail: put it back.', cause);
  const watching = watchConfig(configDir, texts, onChange, onMissing);
  ending.defer(() => watching.stop());
  if (!isWarm) sayWhere(config, address, settings);
  if (!isWarm && (config.site.baseUrl !== undefined || target !== undefined)) sayAuthority(config, settings);
  // The last line: all that changed before it is in.
  console.log(`Watching ${seedsDir}. Ctrl-C stops.`);
  // Now, and not at the end, which a server that is killed does not have.
  flushCompileCache();
  giveBack();
  // One after the other. A thread that is lost meanwhile says so itself.
  writer.giveBack().catch(() => {});
  await Promise.race([stopping, writer.lost]);
  console.log('\nStopping.');
  return 0;
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
  const [was, is] = [before, after].map(({ sources }) => new Set(sources.map(({ id }) => id)));
  const [fresh, gone] = [[...(is ?? [])].filter(id => !was?.has(id)), [...(was ?? [])].filter(id => !is?.has(id))];
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
