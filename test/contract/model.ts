import type { Entry } from '../../src/model/entry.ts';
import type { Keep } from '../../src/model/keep.ts';
import { type KeptScope, scopeName, scopesOf } from '../../src/model/scope.ts';
import type { Change, EntryRecord, ScopeState, StoredEntry } from '../../src/model/store.ts';
import type { Duplicates, Story, StoryPlace } from '../../src/model/story.ts';

type Known = {
  record: EntryRecord;
  arrival: number;
  revision: number;
  modified: number;
  retracted?: number;
  by?: 'file' | 'operator' | 'both';
};
type Circle = Omit<ScopeState, 'count'>;

/** What the store promises, in the plainest way: everything in maps, every answer by looking at all of it. */
export class ModelStore {
  revision = 0;
  modified = 0;
  readonly entries = new Map<string, Known>();
  #arrivals = 0;
  /** When the operator took back what expired since. */
  readonly #retractions = new Map<string, number>();
  /** By a scope's name and an entry's id. */
  readonly #ordinals = new Map<string, number>();
  readonly circles = new Map<string, Circle>();
  /** The entry that came first into each scope, as long as it stays. */
  readonly firsts = new Map<string, string>();
  /** The place of each entry in a story that another tells too. */
  readonly places = new Map<string, StoryPlace>();
  /** What is hidden: a scope's name and an entry's id. */
  readonly hidden = new Set<string>();

