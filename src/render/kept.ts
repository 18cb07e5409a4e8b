/** Rendered entries, kept as long as their entries are: a feed with one new entry writes one. */
import type { Entry } from '../model/entry.ts';
import { type Feed, type Format, type Links, sourceOf } from '../model/feed.ts';
import { joined, type Part } from './bytes.ts';

type Kept = { readonly context: string; readonly bytes: Uint8Array };

/** Writes an entry for a feed, or remembers how it was written. */
export type Writing = (entry: Entry, write: () => readonly Part[]) => Uint8Array;

/**
 * Makes the memory of a format. `write` is called for an entry that was not yet written in this format, or was for another
 * feed; what it writes may depend on the entry and on what `contextOf` names, on nothing else.
 */
export function keeping(format: Format): (feed: Feed, links: Links) => Writing {
  const kept = new WeakMap<Entry, Kept>();
  return (feed, links) => {
    const contexts = new Map<string, string>();
    return (entry, write) => {
      const shared = contexts.get(entry.source) ?? contextOf(entry, format, feed, links);
      contexts.set(entry.source, shared);
      const own = [...(entry.link === undefined ? [links.entry(entry)] : []), ...toldBy(entry, feed)];
      const context = own.length === 0 ? shared : [shared, ...own].join('\n');
      const known = kept.get(entry);
      if (known?.context === context) return known.bytes;
      const bytes = joined(write());
      kept.set(entry, { context, bytes });
      return bytes;
    };
  };
}

/** Who else tells the story, as far as a feed names them. */
function toldBy(entry: Entry, feed: Feed): readonly string[] {
  const also = feed.also.get(entry.id) ?? [];
  return also.map(told => JSON.stringify([told, sourceOf(feed, told).title]));
}

/** All that a feed tells the entries of a source; an entry without a link is also told the address of its page. */
function contextOf(entry: Entry, format: Format, feed: Feed, links: Links): string {
  const { id, title, home = '', upstream = '' } = sourceOf(feed, entry);
  const { language, authority } = feed;
  const addresses = [links.home, links.categories, links.source(id, format)];
  return [language, authority, title, home, upstream, ...addresses].join('\n');
}
