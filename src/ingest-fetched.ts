/** What was fetched -> readings, as ingest.ts has them of files: the rest of the line does not know the difference. */
import { withKeys } from './ingest.ts';
import { type Instant, undated } from './model/entry.ts';
import type { Brought, FeedDocument, Pace } from './model/feed-document.ts';
import type { Readings, Workshop } from './model/reading.ts';
import { fetchedPath, type Outcome } from './model/seed.ts';
import type { FetchedSource, Source } from './model/source.ts';
import { claimsOf } from './normalize/change.ts';
import { normalize } from './normalize/normalize.ts';
import { parseFeed } from './parse/feed.ts';

/** What a run of a source brought, read. */
export type Read = {
  readonly readings: Readings;
  readonly pace: Pace | undefined;
  /** When its articles were published, of those that say it. */
  readonly dates: readonly Instant[];
};

/** Reads what was fetched at `at`; a problem when it is no document of the kind that the source is said to be. */
export async function readBrought(
  { document }: Brought,
  source: Source & FetchedSource,
  workshop: Workshop,
  at: Instant,
): Promise<Outcome<Read>> {
  const parsed = parseFeed(document, source.encoding);
  if (parsed.kind === 'problem') return parsed;
  const readings = await readDocument(parsed.value, source, workshop, at);
  const dates = readings.claims.map(({ draft }) => draft.written).filter(written => written !== undated);
  return { kind: 'ok', value: { readings, pace: parsed.value.pace, dates } };
}

/** What a document that was fetched says, its articles as if each were a file that came at `at`, the first of them last. */
export async function readDocument(
  { articles, problems }: Pick<FeedDocument, 'articles' | 'problems'>,
  source: Source & FetchedSource,
  workshop: Workshop,
  at: Instant,
): Promise<Readings> {
  const readings = await Promise.all(
    articles.map(async (article, place) => {
      const bytes = new TextEncoder().encode(JSON.stringify(article));
      const path = fetchedPath(source.id, article.key ?? (await workshop.digest(bytes)).slice(0, 20));
      const file = { path, bytes, size: bytes.length, mtime: at - place * 1000 };
      return { file, source, outcome: normalize(article, source, path) };
    }),
  );
  const unreadable = problems.map(({ key, reason, hint }) => {
    return { path: fetchedPath(source.id, key), source: source.id, reason, hint, size: 0, mtime: at };
  });
  return withKeys(await claimsOf(readings, unreadable, workshop), workshop);
}
