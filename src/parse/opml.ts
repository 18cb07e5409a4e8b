import { problem } from '../model/problem.ts';
import type { Outcome } from '../model/seed.ts';
import { decodeFetched } from './decode.ts';
import { attributeOf, type Element, elementsOf } from './feed-element.ts';
import { treeOf } from './feed-tree.ts';

/** A feed that an OPML document lists. */
export type Listed = {
  readonly title: string | undefined;
  /** As written. */
  readonly url: string;
  readonly home: string | undefined;
  /** What is there is no feed: the reader makes one of it by rules that the document has. */
  readonly isScraped: boolean;
};

/** The feeds in an OPML document (opml.org/spec2.opml, Subscription lists), in its order, those of folders too; each address once. */
export function parseOpml(bytes: Uint8Array): Outcome<readonly Listed[]> {
  const { text } = decodeFetched(bytes, undefined, 'utf-8');
  const document = treeOf(text, 'file:').roots.find(({ name }) => name === 'opml');
  if (document === undefined)
    return problem('it is no OPML', 'Export the subscriptions of a reader as OPML, and name that file.');
  const listed = new Map<string, Listed>();
  for (const feed of elementsOf(document, 'body').flatMap(feedsIn))
    if (!listed.has(feed.url)) listed.set(feed.url, feed);
  return listed.size > 0
    ? { kind: 'ok', value: [...listed.values()] }
    : problem('it lists no feed', 'Export the subscriptions of a reader as OPML: each needs an xmlUrl.');
}

function feedsIn(parent: Element): readonly Listed[] {
  return elementsOf(parent, 'outline').flatMap(outline => {
    const [url, home] = [attributeOf(outline, 'xmlurl'), attributeOf(outline, 'htmlurl')];
    const title = attributeOf(outline, 'title') ?? attributeOf(outline, 'text');
    // FreshRSS: `HTML+XPath`, `XML+XPath`, `JSON+DotNotation`.
    const isScraped = /xpath|dotnotation/i.test(attributeOf(outline, 'type') ?? '');
    return [...(url === undefined ? [] : [{ title, url, home, isScraped }]), ...feedsIn(outline)];
  });
}
