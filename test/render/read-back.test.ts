import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/model/entry.ts';
import { type Feed, type Links, sourceOf } from '../../src/model/feed.ts';
import { atom } from '../../src/render/atom.ts';
import { json } from '../../src/render/json.ts';
import { rss } from '../../src/render/rss.ts';
import { clean } from '../../src/render/text.ts';
import { anyFeed, base, linksOf, textOf } from './samples.ts';

const runs = { numRuns: 150 };

/** Milliseconds for a slow machine. */
const patient = { timeout: 30_000 };
const said = (text: string | undefined) => (text === undefined ? undefined : clean(text));
const iso = (date: string | number | undefined) => (date === undefined ? undefined : new Date(date).toISOString());
const asHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const ownLanguage = (entry: Entry, feed: Feed) => (entry.language === feed.language ? undefined : entry.language);

/** A list as feedsmith gives it: absent when empty. */
const list = <T>(items: readonly T[]) => (items.length === 0 ? undefined : items);

/** What comes with an entry, as links of it. */
const enclosed = ({ enclosures = [] }: Entry) =>
  enclosures.map(({ url, type, length, title }) => ({
    rel: 'enclosure',
    href: url,
    type,
    length,
    title: said(title),
  }));

/** Who else tells an entry's story: where, and with which words. */
const alsoOf = (entry: Entry, feed: Feed, links: Links) =>
  (feed.also.get(entry.id) ?? []).map(told => {
    const { id, title } = sourceOf(feed, told);
    return { id: told.id, url: told.link ?? links.entry(told), title: clean(told.title), source: { id, title } };
  });
const related = (entry: Entry, feed: Feed, links: Links) =>
  alsoOf(entry, feed, links).map(({ url, title, source }) => {
    return { rel: 'related', type: 'text/html', href: url, title: `${source.title}: ${title}` };
  });

