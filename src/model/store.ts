import type { Period } from './day.ts';
import type { Entry, Instant } from './entry.ts';
import type { KeptSource, Stock } from './keep.ts';
import type { Run } from './run.ts';
import type { KeptKind, KeptScope, Scope } from './scope.ts';
import type { Problem } from './seed.ts';
import type { Duplicates, Signature, Story, StoryAnswer, StoryPlace, StoryQuestion } from './story.ts';

/** An entry as the store is given it. */
export type EntryRecord = {
  readonly entry: Entry;
  /** Digest of what a change of is a change of the entry; equal fingerprints change nothing. */
  readonly fingerprint: string;
  /** The date of publication as written (see Draft). */
  readonly written: Instant;
  /** Its place in a story that another entry tells too. Without one it leaves the story that it was in. */
  readonly story?: StoryPlace | undefined;
  /** What later entries find it by; given where files are read. */
  readonly signature?: Signature | undefined;
};

/** An entry as ingest needs it back to decide on identity and change. */
export type KnownEntry = {
  readonly id: string;
  readonly key: string;
  readonly published: Instant;
  readonly updated: Instant;
  readonly written: Instant;
  readonly fingerprint: string;
  readonly retracted: Retraction | undefined;
  /** All names it goes by (see Name). */
  readonly names: readonly string[];
  /** The seeds known for it, vanished ones too. */
  readonly seeds: readonly SeedRecord[];
};

/**
 * Who took an entry back: its own file (`draft: true`, `published: false`), the operator, whose word outlives rescans, or
 * both: then both must give it back.
 */
export type Retraction = { readonly at: Instant; readonly by: Retractor | 'both' };
export type Retractor = 'file' | 'operator';

/** What is remembered of a file that was read. */
export type SeedRecord = {
  readonly path: string;
  readonly source: string | undefined;
  /** Bytes. */
  readonly size: number;
  /** Time of last modification, milliseconds, whole. */
  readonly mtime: number;
  /** Digest of the bytes. */
  readonly digest: string;
  /** Digest of the rules and the normalizer that read it, and until when that holds (`holdsBy`). */
  readonly rules: string;
  /** The entry it became, which is not stored when its source does not keep it; absent when it became none (a Problem, or a draft never published). */
  readonly entry: string | undefined;
  /** By which it is found who speaks for an entry of several: characters of text, one less of what is not public. */
  readonly textLength: number;
  /** False once the file has vanished. */
  readonly present: boolean;
};

/** As much of it as says whether a file must be read again. */
export type SeedMark = Pick<SeedRecord, 'path' | 'source' | 'size' | 'mtime' | 'rules'>;

/** What must be unique: an id, and a key within its source. */
export type Address = Pick<Entry, 'id' | 'source' | 'key'>;

/** Another name of an entry within its source (native id, title + published, path + published, path + title). */
export type Name = { readonly source: string; readonly name: string; readonly entry: string };

/**
 * One transaction's worth. Everything is optional: leave out what does not change. Refused as a whole, by name: an entry
 * with another's source and key or with another id than it has, a name for an entry that is not stored, taking back and
 * giving back the same entry, and what was overtaken.
 */
export type Change = {
  /** The clock, given. */
  readonly now: Instant;
  readonly entries?: readonly EntryRecord[];
  /** A name that exists keeps its entry. */
  readonly names?: readonly Name[];
  /** Replaces what is known of each path; a path's problem goes when it is here and not in `problems`. */
  readonly seeds?: readonly SeedRecord[];
  readonly problems?: readonly Problem[];
  /** Paths that no longer exist: their problems go, their entries stay. */
  readonly vanished?: readonly string[];
  /**
   * Entry ids to take back; `at` is when another store did, so that both tell the same date: what was taken back on another
   * date is dated anew. Absent: now, and only what was not taken back yet.
   */
  readonly retract?: readonly { readonly id: string; readonly by: Retractor; readonly at?: Instant }[];
  /** Entry ids to give back. Nobody undoes the other's word. */
  readonly restore?: readonly { readonly id: string; readonly by: Retractor }[];
  /** Replaces what is remembered of each source that was fetched: with the entries that it brought, never before them. */
  readonly runs?: readonly Run[];
  /**
   * How far a push from another store has come here: its epoch and revision; or up to which of our revisions somebody was told, under a
   * name that is no epoch. It never goes back. `from` is what it was when this was made: once it is further, something later has come,
   * over which this must not be put.
   */
  readonly cursor?: { readonly epoch: string; readonly revision: number; readonly from?: number | undefined };
};

