import type { Config } from '../model/config.ts';
import { type KeptScope, scopeName } from '../model/scope.ts';
import type { ScopeState, Store } from '../model/store.ts';
import { labelOf } from './compose.ts';

/** A scope there is a feed of, as people call it. */
export type Listed = { readonly scope: KeptScope; readonly title: string; readonly count: number };

/** A scope of the store as people call it. */
export function listed(config: Config, { scope, label, count }: Pick<ScopeState, 'scope' | 'label' | 'count'>): Listed {
  return { scope, title: labelOf(config, { scope, label }), count };
}

/** Everything there is a feed of: what was configured, even when still empty, and what entries brought. */
export async function directory(store: Store, config: Config): Promise<readonly Listed[]> {
  const known = await store.scopes();
  const names = new Set(known.map(({ scope }) => scopeName(scope)));
  const configured: KeptScope[] = [
    { kind: 'all' },
    ...config.sources.map(({ id }) => ({ kind: 'source' as const, key: id })),
  ];
  const empty = configured.filter(scope => !names.has(scopeName(scope))).map(scope => ({ scope, label: '', count: 0 }));
  return [...empty, ...known].map(state => listed(config, state));
}
