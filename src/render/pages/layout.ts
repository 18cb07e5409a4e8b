/** The frame of every page: one head, one header, one footer. Pages hold no inline style or script, so that a strict CSP fits. */
import { html } from 'hono/html';
import type { FeedListing } from '../../model/feed.ts';
import type { PageSite } from '../../model/page.ts';
import { mediaTypes } from '../media-types.ts';
import { wordsFor } from '../words.ts';
import { formatNames } from './feed-links.ts';

export type Markup = ReturnType<typeof html>;

export type Page = {
  readonly site: PageSite;
  readonly title: string;
  /** For search engines and previews; plain text. */
  readonly description: string | undefined;
  /** The preferred address of what the page shows (RFC 6596); absent for an error. */
  readonly canonical: string | undefined;
  /** Offered to feed readers (autodiscovery), in this order. */
  readonly feeds: readonly Pick<FeedListing, 'title' | 'formats'>[];
  readonly body: Markup;
};

/** A whole page as HTML text. */
export function layout({ site, title, description, canonical, feeds, body }: Page): string {
  const words = wordsFor(site.language);
  // String(): hono's template is a promise only when a child is one, and none of ours is.
  return String(html`<!doctype html>
<html lang="${site.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title.endsWith(site.title) ? title : `${title} - ${site.title}`}</title>
${description && html`<meta name="description" content="${description}">\n`}${canonical && html`<link rel="canonical" href="${canonical}">\n`}${feeds.flatMap(autodiscovery)}<link rel="stylesheet" href="${site.stylesheet}">
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="site"><a href="${site.home}">${site.title}</a></header>
<main id="main">
${body}
</main>
<footer class="site"><a href="${site.home}">${words.home}</a> <a href="${site.opml}">${words.allFeeds}</a></footer>
</body>
</html>
`);
}

/** rssboard.org/rss-autodiscovery, the same for all formats. */
function autodiscovery({ title, formats }: Pick<FeedListing, 'title' | 'formats'>): Markup[] {
  return formatNames.map(
    ({ format, name }) =>
      html`<link rel="alternate" type="${mediaTypes[format]}" title="${title} (${name})" href="${formats[format]}">\n`,
  );
}
