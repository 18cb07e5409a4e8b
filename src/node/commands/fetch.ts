import type { Run } from '../../model/run.ts';
import { isFetchedSource } from '../../model/source.ts';
import { count } from '../count.ts';
import { openStore } from '../database/open.ts';
import { Intake } from '../intake.ts';
import { log } from '../log.ts';
import { pollingOf } from '../poll.ts';
import { printable, problemLines, sayOtherAuthority } from '../report.ts';
import { type Arguments, loadConfig, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { workshopOf } from '../workshop.ts';

/** `huiliu fetch`: asks the sources that are fetched, all of them now, or the one that is named. Exit status 1 when one fails. */
export async function run(args: Arguments): Promise<number> {
  const [id] = args.positionals;
  const settings = settingsOf(args);
  const config = loadConfig(settings);
  const sources = config.sources.filter(isFetchedSource).filter(source => id === undefined || source.id === id);
  if (id !== undefined && sources.length === 0)
    throw new UsageError(`There is no source ${id} of kind feed or page in ${settings.configDir}/sources.yaml.`);
  if (sources.length === 0)
    throw new UsageError(`No source in ${settings.configDir}/sources.yaml is fetched. huiliu add URL adds one.`);
  const { store, close } = openStore(settings.dataDir);
  const news = new Map<string, number>();
  const intake = new Intake(settings.seedsDir, workshopOf(config), store, Date.now);
  const counting: Pick<Intake, 'take' | 'wanted'> = {
    wanted: (source, list) => intake.wanted(source, list),
    take: async (source, brought, runOf) => {
      const taken = await intake.take(source, brought, runOf);
      if (taken.kind === 'taken') news.set(source.id, taken.news);
      return taken;
    },
  };
  const polling = pollingOf(config, counting, store, log.failure);
  process.once('SIGINT', () => void Promise.all([polling.stop(), intake.stop()]));
  let failures = 0;
  try {
    await sayOtherAuthority(store, config, settings);
    const asked = sources.map(async source => {
      const run = await polling.run(source.id, Date.now());
      const hasFailed = run.failing !== undefined || run.next === undefined;
      const line = printable(`${source.id}: ${stateOf(run, news.get(source.id) ?? 0)}`);
      if (!hasFailed) return console.log(line);
      failures += 1;
      console.error(line);
    });
    // By Ctrl-C.
    const broken = (await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected').length;
    if (broken > 0) console.log(`${count(broken, 'source')} broken off, to be asked next time.`);
    const ids = new Set(sources.map(({ id }) => id));
    const problems = (await store.problems()).filter(({ source }) => source !== undefined && ids.has(source));
    for (const line of problemLines(problems, { lister: '/api/problems of a server' })) console.log(line);
    return failures > 0 ? 1 : 0;
  } finally {
    await Promise.all([polling.stop(), intake.stop()]);
    close();
  }
}

function stateOf({ failing, next }: Run, news: number): string {
  if (next === undefined) return 'gone for good, asked no more';
  return failing?.reason ?? (news > 0 ? `${count(news, 'article')} new or changed` : 'nothing new');
}
