import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import type { Entry } from '../../src/model/entry.ts';
import type { KeptSource } from '../../src/model/keep.ts';
import { type KeptScope, scopeName } from '../../src/model/scope.ts';
import type { EntryRecord, Store } from '../../src/model/store.ts';
import { all, category, day, dump, idOf, orphans, record, seed } from './records.ts';

let platform: TestPlatform;
let store: Store;

beforeEach(async () => {
  platform = await openPlatform();
  ({ store } = platform);
});
afterEach(() => platform.close());

const hour = 3_600_000;
const news = { kind: 'category', key: 'news' } as const;
const sina = { kind: 'source', key: 'sina' } as const;
const newest = (entries: number, id = 'sina'): KeptSource => ({ id, keep: { kind: 'count', entries } });
const within = (hours: number, id = 'sina'): KeptSource => ({ id, keep: { kind: 'age', milliseconds: hours * hour } });

/** Entry `n3` is published three hours after the day began. */
function numbered(from: number, to: number, changes: Partial<Entry> = {}): readonly EntryRecord[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const number = from + index;
    return record(`n${number}`, { published: day + number * hour, ...category('news'), ...changes });
  });
}
const put = (entries: readonly EntryRecord[]) => store.put({ now: day, entries });
const retract = (...keys: readonly string[]) =>
  store.put({ now: day, retract: keys.map(key => ({ id: idOf(key), by: 'operator' as const })) });
const expire = (source: KeptSource, { now = day, limit = 50 } = {}) => store.expire([source], now, limit);
/** Who is found by a key of stories that all of them have. */
const tellersUntil = async (to: number) => {
  const signature = { keys: [1], sketch: undefined };
  const [answer] = await store.askStories([{ id: 'urn:x', source: 'x', signature, share: 0.5, from: day, to }]);
  return answer?.tellers;
};
/** Entries of another source, published `hours` after the day began. */
const eastern = (...hours: readonly number[]) =>
  hours.map(each => record(`e${each}`, { id: `urn:east:${each}`, source: 'east', published: day + each * hour }));
const keysIn = async (scope: KeptScope, duplicates?: 'show') =>
  (await store.window(scope, 200, duplicates)).map(({ entry }) => entry.key);
const searchKeys = async (words: string) => (await store.search(words, 0, 50)).map(({ entry }) => entry.key);
const indexAll = async () => {
  while ((await store.indexSearch(50)) > 0);
};

describe('a source that keeps a number', () => {
  test('lets its oldest entries go, from every scope, and no other', async () => {
    await put(numbered(1, 6));
    expect(await expire(newest(3))).toBe(3);
    for (const scope of [all, sina, news]) {
      expect(await keysIn(scope)).toEqual(['n6', 'n5', 'n4']);
      expect(await store.scope(scope)).toMatchObject({ count: 3, arrivals: 6, first: 4 });
    }
    expect(await store.entry('sina', 'n3')).toBeUndefined();
    expect(await expire(newest(3))).toBe(0);
  });

  test('counts those that were taken back: they go in their turn, and leave no room for older ones', async () => {
    await put(numbered(1, 6));
    await retract('n5', 'n2');
    expect(await expire(newest(3))).toBe(3);
    expect(await keysIn(all)).toEqual(['n6', 'n4']);
    expect((await store.retracted(all, 50)).map(({ id }) => id)).toEqual([idOf('n5')]);
    expect(await store.stocks(['sina'])).toEqual([
      { source: 'sina', entries: 3, oldest: { published: day + 4 * hour, id: idOf('n4') } },
    ]);
  });

  test('of one date lets go of the smaller ids, which stand last in every feed', async () => {
    await put(['a', 'b', 'c'].map(key => record(key)));
    await put([record('z', { published: day + 1 })]);
    expect(await expire(newest(3))).toBe(1);
    expect(await keysIn(all)).toEqual(['z', 'c', 'b']);
  });
});

test('the stock of a source is its own entries, and the first of them to go, shown or taken back', async () => {
  // A category of a source's name has older ones.
  const named = { id: 'urn:west', source: 'west', published: day - hour, ...category('sina') };
  await put([record('w', named), ...numbered(2, 4), ...eastern(3, 9)]);
  const stock = (source: string, entries: number, id: string, hours: number) => {
    return { source, entries, oldest: { published: day + hours * hour, id } };
  };
  const stocks = async () => (await store.stocks(['sina', 'east', 'nobody'])).toSorted((a, b) => a.entries - b.entries);
  expect(await stocks()).toEqual([stock('east', 2, 'urn:east:3', 3), stock('sina', 3, idOf('n2'), 2)]);
  await retract('n3');
  expect(await stocks()).toEqual([stock('east', 2, 'urn:east:3', 3), stock('sina', 3, idOf('n2'), 2)]);
  await retract('n2');
  expect(await stocks()).toEqual([stock('east', 2, 'urn:east:3', 3), stock('sina', 3, idOf('n2'), 2)]);
});

