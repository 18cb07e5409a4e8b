/** What an article is about, in about 120 characters. */

import { limits } from '../model/limits.ts';
import type { Found } from './fields.ts';
import { shortened } from './text.ts';

/** The article's own summary, else the beginning of its text, `lead`, one line; absent where there is neither. */
export function summaryOf(
  own: Found<string> | undefined,
  lead: string,
  publisher: string | undefined,
): Found<string> | undefined {
  if (own !== undefined) {
    const text = withoutPublisher(own.value, publisher);
    if (text !== '' && !/^(?:undefined|null|NaN)$/.test(text))
      return { value: text.length > limits.summary ? shortened(text) : text, rule: own.rule };
  }
  // No space between sentences that need none.
  const text = lead.includes(' ') ? lead.replace(/(?<=[。！？；，：、”』」）]) /g, '') : lead;
  return text === '' ? undefined : { value: shortened(text), rule: 'beginning of the text' };
}

/** A digest often ends in its publisher, in brackets: that is a fact of its own. */
function withoutPublisher(text: string, publisher: string | undefined): string {
  if (publisher === undefined) return text;
  const [end] = [`（${publisher}）`, `(${publisher})`].filter(name => text.endsWith(name));
  return end === undefined ? text : text.slice(0, -end.length).trim();
}
