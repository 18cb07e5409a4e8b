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
    canonical: site.live?.search,
    feeds: [],
    searches: true,
    body: html`<h1>${title}</h1>\n${searchForm(site, '')}`,
  });
}

/** A query, to write or to change. It needs no script: the answer is a page of its own. */
export function searchForm(site: PageSite, query: string): Markup | undefined {
  const { searchHelp } = wordsFor(site.language);
  return form(site, query, html`<p class="facts" id="search-help">${searchHelp}</p>\n`);
}

/** The form in the head of every page that has none of its own. */
export function headerSearch(site: PageSite): Markup | undefined {
  return form(site, '', undefined);
}

/** None where nothing answers. */
function form({ live, language }: PageSite, query: string, help: Markup | undefined): Markup | undefined {
  if (live === undefined) return undefined;
  const { kinds } = wordsFor(language);
  return html`<form class="search" role="search" action="${live.searchForm}">
<input type="search" name="q" value="${query}" dir="auto" maxlength="200" required aria-label="${kinds.search}"${help && html` aria-describedby="search-help"`}>
<button>${kinds.search}</button>
${help}</form>
`;
}
