import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import type { Entry } from '../../src/model/entry.ts';
import type { KeptScope } from '../../src/model/scope.ts';
import type { EntryRecord, Store } from '../../src/model/store.ts';
import type { StoryPlace } from '../../src/model/story.ts';
import { createStore } from '../../src/store/store.ts';
import { all, category, day, record } from './records.ts';

let platform: TestPlatform;
let store: Store;

beforeEach(async () => {
  platform = await openPlatform();
  ({ store } = platform);
});
afterEach(() => platform.close());

const hour = 3_600_000;
const idOf = (key: string) => `tag:huiliu.example,2026:${key}`;
const news = { kind: 'category', key: 'news' } as const;

/** An entry of a source of its own name; `place` in the story that `first` told. */
function told(source: string, first?: string, place = 2, changes: Partial<Entry> = {}): EntryRecord {
  const made = record(source, { id: idOf(source), source, ...category('news'), ...changes });
  const story: StoryPlace | undefined = first === undefined ? undefined : { id: idOf(first), place };
  return { ...made, fingerprint: JSON.stringify([made.entry, story]), story };
}

const keysIn = async (scope: KeptScope, duplicates?: 'show') =>
  (await store.window(scope, 50, duplicates)).map(({ entry }) => entry.key);
const alsoOf = async (source: string) =>
  (await store.entry(source, source))?.story?.also.map(({ key }) => key) ?? 'no story';
const revisionOf = async (source: string) => (await store.entry(source, source))?.revision;
const put = (...entries: readonly EntryRecord[]) => store.put({ now: day, entries });
const retract = (source: string) => store.put({ now: day, retract: [{ id: idOf(source), by: 'operator' }] });
const restore = (source: string) => store.put({ now: day, restore: [{ id: idOf(source), by: 'operator' }] });

