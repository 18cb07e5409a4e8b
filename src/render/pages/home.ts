import { html } from 'hono/html';
import type { HomePage, PageSite } from '../../model/page.ts';
import type { ListedKind } from '../../model/scope.ts';
import { type Words, wordsFor } from '../words.ts';
import { chart } from './chart.ts';
import { byDay } from './entries.ts';
import { feedLinks, scopeList, wayToAll } from './feed-links.ts';
import { layout, type Markup } from './layout.ts';

/** The home page: what is new, day by day, and the ways to everything else. */
export function homePage(site: PageSite, page: HomePage): string {
  const { entries, merged, sources, hasMoreSources, categories, publishers } = page;
  const words = wordsFor(site.language);
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
${page.chart && html`<section>\n<h2>${words.perDay}</h2>\n${chart(site.language, page.chart)}</section>\n`}${section(site, words, 'source', sources, hasMoreSources)}${section(site, words, 'category', categories)}${section(site, words, 'publisher', publishers)}<section id="json-feed">
<h2>${words.programs}</h2>
<p>${words.extension}</p>
</section>
</aside>
</div>`,
  });
}

function section(
  site: PageSite,
  words: Words,
  kind: ListedKind,
  feeds: HomePage['sources'],
  hasMore = true,
): Markup | undefined {
  if (feeds.length === 0) return undefined;
  const name = words.kinds[kind];
  return html`<section>
<h2>${name}</h2>
${scopeList(feeds)}
${hasMore && wayToAll(site, words, kind)}</section>
`;
}
