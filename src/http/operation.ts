/** For whoever runs Huiliu: is it alive, is it ready, what does it hold, what is wrong. Never cached. */
import type { Run } from '../model/run.ts';
import { isFetchedSource, type Source } from '../model/source.ts';
import type { Store } from '../model/store.ts';
import { mediaTypes } from './respond.ts';

const fresh = { 'cache-control': 'no-store', 'access-control-allow-origin': '*' };

/** 200 as long as the process answers. */
export function healthz(): Response {
  return new Response('ok\n', { headers: { ...fresh, 'content-type': mediaTypes.text } });
}

/** How far a server is after its start. */
export type Standing = {
  /** Whether the store was filled by an earlier run. */
  readonly isWarm: boolean;
  /** Whether the seeds have been read: all that changed while nobody looked is in. */
  readonly isCurrent: boolean;
  /** Whether searches find everything; absent: as the store says. */
  readonly isSearchable: boolean | undefined;
};

/**
 * 200 once feeds can be served, else 503: when the seeds have been read, and at once from a store that was filled before, since
 * feeds as of the last run are right feeds with their own validators.
 */
export async function readyz(store: Store, standing: Standing): Promise<Response> {
  const { isReady, isSearchable, state, entries, problems } = await holdings(store, standing);
  const { isCurrent: current } = standing;
  return Response.json(
    { ready: isReady, current, searchable: isSearchable, revision: state.revision, entries, problems },
    { status: isReady ? 200 : 503, headers: fresh },
  );
}

/** What readyz says, in the text format of Prometheus. */
export async function metrics(store: Store, sources: readonly Source[], standing: Standing): Promise<Response> {
  const { isReady, isSearchable, state, entries, problems } = await holdings(store, standing);
  const addresses = new Map(sources.filter(isFetchedSource).map(({ id, url }) => [id, url]));
  // What is remembered of a source that is configured no more, or at another address, fails for ever.
  const runs = (await store.runs()).filter(({ source, configured }) => addresses.get(source) === configured);
  const series = (name: string, help: string, lines: readonly string[]) =>
    [
      `# HELP huiliu_${name} ${help}`,
      `# TYPE huiliu_${name} gauge`,
      ...lines.map(line => `huiliu_${name}${line}`),
      '',
    ].join('\n');
  const gauge = (name: string, help: string, value: number) => series(name, help, [` ${value}`]);
  const perSource = (name: string, help: string, figure: (run: Run) => number) => {
    const lines = runs.map(run => `{source="${run.source}"} ${figure(run)}`);
    return lines.length === 0 ? '' : series(name, help, lines);
  };
  const text = [
    gauge('ready', 'Whether feeds can be served.', Number(isReady)),
    gauge('current', 'Whether all files have been looked at since the start.', Number(standing.isCurrent)),
    gauge('searchable', 'Whether searches find everything.', Number(isSearchable)),
    gauge('revision', 'The revision of the store.', state.revision),
    gauge('entries', 'Entries that feeds can show.', entries),
    gauge('problems', 'Files that did not become entries.', problems),
    perSource('fetch_failures', 'Failures in a row of a source that is fetched.', ({ failures }) => failures),
    perSource('fetch_answered_seconds', 'When a source that is fetched last answered; 0: never.', ({ answered = 0 }) =>
      Math.floor(answered / 1000),
    ),
  ].join('');
  return new Response(text, { headers: { ...fresh, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } });
}

/** Problems told of at most: a folder of a hundred thousand pictures would be an answer of 15 MB, for everybody who asks. */
const mostProblems = 1000;

/** The first files that did not become entries, with paths relative to the seeds folder, and how many there are. */
export async function problems(store: Store): Promise<Response> {
  const [problems, count] = await Promise.all([store.problems(mostProblems), store.countProblems()]);
  return Response.json({ count, problems }, { headers: fresh });
}

async function holdings(store: Store, { isWarm, isCurrent, isSearchable }: Standing) {
  const [state, all, problems] = await Promise.all([
    store.state(),
    store.scope({ kind: 'all' }),
    store.countProblems(),
  ]);
  return {
    isReady: isCurrent || isWarm,
    isSearchable: isSearchable ?? state.search.isComplete,
    state,
    entries: all?.count ?? 0,
    problems,
  };
}
