import { describe, expect, test } from 'vitest';
import { decideStories, type Newcomer, type Representative } from '../../src/stories/decide.ts';
import { signatureOf } from '../../src/stories/signature.ts';
import { bridge, preparedOf, type Told } from './articles.ts';

const hour = 3_600_000;
const rules = { window: 72 * hour, threshold: 0.5 };
const [first = '', second = '', third = '', fourth = '', fifth = ''] = bridge.paragraphs;

type Changes = Partial<Omit<Newcomer, 'telling' | 'signature'>>;

function newcomer(id: string, source: string, told: Told = bridge, changes: Changes = {}): Newcomer {
  const telling = preparedOf(told);
  return {
    id,
    source,
    published: 0,
    story: undefined,
    candidates: [],
    telling: () => telling,
    signature: signatureOf(telling.text),
    ...changes,
  };
}

const known = (
  id: string,
  source: string,
  told: Told = bridge,
  changes: Partial<Representative> = {},
): Representative => ({
  ...newcomer(id, source, told),
  last: 1,
  ...changes,
});

const placesOf = (...newcomers: readonly Newcomer[]) => Object.fromEntries(decideStories(newcomers, rules));

describe('in one batch', () => {
  test('the first of several tells the story, the others stand behind it in their order', () => {
    const places = placesOf(newcomer('a', 'one'), newcomer('b', 'two'), newcomer('c', 'three'));
    expect(places).toEqual({ b: { id: 'a', place: 2 }, c: { id: 'a', place: 3 } });
  });

  test('a source never tells a story twice by itself, but two of it may tell what another told', () => {
    expect(placesOf(newcomer('a', 'one'), newcomer('b', 'one'))).toEqual({});
    const places = placesOf(newcomer('a', 'one'), newcomer('b', 'two'), newcomer('c', 'two'));
    expect(places).toEqual({ b: { id: 'a', place: 2 }, c: { id: 'a', place: 3 } });
  });

  test('what was published too far away is another story', () => {
    const later = (published: number) => placesOf(newcomer('a', 'one'), newcomer('b', 'two', bridge, { published }));
    expect(later(72 * hour)).toHaveProperty('b');
    expect(later(-72 * hour)).toHaveProperty('b');
    expect(later(72 * hour + 1)).toEqual({});
  });

  test('what resembles a retelling and not the story is another story: stories do not chain', () => {
    const [x, y, z] = [
      '另有消息说，桥下的公园也将在同一时间开放，园内设有步道和观景平台，市民可以免费参观游览。',
      '据了解，公园的树木都从本地苗圃移来，工人们冒着高温连续工作了三个星期，终于在雨季之前全部种完。',
      '公园的设计者介绍，这里的灯光会随着江水的涨落而变化，晚上站在平台上可以看到两岸的全部夜景。',
    ];
    const middle = { title: bridge.title, paragraphs: [first, second, third, x, y] };
    const last = { title: bridge.title, paragraphs: [third, x, y, z] };
    expect(placesOf(newcomer('a', 'one', middle), newcomer('b', 'two', last))).toHaveProperty('b');
    const chain = placesOf(newcomer('a', 'one'), newcomer('b', 'two', middle), newcomer('c', 'three', last));
    expect(chain).toEqual({ b: { id: 'a', place: 2 } });
  });
});

describe('after others', () => {
  test('who comes later takes the next place behind what the store has', () => {
    const before = [known('a', 'one', bridge, { story: { id: 'a', place: 1 }, last: 4 })];
    const late = (id: string, source: string) => newcomer(id, source, bridge, { candidates: before });
    expect(placesOf(late('x', 'two'), late('y', 'three'))).toEqual({
      x: { id: 'a', place: 5 },
      y: { id: 'a', place: 6 },
    });
  });

  test('of two stories it joins the one that it overlaps more', () => {
    const shorter = { title: bridge.title, paragraphs: [first, second, third] };
    const candidates = [known('a', 'one', shorter), known('b', 'one')];
    expect(placesOf(newcomer('c', 'two', bridge, { candidates }))).toEqual({ c: { id: 'b', place: 2 } });
    // Of two that it overlaps alike, whichever was found first.
    const alike = [known('a', 'one'), known('b', 'one')];
    for (const candidates of [alike, alike.toReversed()])
      expect(placesOf(newcomer('c', 'two', bridge, { candidates }))).toEqual({ c: { id: 'a', place: 2 } });
  });

  test('behind one that was taken back, the story keeps its name', () => {
    const candidates = [known('b', 'two', bridge, { story: { id: 'a', place: 2 }, last: 2 })];
    expect(placesOf(newcomer('c', 'three', bridge, { candidates }))).toEqual({ c: { id: 'a', place: 3 } });
  });
});

describe('a change', () => {
  const candidates = [known('a', 'one', bridge, { story: { id: 'a', place: 1 }, last: 3 })];
  const story = { id: 'a', place: 2 };

  test('that still tells the story keeps its place', () => {
    const shorter = { ...bridge, paragraphs: [first, second, fourth, fifth] };
    expect(placesOf(newcomer('b', 'two', shorter, { candidates, story }))).toEqual({ b: story });
  });

  test('that tells something else leaves it', () => {
    const other = {
      title: '轮渡停航',
      paragraphs: ['轮渡公司宣布从下月起停航检修，预计需要三个月时间，其间市民可以改乘公交车过江，票价不变。'],
    };
    expect(placesOf(newcomer('b', 'two', other, { candidates, story }))).toEqual({});
  });

  test('of who told it first leaves it where it is', () => {
    const own = { story: { id: 'a', place: 1 }, candidates: [known('z', 'nine')] };
    expect(placesOf(newcomer('a', 'one', bridge, own))).toEqual({ a: { id: 'a', place: 1 } });
  });

  test('counts as it is now for others of the batch', () => {
    const other = {
      title: '轮渡停航',
      paragraphs: ['轮渡公司宣布从下月起停航检修，预计需要三个月时间，其间市民可以改乘公交车过江，票价不变。'],
    };
    expect(
      placesOf(newcomer('a', 'one', other), newcomer('b', 'two', bridge, { candidates: [known('a', 'one')] })),
    ).toEqual({});
  });
});
