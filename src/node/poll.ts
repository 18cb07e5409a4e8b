/** The polling of a configuration's sources into a store. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../model/config.ts';
import { isFetchedSource } from '../model/source.ts';
import type { Store } from '../model/store.ts';
import { digest, rulesDigest } from './digest.ts';
import { clientBy, fetchDocument } from './fetching/fetch-document.ts';
import { Polling } from './fetching/polling.ts';
import type { Intake } from './intake.ts';
import { userAgent } from './release.ts';

/** A Polling of all sources that are fetched. `failed` is told of what goes wrong on our side. Throws a UsageError for an `allow` that says nothing. */
export function pollingOf(
  { site, sources }: Config,
  intake: Pick<Intake, 'take' | 'wanted'>,
  store: Pick<Store, 'runs' | 'put'>,
  failed: (message: string, cause: unknown) => void,
): Polling {
  const client = { ...clientBy(site.fetch, userAgent(site.baseUrl)), own: site.baseUrl };
  return new Polling({
    sources: sources.filter(isFetchedSource),
    concurrent: site.fetch.concurrent,
    fetch: request => fetchDocument(request, client),
    digest,
    rulesOf: rulesDigest({ site, sources }),
    runs: store.runs,
    wanted: (source, list) => intake.wanted(source, list),
    take: (source, brought, runOf) => intake.take(source, brought, runOf),
    note: async runs => void (await store.put({ now: Date.now(), runs })),
    failed,
    clock: { now: Date.now, sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }) },
    random: Math.random,
  });
}
