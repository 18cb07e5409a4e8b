import { parseOpml as readOpml } from 'feedsmith';
import type { Outcome } from '../model/seed.ts';
import { decode } from './decode.ts';
import { problem } from './problem.ts';

/** A feed that an OPML document lists. */
export type Listed = {
  readonly title: string | undefined;
  /** As written. */
  readonly url: string;
  readonly home: string | undefined;
};

/** The feeds in an OPML document, in its order, those of folders too; each address once. */
export function parseOpml(bytes: Uint8Array): Outcome<readonly Listed[]> {
  const decoded = decode(bytes, 'utf-8');
  if (decoded.kind === 'problem') return decoded;
  try {
    const { body } = readOpml(decoded.value.text);
    const feeds = (body?.outlines ?? []).flatMap(outline => feedsIn(outline));
    const listed = feeds.filter(({ url }, place) => feeds.findIndex(feed => feed.url === url) === place);
    return listed.length > 0
      ? { kind: 'ok', value: listed }
      : problem('it lists no feed', 'Export the subscriptions of a reader as OPML: each needs an xmlUrl.');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return problem(`it is no OPML (${why})`, 'Export the subscriptions of a reader as OPML, and name that file.');
  }
}

/** What an outline is read as: readers write texts where numbers and lists are meant, and nothing is certain. */
type Outline = {
  readonly title?: string | undefined;
  readonly text?: string | undefined;
  readonly xmlUrl?: string | undefined;
  readonly htmlUrl?: string | undefined;
  readonly outlines?: readonly Outline[] | undefined;
};

/** No reader has folders so deep. */
const deepest = 20;

function feedsIn({ title, text, xmlUrl, htmlUrl, outlines = [] }: Outline, depth = 0): readonly Listed[] {
  const below = depth < deepest ? outlines.flatMap(outline => feedsIn(outline, depth + 1)) : [];
  return xmlUrl === undefined ? below : [{ title: title ?? text, url: xmlUrl, home: htmlUrl }, ...below];
}
