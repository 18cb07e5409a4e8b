/** The stories of a batch: what is asked of the store, and what is decided on its answers. */
import type { EntryRecord, Store } from '../model/store.ts';
import { decideStories, type Newcomer, type StoryRules, type Teller } from './decide.ts';
import { type Prepared, prepared } from './overlap.ts';
import { keysOf } from './signature.ts';
import { tellingOf } from './telling.ts';

/**
 * The records with their places in stories, and with the keys that others find them by; `order` gives the place of a source in
 * the configuration. Who is known already goes first, because it may have been shown; then the order of the sources, then that
 * of publication, so that of what arrives together the order of arrival decides nothing.
 */
export async function placeStories(
  records: readonly EntryRecord[],
  order: (source: string) => number,
  rules: StoryRules,
  store: Pick<Store, 'askStories'>,
): Promise<readonly EntryRecord[]> {
  const keyed = records.map(record => ({ ...record, keys: record.keys ?? keysOf(tellingOf(record.entry).text) }));
  const answers = await store.askStories(
    keyed.map(({ entry: { id, source, published }, keys }) => {
      return { id, source, keys, from: published - rules.window, to: published + rules.window };
    }),
  );
  const tellers = new Map(answers.flatMap(answer => answer.tellers).map(teller => [teller.id, telling(teller)]));
  const newcomers = keyed.map(({ entry, keys }, at): Newcomer & { readonly isStored: boolean } => {
    const { id, source, published } = entry;
    const { isStored = false, story, tellers: found = [] } = answers[at] ?? {};
    const candidates = found.map(teller => ({ ...teller, telling: tellers.get(teller.id) ?? telling(teller) }));
    return { id, source, published, story, isStored, keys, telling: telling(entry), candidates };
  });
  const ordered = newcomers.toSorted(
    (a, b) =>
      Number(b.isStored) - Number(a.isStored) ||
      order(a.source) - order(b.source) ||
      a.published - b.published ||
      (a.id < b.id ? -1 : 1),
  );
  const places = decideStories(ordered, rules);
  return keyed.map(record => ({ ...record, story: places.get(record.entry.id) }));
}

/** Made ready when it is first compared, once however often it is. */
function telling(words: Parameters<typeof tellingOf>[0]): Teller['telling'] {
  let made: Prepared | undefined;
  return () => {
    made ??= prepared(tellingOf(words));
    return made;
  };
}
