import { html } from 'hono/html';
import type { ErrorPage, PageSite } from '../../model/page.ts';
import { wordsFor } from '../words.ts';
import { layout } from './layout.ts';
import { searchForm } from './search.ts';

/** The page of an error: what happened, in the reader's words and as programs are told it, and the way on. */
export function errorPage(site: PageSite, { status, message, query }: ErrorPage): string {
  const words = wordsFor(site.language);
  const said = words.errors[status];
  return layout({
    site,
    title: `${status} ${words.error}`,
    description: undefined,
    canonical: undefined,
    feeds: [],
    isUnlisted: true,
    searches: query !== undefined,
    body: html`<h1>${status} ${words.error}</h1>
${said !== undefined && html`<p class="lead">${said}</p>\n`}<p lang="en">${message}</p>
${query === undefined ? html`<p><a class="button" href="${site.home}">${words.home}</a></p>` : searchForm(site, query)}`,
  });
}
