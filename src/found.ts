/** What leads to everything but feeds: the state that it depends on. */
import type { Found } from './http/answer.ts';
import type { Rendered } from './http/renditions.ts';
import { mediaTypes } from './http/respond.ts';
import type { Dependency } from './model/platform.ts';
import type { Scope } from './model/scope.ts';
import type { ScopeState, Store } from './model/store.ts';

/** Of what shows several scopes, or none in particular. */
export const dependsOnAll: readonly Dependency[] = [{ kind: 'all' }];

/** Nobody knows when what several scopes show last changed: only its bytes tell. */
export function foundWithoutDate(
  revision: number,
  dependsOn: readonly Dependency[],
  render: () => Promise<Rendered['body']>,
  mediaType: string = mediaTypes.html,
): Found {
  return { revision, dependsOn, render: async () => ({ body: await render(), mediaType, modified: undefined }) };
}

/** What shows several scopes: it depends on every entry. */
export async function overall(
  store: Pick<Store, 'state'>,
  render: () => Promise<Rendered['body']>,
  mediaType: string = mediaTypes.html,
): Promise<Found> {
  const { revision } = await store.state();
  return foundWithoutDate(revision, dependsOnAll, render, mediaType);
}

/** The revision of what shows more of a scope than its newest entries: an entry that expires behind these changes it too. */
export function countedRevision(state: Pick<ScopeState<Scope>, 'revision' | 'removed'> | undefined): number {
  return Math.max(state?.revision ?? 0, state?.removed?.revision ?? 0);
}
