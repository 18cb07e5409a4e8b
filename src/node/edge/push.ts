/** Sends what changed in a store to a Huiliu at the edge. The cursor lives there: a push that broke goes on where it was. */
import * as v from 'valibot';
import type { Push } from '../../http/api.ts';
import type { Place, Store, StoredEntry } from '../../model/store.ts';
import { retryAfter } from '../fetching/freshness.ts';
import { printable } from '../report.ts';
import { UsageError } from '../usage-error.ts';

/** A Huiliu that entries are pushed to. */
export type Target = {
  readonly to: string;
  readonly token: string;
  /** Sends everything again, whatever the cursor says. */
  readonly all?: boolean;
  /** Stops it, in the middle of a request too. */
  readonly signal?: AbortSignal;
};

/** The target that an option names, with the token from the environment. Throws a UsageError for what is none. */
export function targetOf(option: string, to: unknown, env: NodeJS.ProcessEnv): Target {
  if (typeof to !== 'string') throw new UsageError(`Say where to: --${option} https://… (or HUILIU_PUSH_TO).`);
  if (!URL.canParse(to) || !/^https?:/.test(to))
    throw new UsageError(`${to} is no address to push to. Name one such as --${option} https://feeds.example.org`);
  const token = env.HUILIU_PUSH_TOKEN || env.HUILIU_TOKEN;
  if (token === undefined || token === '')
    throw new UsageError(
      'The token is missing: set HUILIU_PUSH_TOKEN (or HUILIU_TOKEN) to the secret of the other side.',
    );
  // What a field of HTTP cannot hold (RFC 9110 5.5), fetch would say with the token in the message.
  if (/[\p{Cc}\u{100}-\u{10ffff}]/u.test(token.trim()))
    throw new UsageError(
      'The token in HUILIU_PUSH_TOKEN (or HUILIU_TOKEN) cannot be sent: it is one line of ASCII letters, digits and signs.',
    );
  return { to, token };
}

/**
 * Bytes of entries a request holds, about: some thirteen articles. To take and to index them costs a Worker about 6 ms of the 10
 * that the free plan gives a request.
 */
const batchBytes = 100_000;
const pageSize = 50;
/** How long an answer may take, milliseconds: the other side stores a batch meanwhile. */
const patience = 60_000;

/**
 * What a push came to: the changes sent, and up to which revision. `refused` are entries that the other side will not take,
 * and why; the rest goes on without them.
 */
export type Pushed = { readonly sent: number; readonly revision: number; readonly refused: readonly string[] };

/** Who sends, and the cursor that the other side has of it: a request that comes when that is further was overtaken. */
type Standing = { readonly epoch: string; readonly from: number };

/** Sends every change after the other side's cursor. Throws a UsageError when it cannot be reached or takes nothing from us. */
export async function push(store: Store, target: Target, progress: (sent: number) => void = () => {}): Promise<Pushed> {
  const { epoch, revision } = await store.state();
  const cursor = await cursorOf(target, epoch);
  let from = cursor;
  // Further than we are: our database was put back to an older copy. What came here since then is not there.
  let done = target.all === true || cursor > revision ? 0 : cursor;
  let since: Parameters<Store['changes']>[1] = done;
  let sent = 0;
  const refused: string[] = [];
  for (;;) {
    const page: readonly StoredEntry[] = await store.changes({ kind: 'all' }, since, pageSize);
    const batch = fitting(page);
    const last = batch.at(-1);
    if (last === undefined) return { sent, revision, refused };
    const next = page[batch.length] ?? (await store.changes({ kind: 'all' }, placeOf(last), 1))[0];
    // A revision may be longer than a batch: the cursor passes it only when all of it has been sent.
    const after = next?.revision === last.revision ? done : last.revision;
    try {
      refused.push(...(await sendAll(target, { epoch, from }, batch, done, after)));
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      // Another push of ours was here meanwhile. The page is read again, behind its cursor: what it held may be older than what came.
      const further = await cursorOf(target, epoch);
      if (further <= from) throw error;
      from = further;
      continue;
    }
    since = placeOf(last);
    done = after;
    from = Math.max(from, done);
    sent += batch.length;
    progress(sent);
  }
}

