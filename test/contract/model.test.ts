import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPlatform } from '#platform';
import type { Keep } from '../../src/model/keep.ts';
import { type KeptScope, scopeName } from '../../src/model/scope.ts';
import type { Change, EntryRecord, Store } from '../../src/model/store.ts';
import { ModelStore } from './model.ts';
import { day, idOf, orphans, record } from './records.ts';

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const by = fc.constantFrom('file' as const, 'operator' as const);
const verdict = fc.record({ id: key.map(idOf), by });
const verdicts = fc.array(verdict, { maxLength: 2, size: 'small' });
/** As an owner does it, and as a push does, which brings the date along. */
const retractions = fc.array(
  fc.oneof(
    verdict,
    fc.record({ id: key.map(idOf), by: fc.constant('operator' as const), at: fc.nat(2).map(offset => day + offset) }),
  ),
  { maxLength: 2, size: 'small' },
);

/** Few keys, dates, titles and categories, so that entries meet again, stay the same, tie and change their scopes. */
const entry = fc
  .record({
    key,
    title: fc.constantFrom('one', 'two', '三'),
    published: fc.nat(3).map(offset => day + offset),
    publisher: fc.constantFrom(undefined, '解放日报', 'P'),
    categories: fc
      .uniqueArray(fc.constantFrom('x', 'X ', 'y', 'z', ' '), { maxLength: 3 })
      .map(terms => terms.map(term => ({ term, label: term }))),
  })
  .map(({ key, ...changes }) => record(key, changes));

/** `a` and `b` tell stories first; the others stand behind them, alone, or go from one to the other. */
const told = fc
  .tuple(entry, fc.constantFrom(undefined, 'a', 'b'), fc.nat(2))
  .map(([given, first, more]): EntryRecord => {
    const { key } = given.entry;
    if (first === undefined || key === 'a' || key === 'b') return given;
    const place = 2 + ['c', 'd', 'e'].indexOf(key) + more * 3;
    const fingerprint = `${given.fingerprint} ${first} ${place}`;
    return { ...given, fingerprint, story: { id: idOf(first), place } };
  });

const change: fc.Arbitrary<Change> = fc
  .record({
    now: fc.nat(20_000).map(offset => day + offset),
    entries: fc.array(told, { maxLength: 4 }),
    retract: retractions,
    restore: verdicts,
  })
  .map(({ restore, ...rest }) => ({
    ...rest,
    restore: restore.filter(({ id }) => !rest.retract.some(one => one.id === id)),
  }));

const scopes: readonly KeptScope[] = [
  { kind: 'all' },
  { kind: 'source', key: 'sina' },
  ...['x', 'y', 'z'].map(key => ({ kind: 'category' as const, key })),
  ...['解放日报', 'p'].map(key => ({ kind: 'publisher' as const, key })),
];

type Expiry = { readonly keep: Keep; readonly limit: number };
type Action = { readonly change: Change } | Expiry;

/** Of entries that are some milliseconds old. */
const keep: fc.Arbitrary<Keep> = fc.oneof(
  fc.nat(4).map(milliseconds => ({ kind: 'age' as const, milliseconds })),
  fc.integer({ min: 1, max: 4 }).map(entries => ({ kind: 'count' as const, entries })),
);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: change.map(one => ({ change: one })) },
  { weight: 1, arbitrary: fc.record({ keep, limit: fc.integer({ min: 1, max: 3 }) }) },
);

test('any sequence of puts and expiries leaves what the plain model says, and no row of what expired', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 8 }), async actions => {
      const { store, driver, close } = await openPlatform();
      try {
        const model = new ModelStore();
        for (const one of actions) {
          if ('change' in one) await putBoth(one.change, store, model);
          else await expireBoth(one, store, model);
        }
        for (const scope of scopes) await compare(scope, store, model);
        expect(byName(await store.scopes())).toEqual(byName(model.scopes()));
        expect(await orphans(driver)).toEqual([]);
      } finally {
        await close();
      }
    }),
    { numRuns: 30 },
  );
}, 120_000);

async function putBoth(one: Change, store: Store, model: ModelStore): Promise<void> {
  const receipt = await store.put(one);
  const expected = model.put(one);
  expect({ ...receipt, scopes: receipt.scopes.map(scopeName).toSorted() }).toEqual({
    ...expected,
    revision: model.revision,
  });
}

/** Compared at once: the next put hides what became of who is left of a story. */
async function expireBoth({ keep, limit }: Expiry, store: Store, model: ModelStore): Promise<void> {
  const gone = model.expire(keep, day + 2, limit);
  expect(await store.expire([{ id: 'sina', keep }], day + 2, limit)).toBe(gone);
  expect(await store.window({ kind: 'all' }, 50, 'show')).toEqual(model.window({ kind: 'all' }, 50, 'show'));
}

async function compare(scope: KeptScope, store: Store, model: ModelStore): Promise<void> {
  for (const limit of [1, 2, 50]) expect(await store.window(scope, limit)).toEqual(model.window(scope, limit));
  expect(await store.window(scope, 3, 'show')).toEqual(model.window(scope, 3, 'show'));
  for (const since of [0, model.revision - 1]) {
    const changes = model.changes(scope, since);
    expect(await store.changes(scope, since, 50)).toEqual(changes);
    expect(await store.recent(scope, { revision: since }, 3)).toEqual(model.recent(scope, since, 3));
    expect(await store.recent(scope, { revision: since }, 3, 'show')).toEqual(model.recent(scope, since, 3, 'show'));
    expect(await store.countChanges(scope, since, 3, 'show')).toBe(Math.min(3, changes.length));
    expect(await store.countChanges(scope, since, 50)).toBe(model.recent(scope, since, 50).length);
  }
  const instant = model.modified - 1000;
  const later = model.recent(scope, 0, 3).filter(({ modified }) => modified > instant);
  expect(await store.recent(scope, { instant }, 3)).toEqual(later);
  expect(await store.retracted(scope, 50)).toEqual(model.retracted(scope));
}

function byName<T extends { readonly scope: KeptScope }>(states: readonly T[]): readonly T[] {
  return states.toSorted((a, b) => (scopeName(a.scope) < scopeName(b.scope) ? -1 : 1));
}
