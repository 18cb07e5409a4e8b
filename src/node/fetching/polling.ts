/** Asks the sources that are fetched, each when it is due, with respect for every host. */
import type { Instant } from '../../model/entry.ts';
import type { Brought, Fetched } from '../../model/feed-document.ts';
import type { Digest } from '../../model/platform.ts';
import type { Run } from '../../model/run.ts';
import type { FetchedSource, PageSource, Source } from '../../model/source.ts';
import type { Answer } from './answer.ts';
import type { DocumentRequest } from './fetch-document.ts';
import { Hosts } from './hosts.ts';
import { ListedPages } from './listed-pages.ts';
import { type Circumstances, firstRun, nextRun, soonest } from './next-run.ts';
import { Notes } from './notes.ts';
import type { Outcome, Taken } from './outcome.ts';

/** A source that is polled. */
export type PolledSource = Source & FetchedSource;

export type PollingNeeds = {
  readonly sources: readonly PolledSource[];
  /** Fetches at the same time. */
  readonly concurrent: number;
  readonly fetch: (request: DocumentRequest) => Promise<Answer>;
  readonly digest: Digest;
  /** The digest of all that decides what a document of the source becomes: with another, everything is read again. */
  readonly rulesOf: (source: PolledSource) => string;
  /** What is remembered of every source. */
  readonly runs: () => Promise<readonly Run[]>;
  /** Addresses of the pages of articles that are listed and not known yet, in the order of the list. */
  readonly wanted: (source: PolledSource & PageSource, list: Fetched) => Promise<readonly string[]>;
  /**
   * Reads what was brought, and stores its entries and the run that `runOf` makes of them in one transaction: validators that were
   * stored without their entries would never ask for them again.
   */
  readonly take: (source: PolledSource, brought: Brought, runOf: (taken: Taken) => Run) => Promise<Taken>;
  /** Remembers runs that brought nothing. */
  readonly note: (runs: readonly Run[]) => Promise<void>;
  /** Told of what goes wrong on our side. */
  readonly failed: (message: string, cause: unknown) => void;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
};

