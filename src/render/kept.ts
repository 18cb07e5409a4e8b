/** Rendered entries, kept as long as their entries are: a feed with one new entry writes one. */
import type { Entry } from '../model/entry.ts';
import { type Feed, type Format, type Links, sourceOf } from '../model/feed.ts';

type Kept = { readonly context: string; readonly text: string };

/**
 * Makes the memory of a format. `write` is called for an entry that was not yet written in this format, or was for another
 * feed; its text may depend on the entry and on what `contextOf` names, on nothing else.
 */
export function keeping(format: Format): (entry: Entry, feed: Feed, links: Links, write: () => string) => string {
  const kept = new WeakMap<Entry, Kept>();
  return (entry, feed, links, write) => {
    const context = contextOf(entry, format, feed, links);
    const known = kept.get(entry);
    if (known?.context === context) return known.text;
    const text = write();
    kept.set(entry, { context, text });
    return text;
  };
}

/** All that a feed tells its entries. */
function contextOf(entry: Entry, format: Format, feed: Feed, links: Links): string {
  const { id, title, home = '' } = sourceOf(feed, entry);
  const { language, authority } = feed;
  const addresses = [links.home, links.categories, links.entry(entry), links.source(id, format)];
  return [language, authority, title, home, ...addresses].join('\n');
}