describe('a source that keeps an age', () => {
  test('lets go of what was published before it, exclusive', async () => {
    await put(numbered(1, 6));
    expect(await expire(within(3), { now: day + 6 * hour })).toBe(2);
    expect(await keysIn(all)).toEqual(['n6', 'n5', 'n4', 'n3']);
    expect(await expire(within(3), { now: day + 6 * hour + 1 })).toBe(1);
  });

  test('lets go of what was taken back too, also when that is all', async () => {
    await put(numbered(1, 6));
    await retract('n1', 'n2');
    expect(await expire(within(3), { now: day + 6 * hour })).toBe(2);
    expect(await store.retracted(all, 50)).toEqual([]);
    expect(await orphans(platform.driver)).toEqual([]);
  });

  test('keeps of what was taken back what is young enough, and what is of others', async () => {
    // Some of them in a category of the source's name.
    const others = eastern(1, 2).map(each => ({ ...each, entry: { ...each.entry, ...category('sina') } }));
    await put([...others, ...numbered(1, 6)]);
    await store.put({ now: day, retract: [{ id: 'urn:east:1', by: 'operator' }] });
    await retract('n2', 'n6');
    expect(await expire(within(3), { now: day + 6 * hour })).toBe(2);
    expect((await store.retracted(all, 50)).map(({ id }) => id).toSorted()).toEqual([idOf('n6'), 'urn:east:1']);
    expect(await keysIn(all)).toEqual(['n5', 'n4', 'n3', 'e2']);
  });

  test('lets go of the entry that arrived last too: what comes then has its number and nothing else of it', async () => {
    const told = { signature: { keys: [1, 2], sketch: undefined }, story: { id: idOf('n2'), place: 2 } };
    const names = [{ source: 'sina', name: 'old', entry: idOf('n3') }];
    await store.put({
      now: day,
      entries: [...numbered(1, 2), ...numbered(3, 3).map(each => ({ ...each, ...told }))],
      names,
    });
    await keysIn(all);
    await indexAll();
    const later = { now: day + 100 * hour };
    expect(await expire(within(1), later)).toBe(3);
    expect(await keysIn(all)).toEqual([]);
    expect(await put([record('new', { title: 'another', published: day + 100 * hour })])).toMatchObject({ added: 1 });
    expect(await keysIn(all)).toEqual(['new']);
    expect(await store.known('sina', ['old'])).toEqual(new Map());
    await indexAll();
    expect(await searchKeys('标题')).toEqual([]);
    expect(await searchKeys('another')).toEqual(['new']);
    expect((await store.entry('sina', 'new'))?.story).toBeUndefined();
    expect(await tellersUntil(day + 200 * hour)).toEqual([]);
  });
});

describe('a step', () => {
  test('lets at most so many go, the oldest first', async () => {
    await put(numbered(1, 6));
    expect(await expire(newest(1), { limit: 2 })).toBe(2);
    expect(await keysIn(all)).toEqual(['n6', 'n5', 'n4', 'n3']);
    expect(await expire(newest(1), { limit: 2 })).toBe(2);
    expect(await expire(newest(1), { limit: 2 })).toBe(1);
  });

  test('lets at most so many go of several sources too', async () => {
    await put([...numbered(1, 4), ...eastern(1, 2, 3, 4)]);
    const sources = [newest(1), newest(1, 'east')];
    expect(await store.expire(sources, day, 4)).toBe(4);
    expect(await store.expire(sources, day, 4)).toBe(2);
    expect(await keysIn(all)).toEqual(['e4', 'n4']);
  });

  test('looks at the sources that keep less than all, and leaves those alone that do not', async () => {
    const sources = Array.from({ length: 12 }, (_, index) => `s${index}`);
    const entries = sources.flatMap(source =>
      [1, 2, 3].map(number => {
        const id = `tag:huiliu.example,2026:${source}/${number}`;
        return record(`${number}`, { id, source, published: day + number });
      }),
    );
    await put([...entries, ...numbered(1, 3)]);
    const keeping = sources.map(source => newest(1, source));
    const steps: number[] = [];
    for (let gone = -1; gone !== 0; steps.push(gone)) gone = await store.expire(keeping, day, 100);
    expect(steps).toEqual([16, 8, 0]);
    expect((await store.scopes()).map(({ scope, count }) => [scopeName(scope), count])).toContainEqual([
      'source/s7',
      1,
    ]);
    expect(await store.scope(sina)).toMatchObject({ count: 3, removed: undefined });
    expect(await store.expire([{ id: 'sina' }], day, 100)).toBe(0);
  });

  test('without anything to let go changes nothing', async () => {
    await put(numbered(1, 6));
    const before = await dump(platform.driver);
    for (const keep of [newest(6), newest(9), within(1, 'nobody')]) expect(await store.expire([keep], day, 50)).toBe(0);
    expect(await dump(platform.driver)).toEqual(before);
  });

  test('raises the revision of the store by one, and its clock', async () => {
    await put(numbered(1, 6));
    const { modified } = await store.state();
    await expire(newest(3));
    expect(await store.state()).toMatchObject({ revision: 2, modified: modified + 1000 });
  });
});

