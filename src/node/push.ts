/** Sends what changed in a store to a Huiliu at the edge. The cursor lives there: a push that broke goes on where it was. */
import * as v from 'valibot';
import type { Push } from '../http/api.ts';
import type { Store, StoredEntry } from '../model/store.ts';
import { UsageError } from './settings.ts';

export type Target = { readonly to: string; readonly token: string };

/** Bytes of entries a request holds, about: D1 takes small transactions well. */
const batchBytes = 200_000;
const pageSize = 50;

/** Sends every change after the other side's cursor; how many it sent. Throws a UsageError when it is refused. */
export async function push(store: Store, target: Target, progress: (sent: number) => void = () => {}): Promise<number> {
  const { epoch } = await store.state();
  let since: Parameters<Store['changes']>[1] = await cursorOf(target, epoch);
  let done = since;
  let sent = 0;
  for (;;) {
    const page: readonly StoredEntry[] = await store.changes({ kind: 'all' }, since, pageSize);
    const batch = fitting(page);
    const last = batch.at(-1);
    if (last === undefined) return sent;
    const next =
      page[batch.length] ??
      (await store.changes({ kind: 'all' }, { revision: last.revision, id: last.entry.id }, 1))[0];
    // A revision may be longer than a batch: the cursor passes it only when all of it has been sent.
    if (next?.revision !== last.revision) done = last.revision;
    await send(target, pushOf(epoch, done, batch));
    sent += batch.length;
    progress(sent);
    since = { revision: last.revision, id: last.entry.id };
  }
}

function fitting(page: readonly StoredEntry[]): readonly StoredEntry[] {
  let bytes = 0;
  const over = page.findIndex(({ entry }) => {
    bytes += (entry.content?.length ?? 0) * 3 + 2000;
    return bytes > batchBytes;
  });
  return over === -1 ? page : page.slice(0, Math.max(1, over));
}

function pushOf(epoch: string, revision: number, batch: readonly StoredEntry[]): Push {
  return {
    epoch,
    revision,
    entries: batch.map(({ entry, fingerprint, written }) => ({ entry, fingerprint, written })),
    retracted: batch.filter(({ retracted }) => retracted !== undefined).map(({ entry }) => entry.id),
  };
}

async function cursorOf(target: Target, epoch: string): Promise<number> {
  const answer = v.parse(v.object({ revision: v.number() }), await ask(target, `/api/entries?epoch=${epoch}`, {}));
  return answer.revision;
}

function send(target: Target, body: Push): Promise<unknown> {
  return ask(target, '/api/entries', { method: 'POST', body: JSON.stringify(body) });
}

async function ask({ to, token }: Target, path: string, init: RequestInit): Promise<unknown> {
  const url = to.replace(/\/+$/, '') + path;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
  const response = await fetch(url, { ...init, headers }).catch((cause: unknown) => {
    throw new UsageError(
      `${to} cannot be reached (${cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : cause}). Is it running?`,
    );
  });
  if (response.ok) return response.json();
  throw new UsageError(`${url} refused (${response.status}): ${(await response.text()).slice(0, 500)}`);
}