export type Clock = {
  readonly now: () => Instant;
  /** Rejects when the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
};

/** New sources that are asked in one minute: a start with a thousand takes ten minutes, not one burst. */
const newcomers = 100;

type Job = {
  readonly source: PolledSource;
  readonly run: Run;
  readonly host: string;
  readonly due: Instant;
  /** Whoever asked for it by hand waits for what comes of it. */
  readonly asker?: PromiseWithResolvers<Run>;
};

/** One for all sources of a server; nothing is asked before `runDue` or `run` is called. */
export class Polling {
  readonly #needs: PollingNeeds;
  readonly #stopping = new AbortController();
  readonly #hosts = new Hosts();
  readonly #running = new Map<string, Promise<Run>>();
  /** What is due, the longest due first: whoever waits is overtaken by nobody, so none starves. */
  #queue: readonly Job[] = [];
  /** What came last of each source: what is stored may be behind, or not storable at all, and is not to be asked again for that. */
  readonly #latest = new Map<string, Run>();
  #reading: Promise<readonly Run[]> | undefined;
  #waking: Promise<void> | undefined;
  #idle: PromiseWithResolvers<void> | undefined;
  /** When sources that are to be asked anew have their turn, by source and why. */
  readonly #turns = new Map<string, Instant>();
  readonly #pages: ListedPages;
  readonly #notes: Notes;

  constructor(needs: PollingNeeds) {
    this.#needs = needs;
    this.#pages = new ListedPages(needs);
    this.#notes = new Notes(needs);
  }

  /** Starts what is due, and is done when all of it has been asked. To be called every minute, whether the last call is done or not. */
  async runDue(now: Instant): Promise<void> {
    this.#notes.save();
    const runs = await this.#runs();
    if (this.#stopping.signal.aborted) return;
    const byHand = this.#queue.filter(({ asker }) => asker !== undefined);
    const due = this.#needs.sources
      .filter(source => !this.#running.has(source.id) && !byHand.some(job => job.source === source))
      .map(source => this.#jobOf(source, runs.get(source.id), now))
      .filter(job => job.due <= now)
      .sort((a, b) => a.due - b.due);
    this.#queue = [...byHand, ...due];
    this.#idle ??= Promise.withResolvers();
    const { promise } = this.#idle;
    this.#start();
    await promise;
  }

  /** Asks one source now, due or not, gone or not; one that is being asked is not asked twice. Rejects when `stop` breaks it off. */
  async run(id: string, now: Instant): Promise<Run> {
    const source = this.#needs.sources.find(each => each.id === id);
    if (source === undefined) throw new Error(`There is no source ${id} that is fetched.`);
    const runs = await this.#runs();
    this.#stopping.signal.throwIfAborted();
    const running = this.#running.get(id) ?? this.#queue.find(job => job.source === source)?.asker?.promise;
    if (running !== undefined) return running;
    const asker = Promise.withResolvers<Run>();
    const job = { ...this.#jobOf(source, runs.get(id), now), asker };
    this.#queue = [job, ...this.#queue.filter(each => each.source !== source)];
    this.#start();
    return asker.promise;
  }

  /** Breaks off what is under way, which is then asked again at the next start; what has come is stored. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('Polling was stopped.'));
    for (const { asker } of this.#queue) asker?.reject(this.#stopping.signal.reason);
    this.#queue = [];
    await Promise.all(this.#running.values());
    await this.#waking;
    this.#start();
    await this.#notes.end();
  }

  /** What is known of every source. Those who ask together share one reading: a thousand may be asked for by hand. */
  async #runs(): Promise<ReadonlyMap<string, Run>> {
    this.#reading ??= this.#needs.runs().finally(() => {
      this.#reading = undefined;
    });
    const stored = await this.#reading;
    // Only now: what was asked while the store was read is in neither otherwise, and would be asked again.
    const runs = new Map(this.#latest);
    for (const run of stored) {
      const ours = runs.get(run.source);
      // Another process may have asked since.
      if (ours === undefined || ours.asked < run.asked) runs.set(run.source, run);
    }
    return runs;
  }

  #jobOf(source: PolledSource, known: Run | undefined, now: Instant): Job {
    // An address that was changed makes it another source: nothing that is remembered is of it.
    const run = known?.configured === source.url ? known : undefined;
    const asked = run ?? firstRun(source.id, source.url, now);
    return { source, run: asked, host: new URL(asked.url).hostname, due: this.#dueOf(source, run, now) };
  }

  #dueOf(source: PolledSource, run: Run | undefined, now: Instant): Instant {
    if (run === undefined) return this.#turnOf(`${source.id} ${source.url}`, now);
    if (run.next === undefined) return Number.POSITIVE_INFINITY;
    // A clock that was ahead was put right: by what it said, the source would be left alone until then.
    if (run.asked > now + soonest) return this.#turnOf(`${source.id} asked at ${run.asked}`, now);
    const rules = this.#needs.rulesOf(source);
    if (run.rules === rules || run.failing !== undefined) return run.next;
    // What it said is to be read by other rules: soon, but we may be started again and again by whoever tries them.
    const turn = Math.max(this.#turnOf(`${source.id} ${rules}`, now), run.asked + soonest);
    return Math.min(run.next, turn);
  }

  /** A turn among all that are to be asked anew, so many a minute. */
  #turnOf(why: string, now: Instant): Instant {
    return this.#turns.getOrInsertComputed(why, () => now + Math.floor(this.#turns.size / newcomers) * 60_000);
  }

  /** Starts as many of the queue as may run at once, of each host one. */
  #start(): void {
    const now = this.#needs.clock.now();
    const waiting: Job[] = [];
    for (const job of this.#queue) {
      const freeAt = this.#hosts.freeAt(job.host);
      const mayStart = this.#running.size < this.#needs.concurrent && freeAt !== undefined && freeAt <= now;
      if (mayStart) this.#begin(job);
      else waiting.push(job);
    }
    this.#queue = waiting;
    if (waiting.length > 0) this.#wake(now);
    else if (this.#running.size === 0) {
      this.#idle?.resolve();
      this.#idle = undefined;
    }
  }

  #begin(job: Job): void {
    const { id } = job.source;
    this.#hosts.take(job.host);
    const running = this.#ask(job).then(run => {
      this.#latest.set(id, run);
      this.#running.delete(id);
      this.#hosts.release(job.host, this.#needs.clock.now());
      this.#start();
      return run;
    });
    this.#running.set(id, running);
    // What was broken off is as it was known before, and nothing that it came to.
    job.asker?.resolve(running.then(run => (run === job.run ? Promise.reject(this.#stopping.signal.reason) : run)));
  }

  /** Starts again when the first host has rested for which somebody waits. */
  #wake(now: Instant): void {
    if (this.#waking !== undefined || this.#running.size >= this.#needs.concurrent) return;
    const times = this.#queue.flatMap(({ host }) => this.#hosts.freeAt(host) ?? []);
    // None: all of them are being asked, and start others when they are done.
    if (times.length === 0) return;
    const { signal } = this.#stopping;
    this.#waking = this.#needs.clock.sleep(Math.max(1, Math.min(...times) - now), signal).then(
      () => {
        this.#waking = undefined;
        this.#start();
      },
      () => {
        this.#waking = undefined;
      },
    );
  }

  /** Asks a source, and says how the next time will be. Whatever fails, fails for this source alone. */
  async #ask(job: Job): Promise<Run> {
    const { clock, random, failed } = this.#needs;
    const circumstances = { every: job.source.every, now: clock.now(), chance: random() };
    try {
      return await this.#askAt(job, circumstances);
    } catch (error) {
      // What is broken off is asked again at the next start.
      if (this.#stopping.signal.aborted) return job.run;
      failed(`What came of ${job.source.id} could not be taken in; it is asked again later.`, error);
      const reason =
        'What came could not be taken in, by a failure on our side, which the log tells; it is tried again.';
      return this.#note(nextRun(job.run, { ...passing, reason, isOurs: true }, circumstances));
    }
  }

  async #askAt({ source, run }: Job, circumstances: Circumstances): Promise<Run> {
    const { fetch, digest, rulesOf, take } = this.#needs;
    const { signal } = this.#stopping;
    const rules = rulesOf(source);
    const isKnown = run.rules === rules;
    const known = isKnown ? { etag: run.etag, lastModified: run.lastModified } : {};
    const answer = await fetch({ url: run.url, expects: source.kind, ...known, signal });
    if (answer.kind === 'stopped') return run;
    if (answer.kind !== 'news') return this.#note(nextRun(run, answer, circumstances));
    const { fetched: document, isOutside, ...good } = answer;
    const now = await digest(document.bytes);
    if (isKnown && now === run.digest) return this.#note(nextRun(run, { ...good, kind: 'unchanged' }, circumstances));
    const { pages, isWhole } = await this.#pages.of(source, document, isOutside, signal);
    if (signal.aborted) return run;
    const runOf = (taken: Taken): Run => {
      const outcome: Outcome =
        taken.kind === 'taken'
          ? { ...good, ...taken, kind: 'news', digest: now, rules, isWhole }
          : { ...passing, reason: taken.reason, isPassing: false };
      return nextRun(run, outcome, circumstances);
    };
    const taken = await take(source, { document, pages }, runOf);
    // A note of an earlier run that could not be stored is not to follow this one.
    this.#notes.drop(source.id);
    return runOf(taken);
  }

  #note(run: Run): Run {
    this.#notes.add(run);
    return run;
  }
}

const passing = { kind: 'failed', retryAfter: undefined, isOurs: false, isPassing: true } as const;
