import type { Entry } from '../../src/model/entry.ts';
import { type KeptScope, scopeName, scopesOf } from '../../src/model/scope.ts';
import type { Change, EntryRecord, ScopeState, StoredEntry } from '../../src/model/store.ts';

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
  readonly circles = new Map<string, Circle>();
  /** The entry that came first into each scope, as long as it stays. */
  readonly firsts = new Map<string, string>();

  put({ now, entries = [], retract = [], restore = [] }: Change): {
    added: number;
    changed: number;
    retracted: number;
    scopes: string[];
  } {
    const revision = this.revision + 1;
    const modified = Math.max(Math.floor(now / 1000) * 1000, this.modified + 1000);
    const touched = new Set<string>();
    const touch = ({ entry }: EntryRecord, leaves: boolean) => {
      for (const { scope, label } of scopesOf(entry)) {
        const fresh = { scope, label, revision, left: undefined, removed: undefined, arrivals: 0 };
        const circle = this.circles.get(scopeName(scope)) ?? fresh;
        this.circles.set(scopeName(scope), { ...circle, revision, left: leaves ? modified : circle.left });
        touched.add(scopeName(scope));
      }
    };
    const counts = { added: 0, changed: new Set<string>(), retracted: new Set<string>() };

    for (const record of new Map(entries.map(one => [one.entry.id, one])).values()) {
      const before = this.entries.get(record.entry.id);
      if (before?.record.fingerprint === record.fingerprint) continue;
      if (before === undefined) counts.added += 1;
      else counts.changed.add(record.entry.id);
      if (before !== undefined) {
        this.#leave(before.record.entry, record.entry, revision, modified, touched);
        if (before.retracted === undefined) this.#goBack(before.record.entry, record.entry, modified);
      }
      this.entries.set(record.entry.id, { arrival: this.entries.size, ...before, record, revision, modified });
      touch(record, false);
      this.#join(before?.record.entry, record.entry);
      this.#rename(record.entry, modified);
    }
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
        touch(found.record, false);
        counts.changed.add(id);
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

  #leave(before: Entry, after: Entry, revision: number, modified: number, touched: Set<string>): void {
    const kept = new Set(scopesOf(after).map(({ scope }) => scopeName(scope)));
    for (const name of scopesOf(before).map(({ scope }) => scopeName(scope))) {
      const circle = this.circles.get(name);
      if (kept.has(name) || circle === undefined) continue;
      this.circles.set(name, { ...circle, revision, left: modified, removed: { at: modified, revision } });
      if (this.firsts.get(name) === before.id) this.firsts.delete(name);
      touched.add(name);
    }
  }

  /** An earlier date: who goes back in a window may leave it. */
  #goBack(before: Entry, after: Entry, modified: number): void {
    if (after.published >= before.published) return;
    const kept = new Set(scopesOf(after).map(({ scope }) => scopeName(scope)));
    for (const name of scopesOf(before).map(({ scope }) => scopeName(scope))) {
      const circle = this.circles.get(name);
      if (kept.has(name) && circle !== undefined) this.circles.set(name, { ...circle, left: modified });
    }
  }

  #join(before: Entry | undefined, after: Entry): void {
    const known = new Set(before === undefined ? [] : scopesOf(before).map(({ scope }) => scopeName(scope)));
    for (const name of scopesOf(after).map(({ scope }) => scopeName(scope))) {
      const circle = this.circles.get(name);
      if (known.has(name) || circle === undefined) continue;
      if (circle.arrivals === 0) this.firsts.set(name, after.id);
      this.circles.set(name, { ...circle, arrivals: circle.arrivals + 1 });
    }
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

  window(scope: KeptScope, limit: number): StoredEntry[] {
    const live = this.members(scope).filter(({ retracted }) => retracted === undefined);
    const newest = live.toSorted((a, b) => {
      const [{ entry: x }, { entry: y }] = [a.record, b.record];
      return y.published - x.published || (x.id < y.id ? 1 : -1);
    });
    return newest.slice(0, limit).map(stored);
  }

  changes(scope: KeptScope, since: number): StoredEntry[] {
    const changed = this.members(scope).filter(({ revision }) => revision > since);
    return changed.toSorted((a, b) => a.revision - b.revision || a.arrival - b.arrival).map(stored);
  }

  recent(scope: KeptScope, after: number, limit: number): StoredEntry[] {
    return this.changes(scope, after).toReversed().slice(0, limit);
  }

  retracted(scope: KeptScope): { id: string; published: number; at: number }[] {
    return this.recent(scope, 0, Number.POSITIVE_INFINITY).flatMap(({ entry: { id, published }, retracted }) =>
      retracted === undefined ? [] : [{ id, published, at: retracted }],
    );
  }

  scopes(): ScopeState[] {
    const states = [...this.circles.values()].map(circle => ({
      ...circle,
      count: this.window(circle.scope, Number.POSITIVE_INFINITY).length,
    }));
    return states.filter(({ count }) => count > 0);
  }
}

function stored({ record, revision, modified, retracted }: Known): StoredEntry {
  return { ...record, revision, modified, retracted };
}
