/** `/api/entries`: normalized entries in, from a Huiliu that reads files, with a bearer token. */
import * as v from 'valibot';
import { type Entry, type Instant, undated } from '../model/entry.ts';
import { beyondKeep, type KeptSource } from '../model/keep.ts';
import {
  isLongerAsJson,
  keySyntax,
  limits,
  longestDuration,
  mediaTypeSyntax,
  sourceIdSyntax,
} from '../model/limits.ts';
import type { Digest } from '../model/platform.ts';
import { Refusal } from '../model/refusal.ts';
import type { Change, EntryRecord, Receipt, Store } from '../model/store.ts';
import { RequestError } from './errors.ts';
import type { Outage } from './outage.ts';

/** What the API needs of the app. */
export type Reception = {
  readonly store: Store;
  /** What of them is kept here. */
  readonly sources: readonly KeptSource[];
  readonly digest: Digest;
  readonly now: () => Instant;
  /** Absent: there is no such address here. */
  readonly token: string | undefined;
  /** Told of failures of the store, and of what it stored. */
  readonly outage: Outage;
};

/** Bytes of a request at most: batches are small, so that each is one short transaction, and D1 takes 2 MB a parameter. */
const maxPush = 1_900_000;
/** And bytes that are read of one that is longer. */
const mostRead = 10 * maxPush;

/** More than have room in it. */
const mostEntries = 10_000;
const mostRetracted = 100_000;

/** One batch of a push: what changed at the sender up to a revision of its epoch. */
export type Push = {
  readonly epoch: string;
  readonly revision: number;
  readonly entries: readonly EntryRecord[];
  /** Entries taken back at the sender, and when. */
  readonly retracted: readonly { readonly id: string; readonly at: Instant }[];
};

/** How far a sender got here: what it sends next is what changed after this revision. */
export type Cursor = { readonly epoch: string; readonly revision: number };

/** `GET /api/entries?epoch=…`: the cursor of that sender. Throws RequestErrors. */
export async function reportCursor(request: Request, reception: Reception): Promise<Cursor> {
  await authorize(request, reception);
  const epoch = new URL(request.url).searchParams.get('epoch') ?? '';
  return { epoch, revision: await reception.store.cursor(epoch) };
}

/**
 * `POST /api/entries`: puts a batch, all or nothing; the same batch again changes nothing. With `?from=`, the cursor that the sender
 * goes on from, only if nothing later has come: what a proxy held back, or D1, must not undo what was sent again since. Throws
 * RequestErrors.
 */
export async function receiveEntries(request: Request, reception: Reception): Promise<Receipt> {
  await authorize(request, reception);
  const from = fromOf(request);
  const { epoch, revision, entries: sent, retracted } = readPush(await bodyOf(request));
  const entries = await keptOf(sent, reception);
  const taken = new Set(retracted.map(({ id }) => id));
  const change: Change = {
    now: reception.now(),
    entries,
    retract: retracted.map(({ id, at }) => ({ id, at, by: 'operator' as const })),
    restore: entries.flatMap(({ entry: { id } }) => (taken.has(id) ? [] : [{ id, by: 'operator' as const }])),
    cursor: { epoch, revision, from },
  };
  const receipt = await reception.store.put(change).catch((error: unknown) => {
    throw refusalOf(error, reception);
  });
  reception.outage.worked();
  return receipt;
}

/** In the address, where those who do not know it yet ignore it. */
function fromOf({ url }: Request): number | undefined {
  const text = new URL(url).searchParams.get('from');
  if (text === null) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new RequestError(400, 'from is the revision that the sender goes on from, a whole number.');
}

/** Without those that are not kept here: stored, they would only have to go again. Changes of what is stored are taken. */
async function keptOf(
  sent: readonly EntryRecord[],
  { store, sources, now }: Reception,
): Promise<readonly EntryRecord[]> {
  const entries = sent.map(({ entry }) => entry);
  const beyond = await beyondKeep(entries, sources, store, now());
  if (beyond.size === 0) return sent;
  const stored = new Set((await store.holding(entries.filter(({ id }) => beyond.has(id)))).map(({ id }) => id));
  return sent.filter(({ entry: { id } }) => !beyond.has(id) || stored.has(id));
}

