import { Intake } from '../intake.ts';
import { openStore, workshopOf } from '../open.ts';
import { problemLines, scanWithProgress, tallyLine } from '../report.ts';
import { type Arguments, loadConfig, settingsOf } from '../settings.ts';

/** `huiliu ingest`: reads what changed, then stops. */
export async function run(args: Arguments): Promise<number> {
  const settings = settingsOf(args);
  const config = loadConfig(settings);
  const { store, close } = openStore(settings.dataDir);
  const intake = new Intake(settings.seedsDir, workshopOf(config), store, Date.now);
  process.once('SIGINT', () => void intake.stop());
  try {
    const tally = await scanWithProgress(intake, settings.seedsDir);
    console.log(tallyLine(tally, settings.seedsDir));
    for (const line of problemLines(await store.problems())) console.log(line);
    return 0;
  } finally {
    close();
  }
}