  put({ now, entries = [], retract = [], restore = [] }: Change): {
    added: number;
    changed: number;
    retracted: number;
    scopes: string[];
  } {
    const revision = this.revision + 1;
    const modified = Math.max(Math.ceil(now / 1000) * 1000, this.modified + 1000);
    const touched = new Set<string>();
    const touch = ({ entry }: EntryRecord, leaves: boolean) => {
      for (const { scope, label } of scopesOf(entry)) {
        const fresh = {
          scope,
          label,
          revision,
          left: undefined,
          removed: undefined,
          lost: undefined,
          arrivals: 0,
          first: 1,
        };
        const circle = this.circles.get(scopeName(scope)) ?? fresh;
        this.circles.set(scopeName(scope), { ...circle, revision, left: leaves ? modified : circle.left });
        touched.add(scopeName(scope));
      }
    };
    const counts = { added: 0, changed: new Set<string>(), retracted: new Set<string>() };
    const concerned = new Set<string>();
    const changed: string[] = [];
    const joined: [KeptScope, string][] = [];

    for (const record of new Map(entries.map(one => [one.entry.id, one])).values()) {
      const before = this.entries.get(record.entry.id);
      if (before?.record.fingerprint === record.fingerprint) continue;
      if (before === undefined) counts.added += 1;
      else counts.changed.add(record.entry.id);
      if (before !== undefined) {
        this.#leave(before.record.entry, record.entry, revision, modified, touched);
        this.#goBack(before, record.entry, revision, modified);
      }
      const at = before === undefined ? this.#retractions.get(record.entry.id) : undefined;
      const again = at === undefined ? {} : { retracted: at, by: 'operator' as const };
      this.#retractions.delete(record.entry.id);
      this.entries.set(record.entry.id, { arrival: this.#arrivals, ...again, ...before, record, revision, modified });
      if (before === undefined) this.#arrivals += 1;
      touch(record, false);
      joined.push(...this.#join(before?.record.entry, record.entry));
      this.#rename(record.entry, modified);
      changed.push(record.entry.id);
    }
    for (const id of changed) this.#tell(id, concerned);
    for (const [scope, id] of joined) this.#settle(scope, id);
    // Whoever takes an entry back in a put, the last date that is given is its date.
    const dates = new Map(retract.flatMap(({ id, at }) => (at === undefined ? [] : [[id, at] as const])));
    for (const { id, by } of retract) {
      const at = dates.get(id);
      const found = this.entries.get(id);
      if (found === undefined) continue;
      if (found.retracted === undefined || (at !== undefined && found.retracted !== at)) {
        const who = found.by === undefined || found.by === by ? by : 'both';
        this.entries.set(id, { ...found, revision, modified, retracted: at ?? modified, by: who });
        touch(found.record, true);
        concerned.add(this.places.get(id)?.id ?? '');
        counts.retracted.add(id);
      } else if (found.by !== by) found.by = 'both';
    }
    for (const { id, by } of restore) {
      const found = this.entries.get(id);
      if (found?.retracted === undefined) continue;
      if (found.by === 'both') found.by = by === 'file' ? 'operator' : 'file';
      else if (found.by === by) {
        const { retracted: _, by: __, ...rest } = found;
        this.entries.set(id, { ...rest, revision, modified });
        touch(found.record, true);
        concerned.add(this.places.get(id)?.id ?? '');
        counts.changed.add(id);
      }
    }
    for (const id of [...changed, ...this.#tellers(concerned)]) {
      const found = this.entries.get(id);
      if (found === undefined) continue;
      if (this.places.has(id)) this.entries.set(id, { ...found, revision, modified });
      for (const { scope } of scopesOf(found.record.entry)) {
        const circle = this.circles.get(scopeName(scope));
        const went = this.#settle(scope, id);
        if (circle === undefined || (!went && !this.places.has(id))) continue;
        const { left, lost } = went ? { left: modified, lost: revision } : circle;
        this.circles.set(scopeName(scope), { ...circle, revision, left, lost });
        touched.add(scopeName(scope));
      }
    }
    if (touched.size > 0) Object.assign(this, { revision, modified });
    return {
      added: counts.added,
      changed: counts.changed.size,
      retracted: counts.retracted.size,
      scopes: [...touched].toSorted(),
    };
  }

  /** Every entry is sina's; and no scope ever has so many that one goes unseen. */
  expire(keep: Keep, now: number, limit: number): number {
    const oldestFirst = [...this.entries.values()].toSorted((a, b) => {
      const [{ entry: x }, { entry: y }] = [a.record, b.record];
      return x.published - y.published || (x.id < y.id ? -1 : 1);
    });
    const old =
      keep.kind === 'age'
        ? oldestFirst.filter(({ record }) => record.entry.published < now - keep.milliseconds)
        : oldestFirst.slice(0, Math.max(0, oldestFirst.length - keep.entries));
    const gone = old.slice(0, limit);
    if (gone.length === 0) return 0;
    const revision = this.revision + 1;
    const modified = Math.max(Math.ceil(now / 1000) * 1000, this.modified + 1000);
    const stories = new Set(gone.map(({ record }) => this.places.get(record.entry.id)?.id ?? ''));
    for (const { record, retracted, by } of gone) {
      this.#forget(record.entry, revision, modified);
      if (retracted !== undefined && by !== 'file') this.#retractions.set(record.entry.id, retracted);
    }
    for (const id of this.#tellers(stories)) {
      const found = this.entries.get(id);
      if (found === undefined) continue;
      this.entries.set(id, { ...found, revision, modified });
      for (const { scope } of scopesOf(found.record.entry)) {
        const circle = this.circles.get(scopeName(scope));
        this.#settle(scope, id);
        if (circle !== undefined) this.circles.set(scopeName(scope), { ...circle, revision });
      }
    }
    Object.assign(this, { revision, modified });
    return gone.length;
  }

  #forget(entry: Entry, revision: number, modified: number): void {
    this.entries.delete(entry.id);
    this.places.delete(entry.id);
    for (const { scope } of scopesOf(entry)) {
      const name = scopeName(scope);
      const circle = this.circles.get(name);
      if (circle === undefined) continue;
      this.#ordinals.delete(`${name} ${entry.id}`);
      this.hidden.delete(`${name} ${entry.id}`);
      if (this.firsts.get(name) === entry.id) this.firsts.delete(name);
      const kept = [...this.#ordinals].flatMap(([of, ordinal]) => (of.startsWith(`${name} `) ? [ordinal] : []));
      const first = Math.min(circle.arrivals + 1, ...kept);
      const removed = { at: modified, revision };
      this.circles.set(name, { ...circle, revision, left: modified, removed, lost: revision, first });
    }
  }

  #leave(before: Entry, after: Entry, revision: number, modified: number, touched: Set<string>): void {
    const kept = new Set(scopesOf(after).map(({ scope }) => scopeName(scope)));
    for (const name of scopesOf(before).map(({ scope }) => scopeName(scope))) {
      const circle = this.circles.get(name);
      if (kept.has(name) || circle === undefined) continue;
      this.circles.set(name, {
        ...circle,
        revision,
        left: modified,
        removed: { at: modified, revision },
        lost: revision,
      });
      if (this.firsts.get(name) === before.id) this.firsts.delete(name);
      this.#ordinals.delete(`${name} ${before.id}`);
      touched.add(name);
    }
  }

  /** An earlier date: who goes back in a window may leave it. What was taken back has a tombstone, with a place of its own. */
  #goBack({ record, retracted }: Known, after: Entry, revision: number, modified: number): void {
    const before = record.entry;
    if (retracted === undefined && after.published >= before.published) return;
    const kept = new Set(scopesOf(after).map(({ scope }) => scopeName(scope)));
    for (const name of scopesOf(before).map(({ scope }) => scopeName(scope))) {
      const circle = this.circles.get(name);
      if (!kept.has(name) || circle === undefined) continue;
      this.circles.set(name, { ...circle, left: modified, lost: retracted === undefined ? revision : circle.lost });
    }
  }

  /** An entry takes the place it comes with; who told a story first stays where it is. */
  #tell(id: string, concerned: Set<string>): void {
    const before = this.places.get(id);
    const after = this.entries.get(id)?.record.story;
    for (const story of [before, after]) if (story !== undefined) concerned.add(story.id);
    if (before?.id !== id) {
      if (after === undefined) this.places.delete(id);
      else this.places.set(id, after);
    }
    if (after !== undefined && this.entries.has(after.id) && !this.places.has(after.id))
      this.places.set(after.id, { id: after.id, place: 1 });
  }

  #tellers(stories: ReadonlySet<string>): string[] {
    return [...this.places].flatMap(([id, place]) => (stories.has(place.id) ? [id] : []));
  }

