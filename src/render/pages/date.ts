import { html } from 'hono/html';
import { localTime } from '../../model/day.ts';
import type { Entry, Instant } from '../../model/entry.ts';
import type { PageSite } from '../../model/page.ts';
import { rfc3339 } from '../dates.ts';
import type { Markup } from './layout.ts';

/** A moment as `<time>`: `2022-04-11 22:23` in the given zone (IANA name), the exact instant for machines. */
export function time(instant: Instant, timeZone: string): Markup {
  const { day, clock } = localTime(instant, timeZone);
  return html`<time datetime="${rfc3339(instant)}">${day} ${clock}</time>`;
}

/** A date of an entry. One without a time of day is its source's date, wherever the site is; nobody's midnight is made up. */
export function entryTime(entry: Pick<Entry, 'source'>, instant: Instant, site: PageSite): Markup {
  const date = dateAlone(entry, instant, site);
  return date === undefined ? time(instant, site.timeZone) : html`<time datetime="${date}">${date}</time>`;
}

/** The same where the day is known already: the time of day, or nothing. */
export function entryClock(entry: Pick<Entry, 'source'>, instant: Instant, site: PageSite): Markup | undefined {
  if (dateAlone(entry, instant, site) !== undefined) return undefined;
  return html`<time datetime="${rfc3339(instant)}">${localTime(instant, site.timeZone).clock}</time>`;
}

/** The date of what is exactly a midnight where it was written. */
function dateAlone({ source }: Pick<Entry, 'source'>, instant: Instant, site: PageSite): string | undefined {
  const { day, isMidnight } = localTime(instant, site.sources.get(source)?.timeZone ?? site.timeZone);
  return isMidnight ? day : undefined;
}
