import { html } from 'hono/html';
import { type FeedListing, type Format, formatFacts, formatNames } from '../../model/feed.ts';
import type { PageSite } from '../../model/page.ts';
import type { ListedKind } from '../../model/scope.ts';
import type { Words } from '../words.ts';
import type { Markup } from './layout.ts';

/** Readers that take an address in theirs. */
const readers: readonly { readonly name: string; readonly add: (feed: string) => string }[] = [
  { name: 'Feedly', add: feed => `https://feedly.com/i/subscription/feed%2F${encodeURIComponent(feed)}` },
  { name: 'Inoreader', add: feed => `https://www.inoreader.com/?add_feed=${encodeURIComponent(feed)}` },
  { name: 'NewsBlur', add: feed => `https://www.newsblur.com/?url=${encodeURIComponent(feed)}` },
  { name: 'The Old Reader', add: feed => `https://theoldreader.com/feeds/subscribe?url=${encodeURIComponent(feed)}` },
];

type Named = Pick<FeedListing, 'title' | 'formats'>;

/** One feed's addresses, to click. The label says which feed, for those who do not see its neighbours. */
export function feedLinks({ title, formats }: Named): Markup {
  const link = (format: Format) => {
    const { name, mediaType } = formatFacts[format];
    return html`<a href="${formats[format]}" type="${mediaType}" aria-label="${title} ${name}">${name}</a>`;
  };
  // Spaces, for whoever sees no style sheet.
  return html`<span class="formats">${formatNames.map((format, index) => html`${index > 0 && ' '}${link(format)}`)}</span>`;
}

/** One feed's addresses, to copy, and the readers that take it at a click. It needs no script: a click selects all of one. */
export function feedAddresses(words: Words, { title, formats }: Named): Markup {
  const address = (format: Format) =>
    html`<div><dt>${formatFacts[format].name}</dt><dd><code>${formats[format]}</code></dd></div>\n`;
  const reader = ({ name, add }: (typeof readers)[number]) =>
    html`<li><a href="${add(formats.atom)}" rel="noopener" aria-label="${title} ${name}">${name}</a></li>\n`;
  return html`<dl class="addresses">
${formatNames.map(address)}</dl>
<p class="label">${words.readers}</p>
<ul class="inline">
<li><a href="feed:${formats.atom}" aria-label="${title} ${words.ownReader}">${words.ownReader}</a></li>
${readers.map(reader)}</ul>
`;
}

/** The same folded away behind its formats. */
export function foldedFeed(words: Words, listing: Named): Markup {
  return html`<details class="subscribe">
<summary>${words.subscribeTo}</summary>
${feedAddresses(words, listing)}</details>
`;
}

/** A list of feeds: their pages, their numbers of entries, their formats. */
export function feedList(feeds: readonly FeedListing[]): Markup {
  const row = ({ page, title, count, formats }: FeedListing) =>
    html`<li><span class="name"><a href="${page}" dir="auto">${title}</a>${counted(count)}</span> ${feedLinks({ title, formats })}</li>\n`;
  return html`<ul class="feeds">
${feeds.map(row)}</ul>`;
}

/** A list of scopes to look at. */
export function scopeList(feeds: readonly FeedListing[]): Markup {
  const row = ({ page, title, count }: FeedListing) =>
    html`<li><a href="${page}" dir="auto">${title}</a>${counted(count)}</li>\n`;
  return html`<ul class="scopes">
${feeds.map(row)}</ul>`;
}

function counted(count: number | undefined): Markup | undefined {
  return count === undefined ? undefined : html` <span class="count">${count}</span>`;
}

/** What there is of a kind, as one of the lists above, and the way to the others, where there may be some; nothing where there is none. */
export function kindSection(
  site: PageSite,
  words: Words,
  kind: ListedKind,
  feeds: readonly FeedListing[],
  list: (feeds: readonly FeedListing[]) => Markup,
  hasMore = true,
): Markup | undefined {
  if (feeds.length === 0) return undefined;
  return html`<section>
<h2>${words.kinds[kind]}</h2>
${list(feeds)}
${hasMore && wayToAll(site, words, kind)}</section>
`;
}

/** The way to the page that lists all of a kind. */
export function wayToAll(site: PageSite, words: Words, kind: ListedKind): Markup {
  return html`<p class="more"><a href="${site.lists[kind]}">${words.all(words.kinds[kind])}</a></p>\n`;
}
