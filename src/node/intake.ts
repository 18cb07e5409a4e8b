/** From the seeds folder into the store: what changed is read, in batches, one at a time. */
import type { Ingested } from '../ingest.ts';
import type { Brought, Fetched } from '../model/feed-document.ts';
import type { Readings, Workshop } from '../model/reading.ts';
import type { Run } from '../model/run.ts';
import { fetchedPath, isFetched } from '../model/seed.ts';
import { type FetchedSource, isOfFiles, type PageSource, type Source } from '../model/source.ts';
import type { Change, Receipt, SeedRecord, Store } from '../model/store.ts';
import { expireAll } from './expiring.ts';
import type { Taken } from './fetching/outcome.ts';
import { Readers } from './readers.ts';
import { type Found, lookAt, readSeed, walk } from './scan.ts';

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
  /** Entries that went because their source does not keep them any more. */
  expired: number;
};

export type Progress = (done: number, of: number) => void;

type Memory = Pick<SeedRecord, 'size' | 'mtime' | 'rules' | 'present' | 'source' | 'entry'>;

/**
 * Files and bytes that a batch, and so a transaction, holds at most: pages of an index that many entries share are then
 * written once for all of them.
 */
const batchFiles = 250;
const batchBytes = 16 * 1024 * 1024;

/** How young a file must be to be thought unfinished, and how long it is then left alone, milliseconds. */
const young = 1000;
const pause = 250;

