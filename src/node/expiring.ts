/** Lets go of what sources do not keep: a little at a time, so that whoever waits for the database gets it in between. */
import type { KeptSource } from '../model/keep.ts';
import type { Store } from '../model/store.ts';

/** Entries a step: what else is to be stored waits some 10 ms for it. */
const step = 50;

/** Until nothing is left to go, or `isStopped` says so; how many entries went. */
export async function expireAll(
  store: Pick<Store, 'expire'>,
  sources: readonly KeptSource[],
  now: () => number,
  isStopped: () => boolean,
): Promise<number> {
  if (sources.every(({ keep }) => keep === undefined)) return 0;
  let all = 0;
  while (!isStopped()) {
    const gone = await store.expire(sources, now(), step);
    if (gone === 0) break;
    all += gone;
    await new Promise(resolve => setImmediate(resolve));
  }
  return all;
}
