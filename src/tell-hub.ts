import { feedPath } from './http/address.ts';
import type { Instant } from './model/entry.ts';
import { formatNames } from './model/feed.ts';
import type { Store } from './model/store.ts';

/** Who is told of what. */
export type HubTelling = {
  /** The address of a WebSub hub. */
  readonly hub: string;
  /** What every address of a feed begins with. */
  readonly baseUrl: string;
  readonly store: Pick<Store, 'state' | 'changedScopes' | 'cursor' | 'put'>;
  readonly now: () => Instant;
  /** Whether the store was empty while feeds named the hub: then it is told of all that came. */
  readonly wasEmpty?: boolean;
  /** Stops it, in the middle of a request too. */
  readonly signal?: AbortSignal;
};

/** What a telling came to. */
export type HubTold = {
  /** Up to which the hub now knows. */
  readonly revision: number;
  readonly addresses: number;
};

/** Addresses that one request names. */
const most = 60;
/** How long a hub may take to answer, milliseconds. */
const patience = 20_000;

/**
 * Tells a hub which feeds changed since it was told last, so that it fetches them and sends its subscribers what is new. The first
 * time it learns nothing: nobody has subscribed by it before. Throws when it cannot be reached or refuses; then it is to be told
 * again. As in PubSubHubbub 0.3, 7.1, which all hubs follow: WebSub leaves open how publishers tell them.
 */
export async function tellHub({ hub, baseUrl, store, now, wasEmpty, signal }: HubTelling): Promise<HubTold> {
  const { revision } = await store.state();
  const epoch = `hub ${hub}`;
  const told = await store.cursor(epoch);
  if (told === revision) return { revision, addresses: 0 };
  const scopes = told === 0 && wasEmpty !== true ? [] : await store.changedScopes(told);
  const addresses = scopes.flatMap(scope => formatNames.map(format => baseUrl + feedPath(scope, format)));
  for (let from = 0; from < addresses.length; from += most)
    await publish(hub, addresses.slice(from, from + most), signal);
  await store.put({ now: now(), cursor: { epoch, revision } });
  return { revision, addresses: addresses.length };
}

async function publish(hub: string, addresses: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  const body = new URLSearchParams([['hub.mode', 'publish'], ...addresses.map(address => ['hub.url', address])]);
  const ends = [AbortSignal.timeout(patience), ...(signal === undefined ? [] : [signal])];
  const response = await fetch(hub, { method: 'POST', body, redirect: 'manual', signal: AbortSignal.any(ends) });
  const said = (await response.text()).slice(0, 300);
  if (!response.ok) throw new Error(`The hub ${hub} refused (${response.status}): ${said}`);
}
