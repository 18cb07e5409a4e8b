/** Sends what changed in a store to a Huiliu at the edge. The cursor lives there: a push that broke goes on where it was. */
import * as v from 'valibot';
import type { Push } from '../http/api.ts';
import type { Store, StoredEntry } from '../model/store.ts';
import { UsageError } from './settings.ts';

export type Target = { readonly to: string; readonly token: string };

/** Bytes of entries a request holds, about: D1 takes small transactions well. */
const batchBytes = 200_000;
const pageSize = 50;

/** What a push came to. `refused` are entries that the other side will not take, and why; the rest goes on without them. */
export type Pushed = { readonly sent: number; readonly refused: readonly string[] };

/** Sends every change after the other side's cursor. Throws a UsageError when it cannot be reached or takes nothing from us. */
export async function push(store: Store, target: Target, progress: (sent: number) => void = () => {}): Promise<Pushed> {
  const { epoch } = await store.state();
  let since: Parameters<Store['changes']>[1] = await cursorOf(target, epoch);
  let done = since;
  let sent = 0;
  const refused: string[] = [];
  for (;;) {
    const page: readonly StoredEntry[] = await store.changes({ kind: 'all' }, since, pageSize);
    const batch = fitting(page);
    const last = batch.at(-1);
    if (last === undefined) return { sent, refused };
    since = { revision: last.revision, id: last.entry.id };
    const next = page[batch.length] ?? (await store.changes({ kind: 'all' }, since, 1))[0];
    // A revision may be longer than a batch: the cursor passes it only when all of it has been sent.
    if (next?.revision !== last.revision) done = last.revision;
    refused.push(...(await sendAll(target, epoch, done, batch)));
    sent += batch.length;
    progress(sent);
  }
}

/** Sends a batch; one that is refused for what is in it is sent entry by entry, so that one entry stops no other. */
async function sendAll(
  target: Target,
  epoch: string,
  revision: number,
  batch: readonly StoredEntry[],
): Promise<readonly string[]> {
  const refusal = await send(target, pushOf(epoch, revision, batch));
  if (refusal === undefined) return [];
  const [only, ...others] = batch;
  if (only === undefined) return [];
  if (others.length === 0) {
    await send(target, pushOf(epoch, revision, []));
    return [`${only.entry.id}: ${refusal}`];
  }
  const refused: string[] = [];
  for (const each of batch) refused.push(...(await sendAll(target, epoch, revision, [each])));
  return refused;
}

/** As many changes as a request holds, at least one. */
function fitting(page: readonly StoredEntry[]): readonly StoredEntry[] {
  let bytes = 0;
  const over = page.findIndex(each => {
    bytes += Buffer.byteLength(JSON.stringify(each));
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
  const response = await ask(target, `/api/entries?epoch=${epoch}`, {});
  if (!response.ok) throw await refusalOf(target, response);
  return v.parse(v.object({ revision: v.number() }), await response.json()).revision;
}

/** Sends a batch; why it was refused, when that is for what is in it (413, 422). */
async function send(target: Target, body: Push): Promise<string | undefined> {
  const response = await ask(target, '/api/entries', { method: 'POST', body: JSON.stringify(body) });
  if (response.status === 413 || response.status === 422) return (await refusalOf(target, response)).message;
  if (!response.ok) throw await refusalOf(target, response);
  await response.arrayBuffer();
  return undefined;
}

async function ask({ to, token }: Target, path: string, init: RequestInit): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
  return fetch(to.replace(/\/+$/, '') + path, { ...init, headers }).catch((cause: unknown) => {
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : cause;
    throw new UsageError(`${to} cannot be reached (${why}). Is it running?`);
  });
}

async function refusalOf({ to }: Target, response: Response): Promise<UsageError> {
  return new UsageError(`${to} refused (${response.status}): ${(await response.text()).slice(0, 500)}`);
}
