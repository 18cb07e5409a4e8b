/** Scope + options -> which entries: the feed of a scope, before a format is chosen. */
import type { Config } from '../model/config.ts';
import type { Instant } from '../model/entry.ts';
import type { Feed } from '../model/feed.ts';
import type { Scope } from '../model/scope.ts';
import type { ScopeState, Store, StoredEntry } from '../model/store.ts';

/** A feed and when its entries last changed here. */
export type Selected = { readonly feed: Feed; readonly modified: Instant | undefined };

/**
 * The state of a scope; undefined for one that nobody ever filled or configured. What is configured but still empty
 * (everything, a source) is there, at revision 0.
 */
export async function findScope(store: Store, config: Config, scope: Scope): Promise<ScopeState | undefined> {
  const state = await store.scope(scope);
  if (state !== undefined) return state;
  const configured =
    scope.kind === 'all' || (scope.kind === 'source' && config.sources.some(({ id }) => id === scope.key));
  return configured ? { scope, label: '', revision: 0, left: undefined, count: 0 } : undefined;
}

/** The newest `limit` entries of a scope as a feed. */
export async function selectFeed(store: Store, config: Config, state: ScopeState, limit: number): Promise<Selected> {
  const stored = await store.window(state.scope, limit);
  const { site } = config;
  const { scope } = state;
  const feed: Feed = {
    scope,
    title: scope.kind === 'all' ? site.title : `${labelOf(config, state)} - ${site.title}`,
    subtitle: scope.kind === 'all' ? site.subtitle : undefined,
    language: scopeLanguage(config, scope),
    authority: site.authority,
    updated: latest(stored.map(({ entry }) => entry.updated)),
    entries: stored.map(({ entry }) => entry),
    sources: new Map(config.sources.map(({ id, title, home }) => [id, { id, title, home }])),
  };
  return { feed, modified: modifiedOf(state, stored) };
}

/** The name of a scope for people, without the site's: `上海发布`; of everything, the site's title. */
export function labelOf({ site, sources }: Config, { scope, label }: Pick<ScopeState, 'scope' | 'label'>): string {
  switch (scope.kind) {
    case 'all':
      return site.title;
    case 'source':
      return sources.find(({ id }) => id === scope.key)?.title ?? scope.key;
    case 'category':
    case 'publisher':
      return label;
  }
}

function scopeLanguage({ site, sources }: Config, scope: Scope): string {
  return (scope.kind === 'source' && sources.find(({ id }) => id === scope.key)?.language) || site.language;
}

/** When the bytes of a window last changed: with its newest change, or when an entry left the scope. */
function modifiedOf({ left }: ScopeState, stored: readonly StoredEntry[]): Instant | undefined {
  return latest([...stored.map(({ modified }) => modified), ...(left === undefined ? [] : [left])]);
}

function latest(instants: readonly Instant[]): Instant | undefined {
  return instants.length === 0 ? undefined : Math.max(...instants);
}
