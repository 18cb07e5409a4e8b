import { html, raw } from 'hono/html';
import type { FeedListing } from '../../model/feed.ts';
import type { EntryPage, PageSite } from '../../model/page.ts';
import { type Scope, scopeKey, scopeName } from '../../model/scope.ts';
import { type Words, wordsFor } from '../words.ts';
import { time } from './date.ts';
import { feedLinks } from './feed-links.ts';
import { layout, type Markup } from './layout.ts';

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
    body: html`<article lang="${entry.language}">
<header>
<h1>${entry.title}</h1>
${facts(site, page, words)}
</header>
<div class="content">
${entry.content === undefined ? html`<p>${entry.summary ?? words.noContent}</p>` : raw(entry.content)}
</div>
${entry.link && html`<p class="original"><a href="${entry.link}" rel="noopener">${words.original}</a></p>\n`}</article>
${feeds.length > 0 && subscribe(words, feeds)}`,
  });
}

/** Labels are the site's words, names are the article's. */
function facts(site: PageSite, { entry, source, also, feeds }: EntryPage, words: Words): Markup {
  const { authors, categories, editor, published, publisher, updated } = entry;
  const topics = categories.map(({ term, label }) => linked(label, { kind: 'category', key: scopeKey(term) }, feeds));
  return html`<dl class="facts" lang="${site.language}">
${fact(words.published, time(published, site.timeZone))}
${updated !== published && fact(words.updated, time(updated, site.timeZone))}
${publisher && fact(words.publisher, linked(publisher, { kind: 'publisher', key: scopeKey(publisher) }, feeds))}
${authors.length > 0 && fact(words.author, joined(words, authors))}
${editor && fact(words.editor, html`${editor}`)}
${fact(words.source, linked(source.title, { kind: 'source', key: source.id }, feeds))}
${categories.length > 0 && fact(words.categories, joined(words, topics))}${
  also.length > 0 && html`\n${fact(words.also, joined(words, also.map(alsoTold)))}`
}
</dl>`;
}

function alsoTold({ title, source, address }: EntryPage['also'][number]): Markup {
  return html`<a href="${address}">${source.title}: ${title}</a>`;
}

function fact(label: string, value: Markup): Markup {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function joined({ comma }: Words, items: readonly (string | Markup)[]): Markup {
  return html`${items.map((item, index) => html`${index > 0 && comma}${item}`)}`;
}

/** A name that leads to its page, where there is one. */
function linked(name: string, scope: Scope, feeds: readonly FeedListing[]): Markup {
  const feed = feeds.find(feed => scopeName(feed.scope) === scopeName(scope));
  return feed === undefined ? html`${name}` : html`<a href="${feed.page}">${name}</a>`;
}

function subscribe(words: Words, feeds: readonly FeedListing[]): Markup {
  const row = (feed: FeedListing) =>
    html`<li><span class="name"><a href="${feed.page}">${feed.title}</a></span> ${feedLinks(feed)}</li>\n`;
  return html`<aside>
<h2>${words.subscribe}</h2>
<ul class="feeds">
${feeds.map(row)}</ul>
</aside>`;
}