describe('a story that two tell', () => {
  beforeEach(async () => {
    await put(told('one'));
    await put(told('two', 'one', 2, { published: day + hour }));
  });

  test('is one entry in every scope but in those of the sources, and two where all are asked for', async () => {
    expect(await keysIn(all)).toEqual(['one']);
    expect(await keysIn(news)).toEqual(['one']);
    expect(await keysIn({ kind: 'source', key: 'one' })).toEqual(['one']);
    expect(await keysIn({ kind: 'source', key: 'two' })).toEqual(['two']);
    expect(await keysIn(all, 'show')).toEqual(['two', 'one']);
    expect((await store.scope(all))?.count).toBe(1);
    expect((await store.scope(all))?.arrivals).toBe(2);
  });

  test('raises the revision of who told it first, whose date of change stays', async () => {
    const first = await store.entry('one', 'one');
    expect(first).toMatchObject({ revision: 2, entry: { updated: day }, story: { id: idOf('one'), place: 1 } });
    expect(first?.story?.also).toEqual([
      { id: idOf('two'), source: 'two', key: 'two', title: '标题 two', link: undefined },
    ]);
    const changed = await store.recent(all, { revision: 1 }, 50);
    expect(changed.map(({ entry }) => entry.key)).toEqual(['one']);
    expect(await store.countChanges(all, 1, 50)).toBe(1);
    expect(await store.countChanges(all, 1, 50, 'show')).toBe(2);
  });

  test('put again changes nothing', async () => {
    const receipt = await put(told('one'), told('two', 'one', 2, { published: day + hour }));
    expect(receipt).toEqual({ revision: 2, added: 0, changed: 0, retracted: 0, scopes: [] });
  });

  test('is told by the next when the first is taken back, under a new revision, and by the first when it is back', async () => {
    await retract('one');
    expect(await keysIn(all)).toEqual(['two']);
    expect(await revisionOf('two')).toBe(3);
    expect(await alsoOf('two')).toEqual([]);
    expect((await store.recent(all, { revision: 2 }, 50)).map(({ entry }) => entry.key)).toEqual(['two', 'one']);
    await restore('one');
    expect(await keysIn(all)).toEqual(['one']);
    expect(await alsoOf('one')).toEqual(['two']);
    expect((await store.scope(news))?.count).toBe(1);
  });

  test('is one again when the second says something else: both are shown then', async () => {
    await put(told('two', undefined, 2, { title: 'another' }));
    expect(await keysIn(all)).toEqual(['two', 'one']);
    expect(await alsoOf('one')).toEqual([]);
    expect(await alsoOf('two')).toBe('no story');
    expect(await revisionOf('one')).toBe(3);
  });

  test('names the second as it is called now', async () => {
    await put(told('two', 'one', 2, { title: 'another' }));
    expect((await store.entry('one', 'one'))?.story?.also[0]?.title).toBe('another');
    expect(await revisionOf('one')).toBe(3);
  });

  test('in a scope that the first is not in is told there by the second', async () => {
    await put(told('three', 'one', 3, category('sport')));
    expect(await keysIn({ kind: 'category', key: 'sport' })).toEqual(['three']);
    expect(await keysIn(all)).toEqual(['one']);
    await put(told('four', 'one', 4, category('sport', 'news')));
    expect(await keysIn({ kind: 'category', key: 'sport' })).toEqual(['three']);
    expect(await alsoOf('one')).toEqual(['two', 'three', 'four']);
    await put(told('one', undefined, 1, category('sport')));
    expect(await keysIn({ kind: 'category', key: 'sport' })).toEqual(['one']);
    expect(await keysIn(news)).toEqual(['two']);
  });

  test('a late one that is hidden leaves no window and no archive without what is shown', async () => {
    const before = await store.scope(news);
    await put(told('three', 'one', 3));
    const after = await store.scope(news);
    expect(after).toMatchObject({ count: 1, arrivals: 3, left: before?.left });
    const kept = await store.arrived(news, [1, 2, 3]);
    expect(kept.map(({ entry }) => entry.key)).toEqual(['one']);
    expect(await store.arrived(news, [1, 2, 3], 'show')).toHaveLength(3);
  });

  test('is listed with who tells it, from an instant on', async () => {
    await put(told('alone'));
    const list = async (since: number) =>
      (await store.stories(since)).map(tellers => tellers.map(({ entry }) => entry.key));
    expect(await list(day)).toEqual([['one', 'two']]);
    expect(await list(day + hour)).toEqual([['one', 'two']]);
    expect(await list(day + hour + 1)).toEqual([]);
    await put(told('three'), told('four', 'three', 2, { published: day + 2 * hour }));
    expect(await list(day)).toEqual([
      ['three', 'four'],
      ['one', 'two'],
    ]);
    await put(told('five', 'three', 3), told('six', 'three', 4));
    await retract('four');
    await put(told('five'), told('six'));
    expect(await list(day)).toEqual([['one', 'two']]);
  });
});

test('a story comes whole with one put, in any order of its entries', async () => {
  await put(told('two', 'one', 2), told('three', 'one', 3), told('one'));
  expect(await keysIn(all)).toEqual(['one']);
  expect(await alsoOf('one')).toEqual(['two', 'three']);
});

test('who told it first may come last: until then the next tells it', async () => {
  await put(told('two', 'one', 2), told('three', 'one', 3));
  expect(await keysIn(all)).toEqual(['two']);
  await put({ ...told('one'), story: { id: idOf('one'), place: 1 } });
  expect(await keysIn(all)).toEqual(['one']);
  expect((await store.scope(all))?.count).toBe(1);
});

test('of two that came at once to the same place, the one with the lesser id tells it', async () => {
  await put(told('two', 'one'), told('three', 'one'));
  expect(await keysIn(all)).toEqual(['three']);
  expect((await store.scope(all))?.count).toBe(1);
});

test('a retelling that is a draft is neither shown nor named', async () => {
  await put(told('one'));
  await store.put({ now: day, entries: [told('two', 'one')], retract: [{ id: idOf('two'), by: 'file' }] });
  expect(await keysIn(all, 'show')).toEqual(['one']);
  expect(await alsoOf('one')).toEqual([]);
});

