import type { Instant } from '../../model/entry.ts';
import type { Fetched, ListedPage } from '../../model/feed-document.ts';
import type { Answer } from './answer.ts';
import { rest } from './hosts.ts';
import type { PolledSource, PollingNeeds } from './polling.ts';

/** Pages of articles in one run. */
const mostPages = 20;
/** A page that is not there, or has failed so often, is left alone for so long; of so many it is remembered, until the next start. */
const pageTries = 3;
const pageRest = 86_400_000;
const mostRemembered = 5000;

/** Fetches the pages of articles that list pages name. */
export class ListedPages {
  readonly #needs: Pick<PollingNeeds, 'clock' | 'fetch' | 'wanted'>;
  /** Those that could not be had: how often they failed, and until when they are left alone. */
  readonly #missing = new Map<string, { readonly failures: number; readonly until: Instant }>();

  constructor(needs: Pick<PollingNeeds, 'clock' | 'fetch' | 'wanted'>) {
    this.#needs = needs;
  }

  /**
   * The pages of articles that the document lists and that are not known yet, one after the other, as many as a run may have;
   * `isOutside` as of the answer that brought it.
   */
  async of(
    source: PolledSource,
    list: Fetched,
    isOutside: boolean,
    signal: AbortSignal,
  ): Promise<{ readonly pages: readonly ListedPage[]; readonly isWhole: boolean }> {
    if (source.kind !== 'page') return { pages: [], isWhole: true };
    const { clock, fetch, wanted } = this.#needs;
    const all = (await wanted(source, list)).filter(url => (this.#missing.get(url)?.until ?? 0) <= clock.now());
    const pages: ListedPage[] = [];
    let isWhole = all.length <= mostPages;
    for (const url of all.slice(0, mostPages)) {
      await clock.sleep(rest, signal).catch(() => {});
      const answer = await fetch({ url, expects: 'page', isOutside, signal });
      if (signal.aborted) break;
      if (answer.kind === 'news') pages.push({ listed: url, fetched: answer.fetched });
      else if (this.#mayCome(url, answer)) isWhole = false;
    }
    return { pages, isWhole };
  }

  /** Whether a page that did not come is tried again soon: its list would else be asked for whole for the sake of one page, for ever. */
  #mayCome(url: string, answer: Answer): boolean {
    const failures = (this.#missing.get(url)?.failures ?? 0) + 1;
    const mayCome = answer.kind === 'failed' && answer.isPassing && failures < pageTries;
    this.#missing.delete(url);
    this.#missing.set(url, { failures, until: this.#needs.clock.now() + (mayCome ? 0 : pageRest) });
    const [oldest] = this.#missing.keys();
    if (oldest !== undefined && this.#missing.size > mostRemembered) this.#missing.delete(oldest);
    return mayCome;
  }
}
