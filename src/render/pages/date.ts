import { html } from 'hono/html';
import type { Instant } from '../../model/entry.ts';
import { rfc3339 } from '../dates.ts';

/** Making a formatter costs a hundred times its use, and there are few zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** A moment as `<time>`: `2022-04-11 22:23` in the given zone (IANA name), the exact instant for machines. */
export function time(instant: Instant, timeZone: string) {
  return html`<time datetime="${rfc3339(instant)}">${localTime(instant, timeZone)}</time>`;
}

/** Put together from parts: the patterns of locales differ between versions of ICU, and so between machines. */
function localTime(instant: Instant, timeZone: string): string {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', { ...format, timeZone });
  formatters.set(timeZone, made);
  return made;
}

const format = {
  calendar: 'gregory',
  numberingSystem: 'latn',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;
