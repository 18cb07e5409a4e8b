/** From the seeds folder into the store: what changed is read, in batches, one at a time. */
import type { Ingested } from '../ingest.ts';
import type { Brought, Fetched } from '../model/feed-document.ts';
import type { Readings, Workshop } from '../model/reading.ts';
import type { Run } from '../model/run.ts';
import { afterFetched, fetchedPath, holdsBy, isFetched, type Problem } from '../model/seed.ts';
import type { FetchedSource, PageSource, Source } from '../model/source.ts';
import type { Change, Receipt, SeedMark, SeedRecord, Store } from '../model/store.ts';
import { expireAll } from './expiring.ts';
import type { Taken } from './fetching/outcome.ts';
import { type Compared, compare } from './files/compare.ts';
import { cutBatch, inOrder } from './files/reading-order.ts';
import { type Found, lookAt, readSeed, walk } from './files/scan.ts';
import { mostTold } from './report.ts';
import { Readers } from './threads/readers.ts';

/** What a scan or a few file events came to. */
export type Tally = {
  /** Files seen in the folder. */
  files: number;
  /** Files read, because they were new or changed. */
  read: number;
  added: number;
  changed: number;
  retracted: number;
  vanished: number;
  /** Files read of articles that their source does not keep. */
  beyond: number;
  /** Files read whose articles are to be published later. */
  waiting: number;
  /** Entries that went because their source does not keep them any more. */
  expired: number;
  /** Files read that are problems, and the first of them: as many as are told of. */
  broken: number;
  readonly problems: Problem[];
};

export type Progress = (done: number, of: number) => void;

/** Remembered files that are read at a time while the folder is compared with them. */
const page = 1000;

/** A batch that is being read. */
type Ahead = { readonly batch: readonly Found[]; readonly reading: Promise<Readings> };

/** Batches that are read while another is written. With one, reader and writer wait for each other at every batch that takes one of them longer. */
const batchesAhead = 2;

/** How young a file must be to be thought unfinished, and how long it is then left alone, milliseconds. */
const young = 1000;
const pause = 250;

/** How long a scan looks whether a young file grows, milliseconds. */
const glance = 100;

/** The one place where files go into the store, and where what is not kept goes out of it. Its calls wait for each other. */
export class Intake {
  readonly #root: string;
  readonly #workshop: Workshop;
  readonly #store: Store;
  readonly #now: () => number;
  readonly #onPut: (receipt: Receipt) => void;
  /** Told once what each look at some paths came to, whoever asked for it. */
  readonly #onLook: (tally: Tally) => void;
  readonly #readers: Readers;
  readonly #rules: ReadonlyMap<string | undefined, string>;
  #last: Promise<unknown> = Promise.resolve();
  #stopped = false;
  readonly #waiting = new Set<NodeJS.Timeout>();
  readonly #asked = new Set<string>();
  #refreshing: Promise<Tally> | undefined;

  constructor(
    root: string,
    workshop: Workshop,
    store: Store,
    now: () => number,
    onPut: (receipt: Receipt) => void = () => {},
    onLook: (tally: Tally) => void = () => {},
  ) {
    this.#root = root;
    this.#workshop = workshop;
    this.#store = store;
    this.#now = now;
    this.#onPut = onPut;
    this.#onLook = onLook;
    this.#readers = new Readers(root, workshop);
    this.#rules = new Map(workshop.config.sources.map(source => [source.id, workshop.rules(source)]));
  }

  /**
   * Reads every file that changed since it was last read, and notes which are gone. A process that `stays` looks again at what somebody is still
   * writing; one that does not reads it as it is.
   */
  scan(progress: Progress = () => {}, { stays = false } = {}): Promise<Tally> {
    return this.#alone(async () => {
      const isNews = (file: Found, known: SeedMark) => this.#isNews(file, known);
      const compared = await compare(walk(this.#root, ''), pagesOf(this.#store), isNews);
      return this.#take(stays ? await this.#withoutGrowing(compared) : compared, progress);
    });
  }

