import type { Store, StoredEntry } from '../model/store.ts';

/** The entry of an id that is known to be one of this source, as it is stored; absent where there is none. */
export async function storedAs(
  id: string,
  source: string,
  store: Pick<Store, 'holding' | 'entry'>,
): Promise<StoredEntry | undefined> {
  const [address] = await store.holding([{ id, source, key: '' }]);
  return address && store.entry(address.source, address.key);
}
