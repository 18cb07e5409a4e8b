import type { Store } from '../../model/store.ts';
import { entries } from '../count.ts';
import { openStore } from '../database/open.ts';
import { Intake } from '../intake.ts';
import { problemLines, progressLine, sayOtherAuthority, scanWithProgress, tallyLine } from '../report.ts';
import { type Arguments, loadConfig, settingsOf } from '../settings.ts';
import { workshopOf } from '../workshop.ts';

/** `huiliu ingest`: reads what changed, then stops. The search index is left to `serve`, unless it is asked for. */
export async function run(args: Arguments): Promise<number> {
  const settings = settingsOf(args);
  const config = loadConfig(settings);
  const { store, close } = openStore(settings.dataDir);
  const intake = new Intake(settings.seedsDir, workshopOf(config), store, Date.now);
  process.once('SIGINT', () => void intake.stop());
  try {
    await sayOtherAuthority(store, config, settings);
    const tally = await scanWithProgress(intake, settings.seedsDir);
    console.log(tallyLine(tally, settings.seedsDir));
    for (const line of problemLines(await store.problems())) console.log(line);
    if (args.values.search === true) await fillSearch(store, () => intake.isStopped);
    return 0;
  } finally {
    close();
  }
}

/** Entries a step: more would be read again, because a statement takes no more words. */
const step = 50;

/** Takes everything that changed into the search index; how far it came stays, also when it is stopped. */
async function fillSearch(
  store: Pick<Store, 'indexSearch' | 'state' | 'countChanges'>,
  isStopped: () => boolean,
): Promise<void> {
  const { progress, end } = progressLine('Filling the search index', 'entries');
  const { search } = await store.state();
  // Of the revision that it has come to, some may be missing.
  const missing = await store.countChanges({ kind: 'all' }, search.revision - 1, Number.MAX_SAFE_INTEGER, 'show');
  let done = 0;
  for (let taken = -1; taken !== 0 && !isStopped(); ) {
    taken = await store.indexSearch(step);
    done += taken;
    progress(done, Math.max(done, missing));
    // Ctrl-C is heard in between.
    await new Promise(resolve => setImmediate(resolve));
  }
  end();
  console.log(`The search index took in ${entries(done)}${isStopped() ? ' so far' : ''}.`);
}
