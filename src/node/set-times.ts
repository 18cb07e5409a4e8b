import { schedule } from 'node-cron';
import type { Config } from '../model/config.ts';
import { isFetchedSource } from '../model/source.ts';
import type { Tally } from './intake.ts';
import { log } from './log.ts';
import type { Writer } from './writer.ts';

/** Looks at the seeds at the times that are configured, and asks now and every minute the sources that are due. */
export function atSetTimes(
  { site, sources }: Config,
  writer: Pick<Writer, 'scan' | 'poll'>,
  onScan: (tally: Tally) => void,
): { readonly stop: () => Promise<void> } {
  const rescan = () => void writer.scan().then(onScan, error => log.failure('The periodic rescan failed.', error));
  const poll = () => void writer.poll().catch(error => log.failure('Sources could not be asked.', error));
  const times = [schedule(site.rescan, rescan)];
  if (sources.some(isFetchedSource)) {
    times.push(schedule('* * * * *', poll));
    poll();
  }
  return {
    stop: async () => {
      for (const each of times) await each.stop();
    },
  };
}
