/**
 * What seeds say -> store: recognize, tell stories apart, put. The first half of Huiliu; the other is app.ts. What they say is read by
 * ingest-files.ts and ingest-fetched.ts: a thread that only stores need not load these.
 */
import type { Config } from './model/config.ts';
import type { Instant } from './model/entry.ts';
import type { Readings, Workshop } from './model/reading.ts';
import type { Run } from './model/run.ts';
import type { Source } from './model/source.ts';
import type { Change, Receipt, Store } from './model/store.ts';
import { type Changed, changeOf } from './normalize/change.ts';
import { nativeName } from './normalize/identity.ts';
import { placeStories } from './stories/place.ts';

/** What a batch did. */
export type Ingested = Changed & { readonly receipt: Receipt };

/**
 * Puts what a batch of files says, and that others are gone, into the store: one transaction, with the runs that brought it.
 * The order of files does not matter.
 */
export async function putReadings(
  readings: Readings,
  vanished: readonly string[],
  workshop: Pick<Workshop, 'config' | 'digest'>,
  store: Store,
  now: Instant,
  runsOf: (found: Change) => readonly Run[] = () => [],
): Promise<Ingested> {
  const found = await changeOf(readings, vanished, workshop, store, now);
  const change = { ...(await withStories(found.change, workshop.config, store)), runs: runsOf(found.change) };
  return { ...found, change, receipt: await store.put(change) };
}

/** Those of some keys of a source that no entry has yet. */
export async function newAmong(
  keys: readonly string[],
  { id }: Source,
  store: Pick<Store, 'known'>,
): Promise<readonly string[]> {
  const known = await store.known(id, keys.map(nativeName));
  return keys.filter(key => !known.has(nativeName(key)));
}

/** A change whose entries have their places in stories, where stories are told apart. */
async function withStories(change: Change, { site, sources }: Config, store: Store): Promise<Change> {
  const { entries = [] } = change;
  if (site.stories === undefined || entries.length === 0) return change;
  const places = new Map(sources.map(({ id }, place) => [id, place]));
  const order = (source: string) => places.get(source) ?? -1;
  return { ...change, entries: await placeStories(entries, order, site.stories, store) };
}
