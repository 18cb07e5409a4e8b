/** Which entry a draft is: the names it goes by, the entry they lead to, and the key and id of a new one. */
import { type Draft, type Entry, undated } from '../model/entry.ts';
import { keySyntax } from '../model/limits.ts';
import type { Digest } from '../model/platform.ts';
import { isFetched } from '../model/seed.ts';
import type { KnownEntry } from '../model/store.ts';

/** The names of a draft within its source, the one that decides first. A native id's name begins with `native:`. */
export async function namesOf(draft: Draft, path: string, digest: Digest): Promise<readonly string[]> {
  const written = writtenOf(draft);
  const title = folded(draft.title);
  const own = draft.nativeId === undefined ? [] : nativeNames(draft.nativeId);
  const inItsPlace = await nameInPlace(path, title, digest);
  // Any draft that is written in its place has no date either.
  if (isUndatedDraft(draft)) return [...own, inItsPlace];
  const titled = await short(digest, [title, written]);
  // Feeds write a day as its midnight, wherever that is: files that come in the place of a feed may say the day alone.
  const isDay = !draft.timed || (isFetched(path) && draft.written % quarter === 0);
  return [
    ...own,
    `path+published:${await short(digest, [path, written])}`,
    inItsPlace,
    ...(draft.timed ? [`title+published:${titled}`] : []),
    // A date alone is too weak a name for a file beside another: bulletins of one day share their title.
    ...(isDay ? [`${weak}title+day:${titled}`] : []),
  ];
}

/** Zones lie whole hours from each other, halves (India) and quarters (Nepal). */
const quarter = 900_000;

/** The name of an article of this title in this file. */
export async function nameInPlace(path: string, title: string, digest: Digest): Promise<string> {
  return `path+title:${await short(digest, [path, folded(title)])}`;
}

/** Whether it is known by its native id, its place and title alone: a draft that has no date yet, or lost it. */
export function isUndatedDraft({ withdrawn, written }: Draft): boolean {
  return withdrawn && written === undated;
}

/** The name that a native id is. */
export function nativeName(id: string): string {
  return `${native}${id}`;
}

/** The names that a native id is: an address is one by http and by https, to which sites move with all that they have. */
function nativeNames(id: string): readonly string[] {
  const [, scheme, rest] = /^(https?)(:\/\/[^/].*)$/.exec(id) ?? [];
  if (scheme === undefined) return [nativeName(id)];
  return [nativeName(id), nativeName(`${scheme === 'http' ? 'https' : 'http'}${rest}`)];
}

/** Whether a name is too weak to decide by itself: it does only where nothing else claims the entry (see `matching`). */
export function isWeak(name: string): boolean {
  return name.startsWith(weak);
}

const weak = 'weak:';

/** Whether a name is one of a file in its place. */
export function isOfPlace(name: string): boolean {
  return name.startsWith('path+');
}

/**
 * The entry that the names of a draft lead to: the first name decides. Two different native ids never match, whatever
 * else agrees: formula news repeats its titles. A weak name decides only where `isFree` says that no other file claims the
 * entry: a file that moved, or a copy.
 */
export function matching<T extends Pick<KnownEntry, 'names'>>(
  names: readonly string[],
  known: Pick<ReadonlyMap<string, T>, 'get'>,
  isFree: (entry: T) => boolean,
): T | undefined {
  const own = names.filter(isNative);
  for (const name of names) {
    const entry = known.get(name);
    if (entry === undefined) continue;
    const clash = own.length > 0 && !own.some(each => entry.names.includes(each)) && entry.names.some(isNative);
    if (!clash && (!isWeak(name) || isFree(entry))) return entry;
  }
  return undefined;
}

/**
 * The key of a new entry: its native id where that can stand in an address, else a digest of title and date as written.
 * A date without a time of day is helped by the name of the file, so that two bulletins of a day have two keys whichever
 * comes first.
 */
export async function keyOf(draft: Draft, path: string, digest: Digest): Promise<string> {
  if (draft.nativeId !== undefined) {
    return keySyntax.test(draft.nativeId) ? draft.nativeId : short(digest, [draft.nativeId]);
  }
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  const { title, timed } = draft;
  return short(digest, [folded(title), writtenOf(draft), ...(timed ? [] : [fileName])]);
}

/** The key of one whose first key is another's. */
export function keyByPath(draft: Draft, path: string, digest: Digest): Promise<string> {
  return short(digest, [folded(draft.title), writtenOf(draft), path]);
}

/** The id of a new entry: its own where it has one (RFC 4287 4.2.6), else a tag URI (RFC 4151). */
export function idOf(draft: Draft, key: string, authority: string): string {
  return draft.upstreamId ?? `tag:${authority}:${draft.source}/${key}`;
}

type Identity = 'id' | 'source' | 'key';

/** A digest of every fact whose change is a change of the entry. The date of change is none: builds invent those. */
export function fingerprintOf(draft: Draft, published: number, digest: Digest): Promise<string> {
  const { title, link, authors, editor, publisher, categories, summary, content, image, enclosures, language } = draft;
  const facts = { title, link, published, authors, editor, publisher, categories, summary, content, image, language };
  const parts = Object.values(
    facts satisfies Record<Exclude<keyof Entry, Identity | 'updated' | 'enclosures'>, unknown>,
  );
  // What has none keeps the fingerprint that it had before there were enclosures.
  return digest(
    JSON.stringify([...parts, ...(enclosures === undefined ? [] : [enclosures])].map(part => part ?? null)),
  );
}

/** By which it is found who speaks for an entry of several files: of a draft and a public copy that says the same, the copy does. */
export function speakingLength({ textLength, withdrawn }: Pick<Draft, 'textLength' | 'withdrawn'>): number {
  return textLength - Number(withdrawn);
}

const native = 'native:';

function isNative(name: string): boolean {
  return name.startsWith(native);
}

function writtenOf({ written }: Draft): string {
  return new Date(written).toISOString();
}

function folded(title: string): string {
  return title.normalize('NFKC');
}

/** 80 bits: of a million entries of a source, two share one by a chance of one in a trillion. */
async function short(digest: Digest, parts: readonly string[]): Promise<string> {
  return (await digest(JSON.stringify(parts))).slice(0, 20);
}
