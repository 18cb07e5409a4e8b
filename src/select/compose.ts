/** Chosen entries -> Feed: what every way of choosing has in common. */
import type { ArchivePlace } from '../model/archive.ts';
import type { Config } from '../model/config.ts';
import type { Entry, Instant } from '../model/entry.ts';
import { type Feed, type FeedOptions, feedSources, type Tombstone } from '../model/feed.ts';
import { feedContent } from '../model/limits.ts';
import type { Scope } from '../model/scope.ts';
import type { ScopeState, StoredEntry } from '../model/store.ts';

/** A feed and when its entries last changed here. */
export type Selected = { readonly feed: Feed; readonly modified: Instant | undefined };

/** An entry and who else tells its story. */
type Told = Pick<StoredEntry, 'entry' | 'bytes' | 'story'>;

/** Entries in the order of the feed, and what stands beside them. */
export type Chosen = {
  readonly entries: readonly Told[];
  readonly tombstones?: readonly Tombstone[];
  readonly archive?: ArchivePlace;
  readonly content: FeedOptions['content'];
};

/** The place of a feed that leads to no archive. */
export const noArchive: ArchivePlace = { isArchive: false, previous: undefined, next: undefined };

/** The feed that chosen entries make. */
export function compose(
  config: Config,
  state: Pick<ScopeState<Scope>, 'scope' | 'label'>,
  { entries: told, tombstones = [], archive = noArchive, content }: Chosen,
): Feed {
  const { site } = config;
  const entries = told.map(({ entry }) => entry);
  const { scope } = state;
  const dates = entries.length > 0 ? entries.map(({ updated }) => updated) : tombstones.map(({ when }) => when);
  return {
    scope,
    title: scope.kind === 'all' ? site.title : `${labelOf(config, state)} - ${site.title}`,
    subtitle: scope.kind === 'all' ? site.subtitle : undefined,
    language: languageOf(config, scope, entries),
    authority: site.authority,
    updated: latest(dates),
    entries: withContent(told, content === 'full' ? feedContent : 0),
    also: site.stories === undefined ? new Map() : alsoIn(told),
    tombstones,
    sources: feedSources(config.sources),
    archive,
  };
}

/** The name of a scope for people, without the site's: `上海发布`; of everything, the site's title. */
export function labelOf(
  { site, sources }: Config,
  { scope, label }: Pick<ScopeState<Scope>, 'scope' | 'label'>,
): string {
  switch (scope.kind) {
    case 'all':
      return site.title;
    case 'source':
      return sources.find(({ id }) => id === scope.key)?.title ?? scope.key;
    case 'category':
    case 'publisher':
    case 'search':
      return label;
  }
}

/** The tombstones of those that were taken back. The same order on every machine: the last first, then by id. */
export function tombstonesOf(retracted: readonly { readonly id: string; readonly at: Instant }[]): Tombstone[] {
  return retracted
    .map(({ id, at }) => ({ id, when: at }))
    .toSorted((a, b) => b.when - a.when || (a.id < b.id ? -1 : 1));
}

function alsoIn(told: readonly Told[]): Feed['also'] {
  return new Map(told.flatMap(({ entry, story }) => (story && story.also.length > 0 ? [[entry.id, story.also]] : [])));
}

/** Stored entries by whether they were taken back. */
export function partition(stored: readonly StoredEntry[]): {
  readonly live: readonly StoredEntry[];
  readonly tombstones: readonly Tombstone[];
} {
  const live = stored.filter(({ retracted }) => retracted === undefined);
  const gone = stored.flatMap(({ entry, retracted }) =>
    retracted === undefined ? [] : [{ id: entry.id, at: retracted }],
  );
  return { live, tombstones: tombstonesOf(gone) };
}

/** When the bytes of these entries last changed: with their newest change, or when an entry left the scope. */
export function modifiedOf(left: Instant | undefined, stored: readonly Pick<StoredEntry, 'modified'>[]) {
  return latest([...stored.map(({ modified }) => modified), ...(left === undefined ? [] : [left])]);
}

function latest(instants: readonly Instant[]): Instant | undefined {
  return instants.length === 0 ? undefined : Math.max(...instants);
}

/** A source speaks the language that it is configured with, else the one that most of its articles say; what many sources bring, the site's. */
function languageOf({ site, sources }: Config, scope: Scope, entries: readonly Entry[]): string {
  if (scope.kind !== 'source') return site.language;
  const configured = sources.find(({ id }) => id === scope.key)?.language;
  if (configured !== undefined) return configured;
  const said = Map.groupBy(
    entries.map(({ language }) => language).filter(language => language !== 'und'),
    language => language,
  );
  const [most = [], next = []] = [...said.values()].toSorted((a, b) => b.length - a.length);
  const [language = site.language] = most.length > next.length ? most : [];
  return language;
}

/** From the first entry whose content does not fit on, all go without. */
function withContent(told: readonly Told[], budget: number): readonly Entry[] {
  let left = budget;
  return told.map(({ entry, bytes }) => {
    left -= bytes;
    return left < 0 && entry.content !== undefined ? { ...entry, content: undefined } : entry;
  });
}
