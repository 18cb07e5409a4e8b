/** The frame of every page: one head, one header, one footer. Pages hold no inline style and run no script, so that a strict CSP fits. */
import { html } from 'hono/html';
import { type FeedListing, formatFacts, formatNames } from '../../model/feed.ts';
import type { PageSite } from '../../model/page.ts';
import { type Words, wordsFor } from '../words.ts';
import { headerSearch } from './search.ts';

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
  /** What else stands in the head. */
  readonly head?: Markup | undefined;
  /** Open Graph's type and picture, where they are not those of any page. */
  readonly preview?: { readonly type: 'article'; readonly image: string | undefined; readonly address: string };
  /** Whether the page has a search form of its own. */
  readonly searches?: boolean;
  /** Not for search engines: what a search finds, errors. */
  readonly isUnlisted?: boolean;
  readonly body: Markup;
};

/** A whole page as HTML text. */
export function layout(page: Page): string {
  const { site, title, description, canonical, feeds, head, searches = false, isUnlisted = false, body } = page;
  const words = wordsFor(site.language);
  // String(): hono's template is a promise only when a child is one, and none of ours is.
  return String(html`<!doctype html>
<html lang="${site.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${isUnlisted && html`<meta name="robots" content="noindex">\n`}<title>${title.endsWith(site.title) ? title : `${title} - ${site.title}`}</title>
${description !== undefined && html`<meta name="description" content="${description}">\n`}${canonical !== undefined && html`<link rel="canonical" href="${canonical}">\n`}${canonical !== undefined && previewOf(page)}${feeds.flatMap(autodiscovery)}<link rel="icon" type="image/svg+xml" href="${site.icon}">
<link rel="stylesheet" href="${site.stylesheet}">
${head}</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="site">
<div class="bar">
<a class="brand" href="${site.home}" dir="auto"${site.contentLanguage !== site.language && html` lang="${site.contentLanguage}"`}>${site.title}</a>
${navigation(site, words, canonical)}${!searches && headerSearch(site)}</div>
</header>
<main id="main" tabindex="-1">
${body}
</main>
${footer(site, words)}</body>
</html>
`);
}

function navigation({ lists, subscribe }: PageSite, { kinds, menu, subscribe: name }: Words, here: string | undefined) {
  const link = (href: string, text: string) =>
    html`<li><a href="${href}"${href === here && html` aria-current="page"`}>${text}</a></li>\n`;
  return html`<nav aria-label="${menu}">
<ul>
${link(lists.source, kinds.source)}${link(lists.category, kinds.category)}${link(lists.publisher, kinds.publisher)}${link(subscribe, name)}</ul>
</nav>
`;
}

function footer({ home, subscribe, opml, live }: PageSite, words: Words): Markup {
  return html`<footer class="site">
<ul class="inline">
<li><a href="${home}">${words.home}</a></li>
<li><a href="${subscribe}">${words.subscribe}</a></li>
<li><a href="${opml}">${words.allFeeds}</a></li>
${live && html`<li><a href="${live.status}">${words.status}</a></li>\n`}</ul>
</footer>
`;
}

/** ogp.me: what a link to the page looks like where it is passed on. */
function previewOf({ site, title, description, canonical, preview }: Page): Markup {
  const { type = 'website', image, address = canonical } = preview ?? {};
  const property = (name: string, content: string | undefined) =>
    content !== undefined && html`<meta property="og:${name}" content="${content}">\n`;
  return html`${property('type', type)}${property('title', title)}${property('site_name', site.title)}${property('url', address)}${property('description', description)}${property('image', image)}${property('locale', site.contentLanguage.replace('-', '_'))}`;
}

/** rssboard.org/rss-autodiscovery, the same for all formats. */
function autodiscovery({ title, formats }: Pick<FeedListing, 'title' | 'formats'>): Markup[] {
  return formatNames.map(format => {
    const { name, mediaType } = formatFacts[format];
    return html`<link rel="alternate" type="${mediaType}" title="${title} (${name})" href="${formats[format]}">\n`;
  });
}