/** What is wrong with the batch is the sender's to mend; a store that fails is ours, and the batch may come again. */
function refusalOf(error: unknown, { outage }: Reception): RequestError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Refusal) return new RequestError(refusalStatus[error.kind], message);
  outage.failed('A batch of pushed entries was not stored.', error);
  return new RequestError(503, `${message} Send the batch again later.`, { 'retry-after': '60' });
}

const refusalStatus = { conflict: 409, overtaken: 412, 'too-large': 413 } as const;

/** Compares digests of the tokens: how long that takes tells nothing about where they differ. */
async function authorize(request: Request, { token: secret, digest }: Reception): Promise<void> {
  // The end of the line comes along when a secret is read from a file; in a header field it cannot.
  const token = secret?.trim() ?? '';
  if (token === '') throw new RequestError(404, 'Entries are not taken here: no token is configured.');
  const given = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  if ((await digest(given)) === (await digest(token))) return;
  throw new RequestError(401, 'Entries are taken with a bearer token, and this is not it.', {
    'www-authenticate': 'Bearer',
  });
}

async function bodyOf(request: Request): Promise<unknown> {
  const text = await textOf(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError(400, 'The body is not JSON.');
  }
}

/**
 * Read as it comes. Of a body that is too long the rest is read and dropped, up to a bound: Node closes a connection whose request was read in part,
 * and most clients read the answer only when they have sent all. One whose Content-Length says so is not touched: Node then does the same.
 */
async function textOf(request: Request): Promise<string> {
  const tooLarge = new RequestError(413, `A request holds at most ${maxPush} bytes; send smaller batches.`);
  if (Number(request.headers.get('content-length')) > maxPush) throw tooLarge;
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for await (const part of request.body ?? []) {
      bytes += part.length;
      if (bytes > mostRead) break;
      if (bytes <= maxPush) text += decoder.decode(part, { stream: true });
    }
  } catch (cause) {
    throw new RequestError(400, `The request ended before its body did (${cause}).`);
  }
  if (bytes > maxPush) throw tooLarge;
  return text + decoder.decode();
}

function readPush(body: unknown): Push {
  const result = v.safeParse(pushSchema, body);
  if (result.success) return result.output;
  const issue = result.issues.find(isUnlike) ?? result.issues[0];
  const at = (v.getDotPath(issue) ?? 'the body').slice(0, 200);
  if (isUnlike(issue))
    throw new RequestError(
      400,
      `${at} is not as this Huiliu knows it: the sender is of another version. Nothing of the batch was stored.`,
    );
  const index = /^entries\.(\d+)/.exec(at)?.[1];
  const what = index === undefined ? at : `Entry ${index} of the batch (${at})`;
  throw new RequestError(422, `${what}: ${issue.message}. Nothing of the batch was stored.`);
}

/**
 * Whether a field is unknown here, or missing. Then the sender is another version, and everything that it sends may be like this: with a 422 it would
 * pass over one entry after the other for good.
 */
function isUnlike({ type }: v.BaseIssue<unknown>): boolean {
  return type === 'strict_object';
}

// XML 1.0 forbids these, and a feed that holds one is no XML at all.
const text = v.pipe(
  v.string('a text'),
  v.nonEmpty('a text that is not empty'),
  v.check(
    given => !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Cs}]/u.test(given),
    'a text without control characters',
  ),
);
/** What normalize makes is held here too: a sender may be another version of it, or another program. */
const within = (most: number) => v.pipe(text, v.maxLength(most, `a text of at most ${most} characters`));
const line = (most: number) =>
  v.pipe(within(most), v.regex(/^[^\n\r\t]+$/, 'one line'), v.regex(/\S/, 'a text that is not blank'));
