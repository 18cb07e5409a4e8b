import type { Server } from 'node:http';
import { flushCompileCache } from 'node:module';
import { schedule, validate } from 'node-cron';
import { createServing } from '../../app.ts';
import { isFetchedSource } from '../../model/source.ts';
import type { Change, Receipt, Store } from '../../model/store.ts';
import { Asked } from '../asked.ts';
import { clientBehind } from '../client.ts';
import { digest } from '../digest.ts';
import { encoders } from '../encoders.ts';
import { giveBack } from '../give-back.ts';
import type { Tally } from '../intake.ts';
import { addressOf, isEverywhere, type Listening, listen } from '../listen.ts';
import { log } from '../log.ts';
import { openStore } from '../open.ts';
import { type Target, targetOf } from '../push.ts';
import { Pushing, type Telling } from '../pushing.ts';
import { renderingDigest } from '../rendering.ts';
import { problemLines, progressLine, tallyLine } from '../report.ts';
import { needFolder } from '../scan.ts';
import { type Arguments, count, entries, loadConfig, type Settings, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { startWriter } from '../writer.ts';

/**
 * `huiliu serve`: listens, reads the seeds, and goes on until it is told to stop. What an earlier run stored is served meanwhile,
 * with the validators that it had.
 */
export async function run(args: Arguments): Promise<number> {
  const settings = settingsOf(args);
  const { seedsDir } = settings;
  const config = loadConfig(settings);
  const pushTo = args.values['push-to'];
  const target = pushTo === undefined ? undefined : targetOf('push-to', pushTo, process.env);
  if (!validate(config.site.rescan)) {
    throw new UsageError(
      `site.yaml: rescan: found "${config.site.rescan}"; allowed: a cron expression such as */10 * * * *`,
    );
  }
  // Before anything is served or made.
  needFolder(seedsDir);
  const stopping = stopSignal();
  // Ends what was begun, the last first, whichever way this function is left.
  await using ending = new AsyncDisposableStack();
  const { store, version, changed, close } = openStore(settings.dataDir);
  ending.defer(close);
  const isWarm = (await store.state()).revision > 0;
  const { progress, end } = progressLine(`Reading ${seedsDir}`);
  let ready = false;
  let searchable = false;
  const asked = new Asked();
  const writer = startWriter(
    { settings, config, asked: asked.memory },
    {
      onProgress: (done, of) => {
        if (!ready) progress(done, of);
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
      onNote: message => console.log(`${clock()} ${message}`),
    },
  );
  ending.defer(() => writer.end());
  const clientOf = clientBehind(config.site.proxies);
  const server = await listen(settings, async address => {
    const baseUrl = config.site.baseUrl ?? address;
    const platform = {
      config,
      store: { ...store, put: (change: Change) => writer.put(change).finally(changed) },
      baseUrl,
      token: process.env.HUILIU_TOKEN,
      renderedSince: await store.renderedWith(await renderingDigest(config, baseUrl), Date.now()),
      digest,
      version,
      encoders,
      now: Date.now,
      ready: () => ready,
      isWarm,
      searchable: () => searchable,
      report: log.failure,
    };
    const { app, shortWay } = createServing({ ...platform, clientOf: c => clientOf(c.env.incoming) });
    const fetch: Listening['app']['fetch'] = (request, env) => {
      asked.note();
      return app.fetch(request, env);
    };
    return { app: { fetch }, shortWay, clientOf, report: log.failure };
  });
  ending.defer(() => closeServer(server));
  const sayWhereOnce = () => sayWhere(config.site.baseUrl, addressOf(server, settings.host), settings);
  if (isWarm) sayWhereOnce();
  let halted = false;
  void stopping.then(() => {
    halted = true;
    return writer.halt();
  });
  // What fails for want of room or of rights may go on later: what is stored is served meanwhile.
  const tally = await writer
    .begin()
    .catch(error => {
      if (error instanceof UsageError) throw error;
      log.failure('Not all articles could be read or stored; the periodic rescan tries again.', error);
      return undefined;
    })
    .finally(end);
  if (halted) return stopped(tally, seedsDir);
  ready = tally !== undefined;
  const rescan = schedule(config.site.rescan, () => {
    writer.scan().then(
      scanned => {
        ready = true;
        sayWent({ ...scanned, vanished: 0 });
      },
      error => log.failure('The periodic rescan failed.', error),
    );
  });
  ending.defer(async () => void (await rescan.stop()));
  if (config.sources.some(isFetchedSource)) {
    const poll = () => void writer.poll().catch(error => log.failure('Sources could not be asked.', error));
    const polling = schedule('* * * * *', poll);
    ending.defer(async () => void (await polling.stop()));
    poll();
  }
  if (isWarm) console.log('');
  if (tally !== undefined) await sayWhatIsHere(store, tally, seedsDir);
  const fetched = config.sources.filter(isFetchedSource).length;
  if (fetched > 0) console.log(`${count(fetched, 'source')} asked over the network, each when it is due`);
  if (target !== undefined) {
    const pushing = new Pushing(store, version, target, tellingOf(target));
    ending.defer(() => pushing.stop());
  }
  if (!isWarm) sayWhereOnce();
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

/** Ctrl-C during the first scan. */
function stopped(tally: Tally | undefined, seedsDir: string): number {
  const done = tally === undefined ? '' : ` ${tallyLine(tally, seedsDir)} so far; the rest is read next time.`;
  console.log(`\nStopping.${done}`);
  return 0;
}

function sayReceipt({ added, changed, retracted, revision }: Receipt) {
  if (added + changed + retracted === 0) return;
  const parts = [
    added > 0 ? `${added} new` : '',
    changed > 0 ? `${changed} changed` : '',
    retracted > 0 ? `${retracted} taken back` : '',
  ];
  console.log(`${clock()} ${parts.filter(part => part !== '').join(', ')} (revision ${revision})`);
}

/** What is said of pushes while readers are served. */
function tellingOf({ to }: Target): Telling {
  return {
    pushed: ({ sent, refused }) => {
      const number = sent - refused.length;
      console.log(`${clock()} ${number === 0 ? `${to} has everything` : `${count(number, 'change')} sent to ${to}`}`);
      for (const line of refused) log.failure(`${to} did not take an entry.`, line);
    },
    failed: error => log.failure(`Nothing could be sent to ${to}; it is tried again until it takes it.`, error),
  };
}

function sayWent({ vanished, beyond, expired }: Tally) {
  if (vanished > 0) console.log(`${clock()} ${vanished} no longer there; what they said stays`);
  if (beyond > 0) console.log(`${clock()} ${count(beyond, 'file')} beyond what is kept`);
  if (expired > 0) console.log(`${clock()} ${entries(expired)} expired`);
}

function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}

async function sayWhatIsHere(store: Store, tally: Tally, seedsDir: string) {
  const scopes = await store.scopes();
  const sources = scopes.flatMap(({ scope, count }) => (scope.kind === 'source' ? [`${scope.key} ${count}`] : []));
  const all = scopes.find(({ scope }) => scope.kind === 'all')?.count ?? 0;
  console.log(tallyLine(tally, seedsDir));
  console.log(
    `${entries(all)}: ${sources.join(', ') || 'put articles into the folder of a source, or add a feed with huiliu add'}`,
  );
  for (const line of problemLines(await store.problems())) console.log(line);
}

function sayWhere(baseUrl: string | undefined, address: string, { host }: Settings) {
  const base = baseUrl ?? address;
  console.log(`\nServing ${base}/${base === address ? '' : ` (listening on ${address})`}`);
  console.log(`  merged   ${base}/rss.xml  /atom.xml  /feed.json`);
  console.log(`  others   ${base}/sources/<id>/…  /categories/<key>/…  /publishers/<name>/…`);
  console.log(`  all      ${base}/opml.xml`);
  if (baseUrl === undefined && isEverywhere(host)) {
    console.log(
      `Every link in the feeds begins with ${address}, which only this machine reaches: set --base-url to the address that readers use.`,
    );
  }
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
