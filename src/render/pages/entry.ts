import { html, raw } from 'hono/html';
import type { FeedListing } from '../../model/feed.ts';
import type { EntryPage, PageSite } from '../../model/page.ts';
import { type Scope, scopeKey, scopeName } from '../../model/scope.ts';
import type { Neighbour } from '../../model/store.ts';
import { type Words, wordsFor } from '../words.ts';
import { entryTime } from './date.ts';
import { enclosureList } from './enclosures.ts';
import { language } from './entries.ts';
import { feedLinks } from './feed-links.ts';
import { layout, type Markup } from './layout.ts';
import { newsArticle } from './news-article.ts';

/** The page of an entry: the permalink of what has no address of its own, a quiet place to read for the rest. */
export function entryPage(site: PageSite, page: EntryPage): string {
  const { entry, address, feeds } = page;
  const words = wordsFor(site.language);
  return layout({
    site,
    title: entry.title,
    description: entry.summary,
    canonical: entry.link ?? address,
    feeds,
    preview: { type: 'article', image: entry.image?.url, address },
    head: newsArticle(site, page),
    body: html`<article class="reading" lang="${entry.language}">
<header>
<h1 dir="auto">${entry.title}</h1>
${facts(site, page, words)}
</header>
<div class="content" dir="auto">
${entry.content === undefined ? html`<p>${entry.summary ?? words.noContent}</p>` : raw(readable(entry.content))}
</div>
${entry.enclosures !== undefined && enclosureList(entry.enclosures, words, site.language)}${entry.link !== undefined && html`<p class="original" lang="${site.language}"><a class="button" href="${entry.link}" rel="noopener">${words.original}</a></p>\n`}</article>
<div class="after">
${tellers(site, page, words)}${besides(site, page, words)}${feeds.length > 0 && subscribe(words, feeds)}</div>`,
  });
}

/**
 * Pictures hold nothing up, and tables that are wider than the column can be scrolled by keyboard. Without
 * quotation marks: what looks like an element within the value of an attribute stays a part of it.
 */
function readable(content: string): string {
  return content.replaceAll('<img ', '<img decoding=async ').replaceAll('<table', '<table tabindex=0');
}

/** Labels are the site's words, names are the article's. */
function facts(site: PageSite, { entry, source, feeds }: EntryPage, words: Words): Markup {
  const { authors, categories, editor, published, publisher, updated } = entry;
  const topics = categories.map(({ term, label }) => linked(label, { kind: 'category', key: scopeKey(term) }, feeds));
  return html`<dl class="facts" lang="${site.language}">
${fact(words.published, entryTime(entry, published, site))}
${updated !== published && fact(words.updated, entryTime(entry, updated, site))}
${publisher !== undefined && fact(words.publisher, linked(publisher, { kind: 'publisher', key: scopeKey(publisher) }, feeds))}
${authors.length > 0 && fact(words.author, joined(words, authors.map(named)))}
${editor !== undefined && fact(words.editor, named(editor))}
${fact(words.source, linked(source.title, { kind: 'source', key: source.id }, feeds))}
${categories.length > 0 && fact(words.categories, joined(words, topics))}
</dl>`;
}

/** Who else tells the story. */
function tellers(site: PageSite, { also, entry }: EntryPage, words: Words): Markup | undefined {
  if (also.length === 0) return undefined;
  const row = ({ title, source, address }: EntryPage['also'][number]) =>
    html`<li><span class="label" dir="auto">${source.title}</span> <a href="${address}" dir="auto"${language(site, entry)}>${title}</a></li>\n`;
  return html`<section class="also" aria-labelledby="also">
<h2 id="also">${words.also}</h2>
<ul>
${also.map(row)}</ul>
</section>
`;
}

function fact(label: string, value: Markup): Markup {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function joined({ comma }: Words, items: readonly Markup[]): Markup {
  return html`${items.map((item, index) => html`${index > 0 && comma}${item}`)}`;
}

/** A name that leads to its page, where there is one. */
function linked(name: string, scope: Scope, feeds: readonly FeedListing[]): Markup {
  const feed = feeds.find(feed => scopeName(feed.scope) === scopeName(scope));
  return feed === undefined ? named(name) : html`<a href="${feed.page}" dir="auto">${name}</a>`;
}

/** A name in a line of our words: written from right to left, it turns nothing around it. */
function named(name: string): Markup {
  return html`<bdi>${name}</bdi>`;
}

/** The entries before and after it in its source. */
function besides(site: PageSite, { newer, older }: EntryPage, words: Words): Markup | undefined {
  if (newer === undefined && older === undefined) return undefined;
  const link = (entry: Neighbour | undefined, rel: string, label: string) =>
    entry &&
    html`<a rel="${rel}" href="${site.entry(entry)}"><span class="label">${label}</span> <span dir="auto"${language(site, entry)}>${entry.title}</span></a>\n`;
  return html`<nav class="beside" aria-label="${words.besides}">
${link(older, 'prev', words.older)}${link(newer, 'next', words.newer)}</nav>
`;
}

function subscribe(words: Words, feeds: readonly FeedListing[]): Markup {
  const row = (feed: FeedListing) =>
    html`<li><span class="name"><a href="${feed.page}" dir="auto">${feed.title}</a></span> ${feedLinks(feed)}</li>\n`;
  return html`<aside aria-labelledby="subscribe">
<h2 id="subscribe">${words.subscribe}</h2>
<ul class="feeds">
${feeds.map(row)}</ul>
</aside>
`;
}