  /** Decides whether a scope shows an entry; true when it did and does not any more. */
  #settle(scope: KeptScope, id: string): boolean {
    const name = `${scopeName(scope)} ${id}`;
    const was = this.hidden.has(name);
    const own = this.places.get(id);
    const better = this.members(scope).some(({ record, retracted }) => {
      const other = this.places.get(record.entry.id);
      return retracted === undefined && own !== undefined && other?.id === own.id && other.place < own.place;
    });
    const isHidden = scope.kind !== 'source' && better && this.entries.get(id)?.retracted === undefined;
    if (isHidden) this.hidden.add(name);
    else this.hidden.delete(name);
    return isHidden && !was;
  }

  #storyOf(id: string): Story | undefined {
    const own = this.places.get(id);
    if (own === undefined) return undefined;
    const others = [...this.entries.values()].filter(({ record: { entry }, retracted }) => {
      return entry.id !== id && retracted === undefined && this.places.get(entry.id)?.id === own.id;
    });
    const placed = others.toSorted((a, b) => this.#placeOf(a) - this.#placeOf(b));
    return {
      ...own,
      also: placed.map(({ record: { entry } }) => ({
        id: entry.id,
        source: entry.source,
        key: entry.key,
        title: entry.title,
        link: entry.link,
      })),
    };
  }

  #placeOf({ record }: Known): number {
    return this.places.get(record.entry.id)?.place ?? 0;
  }

  #join(before: Entry | undefined, after: Entry): [KeptScope, string][] {
    const joined: [KeptScope, string][] = [];
    const known = new Set(before === undefined ? [] : scopesOf(before).map(({ scope }) => scopeName(scope)));
    for (const { scope } of scopesOf(after)) {
      const name = scopeName(scope);
      const circle = this.circles.get(name);
      if (known.has(name) || circle === undefined) continue;
      if (circle.arrivals === 0) this.firsts.set(name, after.id);
      this.#ordinals.set(`${name} ${after.id}`, circle.arrivals + 1);
      this.circles.set(name, { ...circle, arrivals: circle.arrivals + 1 });
      joined.push([scope, after.id]);
    }
    return joined;
  }

  #rename(entry: Entry, modified: number): void {
    for (const { scope, label } of scopesOf(entry)) {
      const name = scopeName(scope);
      const circle = this.circles.get(name);
      if (circle === undefined || circle.label === label || this.firsts.get(name) !== entry.id) continue;
      this.circles.set(name, { ...circle, label, left: modified });
    }
  }

  members(scope: KeptScope): Known[] {
    return [...this.entries.values()].filter(({ record }) =>
      scopesOf(record.entry).some(one => scopeName(one.scope) === scopeName(scope)),
    );
  }

  #isShown(scope: KeptScope, { record }: Known, duplicates: Duplicates): boolean {
    return duplicates === 'show' || !this.hidden.has(`${scopeName(scope)} ${record.entry.id}`);
  }

  window(scope: KeptScope, limit: number, duplicates: Duplicates = 'hide'): StoredEntry[] {
    const live = this.members(scope).filter(
      known => known.retracted === undefined && this.#isShown(scope, known, duplicates),
    );
    const newest = live.toSorted((a, b) => {
      const [{ entry: x }, { entry: y }] = [a.record, b.record];
      return y.published - x.published || (x.id < y.id ? 1 : -1);
    });
    return newest.slice(0, limit).map(known => this.#stored(known));
  }

  changes(scope: KeptScope, since: number): StoredEntry[] {
    const changed = this.members(scope).filter(({ revision }) => revision > since);
    return changed
      .toSorted((a, b) => a.revision - b.revision || a.arrival - b.arrival)
      .map(known => this.#stored(known));
  }

  recent(scope: KeptScope, after: number, limit: number, duplicates: Duplicates = 'hide'): StoredEntry[] {
    const shown = this.changes(scope, after).filter(({ entry: { id } }) => {
      return duplicates === 'show' || !this.hidden.has(`${scopeName(scope)} ${id}`);
    });
    return shown.toReversed().slice(0, limit);
  }

  retracted(scope: KeptScope): { id: string; published: number; modified: number; at: number }[] {
    return this.recent(scope, 0, Number.POSITIVE_INFINITY).flatMap(
      ({ entry: { id, published }, modified, retracted }) =>
        retracted === undefined ? [] : [{ id, published, modified, at: retracted }],
    );
  }

  scopes(): ScopeState[] {
    const states = [...this.circles.values()].map(circle => ({
      ...circle,
      count: this.window(circle.scope, Number.POSITIVE_INFINITY).length,
    }));
    return states.filter(({ count }) => count > 0);
  }

  #stored({ record, revision, modified, retracted }: Known): StoredEntry {
    const { entry, fingerprint, written } = record;
    const bytes = new TextEncoder().encode(entry.content).length;
    return { entry, bytes, fingerprint, written, revision, modified, retracted, story: this.#storyOf(entry.id) };
  }
}