/** From 1900 to 2200: what no calendar shows cannot be rendered, and would take every feed with it. */
const says = 'milliseconds since 1970, of a date from 1900 to 2200';
const instant = v.pipe(
  v.number(says),
  v.safeInteger(says),
  v.minValue(-2_208_988_800_000, says),
  v.maxValue(7_258_118_400_000, says),
);
/** What an article of no date is written at is no date that is shown. */
const written = v.union([v.literal(undated), instant], says);
const count = v.pipe(v.number('a whole number'), v.safeInteger('a whole number'), v.minValue(0, 'a whole number'));
const isUrl = 'an absolute http(s) URL';
const webUrl = v.pipe(
  line(limits.url),
  v.regex(/^https?:\/\//, isUrl),
  v.check(url => URL.canParse(url), isUrl),
);
const name = line(limits.name);
/** Counted before they are looked at: what is wrong with each of a million members would fill the memory. */
const listOf = <T>(member: v.GenericSchema<unknown, T>, most: number, members: string) =>
  v.pipe(v.array(v.unknown()), v.maxLength(most, `at most ${most} ${members}`), v.array(member));

/** As they come out of normalize: none is an absent list. */
const enclosuresSchema = v.pipe(
  listOf(
    v.strictObject({
      url: webUrl,
      type: v.optional(v.pipe(name, v.regex(mediaTypeSyntax, 'a media type'))),
      length: v.optional(count),
      title: v.optional(name),
      duration: v.optional(v.pipe(count, v.maxValue(longestDuration, 'seconds of at most a year'))),
    }),
    limits.enclosures,
    'enclosures',
  ),
  v.nonEmpty('a list that is not empty'),
  v.check(all => new Set(all.map(({ url }) => url)).size === all.length, 'a list with each URL once'),
);

// Absent fields are not in JSON: each comes back as undefined, as the model has it.
const entrySchema = v.pipe(
  v.strictObject({
    id: v.pipe(line(limits.id), v.regex(/^[a-z][a-z0-9+.-]*:[!-~]+$/i, 'an absolute IRI in ASCII')),
    source: v.pipe(text, v.regex(sourceIdSyntax, 'the id of a source')),
    key: v.pipe(text, v.regex(keySyntax, 'a key of [A-Za-z0-9._-], at most 64, not of full stops alone')),
    title: line(limits.title),
    link: v.optional(webUrl),
    published: instant,
    updated: instant,
    authors: listOf(name, limits.people, 'people'),
    editor: v.optional(name),
    publisher: v.optional(name),
    categories: listOf(v.strictObject({ term: name, label: name }), limits.categories, 'categories'),
    summary: v.optional(within(limits.summary)),
    content: v.optional(
      v.pipe(
        text,
        v.check(given => !isLongerAsJson(given, limits.content), `at most ${limits.content} bytes of content as JSON`),
      ),
    ),
    image: v.optional(v.strictObject({ url: webUrl, type: v.optional(name) })),
    enclosures: v.optional(enclosuresSchema),
    language: v.pipe(text, v.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'a language tag')),
  }),
  v.transform(
    (given): Entry => ({
      ...given,
      link: given.link,
      editor: given.editor,
      publisher: given.publisher,
      summary: given.summary,
      content: given.content,
      image: given.image && { url: given.image.url, type: given.image.type },
      enclosures: given.enclosures?.map(({ url, type, length, title, duration }) => {
        return { url, type, length, title, duration };
      }),
    }),
  ),
);

const pushSchema: v.GenericSchema<unknown, Push> = v.strictObject({
  epoch: v.pipe(text, v.regex(/^[0-9a-z]{1,64}$/, 'the epoch of a store')),
  revision: count,
  entries: listOf(
    v.strictObject({
      entry: entrySchema,
      fingerprint: text,
      written,
      story: v.optional(v.strictObject({ id: line(limits.id), place: v.pipe(count, v.minValue(1, 'a place from 1')) })),
    }),
    mostEntries,
    'entries',
  ),
  retracted: listOf(v.strictObject({ id: line(limits.id), at: instant }), mostRetracted, 'retracted'),
});