/** What the other side refuses, and for how many milliseconds it wants not to be asked again, where it says so. */
export class Refused extends UsageError {
  readonly retryAfter: number | undefined;
  constructor(message: string, retryAfter?: number) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

/** A batch that the other side refuses since something newer of the same sender has come. */
class Overtaken extends UsageError {}

function placeOf({ revision, entry: { id } }: StoredEntry): Place {
  return { revision, id };
}

/**
 * Sends a batch, after which the other side's cursor may move from `before` to `after`. One that is refused for what is in
 * it is sent in halves, so that one entry stops no other; the cursor moves with the last of them.
 */
async function sendAll(
  target: Target,
  at: Standing,
  batch: readonly StoredEntry[],
  before: number,
  after: number,
): Promise<readonly string[]> {
  const refusal = await send(target, at, after, batch);
  if (refusal === undefined) return [];
  const [only, ...others] = batch;
  if (only === undefined) return [];
  if (others.length === 0) {
    await send(target, at, after, []);
    return [refusal.includes(only.entry.id) ? refusal : `${only.entry.id}: ${refusal}`];
  }
  const half = Math.ceil(batch.length / 2);
  return [
    ...(await sendAll(target, at, batch.slice(0, half), before, before)),
    ...(await sendAll(target, at, batch.slice(half), before, after)),
  ];
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
    entries: batch.map(({ entry, fingerprint, written, story }) => {
      const place = story && { id: story.id, place: story.place };
      return { entry, fingerprint, written, story: place };
    }),
    retracted: batch.flatMap(({ entry: { id }, retracted }) =>
      retracted === undefined ? [] : [{ id, at: retracted }],
    ),
  };
}

async function cursorOf(target: Target, epoch: string): Promise<number> {
  return revisionIn(target, await ask(target, `/api/entries?epoch=${epoch}`, {}));
}

/** Sends a batch; why it was refused, when that is for what is in it. */
async function send(
  target: Target,
  { epoch, from }: Standing,
  revision: number,
  batch: readonly StoredEntry[],
): Promise<string | undefined> {
  const body = JSON.stringify(pushOf(epoch, revision, batch));
  const answer = await ask(target, `/api/entries?from=${from}`, { method: 'POST', body });
  if (isForContent(answer)) return reasonOf(answer);
  if (answer.status === 412) throw new Overtaken(refusalOf(target, answer).message);
  revisionIn(target, answer);
  return undefined;
}

type Answer = {
  readonly status: number;
  readonly leadsTo: string | undefined;
  readonly retryAfter: number | undefined;
  readonly body: string;
};

const answered = v.pipe(v.string(), v.parseJson(), v.object({ revision: v.number() }));
const refused = v.pipe(v.string(), v.parseJson(), v.object({ error: v.string() }));

/**
 * The revision that a good answer names. Whoever stands between may answer in its place (a proxy, the log-in of a network): what such
 * a one was sent has not arrived, and the next batch must not move the cursor past it.
 */
function revisionIn(target: Target, answer: Answer): number {
  if (answer.status < 200 || answer.status > 299) throw refusalOf(target, answer);
  const said = v.safeParse(answered, answer.body);
  if (said.success) return said.output.revision;
  throw new UsageError(`${target.to} answered with what no Huiliu says: ${reasonOf(answer)}`);
}

/**
 * Whether a batch was refused for what is in it: a conflict with what is stored, or not an entry, in a Huiliu's own words, since a
 * firewall says the same of what it does not like; or too large, which whoever stands between decides too.
 */
function isForContent({ status, body }: Answer): boolean {
  return status === 413 || ((status === 409 || status === 422) && v.safeParse(refused, body).success);
}

async function ask({ to, token, signal }: Target, path: string, init: RequestInit): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
  const end = AbortSignal.any([AbortSignal.timeout(patience), ...(signal === undefined ? [] : [signal])]);
  // A redirect that is followed drops the token, or turns a POST into a GET that sends nothing and is answered well.
  const asked = { ...init, headers, signal: end, redirect: 'manual' as const };
  try {
    const response = await fetch(to.replace(/\/+$/, '') + path, asked);
    const { status, headers: fields } = response;
    const wait = retryAfter(Object.fromEntries(fields), Date.now());
    return { status, leadsTo: fields.get('location') ?? undefined, retryAfter: wait, body: await response.text() };
  } catch (cause) {
    const why = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : cause;
    if (why === 'bad port')
      throw new UsageError(`${to} has a port that browsers and fetch refuse. Let the other side listen on another.`);
    throw new UsageError(`${to} cannot be reached (${why}). Is it running?`);
  }
}

function refusalOf({ to }: Target, answer: Answer): UsageError {
  const { status, leadsTo } = answer;
  if (leadsTo !== undefined) return new UsageError(`${to} leads to ${leadsTo} (${status}). Push to where that is.`);
  const { retryAfter = 0 } = answer;
  // A shorter wait is over before anybody reads of it.
  const wait = retryAfter > 60_000 ? ` (it wants to be left alone for ${Math.ceil(retryAfter / 60_000)} minutes)` : '';
  return new Refused(`${to} refused (${status}): ${reasonOf(answer)}${wait}`, answer.retryAfter);
}

/** The sentence in an answer that is an error, the title of a page; of anything else, its beginning. For a terminal, as a line. */
function reasonOf({ body }: Answer): string {
  const said = v.safeParse(refused, body);
  // A page names each request anew below its title, and one that is tried again each minute would fill the log.
  const [, title] = /<title[^>]*>\s*([^<]*[^<\s])\s*<\/title>/i.exec(body.slice(0, 5000)) ?? [];
  const begins = body.slice(0, 500).trim() || 'an empty answer';
  return printable(said.success ? said.output.error : (title ?? begins));
}
