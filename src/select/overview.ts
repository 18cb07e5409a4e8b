/** What the home page, the page for subscribers and the status page have in common: the sources, the largest scopes, a chart. */
import type { Config } from '../model/config.ts';
import { always, type Day, dayAfter, dayOf, type Period, periodOf } from '../model/day.ts';
import type { Entry, Instant } from '../model/entry.ts';
import type { Chart } from '../model/page.ts';
import type { Run } from '../model/run.ts';
import { type ListedKind, scopeName } from '../model/scope.ts';
import { isFetchedSource, type Source } from '../model/source.ts';
import type { Store } from '../model/store.ts';
import { labelOf } from './compose.ts';
import { type Listed, listed } from './directory.ts';

/** Categories, and publishers, that are shown before the page of all of them has to be opened. */
const largest = 30;

/** Sources that are shown although they are not configured: a database may remember some. */
const maxOthers = 200;

/** Days that a chart shows, and how far it counts within each, so that it costs the same for any store. */
const charted = 30;
const most = 500;

/** The sources, in the order of the configuration, those without an entry too. */
export async function sourcesOf(store: Store, config: Config): Promise<readonly Listed[]> {
  const found = await store.scopesFrom('source', '', config.sources.length + maxOthers);
  const known = new Map(found.map(state => [scopeName(state.scope), listed(config, state)]));
  const configured = config.sources.map(({ id }) => {
    const scope = { kind: 'source', key: id } as const;
    return known.get(scopeName(scope)) ?? listed(config, { scope, label: '', count: 0 });
  });
  // Those that are configured keep their places in front.
  return [...new Map([...configured, ...known.values()].map(each => [scopeName(each.scope), each])).values()];
}

/**
 * The sources that are fetched, at most `limit`, in the order of the configuration, and what is remembered of each; where there are more,
 * first those that somebody should look at.
 */
export async function fetchedOf(
  store: Store,
  config: Config,
  limit: number,
): Promise<readonly { readonly source: Source; readonly run: Run | undefined }[]> {
  const fetched = config.sources.filter(isFetchedSource);
  if (fetched.length === 0) return [];
  const runs = new Map((await store.runs()).map(run => [run.source, run]));
  const all = fetched.map(source => {
    const run = runs.get(source.id);
    return { source, run: run?.configured === source.url ? run : undefined };
  });
  if (all.length <= limit) return all;
  const isWell = ({ run }: (typeof all)[number]) =>
    run === undefined || (run.failing === undefined && run.next !== undefined);
  return all.toSorted((a, b) => Number(isWell(a)) - Number(isWell(b))).slice(0, limit);
}

/** The categories, or the publishers, with the most entries. */
export async function largestOf(
  store: Store,
  config: Config,
  kind: 'category' | 'publisher',
): Promise<readonly Listed[]> {
  return (await store.topScopes(kind, largest)).map(state => listed(config, state));
}

/** A part of all scopes of a kind by key, of the sources in their own order, and the key that it goes on with. */
export async function partOf(
  store: Store,
  config: Config,
  kind: ListedKind,
  from: string,
  limit: number,
): Promise<{ readonly listed: readonly Listed[]; readonly next: string | undefined }> {
  if (kind === 'source') {
    const all = await sourcesOf(store, config);
    const keys = all.map(({ scope }) => ('key' in scope ? scope.key : ''));
    const start = from === '' ? 0 : keys.indexOf(from);
    return start === -1
      ? { listed: [], next: undefined }
      : { listed: all.slice(start, start + limit), next: keys[start + limit] };
  }
  const found = await store.scopesFrom(kind, from, limit + 1);
  const last = found.at(limit)?.scope;
  return {
    listed: found.slice(0, limit).map(state => listed(config, state)),
    next: last !== undefined && 'key' in last ? last.key : undefined,
  };
}

/** The newest live entries, without their contents. */
export async function newestOf(store: Store, limit: number): Promise<readonly Entry[]> {
  return (await store.summaries({ kind: 'all' }, always, limit)).map(({ entry }) => entry);
}

/** When the newest live entry was published. */
export async function newestInstant(store: Store): Promise<Instant | undefined> {
  return (await store.beside({ kind: 'all' }, { from: always.before, before: always.before })).earlier;
}

/** Articles per day and source in the days up to that of the newest one: a chart depends on entries, not on a clock. */
export async function chartOf(store: Store, config: Config, newest: Instant | undefined): Promise<Chart | undefined> {
  if (newest === undefined) return undefined;
  const { timeZone } = config.site;
  const last = dayOf(newest, timeZone);
  const days: readonly Day[] = Array.from({ length: charted }, (_, index) => dayAfter(last, index + 1 - charted));
  const periods: readonly Period[] = days.map(day => periodOf(day, timeZone));
  const counts = await store.counts(periods, most);
  const counted = new Set(counts.map(({ source }) => source));
  const sources = [...new Set(config.sources.map(({ id }) => id)).intersection(counted).union(counted)].map(id => ({
    id,
    title: labelOf(config, { scope: { kind: 'source', key: id }, label: id }),
  }));
  return { days, sources, counts };
}