/** The one place where files go into the store, and where what is not kept goes out of it. Its calls wait for each other. */
export class Intake {
  readonly #root: string;
  readonly #workshop: Workshop;
  readonly #store: Store;
  readonly #now: () => number;
  readonly #onPut: (receipt: Receipt) => void;
  readonly #readers: Readers;
  #memory: Map<string, Memory> | undefined;
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
  ) {
    this.#root = root;
    this.#workshop = workshop;
    this.#store = store;
    this.#now = now;
    this.#onPut = onPut;
    this.#readers = new Readers(root, workshop);
  }

  /** Reads every file that changed since it was last read, and notes which are gone. */
  scan(progress: Progress = () => {}): Promise<Tally> {
    return this.#alone(async memory => {
      const found = new Map(walk(this.#root, '').map(file => [file.path, file]));
      const vanished = [...memory].flatMap(([path, { present }]) => (present && !found.has(path) ? [path] : []));
      return this.#take([...found.values()], vanished, memory, progress);
    });
  }

  /**
   * Looks again at some paths: files or folders that came, changed or went; all that is asked for while something else is under
   * way is looked at together. A young file that looks unfinished is left for a moment, and what failed is tried again until it
   * succeeds: an event comes only once.
   */
  refresh(paths: readonly string[]): Promise<Tally> {
    for (const path of paths) this.#asked.add(path);
    this.#refreshing ??= this.#alone(memory => {
      const asked = [...this.#asked];
      this.#asked.clear();
      this.#refreshing = undefined;
      return this.#lookAgain(asked, memory).catch(error => {
        this.#later(asked, young);
        throw error;
      });
    });
    return this.#refreshing;
  }

  /**
   * Stores what was fetched from a source, together with the run that `runOf` makes of what came of it. A document that cannot be read
   * leaves the run alone behind.
   */
  take(source: Source & FetchedSource, brought: Brought, runOf: (taken: Taken) => Run): Promise<Taken> {
    return this.#alone(async () => {
      const [{ putReadings }, { readBrought }] = await Promise.all([
        import('../ingest.ts'),
        import('../ingest-fetched.ts'),
      ]);
      const now = this.#now();
      const read = await readBrought(brought, source, this.#workshop, now);
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
    const { wantedPages } = await import('../ingest-fetched.ts');
    const wanted = await wantedPages(list, source, this.#store);
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

  #lookAgain(paths: readonly string[], memory: Map<string, Memory>): Promise<Tally> {
    const found = new Map(paths.flatMap(path => lookAt(this.#root, path)).map(file => [file.path, file]));
    // What is no file any more may have been a folder, or be one.
    const folders = new Set(paths.filter(path => !found.has(path)));
    const concerned = folders.size === 0 ? paths : [...paths, ...below(folders, memory)];
    const vanished = concerned.filter(path => memory.get(path)?.present === true && !found.has(path));
    const unfinished = [...found.values()].filter(file => this.#isUnfinished(file, memory)).map(({ path }) => path);
    this.#later(unfinished, pause);
    for (const path of unfinished) found.delete(path);
    return this.#take([...found.values()], vanished, memory, () => {});
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

  /** Ends after the batch that is under way; what is stored stays, the rest is read next time. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#waiting) clearTimeout(timer);
    await this.#last.catch(() => {});
  }

  #alone<T>(work: (memory: Map<string, Memory>) => Promise<T>): Promise<T> {
    const run = this.#last
      .catch(() => {})
      .then(async () => {
        this.#memory ??= await this.#recall();
        return work(this.#memory);
      });
    this.#last = run;
    return run;
  }

  async #take(
    found: readonly Found[],
    vanished: readonly string[],
    memory: Map<string, Memory>,
    progress: Progress,
  ): Promise<Tally> {
    const tally: Tally = {
      files: found.length,
      read: 0,
      added: 0,
      changed: 0,
      retracted: 0,
      vanished: vanished.length,
      beyond: 0,
      expired: 0,
    };
    const changed = found.filter(file => this.#isNews(file, memory.get(file.path)));
    let queue = [...changed.map(({ path }) => path), ...heirs(vanished, memory)];
    const byPath = new Map(found.map(file => [file.path, file]));
    queue = inOrder(new Set(queue), this.#workshop.config.sources);
    let gone = vanished;
    try {
      let next = this.#read(queue, 0, byPath);
      for (let done = 0; (done < queue.length || gone.length > 0) && !this.#stopped; ) {
        const { paths, readings } = await next;
        done += paths.length;
        // While this batch is written, the next is read. What fails of that is told when its turn comes.
        next = this.#read(queue, done, byPath);
        next.catch(() => {});
        const reread = await this.#put(readings, gone, memory, tally);
        tally.read += paths.length;
        if (reread.length > 0) {
          const waiting = new Set(queue.slice(done));
          queue.push(...reread.filter(path => !waiting.has(path)));
        }
        gone = [];
        progress(done, queue.length);
        // A long scan shares its thread with others.
        await new Promise(resolve => setImmediate(resolve));
      }
    } finally {
      await this.#readers.rest();
    }
    tally.expired = await this.#expire();
    return tally;
  }

  #expire(): Promise<number> {
    return expireAll(this.#store, this.#workshop.config.sources, this.#now, () => this.#stopped);
  }

  /** Reads the next batch of a queue; its paths, since the queue may grow meanwhile. */
  async #read(
    queue: readonly string[],
    start: number,
    byPath: ReadonlyMap<string, Found>,
  ): Promise<{ readonly paths: readonly string[]; readonly readings: Readings }> {
    const paths = batchFrom(queue, start, byPath);
    const found = paths.flatMap(path => byPath.get(path) ?? lookAt(this.#root, path).slice(0, 1));
    return { paths, readings: await this.#readers.read(found) };
  }

  async #put(
    readings: Readings,
    vanished: readonly string[],
    memory: Map<string, Memory>,
    tally: Tally,
  ): Promise<readonly string[]> {
    const { putReadings } = await import('../ingest.ts');
    const ingested = await putReadings(readings, vanished, this.#workshop, this.#store, this.#now());
    const displaced = displacedBy(ingested, memory);
    this.#remember(ingested, vanished, memory);
    tally.added += ingested.receipt.added;
    tally.changed += ingested.receipt.changed;
    tally.retracted += ingested.receipt.retracted;
    tally.beyond += ingested.beyond.length;
    this.#onPut(ingested.receipt);
    return [...ingested.reread, ...presentOf(displaced, memory)];
  }

  /** What is remembered of the files of the folder. */
  async #recall(): Promise<Map<string, Memory>> {
    const memory = new Map<string, Memory>();
    for (const [path, seed] of await this.#store.seeds())
      if (!isFetched(path)) memory.set(path, this.#remembered(seed));
    return memory;
  }

  /** Of what came from a row or another thread every text is its own copy; those of the configuration are there already. */
  #remembered({ size, mtime, rules, present, source, entry }: SeedRecord): Memory {
    const known = this.#workshop.config.sources.find(({ id }) => id === source);
    const ours = this.#workshop.rules(known);
    return { size, mtime, rules: rules === ours ? ours : rules, present, source: known?.id ?? source, entry };
  }

  #remember({ change }: Ingested, vanished: readonly string[], memory: Map<string, Memory>) {
    for (const seed of change.seeds ?? []) memory.set(seed.path, this.#remembered(seed));
    for (const path of vanished) {
      const known = memory.get(path);
      if (known !== undefined) memory.set(path, { ...known, present: false });
    }
  }

  /**
   * Whether a file looks as if somebody were still writing it: just changed, and without the end of its last line or of
   * its front matter. Read now, it would become an entry of half an article, under an id of half its facts.
   */
  #isUnfinished(file: Found, memory: ReadonlyMap<string, Memory>): boolean {
    if (
      file.refused !== undefined ||
      Math.abs(this.#now() - file.mtime) > young ||
      !this.#isNews(file, memory.get(file.path))
    )
      return false;
    const seed = readSeed(this.#root, file);
    if (!('bytes' in seed)) return false;
    const text = new TextDecoder('latin1').decode(seed.bytes);
    const isOpen = /^\s*(?:\u00ef\u00bb\u00bf)?\s*---[ \t]*\r?\n(?![\s\S]*\n(?:---|\.\.\.))/.test(text);
    return text === '' || !text.endsWith('\n') || isOpen;
  }

  /** Whether a file must be read: new, back again, of another size or time, or read by rules that have changed since. */
  #isNews({ size, mtime }: Found, known: Memory | undefined): boolean {
    if (known === undefined || !known.present || known.size !== size || known.mtime !== mtime) return true;
    const source = this.#workshop.config.sources.find(({ id }) => id === known.source);
    return known.rules !== this.#workshop.rules(source);
  }
}

/** What is remembered below some folders. */
function below(folders: ReadonlySet<string>, memory: ReadonlyMap<string, Memory>): readonly string[] {
  return [...memory.keys()].filter(path => {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (folders.has(path.slice(0, slash))) return true;
    }
    return false;
  });
}

/**
 * The order of the file system is not ours: sorted, a fresh start over the same files makes the same entries. The sources come
 * in the order of the configuration: who tells a story first represents it.
 */
function inOrder(paths: ReadonlySet<string>, sources: readonly Source[]): string[] {
  const placeOf = (path: string) =>
    sources.findIndex(source => isOfFiles(source) && (source.folder === '' || path.startsWith(`${source.folder}/`)));
  const placed = [...paths].map(path => ({ path, place: placeOf(path) }));
  placed.sort((a, b) => a.place - b.place || (a.path < b.path ? -1 : 1));
  return [...Map.groupBy(placed, ({ place }) => place)].flatMap(([place, own]) =>
    lastKeptFirst(
      own.map(({ path }) => path),
      sources[place]?.keep,
    ),
  );
}

/**
 * Most names begin with a date: of a source that keeps a number, so many of its last files come first, in their order. Then it is
 * full, and of the others, if they are older, none is stored only to be deleted.
 */
function lastKeptFirst(paths: readonly string[], keep: Source['keep']): readonly string[] {
  if (keep?.kind !== 'count' || paths.length <= keep.entries) return paths;
  return [...paths.slice(-keep.entries), ...paths.slice(0, -keep.entries)];
}

/** When a file vanishes, the other files of its entry speak for it: they must be read again. */
function heirs(vanished: readonly string[], memory: ReadonlyMap<string, Memory>): readonly string[] {
  const gone = new Set(vanished);
  const entries = new Set(vanished.flatMap(path => memory.get(path)?.entry ?? []));
  return presentOf(entries, memory).filter(path => !gone.has(path));
}

/** The entries that files of a batch spoke for before it and do not any more: broken now, or other articles. */
function displacedBy({ change }: Ingested, memory: ReadonlyMap<string, Memory>): ReadonlySet<string> {
  return new Set(
    (change.seeds ?? []).flatMap(({ path, entry }) => {
      const before = memory.get(path)?.entry;
      return before === undefined || before === entry ? [] : [before];
    }),
  );
}

/** The present files of some entries. */
function presentOf(entries: ReadonlySet<string>, memory: ReadonlyMap<string, Memory>): readonly string[] {
  if (entries.size === 0) return [];
  return [...memory].flatMap(([path, { entry, present }]) => {
    return entry !== undefined && present && entries.has(entry) ? [path] : [];
  });
}

function batchFrom(queue: readonly string[], start: number, byPath: ReadonlyMap<string, Found>): readonly string[] {
  let bytes = 0;
  let end = start;
  while (end < queue.length && end - start < batchFiles && (bytes < batchBytes || end === start)) {
    bytes += byPath.get(queue[end] ?? '')?.size ?? 0;
    end++;
  }
  return queue.slice(start, end);
}
