import type { Body } from '../model/body.ts';
import type { FeedListing } from '../model/feed.ts';
import type { PageSite } from '../model/page.ts';
import { listedKinds, type ScopeKind } from '../model/scope.ts';
import type { Source } from '../model/source.ts';
import { wordsFor } from './words.ts';
import { type Children, type Element, element, xmlDocument } from './xml.ts';

/** A list of feeds as OPML 2.0 (opml.org/spec2.opml), to import into a reader: a folder a kind, the merged feed above them. Within a kind the given order stays. */
export function opml(site: Pick<PageSite, 'title' | 'language'>, feeds: readonly FeedListing[]): Body {
  const { kinds } = wordsFor(site.language);
  const ofKind = (kind: ScopeKind) => feeds.filter(({ scope }) => scope.kind === kind).map(ours);
  return document(site.title, [...ofKind('all'), ...listedKinds.map(kind => folder(kinds[kind], ofKind(kind)))]);
}

/** The feeds that sources are read from, as OPML 2.0: for another reader, or another Huiliu. */
export function subscriptions(title: string, sources: readonly Source[]): Body {
  const feeds = sources.filter(source => source.kind === 'feed');
  return document(
    title,
    feeds.map(source => outline(source.title, source.url, source.home)),
  );
}

function document(title: string, body: Children): Body {
  const head = [element('title', {}, title), element('docs', {}, 'http://opml.org/spec2.opml')];
  return xmlDocument(element('opml', { version: '2.0' }, [element('head', {}, head), element('body', {}, body)]));
}

/** OPML 2.0, The body: it holds at least one outline, and so does a folder that is worth its line. */
function folder(name: string, outlines: readonly Element[]): Element | undefined {
  return outlines.length === 0 ? undefined : element('outline', { text: name, title: name }, outlines);
}

/** Atom's address, since that format says most; one format each, since a reader would subscribe to all it is given. */
function ours({ title, page, formats }: FeedListing): Element {
  return outline(title, formats.atom, page);
}

/** OPML 2.0, Subscription lists: `type` is "rss" for a feed of any format. */
function outline(title: string, xmlUrl: string, htmlUrl: string | undefined): Element {
  return element('outline', { type: 'rss', text: title, title, xmlUrl, htmlUrl });
}
