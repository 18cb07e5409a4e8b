import { html } from 'hono/html';
import { spotting } from '../../model/occurrences.ts';
import type { PageSite, ScopePage } from '../../model/page.ts';
import { wordsFor } from '../words.ts';
import { entryList } from './entries.ts';
import { feedLinks, foldedFeed } from './feed-links.ts';
import { layout } from './layout.ts';
import { searchForm } from './search.ts';

/** The page of a scope: its feeds and its newest entries, each leading to our own page of it. */
export function scopePage(site: PageSite, { name, feed, count, listing }: ScopePage): string {
  const words = wordsFor(site.language);
  const { scope, title, subtitle, entries } = feed;
  const search = scope.kind === 'search' ? scope : undefined;
  const none = search === undefined ? words.nothingYet : words.nothingFound;
  const known = count === undefined ? '' : words.articles(count);
  const shown = count === undefined || count > entries.length ? words.newest(entries.length) : '';
  const numbers = [known, shown].filter(text => text !== '').join(words.comma);
  return layout({
    site,
    title,
    description: subtitle ?? `${words.kinds[scope.kind]}${words.comma}${name}`,
    canonical: listing.page,
    feeds: [{ title, formats: listing.formats }],
    searches: search !== undefined,
    // Nothing leads to a category that was renamed but old bookmarks.
    isUnlisted: search !== undefined || entries.length === 0,
    body: html`<p class="kind">${words.kinds[scope.kind]}</p>
<h1 dir="auto"${site.contentLanguage !== site.language && html` lang="${feed.language}"`}>${name}</h1>
${search && searchForm(site, search.query)}<p class="offer">${entries.length > 0 && html`<span class="facts">${numbers}</span> `}${feedLinks({ title, formats: listing.formats })}</p>
${foldedFeed(words, { title, formats: listing.formats })}
${entries.length === 0 ? html`<p>${none}</p>` : entryList(site, entries, search && spotting(search.query))}`,
  });
}