/** What a put did. */
export type Receipt = {
  /** The store's revision after it; raised by exactly one if anything a feed shows changed, else as before. */
  readonly revision: number;
  readonly added: number;
  readonly changed: number;
  readonly retracted: number;
  /** Every scope whose entries changed. */
  readonly scopes: readonly KeptScope[];
};

/** Since when feeds are rendered as they are. */
export type Rendering = {
  /** Whole seconds; absent while it never changed. */
  readonly since: Instant | undefined;
  /** Whether the store knows it. */
  readonly isNoted: boolean;
};

/** A scope as the store knows it. */
export type ScopeState<S extends Scope = KeptScope> = {
  readonly scope: S;
  /** The label of the entry that brought the scope first. */
  readonly label: string;
  /** The revision that last changed it. */
  readonly revision: number;
  /**
   * When something last happened to it that no entry's own date tells: an entry left it or went back in it (retraction, change of category, an earlier
   * date), one that was taken back was given back or changed, or the scope got another name. Whole seconds in ms.
   */
  readonly left: Instant | undefined;
  /** When, and by which revision, an entry last left it without a trace (change of category, expiry); absent if none ever did. */
  readonly removed: { readonly at: Instant; readonly revision: number } | undefined;
  /** Live entries that are shown: of a story that several tell one, but in a source's own scope all. */
  readonly count: number;
  /**
   * The last revision by which an entry that a window may have shown went without a tombstone: it expired, left for another category, is hidden behind
   * another that tells the same, or went back to an earlier date. The changes since then do not say that it is gone, nor what stands in the window for
   * it: no delta reaches back behind this. A change of what feeds are rendered with sets it to the next revision there will be.
   */
  readonly lost: number | undefined;
  /** How many ever arrived: the ordinal of the last. */
  readonly arrivals: number;
  /** The ordinal of the first that did not expire: 1, until one does; one more than `arrivals` when all did. */
  readonly first: number;
};

/** What feeds tell of an entry that was taken back, and when it last changed in any way. */
export type RetractedEntry = Pick<Entry, 'id' | 'published'> & Pick<StoredEntry, 'modified'> & { readonly at: Instant };

/** An entry's place in the order of arrival within a scope. */
export type Arrival = {
  /** From 1; never used again, not even for the same entry. */
  readonly ordinal: number;
  readonly id: string;
  /** As of StoredEntry. */
  readonly revision: number;
  readonly modified: Instant;
  /** False for one that was taken back. */
  readonly live: boolean;
};

/** An entry as feeds read it. */
export type StoredEntry = {
  readonly entry: Entry;
  /** Bytes of its content in UTF-8, also where the content was left unread because a feed would not hold it. */
  readonly bytes: number;
  /** The revision that last changed it. */
  readonly revision: number;
  /** When that was, by the store's clock: whole seconds in ms, at least a second later than any earlier change. */
  readonly modified: Instant;
  readonly retracted: Instant | undefined;
  /** As in EntryRecord: a push sends them on. */
  readonly fingerprint: string;
  readonly written: Instant;
  /** Absent for one whose story nobody else tells. */
  readonly story: Story | undefined;
};

/** Where a page of changes ended: one revision may have changed more entries than a page holds. */
export type Place = { readonly revision: number; readonly id: string };

/** The store as a whole. */
export type StoreState = {
  /** Random, made with the database. */
  readonly epoch: string;
  readonly revision: number;
  /** When that was raised last, by the store's clock: whole seconds in ms; 0 when it never was. */
  readonly modified: Instant;
  /**
   * How far the search index is: it has every change before this revision, or every one that there is; and how many times it
   * was filled further.
   */
  readonly search: { readonly revision: number; readonly isComplete: boolean; readonly steps: number };
  /** What a cache in front was told of: every change up to `told` for good, up to `seen` once. */
  readonly cache: { readonly told: number; readonly seen: number };
};

/** What leads from one entry to another. */
export type Neighbour = Pick<Entry, 'source' | 'key' | 'title' | 'published' | 'language'>;

/** Where an entry is, and when it last changed: what a site map lists. */
export type Listing = Pick<Entry, 'source' | 'key' | 'link' | 'updated'>;

