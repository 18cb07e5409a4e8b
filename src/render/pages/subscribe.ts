import { html } from 'hono/html';
import type { FeedListing } from '../../model/feed.ts';
import type { PageSite, SubscribePage } from '../../model/page.ts';
import { type Words, wordsFor } from '../words.ts';
import { feedAddresses, feedLinks, feedList, foldedFeed, kindSection, wayToAll } from './feed-links.ts';
import { layout, type Markup } from './layout.ts';

/** The page on which a reader takes what it wants: addresses to copy, readers to open, the list of all feeds. */
export function subscribePage(
  site: PageSite,
  { merged, sources, hasMoreSources, categories, publishers }: SubscribePage,
): string {
  const words = wordsFor(site.language);
  return layout({
    site,
    title: words.subscribe,
    description: words.subscribeHelp,
    canonical: site.subscribe,
    feeds: [merged, ...sources],
    body: html`<h1>${words.subscribe}</h1>
<p class="lead">${words.subscribeHelp}</p>
<section>
<h2>${words.kinds.all}</h2>
${feedAddresses(words, merged)}<p><a class="button" href="${site.opml}">${words.allFeeds}</a></p>
</section>
${sources.length > 0 && html`<section>\n<h2>${words.kinds.source}</h2>\n${sources.map(each => sourceFeed(words, each))}${hasMoreSources && wayToAll(site, words, 'source')}</section>\n`}${kindSection(site, words, 'category', categories, feedList)}${kindSection(site, words, 'publisher', publishers, feedList)}${
  site.live &&
  html`<section>
<h2>${words.kinds.search}</h2>
<p>${words.searchFeedHelp} <a href="${site.live.search}">${words.kinds.search}</a></p>
</section>
`
}`,
  });
}

function sourceFeed(words: Words, feed: FeedListing): Markup {
  return html`<div class="feed">
<h3><a href="${feed.page}" dir="auto">${feed.title}</a></h3> ${feedLinks(feed)}
${foldedFeed(words, feed)}</div>
`;
}
