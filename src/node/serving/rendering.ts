/** What feeds are rendered with, as one digest: it changes when configuration or code would write other bytes of the same entries. */
import { linksFor, pageSite } from '../../http/links.ts';
import { bytesOf } from '../../model/body.ts';
import type { Config } from '../../model/config.ts';
import type { Entry } from '../../model/entry.ts';
import { type Feed, feedSources, sourceOf } from '../../model/feed.ts';
import { formats } from '../../render/formats.ts';
import { entryPage } from '../../render/pages/entry.ts';
import { noArchive } from '../../select/compose.ts';
import { digest } from '../digest.ts';

/** Renders a sample in every format: what is seen in it is what counts, a new release that writes the same is none. */
export async function renderingDigest(config: Config, baseUrl: string): Promise<string> {
  const { site, sources } = config;
  const scope = { kind: 'all' as const };
  const entries = sources.map(({ id }) => sample(id));
  const feed: Feed = {
    scope,
    title: site.title,
    subtitle: site.subtitle,
    language: site.language,
    authority: site.authority,
    updated: 0,
    entries,
    // Each is named once: all of them by all of them are millions where there are thousands of sources.
    also: new Map(entries.map(({ id }, at) => [id, [entries[at + 1] ?? entries[0]].flatMap(told => told ?? [])])),
    tombstones: [{ id: 'tag:example,2026:gone', when: 0 }],
    sources: feedSources(sources),
    archive: noArchive,
  };
  const links = linksFor(baseUrl, site, scope, '/', '');
  const feeds = Object.values(formats).map(({ render }) => new TextDecoder().decode(bytesOf(render(feed, links))));
  const pageOf = pageSite(baseUrl, config);
  const pages = entries.map(entry => {
    const source = sourceOf(feed, entry);
    const also = [{ title: entry.title, source, address: baseUrl }];
    return entryPage(pageOf, {
      entry,
      source,
      also,
      address: baseUrl,
      feeds: [],
      newer: undefined,
      older: undefined,
    });
  });
  const languages = sources.map(({ language }) => language);
  return digest(JSON.stringify([feeds, pages, languages, site.feed.limit, site.stories !== undefined]));
}

function sample(source: string): Entry {
  return {
    id: `tag:example,2026:${source}/sample`,
    source,
    key: 'sample',
    title: 'A title, & more',
    link: undefined,
    published: 0,
    updated: 86_400_000,
    authors: ['An author'],
    editor: 'An editor',
    publisher: 'A publisher',
    categories: [{ term: 'term', label: 'Label' }],
    summary: 'A summary.',
    content: '<p>Content with <strong>markup</strong> &amp; more.</p>',
    image: { url: 'https://example.org/a.jpg', type: 'image/jpeg' },
    enclosures: [
      { url: 'https://example.org/a.mp3', type: 'audio/mpeg', length: 1, title: 'A title', duration: 1 },
      { url: 'https://example.org/b', type: undefined, length: undefined, title: undefined, duration: undefined },
    ],
    language: 'en',
  };
}
