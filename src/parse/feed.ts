/** Bytes that were fetched -> FeedDocument: decoded, their format seen, their items read, and nothing of them interpreted. */
import type { FeedDocument, ParseFeed } from '../model/feed-document.ts';
import { problem } from '../model/problem.ts';
import type { Outcome } from '../model/seed.ts';
import { decodeFetched } from './decode.ts';
import { atomDocument } from './feed-atom.ts';
import { type Element, elementsOf } from './feed-element.ts';
import { jsonDocument } from './feed-json.ts';
import { rssDocument } from './feed-rss.ts';
import { treeOf } from './feed-tree.ts';

/** Reads RSS, RDF, Atom and JSON Feed; whatever the bytes are, it answers and never throws. Linear in their number. */
export const parseFeed: ParseFeed = ({ bytes, url, contentType }, encoding) => {
  if (bytes.length === 0)
    return problem('the answer is empty', 'Ask again later, or look at the address in a browser.');
  const { text, repairs } = decodeFetched(bytes, contentType, encoding);
  const start = text.trimStart();
  const read = /^[{[]/.test(start) ? withoutRepairs(jsonDocument(start, url)) : xmlDocument(start, url);
  if (read.kind === 'problem') return read;
  return { kind: 'ok', value: { ...read.value, repairs: [...repairs, ...read.value.repairs] } };
};

function withoutRepairs(outcome: Outcome<Omit<FeedDocument, 'repairs'>>): Outcome<FeedDocument> {
  return outcome.kind === 'ok' ? { kind: 'ok', value: { ...outcome.value, repairs: [] } } : outcome;
}

function xmlDocument(text: string, url: string): Outcome<FeedDocument> {
  const { roots, repairs } = treeOf(text, url);
  // Some wrap their feed in an element of their own, some in the body of a page.
  const inner = roots.flatMap(outer => elementsOf(outer));
  const bodies = inner.filter(({ name }) => /^(?:xhtml:)?body$/.test(name));
  const candidates = [...roots, ...inner, ...bodies.flatMap(body => elementsOf(body))];
  const root = candidates.find(({ name }) => readers.has(name));
  const reader = readers.get(root?.name ?? '');
  if (root === undefined || reader === undefined) return noFeed(roots[0]);
  const more = roots.length === 1 ? [] : ['What stood beside the document was left out.'];
  return { kind: 'ok', value: { ...reader(root, url), repairs: [...repairs, ...more] } };
}

type Reader = (root: Element, url: string) => Omit<FeedDocument, 'repairs'>;

const readers: ReadonlyMap<string, Reader> = new Map([
  ['rss', rssDocument],
  ['rdf:rdf', rssDocument],
  ['channel', rssDocument],
  ['atom:feed', atomDocument],
]);

function noFeed(root: Element | undefined): Outcome<never> {
  const name = root?.name;
  if (name === undefined) {
    return problem('it is neither XML nor JSON, so no feed', 'Look at the address in a browser: it may have moved.');
  }
  if (/^(?:xhtml:)?(?:html|head|body|div|p|meta|script)$/.test(name)) {
    return problem(
      'it is a web page, not a feed',
      '`huiliu add` with its address finds the feed of a page; for a site without one there is kind: page.',
    );
  }
  if (name === 'opml') {
    return problem('it is a list of feeds (OPML), not a feed', 'Make each feed of the list that you want a source.');
  }
  return problem(
    `it is XML of another kind: its root is <${name.slice(0, 40)}>`,
    '`huiliu add` with the address of the site finds its feed, if it has one.',
  );
}
