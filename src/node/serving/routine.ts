import { setTimeout } from 'node:timers/promises';
import type { Config } from '../../model/config.ts';
import { isFetchedSource } from '../../model/source.ts';
import { tellHub } from '../../tell-hub.ts';
import type { Tally } from '../intake.ts';
import { log } from '../log.ts';
import type { Writer } from '../threads/writer.ts';
import { WheneverChanged } from '../whenever-changed.ts';
import { atTimes } from './at-times.ts';
import type { Ground } from './listening-by.ts';

export type RoutineNeeds = {
  readonly writer: Pick<Writer, 'scan' | 'poll'>;
  readonly ground: Pick<Ground, 'address' | 'store' | 'version'>;
  /** Told what a rescan came to. */
  readonly onScan: (tally: Tally) => void;
  readonly onFailure: (message: string, cause: unknown) => void;
  /** When each hub was told last, by the clock of `performance`: it is left in peace under the next configuration too. */
  readonly hubsTold: Map<string, number>;
};

/** How often is looked whether a source is due, milliseconds. */
const pollInterval = 60_000;

/** How often is looked whether there is something to tell a hub, milliseconds. */
const hubInterval = 500;
/** How long it is left in peace then: it fetches every feed that it is told of, and must stay below the polite limit. */
const hubRest = 20_000;

/**
 * Begins what is done by itself under a configuration: looking at the seeds at set times, asking each minute the sources that are due,
 * telling the hub of changes.
 */
export function startRoutine({ site, sources }: Config, { writer, ground, onScan, onFailure, hubsTold }: RoutineNeeds) {
  const routine = new AsyncDisposableStack();
  const rescan = () => void writer.scan().then(onScan, error => onFailure('The periodic rescan failed.', error));
  const rescans = atTimes(site.rescan, rescan);
  routine.defer(() => rescans.stop());
  if (sources.some(isFetchedSource)) {
    const poll = () => void writer.poll().catch(error => onFailure('Sources could not be asked.', error));
    const polls = setInterval(poll, pollInterval);
    routine.defer(() => clearInterval(polls));
    poll();
  }
  const { hub } = site.feed;
  if (hub !== undefined) {
    const { address, store, version } = ground;
    const baseUrl = site.baseUrl ?? address;
    let wasEmpty = false;
    const telling = new WheneverChanged({
      store,
      version,
      interval: hubInterval,
      work: async signal => {
        const peace = (hubsTold.get(hub) ?? Number.NEGATIVE_INFINITY) + hubRest - performance.now();
        if (peace > 0) await setTimeout(peace, undefined, { signal });
        const { revision, addresses } = await tellHub({ hub, baseUrl, store, now: Date.now, wasEmpty, signal });
        wasEmpty ||= revision === 0;
        if (addresses > 0) hubsTold.set(hub, performance.now());
        return revision;
      },
      failed: error =>
        log.failure(`${hub} could not be told of changes; it is tried again until it takes them.`, error),
    });
    routine.defer(() => telling.stop());
  }
  return { stop: () => routine.disposeAsync() };
}
