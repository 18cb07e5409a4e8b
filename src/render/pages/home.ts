import { html } from 'hono/html';
import type { FeedListing } from '../../model/feed.ts';
import type { HomePage, PageSite } from '../../model/page.ts';
import type { ListedKind } from '../../model/scope.ts';
import { wordsFor } from '../words.ts';
import { chart } from './chart.ts';
import { byDay } from './entries.ts';
import { feedLinks, kindSection, scopeList } from './feed-links.ts';
import { layout } from './layout.ts';

/** The home page: what is new, day by day, and the ways to everything else. */
export function homePage(site: PageSite, page: HomePage): string {
  const { entries, merged, sources, hasMoreSources, categories, publishers } = page;
  const words = wordsFor(site.language);
  const section = (kind: ListedKind, feeds: readonly FeedListing[], hasMore?: boolean) =>
    kindSection(site, words, kind, feeds, scopeList, hasMore);
  return layout({
    site,
    title: site.title,
    description: site.subtitle,
    canonical: site.home,
    feeds: [{ title: site.title, formats: merged.formats }],
    body: html`<div class="intro">
<h1 dir="auto">${site.title}</h1>
${site.subtitle !== undefined && html`<p class="lead" dir="auto">${site.subtitle}</p>\n`}<p class="offer"><a class="button" href="${site.subscribe}">${words.subscribe}</a> ${feedLinks(merged)}</p>
</div>
<div class="columns">
<div class="stream">
${entries.length === 0 ? html`<p>${words.nothingYet}</p>` : byDay(site, entries)}</div>
<aside aria-label="${words.menu}">
${page.chart && chart(site.language, page.chart)}${section('source', sources, hasMoreSources)}${section('category', categories)}${section('publisher', publishers)}<section id="json-feed">
<h2>${words.programs}</h2>
<p>${words.extension}</p>
</section>
</aside>
</div>`,
  });
}
