import { html } from 'hono/html';
import type { FeedListing } from '../../model/feed.ts';
import type { PageSite } from '../../model/page.ts';
import type { ScopeKind } from '../../model/scope.ts';
import { wordsFor } from '../words.ts';
import { feedLinks } from './feed-links.ts';
import { layout, type Markup } from './layout.ts';

const kinds: readonly ScopeKind[] = ['all', 'source', 'category', 'publisher'];

/** The home page: every feed, by kind. Within a kind the given order stays. */
export function homePage(site: PageSite, feeds: readonly FeedListing[]): string {
  const words = wordsFor(site.language);
  const merged = feeds.filter(({ scope }) => scope.kind === 'all');
  return layout({
    site,
    title: site.title,
    description: site.subtitle,
    canonical: site.home,
    feeds: merged.map(({ formats }) => ({ title: site.title, formats })),
    body: html`<h1>${site.title}</h1>
${site.subtitle && html`<p class="lead">${site.subtitle}</p>`}
${kinds.map(kind => section(site, kind, feeds))}
<section id="json-feed">
<h2>${words.programs}</h2>
<p>${words.extension}</p>
</section>`,
  });
}

function section(site: PageSite, kind: ScopeKind, feeds: readonly FeedListing[]): Markup | undefined {
  const listed = feeds.filter(({ scope }) => scope.kind === kind);
  if (listed.length === 0) return undefined;
  return html`<section>
<h2>${wordsFor(site.language).kinds[kind]}</h2>
<ul class="feeds">
${listed.map(feed => row(site, feed))}</ul>
</section>
`;
}

function row({ home }: PageSite, feed: FeedListing): Markup {
  // The merged feed's page is this one: a link would lead nowhere.
  const name = feed.page === home ? feed.title : html`<a href="${feed.page}">${feed.title}</a>`;
  const count = feed.count !== undefined && html` <span class="count">${feed.count}</span>`;
  return html`<li><span class="name">${name}${count}</span> ${feedLinks(feed)}</li>\n`;
}
