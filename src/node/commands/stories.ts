import { readDay } from '../../model/day.ts';
import type { StoredEntry } from '../../model/store.ts';
import { overlapOf, type Prepared, prepared } from '../../stories/overlap.ts';
import { tellingOf } from '../../stories/telling.ts';
import { count, grouped } from '../count.ts';
import { openStore } from '../database/open.ts';
import { printable } from '../report.ts';
import { type Arguments, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';

/** A story as it is judged: who tells it, and how much of the shorter of two texts is in both. */
type Judged = { readonly id: string; readonly tellers: readonly Teller[] };
type Teller = {
  readonly id: string;
  readonly source: string;
  readonly published: string;
  readonly title: string;
  /** With the one of them that tells it first: of the shorter text what the longer has too, and of both what both have. */
  readonly containment: number;
  readonly jaccard: number;
};

/** `huiliu stories`: the stories that several tell, and how much alike they are. */
export async function run(args: Arguments): Promise<number> {
  const since = instantOf(args.values.since);
  const { store, close } = openStore(settingsOf(args).dataDir, { mustExist: true });
  try {
    const stories = (await store.stories(since)).map(judged);
    console.log(args.values.json === true ? JSON.stringify(stories, null, 2) : asText(stories));
    return 0;
  } finally {
    close();
  }
}

function instantOf(since: string | boolean | undefined): number {
  if (since === undefined) return Number.MIN_SAFE_INTEGER;
  const text = String(since);
  const instant = readDay(text.slice(0, 10)) === undefined ? Number.NaN : Date.parse(text);
  if (Number.isNaN(instant))
    throw new UsageError(
      `--since ${since} is not possible: it is a date such as 2026-03-01 or 2026-03-01T08:00:00+08:00.`,
    );
  return instant;
}

function judged(tellers: readonly StoredEntry[]): Judged {
  const [first] = tellers;
  const told = first && wordsOf(first);
  return {
    id: first?.story?.id ?? '',
    tellers: tellers.map(teller => {
      const { id, source, published, title } = teller.entry;
      const words = wordsOf(teller);
      const { containment, jaccard } = overlapOf(told ?? words, words);
      return { id, source, published: new Date(published).toISOString(), title, containment, jaccard };
    }),
  };
}

function wordsOf({ entry }: StoredEntry): Prepared {
  return prepared(tellingOf(entry));
}

function asText(stories: readonly Judged[]): string {
  const told = `${grouped(stories.length)} ${stories.length === 1 ? 'story' : 'stories'}`;
  const entries = stories.reduce((sum, { tellers }) => sum + tellers.length, 0);
  const summary = stories.length === 0 ? 'No story is told twice.' : `${told} told by ${count(entries, 'article')}.`;
  return [summary, ...stories.flatMap(({ tellers }) => ['', ...tellers.map(tellerLine)])].join('\n');
}

/** The first is the one that is shown. */
function tellerLine({ source, published, title, containment, jaccard }: Teller, index: number): string {
  const percent = (share: number) => `${Math.round(share * 100)}%`.padStart(4);
  const alike = index === 0 ? 'shown    ' : `${percent(containment)} ${percent(jaccard)}`;
  return printable(`  ${alike}  ${published.slice(0, 16)}Z  ${source.padEnd(16)}  ${title}`);
}