describe('what ingest asks before it decides', () => {
  const question = (source: string, keys: readonly number[], at = day) => ({
    id: idOf(source),
    source,
    signature: { keys, sketch: undefined },
    share: 0.5,
    from: at - 72 * hour,
    to: at + 72 * hour,
  });
  const found = async (...asked: Parameters<typeof question>) => {
    const [answer] = await store.askStories([question(...asked)]);
    return answer?.tellers.map(({ id }) => id);
  };

  beforeEach(async () => {
    await put({
      ...told('one', undefined, 1, { content: '<p>正文</p>', summary: '摘要' }),
      signature: { keys: [1, 2, 4_294_967_295], sketch: undefined },
    });
  });

  test('is who has one of the keys, with its words', async () => {
    const [answer] = await store.askStories([question('two', [7, 4_294_967_295])]);
    expect(answer).toEqual({
      isStored: false,
      story: undefined,
      tellers: [
        {
          id: idOf('one'),
          source: 'one',
          published: day,
          title: '标题 one',
          content: '<p>正文</p>',
          summary: '摘要',
          story: undefined,
          last: 1,
        },
      ],
    });
  });

  test('is nobody of the same source, nobody who was taken back, and nobody from too long ago', async () => {
    expect(await found('two', [1])).toEqual([idOf('one')]);
    expect(await found('one', [1])).toEqual([]);
    expect(await found('two', [1], day + 72 * hour)).toEqual([idOf('one')]);
    expect(await found('two', [1], day + 72 * hour + 1)).toEqual([]);
    expect(await found('two', [1], day - 72 * hour - 1)).toEqual([]);
    await retract('one');
    expect(await found('two', [1])).toEqual([]);
  });

  test('is also who came since it was last asked, from whomever', async () => {
    expect(await found('two', [60])).toEqual([]);
    const other = createStore(platform.driver);
    await other.put({ now: day, entries: [{ ...told('later'), signature: { keys: [60], sketch: undefined } }] });
    expect(await found('two', [60])).toEqual([idOf('later')]);
    await put({ ...told('later', undefined, 1, { title: 'another' }), signature: { keys: [61], sketch: undefined } });
    expect(await found('two', [61])).toEqual([idOf('later')]);
  });

  test('is at most two dozen by one key, those who had it first', async () => {
    for (let n = 0; n < 26; n++) await put({ ...told(`s${n}`), signature: { keys: [70, 100 + n], sketch: undefined } });
    expect(await found('two', [70])).toHaveLength(16);
    expect((await found('two', [70, 123]))?.[0]).toBe(idOf('s23'));
    expect(await found('two', [70, 125])).not.toContain(idOf('s25'));
    expect(await found('two', [125])).toEqual([idOf('s25')]);
  });

  test('is who represents the story of who has the key', async () => {
    await put(told('another'), told('retold', 'another'));
    await put({ ...told('two', 'one', 2), signature: { keys: [50], sketch: undefined } });
    const [answer] = await store.askStories([question('three', [50])]);
    expect(answer?.tellers).toMatchObject([{ id: idOf('one'), story: { id: idOf('one'), place: 1 }, last: 2 }]);
    await retract('one');
    expect(await found('three', [50])).toEqual([idOf('two')]);
    await restore('one');
    await put(told('three', 'one', 3), told('two', undefined, 1, { title: 'no more of it' }));
    expect(await found('four', [1])).toEqual([idOf('one')]);
  });

  test('is the place of an entry that is stored, and an answer for each question in its order', async () => {
    await put({ ...told('two', 'one', 2), signature: { keys: [50], sketch: undefined } });
    const answers = await store.askStories([question('two', []), question('nobody', [1]), question('one', [50])]);
    expect(answers.map(({ isStored, story, tellers }) => [isStored, story?.place, tellers.length])).toEqual([
      [true, 2, 0],
      [false, undefined, 1],
      [true, 1, 0],
    ]);
    expect(await store.askStories([])).toEqual([]);
    await put(told('two'));
    expect(await store.askStories([question('two', [])])).toEqual([{ isStored: true, story: undefined, tellers: [] }]);
  });
});
