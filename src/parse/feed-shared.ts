/** Elements that mean the same in every format of XML. */
import type { Pace } from '../model/feed-document.ts';
import { attributeOf, type Element, elementsOf, firstOf, textIn, textOf, textsIn } from './feed-element.ts';
import type { Item } from './feed-item.ts';

/** RFC 4287 4.2.2. */
export function categoriesOfAtom(entry: Element): Item['categories'] {
  return elementsOf(entry, 'atom:category').flatMap(category => {
    const term = attributeOf(category, 'term') ?? attributeOf(category, 'label') ?? textOf(category);
    // Google's: what kind of thing an entry is.
    if (term === undefined || attributeOf(category, 'scheme')?.endsWith('#kind')) return [];
    return { term, label: attributeOf(category, 'label') ?? term };
  });
}

const minute = 60_000;
const periods: ReadonlyMap<string, number> = new Map([
  ['hourly', 60],
  ['daily', 1440],
  ['weekly', 10_080],
  ['monthly', 43_200],
  ['yearly', 525_600],
]);
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** How often to ask, as RSS and the syndication module say it. */
export function paceOf(channel: Element): Pace {
  const ttl = Number(textIn(channel, 'ttl'));
  const period = periods.get(textIn(channel, 'sy:updateperiod')?.toLowerCase() ?? '');
  const frequency = Number(textIn(channel, 'sy:updatefrequency') ?? 1);
  const bySyndication = period !== undefined && frequency > 0 ? period / frequency : undefined;
  const minutes = ttl > 0 && ttl < 525_600 ? ttl : bySyndication;
  const hours = elementsOf(firstOf(channel, 'skiphours'), 'hour').map(hour => Number(textOf(hour)) % 24);
  const names = textsIn(firstOf(channel, 'skipdays'), 'day').map(name => days.indexOf(name.toLowerCase()));
  return {
    every: minutes === undefined ? undefined : Math.round(minutes * minute),
    skipHours: [...new Set(hours.filter(hour => Number.isInteger(hour) && hour >= 0))],
    skipDays: [...new Set(names.filter(day => day >= 0))],
  };
}
