import { html } from 'hono/html';
import type { FeedListing } from '../../model/feed.ts';
import type { FetchedListing, PageSite, StatusPage } from '../../model/page.ts';
import type { Problem } from '../../model/seed.ts';
import { type Words, wordsFor } from '../words.ts';
import { chart } from './chart.ts';
import { time } from './date.ts';
import { wayToAll } from './feed-links.ts';
import { layout, type Markup } from './layout.ts';

/** The page that says how the site is: what it holds, when that changed, what could not be read. */
export function statusPage(site: PageSite, page: StatusPage): string {
  const { changed, entries, fetched, isReady, isSearchable, newest, problemCount, revision, sources, hasMoreSources } =
    page;
  const words = wordsFor(site.language);
  const { state } = words;
  const when = (instant: number) => time(instant, site.timeZone);
  return layout({
    site,
    title: words.status,
    description: undefined,
    canonical: site.live?.status,
    feeds: [],
    isUnlisted: true,
    body: html`<h1>${words.status}</h1>
<p class="lead">${isReady ? state.ready : state.reading}</p>
<dl class="facts">
${fact(state.entries, html`${entries}`)}${fact(state.revision, html`${revision}`)}${changed !== undefined && fact(state.changed, when(changed))}${newest !== undefined && fact(state.newest, when(newest))}${fact(state.search, html`${isSearchable ? state.complete : state.filling}`)}</dl>
${page.chart && chart(site.language, page.chart)}<section>
<h2>${words.kinds.source}</h2>
${sourceTable(words, sources)}${hasMoreSources && wayToAll(site, words, 'source')}</section>
${fetched.length > 0 && html`<section>\n<h2>${words.fetching.title}</h2>\n${fetchedList(site, words, fetched)}</section>\n`}<section>
<h2>${words.problems(problemCount)}</h2>
${problemCount === 0 ? html`<p>${words.noProblems}</p>` : problemTable(site, words, page)}</section>`,
  });
}

function fact(label: string, value: Markup): Markup {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>\n`;
}

function sourceTable(words: Words, sources: readonly FeedListing[]): Markup {
  const row = ({ page, title, count }: FeedListing) =>
    html`<tr><th scope="row"><a href="${page}" dir="auto">${title}</a></th><td class="number">${count}</td></tr>\n`;
  return html`<table>
<thead><tr><th scope="col">${words.source}</th><th scope="col" class="number">${words.state.entries}</th></tr></thead>
<tbody>
${sources.map(row)}</tbody>
</table>
`;
}

function fetchedList({ timeZone }: PageSite, { fetching }: Words, fetched: readonly FetchedListing[]): Markup {
  const state = ({ run, silent }: FetchedListing) => {
    if (run === undefined) return html`<span>${fetching.waiting}</span>`;
    if (run.next === undefined) return html`<span>${fetching.gone}</span>`;
    if (run.failing !== undefined)
      return html`<strong>${fetching.failing} ${time(run.failing.since, timeZone)}</strong>`;
    return html`<span>${silent === undefined ? fetching.well : html`${fetching.silent} ${time(silent, timeZone)}`}</span>`;
  };
  const when = (label: string, instant: number | undefined) =>
    instant !== undefined && fact(label, time(instant, timeZone));
  const row = (listed: FetchedListing) => {
    const { page, run, source } = listed;
    return html`<li><a href="${page}" dir="auto">${source.title}</a> ${state(listed)}
${run?.failing && html`<p lang="en">${run.failing.reason}</p>\n`}${
  run &&
  html`<dl class="facts">\n${when(fetching.asked, run.asked)}${when(fetching.news, run.news)}${when(fetching.next, run.next)}</dl>\n`
}</li>\n`;
  };
  return html`<ul class="feeds runs">\n${fetched.map(row)}</ul>\n`;
}

/** Reasons and hints are English, as in the log. */
function problemTable({ live }: PageSite, words: Words, { problems, problemCount }: StatusPage): Markup {
  const row = ({ path, reason, hint }: Problem) =>
    html`<tr><th scope="row">${path}</th><td lang="en">${reason}</td><td lang="en">${hint}</td></tr>\n`;
  return html`<table class="problems">
<thead><tr><th scope="col">${words.file}</th><th scope="col">${words.reason}</th><th scope="col">${words.hint}</th></tr></thead>
<tbody>
${problems.map(row)}</tbody>
</table>
${live && problemCount > problems.length && html`<p class="more"><a href="${live.problems}">${words.allProblems}</a></p>\n`}`;
}