describe('what expired', () => {
  test('leaves no row behind: no name, no key of a story, no word', async () => {
    const entries = numbered(1, 6).map(each => ({ ...each, signature: { keys: [1, 2, 3], sketch: undefined } }));
    const names = entries.map(({ entry: { id, key } }) => ({ source: 'sina', name: `native:${key}`, entry: id }));
    await store.put({ now: day, entries, names });
    await indexAll();
    await expire(newest(3));
    expect(await orphans(platform.driver)).toEqual([]);
    expect(
      [
        ...(
          await store.known(
            'sina',
            names.map(({ name }) => name),
          )
        ).keys(),
      ].toSorted(),
    ).toEqual(['native:n4', 'native:n5', 'native:n6']);
    expect(await tellersUntil(day + 24 * hour)).toHaveLength(3);
  });

  test('is found by no search, and the index still has everything', async () => {
    await put(numbered(1, 6));
    await indexAll();
    await expire(newest(3));
    expect(await searchKeys('标题')).toEqual(['n6', 'n5', 'n4']);
    expect(await store.indexSearch(50)).toBe(0);
    const { revision, search } = await store.state();
    expect(search.revision).toBe(revision);
  });

  test('before it was indexed never comes into the index, and the others do', async () => {
    await put(numbered(1, 6));
    await store.indexSearch(1);
    await expire(newest(3));
    await indexAll();
    expect(await searchKeys('标题')).toEqual(['n6', 'n5', 'n4']);
    expect(await orphans(platform.driver)).toEqual([]);
  });

  test('may come again as a new entry under the same id', async () => {
    await put(numbered(1, 6));
    await expire(newest(3));
    expect(await put(numbered(3, 3))).toMatchObject({ added: 1 });
    expect(await keysIn(news)).toEqual(['n6', 'n5', 'n4', 'n3']);
    expect(await store.scope(news)).toMatchObject({ arrivals: 7, first: 4 });
  });

  test('is taken back still when it comes again, if the operator took it back, and can be given back', async () => {
    await put(numbered(1, 6));
    await retract('n1');
    await store.put({ now: day, retract: [{ id: idOf('n2'), by: 'file' }] });
    const at = (await store.entry('sina', 'n1'))?.retracted;
    await expire(newest(3));
    await put(numbered(1, 2));
    expect(await keysIn(all)).toEqual(['n6', 'n5', 'n4', 'n2']);
    expect(await store.entry('sina', 'n1')).toMatchObject({ retracted: at });
    expect(await store.scope(news)).toMatchObject({ count: 4 });
    await store.put({ now: day, restore: [{ id: idOf('n1'), by: 'operator' }] });
    expect(await keysIn(all)).toEqual(['n6', 'n5', 'n4', 'n2', 'n1']);
    await expire(newest(3));
    await put(numbered(1, 1));
    expect(await keysIn(all)).toContain('n1');
  });

  test('is known by its files as what is stored no more', async () => {
    await store.put({
      now: day,
      entries: numbered(1, 3),
      seeds: ['n1', 'n3'].map(key => seed(`sina/${key}.md`, { entry: idOf(key) })),
    });
    await expire(newest(1));
    expect(await store.expired(['n1', 'n2', 'n3', 'n4'].map(idOf))).toEqual([idOf('n1')]);
  });

  test('in the middle of a page of changes takes nothing from who pages on', async () => {
    await put(numbered(1, 6));
    const [first, second] = await store.changes(all, 0, 2);
    expect([first, second].map(each => each?.entry.key)).toEqual(['n1', 'n2']);
    await expire(newest(3));
    const rest = await store.changes(all, { revision: second?.revision ?? 0, id: second?.entry.id ?? '' }, 50);
    expect(rest.map(({ entry }) => entry.key)).toEqual(['n4', 'n5', 'n6']);
  });
});

