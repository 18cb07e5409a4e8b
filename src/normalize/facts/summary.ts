/** What an article is about, in about 120 characters. */

import { limits } from '../../model/limits.ts';
import type { Written } from '../content/writer.ts';
import type { Found } from '../fields.ts';
import { shortened } from '../text.ts';

/**
 * The article's own summary, else the beginning of its text: up to the mark of its author, `excerpt`, else of `lead`, both one line. Absent
 * where there is none of them.
 */
export function summaryOf(
  own: Found<string> | undefined,
  { lead, excerpt }: Pick<Written, 'lead' | 'excerpt'>,
  publisher: string | undefined,
): Found<string> | undefined {
  if (own !== undefined) {
    const text = withoutPublisher(own.value, publisher);
    if (text !== '' && !/^(?:undefined|null|NaN)$/.test(text))
      return { value: text.length > limits.summary ? shortened(text) : text, rule: own.rule };
  }
  if (excerpt !== undefined) return { value: closedUp(excerpt), rule: 'text before <!-- more -->' };
  const text = closedUp(lead);
  return text === '' ? undefined : { value: shortened(text), rule: 'beginning of the text' };
}

/** No space between sentences that need none. */
function closedUp(text: string): string {
  return text.includes(' ') ? text.replace(/(?<=[。！？；，：、”』」）]) /g, '') : text;
}

/** A digest often ends in its publisher, in brackets: that is a fact of its own. */
function withoutPublisher(text: string, publisher: string | undefined): string {
  if (publisher === undefined) return text;
  const [end] = [`（${publisher}）`, `(${publisher})`].filter(name => text.endsWith(name));
  return end === undefined ? text : text.slice(0, -end.length).trim();
}
