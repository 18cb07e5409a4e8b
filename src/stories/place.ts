/** The stories of a batch: what is asked of the store, and what is decided on its answers. */
import type { EntryRecord, Store } from '../model/store.ts';
import { decideStories, type Newcomer, type StoryRules, type Teller } from './decide.ts';
import { type Prepared, prepared } from './overlap.ts';
import { signatureOfEntry } from './signature.ts';
import { tellingOf } from './telling.ts';

/**
 * The records with their places in stories, and with what others find them by; `order` gives the place of a source in
 * the configuration. Those that are known already go first, because they may have been shown; then the order of the sources, then that
 * of publication, so that of what arrives together the order of arrival decides nothing.
 */
export async function placeStories(
  records: readonly EntryRecord[],
  order: (source: string) => number,
  rules: StoryRules,
  store: Pick<Store, 'askStories'>,
): Promise<readonly EntryRecord[]> {
  const signed = records.map(record => {
    return { ...record, signature: record.signature ?? signatureOfEntry(record.entry) };
  });
  const answers = await store.askStories(
    signed.map(({ entry: { id, source, published }, signature }) => {
      const [from, to] = [published - rules.window, published + rules.window];
      return { id, source, signature, share: rules.threshold, from, to };
    }),
  );
  const tellers = new Map(answers.flatMap(answer => answer.tellers).map(teller => [teller.id, telling(teller)]));
  const newcomers = signed.map(({ entry, signature }, at): Newcomer & { readonly isStored: boolean } => {
    const { id, source, published } = entry;
    const { isStored = false, story, tellers: found = [] } = answers[at] ?? {};
    const candidates = found.map(teller => ({ ...teller, telling: tellers.get(teller.id) ?? telling(teller) }));
    return { id, source, published, story, isStored, signature, telling: telling(entry), candidates };
  });
  const ordered = newcomers.toSorted(
    (a, b) =>
      Number(b.isStored) - Number(a.isStored) ||
      order(a.source) - order(b.source) ||
      a.published - b.published ||
      (a.id < b.id ? -1 : 1),
  );
  const places = decideStories(ordered, rules);
  return signed.map(record => ({ ...record, story: places.get(record.entry.id) }));
}

/** Made ready when it is first compared, once however often it is. */
function telling(words: Parameters<typeof tellingOf>[0]): Teller['telling'] {
  let made: Prepared | undefined;
  return () => {
    made ??= prepared(tellingOf(words));
    return made;
  };
}
