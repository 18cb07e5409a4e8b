/** Rendered entries, kept as long as their entries are: a feed with one new entry writes one. */
import { bytesOf } from '../model/body.ts';
import type { Entry } from '../model/entry.ts';
import { type Feed, type Format, type Links, sourceOf } from '../model/feed.ts';
import { bodyOf, type Piece } from './bytes.ts';

type Kept = { readonly context: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** Writes an entry for a feed, or remembers how it was written. */
export type Writing = (entry: Entry, write: () => readonly Piece[]) => Uint8Array<ArrayBuffer>;

/**
 * Makes the memory of a format. `write` is called for an entry that was not yet written in this format, or was for another
 * feed; what it writes may depend on the entry and on what `contextOf` names, on nothing else.
 */
export function keeping(format: Format): (feed: Feed, links: Links) => Writing {
  const kept = new WeakMap<Entry, Kept>();
  return (feed, links) => {
    const contexts = new Map<string, string>();
    return (entry, write) => {
      const shared = contexts.getOrInsertComputed(entry.source, () => contextOf(entry, format, feed, links));
      const told = toldBy(entry, feed);
      const context = told === undefined ? shared : `${shared}\n${told}`;
      const known = kept.get(entry);
      if (known?.context === context) return known.bytes;
      const bytes = bytesOf(bodyOf(write()));
      kept.set(entry, { context, bytes });
      return bytes;
    };
  };
}

/** Who else tells the story, as far as a feed names them. */
function toldBy(entry: Entry, feed: Feed): string | undefined {
  const also = feed.also.get(entry.id);
  return also && JSON.stringify(also.map(told => [told, sourceOf(feed, told).title]));
}

/** All that a feed tells the entries of a source. Where one has its page, so have the others; only their keys differ. */
function contextOf(entry: Entry, format: Format, feed: Feed, links: Links): string {
  const { id, title, home = '', upstream = '' } = sourceOf(feed, entry);
  const { language, authority } = feed;
  const page = links.entry({ source: entry.source, key: '' });
  const addresses = [links.home, links.categories, links.source(id, format), page];
  return [language, authority, title, home, upstream, ...addresses].join('\n');
}
