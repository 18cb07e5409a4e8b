import { html } from 'hono/html';
import type { Entry } from '../../model/entry.ts';
import type { Feed, Links } from '../../model/feed.ts';
import type { PageSite } from '../../model/page.ts';
import { wordsFor } from '../words.ts';
import { time } from './date.ts';
import { feedLinks } from './feed-links.ts';
import { layout, type Markup } from './layout.ts';
import { searchForm } from './search.ts';

/** The page of a scope: its feeds and its newest entries, each leading to our own page of it. */
export function scopePage(site: PageSite, feed: Feed, links: Links): string {
  const words = wordsFor(site.language);
  const { title, subtitle } = feed;
  const listing = { title, formats: links.formats };
  const entries = feed.entries.map(entry => row(entry, site, links));
  const search = feed.scope.kind === 'search' ? feed.scope : undefined;
  const none = search === undefined ? words.nothingYet : words.nothingFound;
  return layout({
    site,
    title,
    description: subtitle,
    canonical: links.page,
    feeds: [listing],
    body: html`<h1>${title}</h1>
${subtitle && html`<p class="lead">${subtitle}</p>`}
${search && searchForm(site, search.query)}<p class="subscribe">${words.subscribe} ${feedLinks(listing)}</p>
${entries.length === 0 ? html`<p>${none}</p>` : html`<ol class="entries">\n${entries}</ol>`}`,
  });
}

function row(entry: Entry, site: PageSite, links: Links): Markup {
  const lang = entry.language === site.language ? '' : html` lang="${entry.language}"`;
  return html`<li${lang}>
<h2><a href="${links.entry(entry)}">${entry.title}</a></h2>
<p class="facts">${time(entry.published, site.timeZone)}${entry.publisher && html` <span>${entry.publisher}</span>`}</p>
${entry.summary && html`<p>${entry.summary}</p>\n`}</li>
`;
}
