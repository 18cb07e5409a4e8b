/** Seeds -> store: parse, normalize, recognize, tell stories apart, put. The first half of Huiliu; the other is app.ts. */
import type { Config } from './model/config.ts';
import type { Instant } from './model/entry.ts';
import type { Reading, Readings, SeedFile, UnreadableFile, Workshop } from './model/reading.ts';
import type { Run } from './model/run.ts';
import type { Article, Seed } from './model/seed.ts';
import { type FileSource, isOfFiles, type Source } from './model/source.ts';
import type { Change, Receipt, Store } from './model/store.ts';
import { changeOf, claimsOf } from './normalize/change.ts';
import { normalize } from './normalize/normalize.ts';
import { parse } from './parse/parse.ts';
import { placeStories } from './stories/place.ts';
import { signatureOfEntry } from './stories/signature.ts';

/** A file whose source and parts are known, or why they are not. */
export type Recognized =
  | { readonly kind: 'ok'; readonly source: Source & FileSource; readonly article: Article }
  | { readonly kind: 'problem'; readonly source: Source | undefined; readonly reason: string; readonly hint: string };

/** What a batch did. */
export type Ingested = {
  readonly receipt: Receipt;
  readonly change: Change;
  /** Files that must be read again, because the one that spoke for their entry no longer does. */
  readonly reread: readonly string[];
  /** Files of articles that their source does not keep. */
  readonly beyond: readonly string[];
};

/** What a batch of files says, and then those that cannot be read. It needs no store, and can be done on any thread. */
export async function readSeeds(
  files: Iterable<SeedFile>,
  unreadable: Iterable<UnreadableFile>,
  workshop: Workshop,
): Promise<Readings> {
  return withSignatures(await claimsOf(readEach(files, workshop.config.sources), unreadable, workshop), workshop);
}

/** One after the other: what a file was read with is garbage before the next, and need not be moved by a collector. */
function* readEach(files: Iterable<SeedFile>, sources: readonly Source[]): Generator<Reading> {
  for (const file of files) yield read(file, sources);
}

/**
 * Puts what a batch of files says, and that others are gone, into the store: one transaction, with the runs that brought it.
 * The order of files does not matter.
 */
export async function putReadings(
  readings: Readings,
  vanished: readonly string[],
  workshop: Pick<Workshop, 'config' | 'digest'>,
  store: Store,
  now: Instant,
  runsOf: (found: Change) => readonly Run[] = () => [],
): Promise<Ingested> {
  const { change: found, reread, beyond } = await changeOf(readings, vanished, workshop, store, now);
  const change = { ...(await withStories(found, workshop.config, store)), runs: runsOf(found) };
  return { receipt: await store.put(change), change, reread, beyond };
}

/** Readings whose claims can be found by others that tell the same, where stories are told apart. */
export function withSignatures({ claims, failures }: Readings, { config }: Workshop): Readings {
  if (config.site.stories === undefined) return { claims, failures };
  return { claims: claims.map(claim => ({ ...claim, signature: signatureOfEntry(claim.draft) })), failures };
}

/** A change whose entries have their places in stories, where stories are told apart. */
async function withStories(change: Change, { site, sources }: Config, store: Store): Promise<Change> {
  const { entries = [] } = change;
  if (site.stories === undefined || entries.length === 0) return change;
  const places = new Map(sources.map(({ id }, place) => [id, place]));
  const order = (source: string) => places.get(source) ?? -1;
  return { ...change, entries: await placeStories(entries, order, site.stories, store) };
}

/** One file: which source it is of, and what it says. Never throws for what is in the file. */
export function read(file: SeedFile, sources: readonly Source[]): Reading {
  const recognized = recognize(file, sources);
  if (recognized.kind === 'problem') return { file, source: recognized.source, outcome: recognized };
  const { source, article } = recognized;
  return { file, source, outcome: normalize(article, source, file.path) };
}

/** One file split into front matter and body, and the first source that it matches: what `read` begins with. */
export function recognize(file: Seed, sources: readonly Source[]): Recognized {
  const ofFiles = sources.filter(isOfFiles);
  const candidates = ofFiles.filter(({ folder }) => folder === '' || file.path.startsWith(`${folder}/`));
  const [first] = candidates;
  if (first === undefined) return noSource(ofFiles);
  const article = parse(file.bytes, first.encoding);
  if (article.kind === 'problem') return { ...article, source: first };
  const source = candidates.find(({ where }) => matches(article.value.fields, where));
  return source === undefined ? noMatch(candidates) : { kind: 'ok', source, article: article.value };
}

function matches(fields: Readonly<Record<string, unknown>>, where: FileSource['where']): boolean {
  return Object.entries(where ?? {}).every(([field, wanted]) => {
    const value = fields[field];
    return Array.isArray(value) ? value.some(item => String(item) === wanted) : String(value) === wanted;
  });
}

function noSource(sources: readonly FileSource[]): Recognized {
  const folders = sources.map(({ folder }) => `${folder}/`).join(', ');
  return {
    kind: 'problem',
    source: undefined,
    reason: 'no source has this folder',
    hint: `${folders === '' ? 'Add' : `Move the file below one of ${folders}, or add`} a source with this folder to config/sources.yaml.`,
  };
}

function noMatch(candidates: readonly (Source & FileSource)[]): Recognized {
  const conditions = candidates.map(({ id, where }) => `${id}: ${JSON.stringify(where)}`).join('; ');
  return {
    kind: 'problem',
    source: undefined,
    reason: 'no source of this folder matches its front matter',
    hint: `Wanted is one of ${conditions}. Mend the file, or add a source without "where" for the rest.`,
  };
}
