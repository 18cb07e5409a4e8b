import { html } from 'hono/html';
import type { Day } from '../../model/day.ts';
import type { DayPage, PageSite } from '../../model/page.ts';
import { wordsFor } from '../words.ts';
import { dayList } from './entries.ts';
import { layout, type Markup } from './layout.ts';

/** The page of a day: what was published on it, and the days beside it. */
export function dayPage(site: PageSite, page: DayPage): string {
  const { day, entries, isCut, merged } = page;
  const words = wordsFor(site.language);
  const title = words.day(day);
  return layout({
    site,
    title,
    description: `${words.kinds.all}${words.comma}${title}`,
    canonical: site.day(day),
    feeds: [{ title: site.title, formats: merged.formats }],
    // A day without entries is an address that nobody links.
    isUnlisted: entries.length === 0,
    body: html`<p class="kind">${words.days}</p>
<h1><time datetime="${day}">${title}</time></h1>
<p class="facts">${isCut ? words.newest(entries.length) : words.articles(entries.length)}</p>
${entries.length === 0 ? html`<p>${words.nothingYet}</p>` : dayList(site, entries)}
${besides(site, page)}`,
  });
}

function besides(site: PageSite, { earlier, later }: DayPage): Markup | undefined {
  if (earlier === undefined && later === undefined) return undefined;
  const words = wordsFor(site.language);
  const link = (day: Day | undefined, rel: string, label: string) =>
    day !== undefined &&
    html`<a rel="${rel}" href="${site.day(day)}"><span class="label">${label}</span> ${words.day(day)}</a>\n`;
  return html`<nav class="beside" aria-label="${words.days}">
${link(earlier, 'prev', words.earlierDay)}${link(later, 'next', words.laterDay)}</nav>`;
}
