import { html } from 'hono/html';
import type { PageSite } from '../../model/page.ts';
import { wordsFor } from '../words.ts';
import { layout, type Markup } from './layout.ts';

/** The page on which a search begins. */
export function searchPage(site: PageSite): string {
  const title = wordsFor(site.language).kinds.search;
  return layout({
    site,
    title,
    description: undefined,
    canonical: site.search,
    feeds: [],
    body: html`<h1>${title}</h1>\n${searchForm(site, '')}`,
  });
}

/** A query, to write or to change. It needs no script: the answer is a page of its own. */
export function searchForm(site: PageSite, query: string): Markup {
  const { kinds, searchHelp } = wordsFor(site.language);
  return html`<form class="search" role="search" action="${site.search}">
<input type="search" name="q" value="${query}" maxlength="200" required aria-label="${kinds.search}" aria-describedby="search-help">
<button>${kinds.search}</button>
<p class="facts" id="search-help">${searchHelp}</p>
</form>
`;
}
