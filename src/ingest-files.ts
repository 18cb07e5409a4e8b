/** Seeds -> what they say: parse, normalize, sign. It needs no store, and can be done on any thread. */
import type { Reading, Readings, SeedFile, UnreadableFile, Workshop } from './model/reading.ts';
import type { Article, Seed } from './model/seed.ts';
import { type FileSource, isOfFiles, liesIn, type Source } from './model/source.ts';
import { claimsOf } from './normalize/claims.ts';
import { normalize } from './normalize/normalize.ts';
import { parse } from './parse/parse.ts';
import { signatureOfEntry } from './stories/signature.ts';

/** A file whose source and parts are known, or why they are not. */
export type Recognized =
  | { readonly kind: 'ok'; readonly source: Source & FileSource; readonly article: Article }
  | { readonly kind: 'problem'; readonly source: Source | undefined; readonly reason: string; readonly hint: string };

/** What a batch of files says, and then those that cannot be read; `readAll` may break off what takes too long. */
export async function readSeeds(
  files: Iterable<SeedFile>,
  unreadable: Iterable<UnreadableFile>,
  workshop: Workshop,
  readAll: (
    files: Iterable<SeedFile>,
    sources: readonly Source[],
  ) => Iterable<Reading> | AsyncIterable<Reading> = readEach,
): Promise<Readings> {
  return withSignatures(await claimsOf(readAll(files, workshop.config.sources), unreadable, workshop), workshop);
}

/** One after the other: what a file was read with is garbage before the next, and need not be moved by a collector. */
function* readEach(files: Iterable<SeedFile>, sources: readonly Source[]): Generator<Reading> {
  for (const file of files) yield read(file, sources);
}

/** Readings whose claims can be found by others that tell the same, where stories are told apart. */
export function withSignatures({ claims, failures }: Readings, { config }: Workshop): Readings {
  if (config.site.stories === undefined) return { claims, failures };
  return { claims: claims.map(claim => ({ ...claim, signature: signatureOfEntry(claim.draft) })), failures };
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
  const candidates = ofFiles.filter(source => liesIn(source, file.path));
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
    hint: `${folders === '' ? 'Add' : `Move the file below one of ${folders}, or add`} a source with this folder to sources.yaml.`,
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