  /**
   * Looks again at some paths: files or folders that came, changed or went; all that is asked for while something else is under
   * way is looked at together. A young file that looks unfinished is left for a moment, and what failed is tried again until it
   * succeeds: an event comes only once.
   */
  refresh(paths: readonly string[]): Promise<Tally> {
    for (const path of paths) this.#asked.add(path);
    this.#refreshing ??= this.#alone(async () => {
      const asked = [...this.#asked];
      this.#asked.clear();
      this.#refreshing = undefined;
      const tally = await this.#lookAgain(asked).catch(error => {
        this.#later(asked, young);
        throw error;
      });
      this.#onLook(tally);
      return tally;
    });
    return this.#refreshing;
  }

  /**
   * Stores what was fetched from a source, together with the run that `runOf` makes of what came of it. A document that cannot be read
   * leaves the run alone behind.
   */
  async take(source: Source & FetchedSource, brought: Brought, runOf: (taken: Taken) => Run): Promise<Taken> {
    const read = await this.#readers.brought(brought, source, this.#now());
    return this.#alone(async () => {
      const { putReadings } = await import('../ingest.ts');
      const now = this.#now();
      if (read.kind === 'problem') {
        const refused = {
          kind: 'refused' as const,
          reason: `${new URL(brought.document.url).host}: ${read.reason}. ${read.hint}`,
        };
        await this.#store.put({ now, runs: [runOf(refused)] });
        return refused;
      }
      const { readings, pace, dates, unread } = read.value;
      const takenBy = ({ entries = [] }: Change) => ({ kind: 'taken' as const, news: entries.length, pace, dates });
      const still = new Set([...unread, ...readings.failures.map(({ problem }) => problem.path)]);
      const mended = (await this.#problemsOf(source)).filter(path => !still.has(path));
      const { receipt, change } = await putReadings(readings, mended, this.#workshop, this.#store, now, found => [
        runOf(takenBy(found)),
      ]);
      this.#onPut(receipt);
      await this.#expire();
      return takenBy(change);
    });
  }

  /** The articles on a list page whose own pages are to be fetched. What was no article is not tried again with the same rules. */
  async wanted(source: Source & PageSource, list: Fetched): Promise<readonly string[]> {
    if (source.page.content === undefined) return [];
    const listed = await this.#readers.listed(list, source);
    // What it is then refused for.
    if (listed.kind === 'problem') return [];
    const { newAmong } = await import('../ingest.ts');
    const wanted = await newAmong(listed.value, source, this.#store);
    const run = (await this.#store.runs()).find(each => each.source === source.id);
    if (run?.rules !== this.#workshop.rules(source)) return wanted;
    // What was read and is no entry now is a problem, or was left out, or has expired.
    const read = await this.#store.seedsAt(wanted.map(key => fetchedPath(source.id, key)));
    const gone = read.flatMap(({ path, entry }) => (entry === undefined ? [] : [path]));
    const done = new Set([...(await this.#problemsOf(source)), ...gone]);
    return wanted.filter(key => !done.has(fetchedPath(source.id, key)));
  }

  async #problemsOf({ id }: Source): Promise<readonly string[]> {
    return (await this.#store.problems()).map(({ path }) => path).filter(path => path.startsWith(fetchedPath(id, '')));
  }

  async #lookAgain(paths: readonly string[]): Promise<Tally> {
    const found = new Map(paths.flatMap(path => lookAt(this.#root, path)).map(file => [file.path, file]));
    // What is no file any more may have been a folder, or be one.
    const others = paths.filter(path => !found.has(path));
    const below = others.length === 0 ? [] : await this.#store.seedsBelow(others);
    const vanished = below.filter(path => !isFetched(path) && !found.has(path));
    const remembered = await this.#store.seedsAt([...found.keys()]);
    const known = new Map(remembered.filter(({ present }) => present).map(seed => [seed.path, seed]));
    const news = [...found.values()].filter(file => this.#isNews(file, known.get(file.path)));
    const unfinished = news.filter(file => this.#isUnfinished(file));
    return this.#take(this.#without(unfinished, { files: found.size, news, vanished }), () => {});
  }

  /** Without the files that grow: of a whole folder, a file that only has no end of line is not waited for. */
  async #withoutGrowing(compared: Compared): Promise<Compared> {
    const unfinished = compared.news.filter(file => this.#isUnfinished(file));
    if (unfinished.length === 0) return compared;
    await new Promise(resolve => setTimeout(resolve, glance));
    const growing = unfinished.filter(({ path, size, mtime }) => {
      const [now] = lookAt(this.#root, path);
      return now?.size !== size || now.mtime !== mtime;
    });
    return this.#without(growing, compared);
  }

  /** Without some files, at which is looked again in a moment. */
  #without(files: readonly Found[], compared: Compared): Compared {
    const paths = new Set(files.map(({ path }) => path));
    this.#later([...paths], pause);
    const news = compared.news.filter(({ path }) => !paths.has(path));
    return { ...compared, files: compared.files - paths.size, news };
  }

  /** Looks at paths again after some milliseconds. */
  #later(paths: readonly string[], wait: number) {
    if (paths.length === 0 || this.#stopped) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      // Whoever asked first was told of the failure.
      void this.refresh(paths).catch(() => {});
    }, wait);
    this.#waiting.add(timer);
  }

  /** Whether it was told to end. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    for (let last: unknown; last !== this.#last; ) {
      last = this.#last;
      await this.#last.catch(() => {});
    }
  }

  /** Ends after the batch that is being written; what is stored stays, the rest is read next time. What is being read is broken off. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#waiting) clearTimeout(timer);
    await this.#readers.end();
    await this.#last.catch(() => {});
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.catch(() => {}).then(work);
    this.#last = run;
    return run;
  }

  async #take({ files, news, vanished }: Compared, progress: Progress): Promise<Tally> {
    const tally: Tally = {
      files,
      read: 0,
      added: 0,
      changed: 0,
      retracted: 0,
      vanished: vanished.length,
      beyond: 0,
      waiting: 0,
      expired: 0,
      broken: 0,
      problems: [],
    };
    const { sources } = this.#workshop.config;
    // What was read is taken out: of a large folder, the list is as large as what reading needs.
    const queue = inOrder([...news, ...this.#found(await this.#heirs(vanished), news)], sources);
    const gone = new Set(vanished);
    let untold = vanished;
    const ahead: Ahead[] = [];
    try {
      for (let done = 0; ahead.length + queue.length + untold.length > 0 && !this.#stopped; ) {
        while (ahead.length <= batchesAhead && queue.length > 0) ahead.push(this.#readAhead(queue));
        const { batch, reading } = ahead.shift() ?? this.#readAhead(queue);
        const readings = await reading.catch(error => (this.#stopped ? undefined : Promise.reject(error)));
        if (readings === undefined) break;
        tally.read += batch.length;
        done += batch.length;
        const reread = await this.#put({ ...readings, gone }, untold, tally);
        const coming = ahead.flatMap(each => each.batch);
        if (reread.length > 0) queue.push(...this.#found(reread, [...coming, ...queue]));
        untold = [];
        progress(done, done + coming.length + queue.length);
        // A long scan shares its thread with others.
        await new Promise(resolve => setImmediate(resolve));
      }
    } finally {
      await this.#readers.rest();
    }
    tally.expired = await this.#expire();
    return tally;
  }

  /** While a batch is written, the next are read. What fails of that is told when its turn comes. */
  #readAhead(queue: Found[]): Ahead {
    const batch = cutBatch(queue);
    const reading = this.#readers.read(batch);
    reading.catch(() => {});
    return { batch, reading };
  }

  /** The files at these paths, but for those that wait to be read already. */
  #found(paths: readonly string[], waiting: readonly Found[]): readonly Found[] {
    if (paths.length === 0) return [];
    const there = new Set(waiting.map(({ path }) => path));
    return [...new Set(paths)].filter(path => !there.has(path)).flatMap(path => lookAt(this.#root, path).slice(0, 1));
  }

  /** When a file vanishes, the other files of its entry speak for it: they must be read again. */
  async #heirs(vanished: readonly string[]): Promise<readonly string[]> {
    if (vanished.length === 0) return [];
    const gone = new Set(vanished);
    const entries = (await this.#store.seedsAt(vanished)).flatMap(({ entry }) => entry ?? []);
    return (await this.#store.seedsOf(entries)).filter(path => !gone.has(path));
  }

  #expire(): Promise<number> {
    return expireAll(this.#store, this.#workshop.config.sources, this.#now, () => this.#stopped);
  }

  async #put(readings: Readings, vanished: readonly string[], tally: Tally): Promise<readonly string[]> {
    const { putReadings } = await import('../ingest.ts');
    const seeds = [...readings.claims, ...readings.failures].map(({ seed }) => seed.path);
    const before = await this.#store.seedsAt(seeds);
    const ingested = await putReadings(readings, vanished, this.#workshop, this.#store, this.#now());
    tally.added += ingested.receipt.added;
    tally.changed += ingested.receipt.changed;
    tally.retracted += ingested.receipt.retracted;
    tally.beyond += ingested.beyond.length;
    tally.waiting += ingested.waiting.length;
    const { problems = [] } = ingested.change;
    tally.broken += problems.length;
    tally.problems.push(...problems.slice(0, mostTold - tally.problems.length));
    this.#onPut(ingested.receipt);
    const displaced = displacedBy(ingested, before);
    return displaced.length === 0 ? ingested.reread : [...ingested.reread, ...(await this.#store.seedsOf(displaced))];
  }

  /**
   * Whether a file looks as if somebody were still writing it: just changed, and without the end of its last line or of
   * its front matter. Read now, it would become an entry of half an article, under an id of half its facts.
   */
  #isUnfinished(file: Found): boolean {
    if (file.refused !== undefined || Math.abs(this.#now() - file.mtime) > young) return false;
    const seed = readSeed(this.#root, file);
    if (!('bytes' in seed)) return false;
    const text = new TextDecoder('latin1').decode(seed.bytes);
    const isOpen = /^\s*(?:\u00ef\u00bb\u00bf)?\s*---[ \t]*\r?\n(?![\s\S]*\n(?:---|\.\.\.))/.test(text);
    return text === '' || !text.endsWith('\n') || isOpen;
  }

  /** Whether a file must be read: new, back again, of another size or time, read by rules that have changed since, or until now. */
  #isNews({ size, mtime }: Found, known: SeedMark | undefined): boolean {
    if (known === undefined || known.size !== size || known.mtime !== mtime) return true;
    return !holdsBy(known.rules, this.#rules.get(known.source) ?? this.#workshop.rules(undefined), this.#now());
  }
}

/** What is remembered of the present files of the folder, in pages. */
async function* pagesOf(store: Pick<Store, 'seedsAfter'>): AsyncGenerator<readonly SeedMark[]> {
  for (let after = ''; ; ) {
    const found = await store.seedsAfter(after, page);
    const last = found.at(-1)?.path;
    if (last === undefined) return;
    yield found.filter(({ path }) => !isFetched(path));
    after = isFetched(last) ? afterFetched : last;
  }
}

/** The entries that files of a batch spoke for before it and do not any more: broken now, or other articles. */
function displacedBy({ change }: Ingested, before: readonly SeedRecord[]): readonly string[] {
  const now = new Map((change.seeds ?? []).map(({ path, entry }) => [path, entry]));
  return before.flatMap(({ path, entry }) =>
    entry === undefined || !now.has(path) || now.get(path) === entry ? [] : [entry],
  );
}
