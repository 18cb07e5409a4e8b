import { html } from 'hono/html';
import type { ListPage, PageSite } from '../../model/page.ts';
import { wordsFor } from '../words.ts';
import { feedList } from './feed-links.ts';
import { layout } from './layout.ts';

/** The page of all sources, categories or publishers, or of a part of them. */
export function listPage(site: PageSite, { kind, address, feeds, first, next }: ListPage): string {
  const words = wordsFor(site.language);
  const title = words.kinds[kind];
  return layout({
    site,
    title,
    description: words.all(title),
    canonical: address,
    feeds: [],
    // Beyond the end there is no end of addresses.
    isUnlisted: feeds.length === 0,
    body: html`<h1>${title}</h1>
${feeds.length === 0 ? html`<p>${words.nothingYet}</p>` : feedList(feeds)}
${
  (first !== undefined || next !== undefined) &&
  html`<nav class="beside" aria-label="${words.all(title)}">
${first !== undefined && html`<a href="${first}">${words.first}</a>\n`}${next !== undefined && html`<a rel="next" href="${next}">${words.next}</a>\n`}</nav>`
}`,
  });
}
