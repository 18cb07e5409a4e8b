import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPlatform, type TestPlatform } from '#platform';
import type { EntryRecord } from '../../src/model/store.ts';
import { placeStories } from '../../src/stories/place.ts';
import { day, record } from '../contract/records.ts';
import { bridge } from './articles.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await openPlatform();
});
afterEach(() => platform.close());

const content = bridge.paragraphs.map(text => `<p>${text}</p>`).join('');
const rules = { window: 86_400_000, threshold: 0.5 };
const configured = ['first', 'second', 'third'];

/** An article that tells the same as all others; its id begins with its source's name. */
const told = (id: string, published = day): EntryRecord => {
  const source = id.split('-')[0] ?? '';
  return record(id, { id, source, title: bridge.title, content, published });
};
const placed = (records: readonly EntryRecord[]) =>
  placeStories(records, source => configured.indexOf(source), rules, platform.store);
const storiesOf = (records: readonly EntryRecord[]) =>
  Object.fromEntries(records.flatMap(({ entry, story }) => (story ? [[entry.id, `${story.id} ${story.place}`]] : [])));

test.each<[string, readonly EntryRecord[], Readonly<Record<string, string>>]>([
  [
    'by their sources as these are configured, whenever they were published',
    [told('first-z', day + 1), told('second-a'), told('third-a', day - 1)],
    { 'second-a': 'first-z 2', 'third-a': 'first-z 3' },
  ],
  [
    'of one source by when they were published, then by id',
    [told('first-a'), told('second-c', day - 1), told('second-a'), told('second-b')],
    { 'second-c': 'first-a 2', 'second-a': 'first-a 3', 'second-b': 'first-a 4' },
  ],
])('those that arrive together tell a story %s', async (_name, records, expected) => {
  for (const arriving of [records, records.toReversed()]) expect(storiesOf(await placed(arriving))).toEqual(expected);
});

test('who is stored already goes on telling the story', async () => {
  const known = told('second-a');
  await platform.store.put({ now: day, entries: await placed([known]) });
  const changed = { ...known, entry: { ...known.entry, title: `${bridge.title}！` }, fingerprint: 'changed' };
  expect(storiesOf(await placed([told('first-a'), changed]))).toEqual({ 'first-a': 'second-a 2' });
});
