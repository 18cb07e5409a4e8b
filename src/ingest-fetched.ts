/** What was fetched -> readings, as ingest-files.ts has them of files: the rest of the line does not know the difference. */
import { withSignatures } from './ingest-files.ts';
import { type Draft, type Instant, undated } from './model/entry.ts';
import type { Brought, FeedDocument, Fetched, Pace } from './model/feed-document.ts';
import type { Reading, Readings, Workshop } from './model/reading.ts';
import { type Article, fetchedPath, type Outcome } from './model/seed.ts';
import type { FetchedSource, PageSource, Source } from './model/source.ts';
import { claimsOf } from './normalize/claims.ts';
import { normalize } from './normalize/normalize.ts';
import { articleOf, linksIn } from './normalize/page.ts';
import { parseFeed } from './parse/feed.ts';
import { pageText } from './parse/page.ts';

/** What a run of a source brought, read. */
export type Read = {
  readonly readings: Readings;
  readonly pace: Pace | undefined;
  /** When its articles were published, of those that say it. */
  readonly dates: readonly Instant[];
  /** Paths of articles that are listed and were not fetched again: what was said of them holds. */
  readonly unread: readonly string[];
};

/** Makes readings, or breaks off what takes too long. */
type ReadAll = (work: () => readonly Reading[]) => readonly Reading[];

/** Reads what was fetched at `at`; a problem when it is no document of the kind that the source is said to be. */
export async function readBrought(
  brought: Brought,
  source: Source & FetchedSource,
  workshop: Workshop,
  at: Instant,
  readAll?: ReadAll,
): Promise<Outcome<Read>> {
  const document = source.kind === 'feed' ? parseFeed(brought.document, source.encoding) : pagesOf(brought, source);
  if (document.kind === 'problem') return document;
  const { pace, unread } = { pace: undefined, unread: [], ...document.value };
  const readings = await readDocument(document.value, source, workshop, at, readAll);
  const dates = readings.claims.map(({ draft }) => draft.written).filter(written => written !== undated);
  return { kind: 'ok', value: { readings, pace, dates, unread: unread.map(key => fetchedPath(source.id, key)) } };
}

/** The articles on a list page that have pages of their own, by their addresses. */
export function listedPages(list: Fetched, source: Source & PageSource): Outcome<readonly string[]> {
  const listed = listOf(list, source);
  if (listed.kind === 'problem') return listed;
  return { kind: 'ok', value: listed.value.articles.flatMap(({ key }) => key ?? []) };
}

function listOf(list: Fetched, { encoding, page }: PageSource & Pick<Source, 'encoding'>) {
  return linksIn(pageText(list, encoding), list.url, page);
}

/** The articles of a list page, each with what its own page says where that was fetched; `unread` are the keys of the others. */
function pagesOf({ document, pages }: Brought, source: Source & PageSource) {
  const listed = listOf(document, source);
  if (listed.kind === 'problem' || source.page.content === undefined) return listed;
  const { articles, problems } = listed.value;
  const pageOf = new Map(pages.map(({ listed, fetched }) => [listed, fetched]));
  const read = articles.flatMap(item => {
    const page = pageOf.get(item.key ?? '');
    if (page === undefined) return [];
    return { item, article: articleOf(pageText(page, source.encoding), page.url, source.page) };
  });
  return {
    kind: 'ok' as const,
    value: {
      // An article is known by the address in the list, which may lead elsewhere; what its page does not say, the list may.
      articles: read.flatMap(({ item, article }) => {
        if (article.kind === 'problem') return [];
        const { key, fields } = item;
        return { ...article.value, key, fields: { ...fields, ...article.value.fields, key } };
      }),
      problems: [
        ...problems,
        ...read.flatMap(({ item: { key }, article }) => {
          if (article.kind === 'ok' || key === undefined) return [];
          return { key, reason: article.reason, hint: article.hint };
        }),
      ],
      unread: articles.flatMap(({ key }) => (key === undefined || pageOf.has(key) ? [] : key)),
    },
  };
}

/**
 * Characters of content that one document brings. What repeats in an article, such as a long address that many relative ones begin at,
 * makes a hundred times of it, and ten megabytes would be more than the memory.
 */
const mostContent = 100_000_000;
const tooMuch: Outcome<never> = {
  kind: 'problem',
  reason: `the articles before it in the document have ${mostContent / 1_000_000} million characters`,
  hint: 'Ask whoever publishes the feed for one that has only what is new.',
};

/** What a document that was fetched says, its articles as if each were a file that came at `at`, the first of them last. */
export async function readDocument(
  { articles, problems, deleted = [] }: Pick<FeedDocument, 'articles' | 'problems' | 'deleted'>,
  source: Source & FetchedSource,
  workshop: Workshop,
  at: Instant,
  readAll: ReadAll = work => work(),
): Promise<Readings> {
  let room = mostContent;
  const outcomeOf = (article: Article, path: string): Outcome<Draft> => {
    if (room < 0) return tooMuch;
    const outcome = normalize(article, source, path);
    if (outcome.kind === 'ok') room -= outcome.value.content?.length ?? 0;
    return outcome;
  };
  const files = await Promise.all(
    articles.map(async (article, place) => {
      const bytes = new TextEncoder().encode(JSON.stringify(article));
      const path = fetchedPath(source.id, article.key ?? (await workshop.digest(bytes)).slice(0, 20));
      const file = { path, bytes, size: bytes.length, mtime: at - place * 1000 };
      return { article, file };
    }),
  );
  const readings = readAll(() =>
    files.map(({ article, file }) => ({ file, source, outcome: outcomeOf(article, file.path) })),
  );
  const unreadable = problems.map(({ key, reason, hint }) => {
    return { path: fetchedPath(source.id, key), source: source.id, reason, hint, size: 0, mtime: at };
  });
  const read = withSignatures(await claimsOf(readings, unreadable, workshop), workshop);
  return { ...read, deleted: deleted.map(({ key, at }) => ({ source: source.id, nativeId: key, at })) };
}
