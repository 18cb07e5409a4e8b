import { createApp } from '../../app.ts';
import { count, grouped } from '../count.ts';
import { openStore } from '../database/open.ts';
import { digest } from '../digest.ts';
import { exportSite, needOut } from '../export.ts';
import { needFolder } from '../files/scan.ts';
import { Intake } from '../intake.ts';
import { log } from '../log.ts';
import { problemLines, sayOtherAuthority, scanWithProgress, tallyLine } from '../report.ts';
import { type Arguments, loadConfig, settingsOf } from '../settings.ts';
import { workshopOf } from '../workshop.ts';

/** `huiliu export`: reads the seeds, then writes what would be served as files. */
export async function run(args: Arguments): Promise<number> {
  const settings = settingsOf(args);
  const config = loadConfig(settings);
  const out = String(args.values.out ?? 'feeds');
  // Before anything is read or made.
  needFolder(settings.seedsDir);
  await needOut(out, settings.seedsDir);
  const { store, close } = openStore(settings.dataDir);
  try {
    await sayOtherAuthority(store, config, settings);
    const tally = await scanWithProgress(
      new Intake(settings.seedsDir, workshopOf(config), store, Date.now),
      settings.seedsDir,
    );
    console.log(tallyLine(tally, settings.seedsDir));
    for (const line of problemLines(await store.problems())) console.log(line);
    const baseUrl = config.site.baseUrl ?? 'http://127.0.0.1:3000';
    const app = createApp({
      config,
      store,
      baseUrl,
      digest,
      now: Date.now,
      ready: () => true,
      isStatic: true,
      report: log.failure,
    });
    const { files, written, removed, leftOut, alike } = await exportSite(app, store, config, baseUrl, out);
    console.log(
      `${out}: ${count(files, 'file')}, ${grouped(written)} written, ${grouped(removed)} removed; addresses begin with ${baseUrl}`,
    );
    for (const folder of leftOut)
      console.error(`${out}/${folder}: a page has this name, so what would be in a folder of it was left out.`);
    for (const paths of alike)
      console.error(`${paths}: one overwrites the other where capitals and a full stop at the end make no other name.`);
    return 0;
  } finally {
    close();
  }
}