describe('a scope', () => {
  const many = numbered(1, 500);

  test('keeps its revision when what goes stands behind the longest window', async () => {
    await put(many);
    expect(await expire(newest(200), { limit: 300 })).toBe(300);
    const { revision, modified } = await store.state();
    for (const scope of [all, sina, news]) {
      expect(await store.scope(scope)).toMatchObject({
        revision: 1,
        left: undefined,
        lost: undefined,
        removed: { at: modified, revision },
        first: 301,
      });
    }
    expect((await store.changedScopes(1)).map(scopeName).toSorted()).toEqual(['all', 'category/news', 'source/sina']);
    expect(await store.changedScopes(revision)).toEqual([]);
  });

  test('changes when one goes that the longest window may have shown', async () => {
    await put(many);
    await expire(newest(199), { limit: 301 });
    expect(await store.scope(all)).toMatchObject({ revision: 2, lost: 2, left: day + 1000 });
  });

  test('changes when what was taken back goes, or what arrived after the last full archive page', async () => {
    await put(many);
    await retract('n1');
    await expire(newest(499));
    expect(await store.scope(all)).toMatchObject({ revision: 3, lost: 3 });
    await put([record('late', category('news'))]);
    await put(numbered(501, 501));
    await expire(newest(500));
    expect(await store.scope(all)).toMatchObject({ revision: 6, lost: 6 });
  });

  test('changes when the last of the longest window goes, of which others were taken back', async () => {
    await put(many.slice(0, 201));
    await retract('n201');
    await expire(newest(200));
    expect(await store.scope(all)).toMatchObject({ revision: 3, lost: 3, count: 199 });
  });

  test('changes when what led its head into the archive goes, with others that did not', async () => {
    await put(many.slice(0, 398));
    await put([record('late', { published: day - hour })]);
    expect(await expire(newest(397))).toBe(2);
    expect(await store.scope(all)).toMatchObject({ revision: 3, lost: 3, arrivals: 399 });
    expect(await store.scope(news)).toMatchObject({ revision: 1, lost: undefined });
  });

  test('that others fill too is looked at by itself', async () => {
    await put(many.slice(0, 10));
    await put(
      Array.from({ length: 300 }, (_, index) => {
        const id = `urn:east:${index}`;
        return record(`e${index}`, { id, source: 'east', published: day + 1000 * hour + index });
      }),
    );
    await expire(newest(5));
    expect(await store.scope(all)).toMatchObject({ revision: 2, lost: undefined, first: 6 });
    expect(await store.scope(sina)).toMatchObject({ revision: 3, lost: 3, first: 6 });
  });

  test('of which nothing is kept stays, empty, and counts on', async () => {
    await put(numbered(1, 2, category('old')));
    await put(numbered(3, 3));
    await expire(newest(1));
    const old = { kind: 'category', key: 'old' } as const;
    expect(await store.scope(old)).toMatchObject({ count: 0, arrivals: 2, first: 3 });
    await put(numbered(4, 4, category('old')));
    expect(await store.scope(old)).toMatchObject({ count: 1, arrivals: 3, first: 3 });
  });
});

