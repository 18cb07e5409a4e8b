/** How well stories are told apart, where the truth is known. */
import { mayStandIn } from '../src/model/sketch.ts';
import type { Signature } from '../src/model/story.ts';
import { decideStories, type Representative, type StoryRules } from '../src/stories/decide.ts';
import { type Prepared, prepared } from '../src/stories/overlap.ts';
import { signatureOf } from '../src/stories/signature.ts';
import { tellingOf } from '../src/stories/telling.ts';
import type { Kind, Retold } from './retellings.ts';

/** An article whose story is known; `kind` is absent where nobody says how it came to be. */
export type Told = Omit<Retold, 'kind'> & { readonly kind: Kind | undefined };
export type Pair = readonly [Told, Told];

/** What came of it. A share of nothing is NaN. */
export type Score = {
  /** Of these pairs, those that were found. */
  readonly recall: (pairs: readonly Pair[]) => number;
  /** The pairs that are one story: all, or those of an original and its copy of a kind, of so many characters at least. */
  readonly truth: (kind?: Kind, characters?: number) => readonly Pair[];
  /** Of what was found how much is right; of what was found wrongly, only that with an article of a kind counts. */
  readonly precision: (kind?: Kind) => number;
  /** Pairs that were found and are two stories: all, or those with an article of a kind. */
  readonly wrong: (kind?: Kind) => readonly Pair[];
  readonly missed: readonly Pair[];
  /** Pairs that were compared, some 20,000 at most. */
  readonly compared: readonly (readonly [Prepared, Prepared])[];
};

export const rules: StoryRules = { window: 3 * 86_400_000, threshold: 0.5 };

/** Decides on the articles and judges the closure of what was decided against that of the truth. */
export function scored(articles: readonly Told[]): Score {
  const { stories, compared } = clustered(articles);
  const all = pairsOf(articles, ({ story }) => story).filter(isReachable);
  const found = pairsOf(articles, ({ id }) => stories.get(id) ?? id);
  const right = found.filter(([one, other]) => one.story === other.story);
  const merged = found.filter(([one, other]) => one.story !== other.story);
  const names = new Set(right.map(nameOf));
  const isFound = (pair: Pair) => names.has(nameOf(pair));
  const wrong = (kind?: Kind) => merged.filter(pair => kind === undefined || pair.some(each => each.kind === kind));
  return {
    recall: pairs => pairs.filter(isFound).length / pairs.length,
    truth: (kind, characters = 0) =>
      all.filter(
        pair => (kind === undefined || isCopy(pair, kind)) && pair.every(({ content }) => content.length >= characters),
      ),
    precision: kind => right.length / (right.length + wrong(kind).length),
    wrong,
    missed: all.filter(pair => !isFound(pair)),
    compared,
  };
}

function isCopy(pair: Pair, kind: Kind): boolean {
  const kinds = pair.map(each => each.kind);
  return kinds.includes('original') && kinds.includes(kind);
}

/** The stories of articles by the id of each, and pairs that were compared. */
type Clustered = {
  readonly stories: ReadonlyMap<string, string>;
  readonly compared: Score['compared'];
};

/** Who may be found by what comes. */
type Recent = Representative & { readonly signature: Signature };

/** Decides on articles that come in the order of publication, a hundred at a time, as ingest does. */
function clustered(articles: readonly Told[]): Clustered {
  const stories = new Map<string, string>();
  const compared: (readonly [Prepared, Prepared])[] = [];
  const index = new Map<number, Set<Recent>>();
  let recent: Recent[] = [];
  const ordered = articles.toSorted((a, b) => a.published - b.published);
  for (let start = 0; start < ordered.length; start += 100) {
    const oldest = (ordered[start]?.published ?? 0) - rules.window;
    for (const old of recent.filter(({ published }) => published < oldest)) {
      for (const key of old.signature.keys) {
        index.get(key)?.delete(old);
        if (index.get(key)?.size === 0) index.delete(key);
      }
    }
    recent = recent.filter(({ published }) => published >= oldest);
    const newcomers = ordered.slice(start, start + 100).map(article => {
      const telling = preparedOf(article);
      const signature = signatureOf(telling.text);
      const candidates = [...new Set(signature.keys.flatMap(key => [...(index.get(key) ?? [])]))]
        .filter(isNear(article))
        .filter(other => mayStandIn(other.signature.sketch, signature.sketch, rules.threshold));
      if (compared.length < 20_000) {
        const others = candidates.filter(({ source }) => source !== article.source);
        compared.push(...others.map(candidate => [candidate.telling(), telling] as const));
      }
      return { ...article, story: undefined, telling: () => telling, signature, candidates };
    });
    const places = decideStories(newcomers, rules);
    for (const newcomer of newcomers) {
      const place = places.get(newcomer.id);
      stories.set(newcomer.id, place?.id ?? newcomer.id);
      if (place !== undefined) continue;
      const own = { ...newcomer, last: 1 };
      recent.push(own);
      for (const key of newcomer.signature.keys) index.set(key, (index.get(key) ?? new Set()).add(own));
    }
  }
  return { stories, compared };
}

/** A telling as comparisons take it. */
export function preparedOf({ title, content }: Pick<Told, 'title' | 'content'>): Prepared {
  return prepared(tellingOf({ title, content, summary: undefined }));
}

function isNear({ published }: Pick<Told, 'published'>) {
  return (other: Pick<Told, 'published'>) => Math.abs(other.published - published) <= rules.window;
}

function pairsOf(articles: readonly Told[], story: (article: Told) => string): readonly Pair[] {
  return [...Map.groupBy(articles, story).values()].flatMap(cluster =>
    cluster.flatMap((one, at) => cluster.slice(at + 1).map(other => [one, other] as const)),
  );
}

/** One source's own repetitions are no stories. */
function isReachable([one, other]: Pair): boolean {
  return one.source !== other.source;
}

function nameOf([one, other]: Pair): string {
  return [one.id, other.id].toSorted().join(' ');
}
