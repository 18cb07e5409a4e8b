import { createTask } from 'node-cron';

/** How long is slept at most before the clock is looked at again, milliseconds: it may have been put right meanwhile. */
const longestSleep = 30_000;

/**
 * Does something at the times that a cron expression names, by whatever the clock says then: once for all that a jump left out, and again soon
 * after one that is put back. (node-cron's own timer goes through every time that was left out, half a minute of work for a year of minutes, and waits
 * for the year to come back.)
 */
export function atTimes(expression: string, work: () => void): { readonly stop: () => Promise<void> } {
  const times = createTask(expression, () => {});
  const upcoming = () => times.getNextRuns(1)[0]?.getTime() ?? Number.POSITIVE_INFINITY;
  let next = upcoming();
  const sleep = () => setTimeout(look, Math.min(Math.max(next - Date.now(), 0), longestSleep));
  const look = () => {
    const isDue = Date.now() >= next;
    next = upcoming();
    timer = sleep();
    if (isDue) work();
  };
  let timer = sleep();
  return {
    stop: async () => {
      clearTimeout(timer);
      await times.destroy();
    },
  };
}