describe('a story', () => {
  const idIn = (source: string) => `tag:huiliu.example,2026:${source}`;
  /** An entry of a source of its own name; `place` in the story that `one` told. */
  function told(source: string, place = 1, changes: Partial<Entry> = {}): EntryRecord {
    const made = record(source, { id: idIn(source), source, ...category('news'), ...changes });
    return place === 1 ? made : { ...made, story: { id: idIn('one'), place } };
  }
  const alsoOf = async (source: string) => (await store.entry(source, source))?.story?.also.map(({ key }) => key);

  beforeEach(async () => {
    await put([told('one')]);
    await put([told('two', 2, { published: day + hour }), told('three', 3, { published: day + 2 * hour })]);
    await put([record('new', { published: day + 9 * hour })]);
  });

  test('whose shown entry goes is told by the next, once, under a new revision', async () => {
    const { modified: before } = await store.state();
    expect(await keysIn(all)).toEqual(['new', 'one']);
    expect(await expire(within(1, 'one'), { now: day + 9 * hour })).toBe(1);
    expect(await keysIn(all)).toEqual(['new', 'two']);
    expect(await keysIn(news)).toEqual(['two']);
    expect(await store.scope(news)).toMatchObject({ count: 1, revision: 4 });
    expect(await store.entry('two', 'two')).toMatchObject({ revision: 4 });
    expect(await store.scope({ kind: 'source', key: 'two' })).toMatchObject({ count: 1, revision: 4 });
    expect(await alsoOf('two')).toEqual(['three']);
    for (const after of [{ revision: 3 }, { instant: before }])
      expect((await store.recent(news, after, 50)).map(({ entry }) => entry.key)).toEqual(['two']);
    expect(await orphans(platform.driver)).toEqual([]);
  });

  test('changes nothing of another story', async () => {
    const far = (source: string, place: number) => ({
      ...told(source, 1, { published: day + 5 * hour }),
      story: { id: idIn('far'), place },
    });
    await put([far('far', 1), far('near', 2)]);
    await expire(within(1, 'one'), { now: day + 6 * hour });
    expect((await store.changes(all, 4, 50)).map(({ entry }) => entry.key).toSorted()).toEqual(['three', 'two']);
    expect(await keysIn(all)).toEqual(['new', 'far', 'two']);
  });

  test('is told as before when a hidden one goes, which is named no more', async () => {
    await expire(within(1, 'two'), { now: day + 9 * hour });
    expect(await keysIn(all)).toEqual(['new', 'one']);
    expect(await alsoOf('one')).toEqual(['three']);
    expect(await store.scope(news)).toMatchObject({ count: 1 });
    expect(await keysIn(all, 'show')).toEqual(['new', 'three', 'one']);
  });

  test('goes whole, and its name with it', async () => {
    const sources = ['one', 'two', 'three'].map(source => within(1, source));
    expect(await store.expire(sources, day + 9 * hour, 50)).toBe(3);
    expect(await keysIn(all, 'show')).toEqual(['new']);
    expect(await platform.driver.query('SELECT * FROM tellings', [])).toEqual([]);
    expect(await orphans(platform.driver)).toEqual([]);
  });

  test('of which one is left is no story to name', async () => {
    await store.expire([within(1, 'one'), within(1, 'two')], day + 9 * hour, 50);
    expect(await alsoOf('three')).toEqual([]);
    expect(await keysIn(news)).toEqual(['three']);
  });
});

/** Few dates, so that entries tie; words and keys of stories, so that every table has rows; two sources, one kept whole. */
const anyEntry = fc
  .record({
    number: fc.nat(40),
    source: fc.constantFrom('sina', 'east'),
    // Days, so that a corrected date leads to another half month.
    published: fc.nat(20),
    terms: fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { maxLength: 2 }),
    title: fc.constantFrom('上海 one', '上海 two'),
    first: fc.constantFrom(undefined, 1, 2),
  })
  .map(({ number, source, published, terms, title, first }): EntryRecord => {
    const key = `${source}${number}`;
    const made = record(key, {
      id: idOf(key),
      source,
      title,
      published: day + published * hour,
      ...category(...terms),
    });
    const told = first === undefined || number <= 2 ? {} : { story: { id: idOf(`east${first}`), place: number } };
    return {
      ...made,
      ...told,
      fingerprint: JSON.stringify([made.entry, told]),
      signature: { keys: [number % 5, 7], sketch: undefined },
    };
  });
const anyStep = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    entries: fc.array(anyEntry, { maxLength: 12 }),
    retract: fc.array(fc.nat(40), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('expire' as const),
    most: fc.integer({ min: 1, max: 10 }),
    days: fc.integer({ min: 1, max: 20 }),
    limit: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({ kind: fc.constant('index' as const) }),
);

test('whatever is put, taken back and expires, in any order: no row stands for what is gone, and no search finds it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 12 }), async steps => {
      const own = await openPlatform();
      try {
        for (const step of steps) {
          if (step.kind === 'index') await own.store.indexSearch(5);
          else if (step.kind === 'expire')
            await own.store.expire(
              [newest(step.most), within(step.days * 24, 'east')],
              day + 20 * 24 * hour,
              step.limit,
            );
          else {
            const names = step.entries.map(({ entry: { id, key, source } }) => ({ source, name: key, entry: id }));
            const retracted = step.retract.map(number => ({ id: idOf(`sina${number}`), by: 'file' as const }));
            await own.store.put({ now: day, entries: step.entries, names, retract: retracted });
          }
          expect(await orphans(own.driver)).toEqual([]);
        }
        while ((await own.store.indexSearch(50)) > 0);
        const live = (await own.store.window(all, 200, 'show')).map(({ entry }) => entry.id);
        const found = (await own.store.search('上海', 0, 200, 'show')).map(({ entry }) => entry.id);
        expect(found).toEqual(live);
      } finally {
        await own.close();
      }
    }),
    { numRuns: 30 },
  );
}, 120_000);
