import { html } from 'hono/html';
import { dayOf } from '../../model/day.ts';
import type { Entry } from '../../model/entry.ts';
import type { Spotting } from '../../model/occurrences.ts';
import type { PageSite } from '../../model/page.ts';
import { wordsFor } from '../words.ts';
import { entryClock, entryTime } from './date.ts';
import type { Markup } from './layout.ts';
import { excerpt, marked } from './marked.ts';

/** A list of entries, each leading to our own page of it; with what was searched for marked. */
export function entryList(site: PageSite, entries: readonly Entry[], spot?: Spotting): Markup {
  const rows = entries.map(entry => row(site, entry, 'h2', entryTime(entry, entry.published, site), spot));
  return html`<ol class="entries">\n${rows}</ol>`;
}

/** The same of one day. */
export function dayList(site: PageSite, entries: readonly Entry[], heading: 'h2' | 'h3' = 'h2'): Markup {
  const rows = entries.map(entry => row(site, entry, heading, entryClock(entry, entry.published, site)));
  return html`<ol class="entries">\n${rows}</ol>`;
}

/** Entries under the days on which they were published, newest first as they are given. */
export function byDay(site: PageSite, entries: readonly Entry[]): Markup {
  const days = Map.groupBy(entries, ({ published }) => dayOf(published, site.timeZone));
  const words = wordsFor(site.language);
  const sections = [...days].map(
    ([day, group]) => html`<section class="day">
<h2><a href="${site.day(day)}">${words.day(day)}</a></h2>
${dayList(site, group, 'h3')}
</section>
`,
  );
  return html`${sections}`;
}

function row(
  site: PageSite,
  entry: Entry,
  heading: 'h2' | 'h3',
  when: Markup | undefined,
  spot: Spotting = () => [],
): Markup {
  const { source, title } = entry;
  const publisher = entry.publisher ?? site.sources.get(source)?.title;
  const summary = excerpt(entry, spot);
  const link = html`<a href="${site.entry(entry)}">${marked(title, spot)}</a>`;
  const head = heading === 'h2' ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`;
  return html`<li dir="auto"${language(site, entry)}>
${head}
<p class="facts">${when} ${publisher !== undefined && html`<span dir="auto">${marked(publisher, spot)}</span>`}</p>
${summary !== undefined && html`<p class="summary" dir="auto">${marked(summary, spot)}</p>\n`}</li>
`;
}

/** Of what is in another language than the page. */
export function language(site: PageSite, { language }: Pick<Entry, 'language'>): Markup {
  return language === site.language ? html`` : html` lang="${language}"`;
}