describe('an independent reader finds every fact of any feed', () => {
  test('in RSS', patient, () => {
    const links = linksOf('rss');
    const roundTrip = (feed: Feed) => {
      const read = parseRssFeed(textOf(rss(feed, links)));
      expect({ title: read.title, language: read.language, ttl: read.ttl }).toEqual({
        title: clean(feed.title),
        language: feed.language,
        ttl: 15,
      });
      expect(read.description).toBe(clean(feed.subtitle ?? feed.title));
      expect(read.items ?? []).toHaveLength(feed.entries.length);
      feed.entries.forEach((entry, index) => {
        const item = read.items?.[index];
        expect({
          id: item?.guid,
          title: item?.title,
          link: item?.link,
          published: item?.pubDate && Date.parse(item.pubDate),
          updated: iso(item?.atom?.updated),
          authors: item?.dc?.creators,
          editor: item?.dc?.contributors,
          publisher: item?.dc?.publishers,
          language: item?.dc?.languages,
          categories: item?.categories,
          summary: item?.description,
          content: item?.content?.encoded,
          image: item?.media?.contents?.map(({ url, type }) => ({ url, type })),
          thumbnail: item?.media?.thumbnails?.map(({ url }) => url),
          source: item?.source,
          links: item?.atom?.links,
          enclosures: item?.enclosures,
          duration: item?.itunes?.duration,
          cover: item?.itunes?.image,
        }).toEqual({
          id: { value: entry.id, isPermaLink: false },
          title: clean(entry.title),
          link: entry.link ?? links.entry(entry),
          // RFC 822 knows no milliseconds.
          published: Math.floor(entry.published / 1000) * 1000,
          updated: entry.updated === entry.published ? undefined : iso(entry.updated),
          authors: list(entry.authors.map(clean)),
          editor: entry.editor && [clean(entry.editor)],
          publisher: entry.publisher && [clean(entry.publisher)],
          language: ownLanguage(entry, feed) && [entry.language],
          categories: list(
            entry.categories.map(({ label }) => ({ name: clean(label), domain: `${base}/categories/` })),
          ),
          summary: entry.summary && asHtml(clean(entry.summary)),
          content: said(entry.content),
          image: entry.enclosures ? undefined : entry.image && [{ ...entry.image }],
          thumbnail: entry.enclosures && entry.image && [entry.image.url],
          source: {
            title: sourceOf(feed, entry).title,
            url: sourceOf(feed, entry).upstream ?? `${base}/sources/${entry.source}/rss.xml`,
          },
          // RSS has room for one; the others are links.
          links: list([...enclosed(entry).slice(1), ...related(entry, feed, links)]),
          enclosures: entry.enclosures?.slice(0, 1).map(({ url, type, length }) => {
            return { url, type: type ?? 'application/octet-stream', length: length ?? 0 };
          }),
          duration: entry.enclosures?.[0]?.duration,
          cover: entry.enclosures && entry.image?.url,
        });
      });
    };
    fc.assert(fc.property(anyFeed, roundTrip), runs);
  });

  test('in Atom', patient, () => {
    const links = linksOf('atom');
    const roundTrip = (feed: Feed) => {
      const read = parseAtomFeed(textOf(atom(feed, links)));
      expect({ title: read.title?.value, subtitle: read.subtitle?.value, language: read.xml?.lang }).toEqual({
        title: clean(feed.title),
        subtitle: said(feed.subtitle),
        language: feed.language,
      });
      expect(iso(read.updated)).toBe(iso(feed.updated ?? 0));
      expect(read.entries ?? []).toHaveLength(feed.entries.length);
      feed.entries.forEach((entry, index) => {
        const item = read.entries?.[index];
        const source = sourceOf(feed, entry);
        expect({
          id: item?.id,
          title: item?.title,
          links: item?.links,
          published: iso(item?.published),
          updated: iso(item?.updated),
          authors: item?.authors,
          editor: item?.contributors,
          publisher: item?.dc?.publishers,
          language: item?.xml?.lang,
          categories: item?.categories,
          summary: item?.summary,
          content: item?.content,
          image: item?.media?.contents?.map(({ url, type }) => ({ url, type })),
          thumbnail: item?.media?.thumbnails?.map(({ url }) => url),
          source: item?.source?.title?.value,
          sourceLinks: item?.source?.links?.map(({ rel, href }) => [rel, href]),
        }).toEqual({
          id: entry.id,
          title: { value: clean(entry.title), type: 'text' },
          links: [
            { href: entry.link ?? links.entry(entry), rel: 'alternate' },
            ...enclosed(entry),
            ...related(entry, feed, links),
          ],
          published: iso(entry.published),
          updated: iso(entry.updated),
          authors: (list(entry.authors) ?? [entry.publisher ?? source.title]).map(name => ({ name: clean(name) })),
          editor: entry.editor && [{ name: clean(entry.editor) }],
          publisher: entry.publisher && [clean(entry.publisher)],
          language: ownLanguage(entry, feed),
          categories: list(
            entry.categories.map(({ term, label }) => ({
              term: clean(term),
              label: clean(label),
              scheme: `${base}/categories/`,
            })),
          ),
          summary: entry.summary && { value: clean(entry.summary), type: 'text' },
          content: entry.content && { value: clean(entry.content), type: 'html' },
          image: entry.enclosures ? undefined : entry.image && [{ ...entry.image }],
          thumbnail: entry.enclosures && entry.image && [entry.image.url],
          source: source.title,
          sourceLinks: [
            ['self', `${base}/sources/${source.id}/atom.xml`],
            ['alternate', source.home],
            ['via', source.upstream],
          ].filter(([, href]) => href !== undefined),
        });
      });
    };
    fc.assert(fc.property(anyFeed, roundTrip), runs);
  });

  test('in JSON Feed', patient, () => {
    const links = linksOf('json');
    const roundTrip = (feed: Feed) => {
      const text = textOf(json(feed, links));
      const read = parseJsonFeed(text);
      const extensions: readonly { readonly _huiliu: unknown }[] = JSON.parse(text).items;
      expect({ title: read.title, subtitle: read.description, language: read.language }).toEqual({
        title: clean(feed.title),
        subtitle: said(feed.subtitle),
        language: feed.language,
      });
      expect(read.items ?? []).toHaveLength(feed.entries.length);
      feed.entries.forEach((entry, index) => {
        const item = read.items?.[index];
        const source = sourceOf(feed, entry);
        expect({ ...item, date_published: iso(item?.date_published), date_modified: iso(item?.date_modified) }).toEqual(
          {
            id: entry.id,
            url: entry.link ?? links.entry(entry),
            title: clean(entry.title),
            content_html: said(entry.content),
            content_text: entry.content === undefined ? clean(entry.summary ?? entry.title) : undefined,
            summary: said(entry.summary),
            image: entry.image?.url,
            date_published: iso(entry.published),
            date_modified: iso(entry.updated),
            authors: list(entry.authors.map(name => ({ name: clean(name) }))),
            tags: list(entry.categories.map(({ label }) => clean(label))),
            attachments: entry.enclosures?.map(({ url, type, length, title, duration }) => ({
              url,
              mime_type: type ?? 'application/octet-stream',
              title: said(title),
              size_in_bytes: length,
              duration_in_seconds: duration,
            })),
            language: ownLanguage(entry, feed),
          },
        );
        expect(extensions[index]?._huiliu).toEqual({
          about: `${base}/#json-feed`,
          source: {
            id: source.id,
            title: source.title,
            home_page_url: source.home,
            feed_url: `${base}/sources/${source.id}/feed.json`,
            upstream_url: source.upstream,
          },
          publisher: said(entry.publisher),
          editor: said(entry.editor),
          categories: entry.categories.some(({ term, label }) => term !== label)
            ? entry.categories.map(({ term, label }) => ({ term: clean(term), label: clean(label) }))
            : undefined,
          also: list(alsoOf(entry, feed, links)),
        });
      });
    };
    fc.assert(fc.property(anyFeed, roundTrip), runs);
  });
});