/** How many live entries of a source were published in the period of this index. */
export type Count = { readonly source: string; readonly period: number; readonly count: number };

/** The one store: entries, their names, their scopes, the seeds they came from, problems. */
export type Store = {
  /** All of the change or nothing, also after `kill -9`. Putting the same again changes nothing. */
  readonly put: (change: Change) => Promise<Receipt>;
  readonly state: () => Promise<StoreState>;
  readonly scope: (scope: KeptScope) => Promise<ScopeState | undefined>;
  /** The scopes that changed or lost an entry after a revision, those without a live entry too. For whoever must be told of changes. */
  readonly changedScopes: (since: number) => Promise<readonly KeptScope[]>;
  /**
   * Notes that a cache was told of every change up to a revision. `seen` is how far it had been told when that telling began: of what came
   * before, it was told a second time, and for good.
   */
  readonly toldCache: (revision: number, seen: number) => Promise<void>;
  /** Every scope with at least one live entry, by kind (all, source, category, publisher), then key. */
  readonly scopes: () => Promise<readonly ScopeState[]>;
  /**
   * The `limit` newest live entries by published, then id, both descending. Here and below `duplicates` is `hide` where it is
   * not given: what another entry of its story is shown for is left out. Given the state of the scope as it was just read, a store
   * that remembers the window reads only what changed since. Here and in other lists for feeds, contents that are long are
   * left unread behind the first `feedContent` bytes of all.
   */
  readonly window: (
    scope: KeptScope,
    limit: number,
    duplicates?: Duplicates,
    state?: ScopeState,
  ) => Promise<readonly StoredEntry[]>;
  /** The live entries of a scope published in a period, at most `limit`, in the order of a window, without their contents. */
  readonly summaries: (scope: KeptScope, period: Period, limit: number) => Promise<readonly StoredEntry[]>;
  /** When the last live entry of a scope before a period was published, and the first one after it. */
  readonly beside: (
    scope: KeptScope,
    period: Period,
  ) => Promise<{ readonly earlier: Instant | undefined; readonly later: Instant | undefined }>;
  /** The live entries next to one in the window of its source. Asked for by name, so that nothing has to be read first. */
  readonly neighbours: (
    source: string,
    key: string,
  ) => Promise<{ readonly newer: Neighbour | undefined; readonly older: Neighbour | undefined }>;
  /** Live entries of each source in each period, counted up to `most`, where there are any. */
  readonly counts: (periods: readonly Period[], most: number) => Promise<readonly Count[]>;
  /**
   * The categories or publishers with the most live entries, at most `limit`; the most first, then by key. One that came after
   * thousands of other scopes is not among them, however large it has become.
   */
  readonly topScopes: (kind: 'category' | 'publisher', limit: number) => Promise<readonly ScopeState[]>;
  /** The scopes of a kind with a live entry by key, at most `limit`, beginning with a key. */
  readonly scopesFrom: (kind: KeptKind, key: string, limit: number) => Promise<readonly ScopeState[]>;
  /** The live entries among these arrivals (of everything), first to last; a few columns of each. */
  readonly listing: (first: number, last: number) => Promise<readonly Listing[]>;
  /** One entry by source and key, retracted or not. */
  readonly entry: (source: string, key: string) => Promise<StoredEntry | undefined>;
  /**
   * Entries changed after a revision (exclusive), or after the last entry of the page before, oldest change first, then
   * oldest arrival; what a push sends. Retracted ones too.
   */
  readonly changes: (scope: KeptScope, since: number | Place, limit: number) => Promise<readonly StoredEntry[]>;
  /**
   * The newest `limit` changes of a scope, if they came after a revision or an instant (both exclusive); the newest first,
   * then the last to arrive. Retracted entries too.
   */
  readonly recent: (
    scope: KeptScope,
    after: { readonly revision: number } | { readonly instant: Instant },
    limit: number,
    duplicates?: Duplicates,
  ) => Promise<readonly StoredEntry[]>;
  /** How many entries of a scope changed after a revision; counts up to `most`. */
  readonly countChanges: (scope: KeptScope, revision: number, most: number, duplicates?: Duplicates) => Promise<number>;
  /** What was taken back in a scope last, at most `limit`; the newest change first. */
  readonly retracted: (scope: KeptScope, limit: number) => Promise<readonly RetractedEntry[]>;
  /**
   * The newest `limit` live entries that a canonical query finds, in the order of a window, if they changed after an
   * instant (exclusive); as far as the index is filled.
   */
  readonly search: (
    query: string,
    after: Instant,
    limit: number,
    duplicates?: Duplicates,
  ) => Promise<readonly StoredEntry[]>;
  /**
   * Takes the next changed entries into the search index, at most `limit`, and fewer when they are long; how many those
   * were, 0 when it has everything. To be called in the background, again and again.
   */
  readonly indexSearch: (limit: number) => Promise<number>;
  /**
   * Lets the next entries go that their sources do not keep, at most `limit`, the oldest of each source first; how many those
   * were, 0 when nothing is left to go. No tombstone and no name of them stays; their files are remembered with what they
   * became, and what the operator took back: should it come again, it comes so. To be called in the background, again and again.
   */
  readonly expire: (sources: readonly KeptSource[], now: Instant, limit: number) => Promise<number>;
  /** What is stored of these sources; of those without an entry nothing. */
  readonly stocks: (sources: readonly string[]) => Promise<readonly Stock[]>;
  /** Which of these ids are of entries that files became and that are not stored (any more). */
  readonly expired: (ids: readonly string[]) => Promise<readonly string[]>;
  /**
   * What arrived in a scope from an ordinal on: when the last of it changed, and whether a live one that arrived after that
   * ordinal stands behind the `limit` entries of a window.
   */
  readonly tail: (
    scope: KeptScope,
    from: number,
    limit: number,
    duplicates?: Duplicates,
  ) => Promise<{ readonly modified: Instant | undefined; readonly isBehind: boolean }>;
  /** Who has these ordinals of a scope, by ordinal; those of entries that left it have nobody. */
  readonly arrivals: (scope: KeptScope, ordinals: readonly number[]) => Promise<readonly Arrival[]>;
  /** The entries that have them, in the order of a window; retracted ones too. */
  readonly arrived: (
    scope: KeptScope,
    ordinals: readonly number[],
    duplicates?: Duplicates,
  ) => Promise<readonly StoredEntry[]>;
  /** Since when feeds are rendered with what has this digest: as it is noted, else as it will be. Changes nothing. */
  readonly rendering: (digest: string, now: Instant) => Promise<Rendering>;
  /**
   * Notes what feeds are rendered with. The next state of the store's clock is later than the date of a change of it, and what any scope had
   * before is `lost`.
   */
  readonly noteRendering: (digest: string, now: Instant) => Promise<void>;
  /** Which of these names are known within a source, and their entries. */
  readonly known: (source: string, names: readonly string[]) => Promise<ReadonlyMap<string, KnownEntry>>;
  /** The stored entries that have one of these ids, or one of these keys within its source. */
  readonly holding: (wanted: readonly Address[]) => Promise<readonly Address[]>;
  /** What decides on the stories of entries, an answer for each question. Costs the same in an archive of any size. */
  readonly askStories: (questions: readonly StoryQuestion[]) => Promise<readonly StoryAnswer[]>;
  /**
   * The stories that several entries tell, of which one was published at an instant or after it: who tells each, by place;
   * the newest story first.
   */
  readonly stories: (since: Instant) => Promise<readonly (readonly StoredEntry[])[]>;
  /** What is remembered of these paths, where anything is. */
  readonly seedsAt: (paths: readonly string[]) => Promise<readonly SeedRecord[]>;
  /** What is remembered of present files, at most `limit`, in the order of their paths' bytes, from after a path. */
  readonly seedsAfter: (path: string, limit: number) => Promise<readonly SeedMark[]>;
  /** The present files at these paths and below them, where they are folders. */
  readonly seedsBelow: (paths: readonly string[]) => Promise<readonly string[]>;
  /** The present files of these entries. */
  readonly seedsOf: (entries: readonly string[]) => Promise<readonly string[]>;
  /** The revision of a `cursor` of this name; 0 where there is none. */
  readonly cursor: (epoch: string) => Promise<number>;
  /** The authority of ids of ours that are stored, if there are any of another than this one. */
  readonly otherAuthority: (authority: string) => Promise<string | undefined>;
  /** What is remembered of the sources that were fetched, by source. */
  readonly runs: () => Promise<readonly Run[]>;
  /** Why files did not become entries, by path; at most `limit`, absent: all. */
  readonly problems: (limit?: number) => Promise<readonly Problem[]>;
  readonly countProblems: () => Promise<number>;
};
