import { html } from 'hono/html';
import type { ErrorPage, PageSite } from '../../model/page.ts';
import { wordsFor } from '../words.ts';
import { layout } from './layout.ts';

/** The page of an error: what happened, and the way home. */
export function errorPage(site: PageSite, { status, message }: ErrorPage): string {
  const words = wordsFor(site.language);
  return layout({
    site,
    title: `${status} ${words.error}`,
    description: undefined,
    canonical: undefined,
    feeds: [],
    body: html`<h1>${status} ${words.error}</h1>
<p class="lead">${message}</p>
<p><a href="${site.home}">${words.home}</a></p>`,
  });
}
