import { weighted } from './weights.ts';

/**
 * The language of a page's own words for a reader, of those offered (the first for a reader who names none of them): Accept-Language
 * by RFC 9110 12.5.4. `zh-TW` is content with `zh-CN`, as long as nothing nearer is offered.
 */
export function preferredLanguage(header: string | null, offered: readonly [string, ...string[]]): string {
  const ranges = weighted(header ?? '').filter(({ weight }) => weight > 0);
  for (const { name } of ranges.toSorted((a, b) => b.weight - a.weight)) {
    const found = name === '*' ? offered[0] : nearest(name, offered);
    if (found !== undefined) return found;
  }
  return offered[0];
}

/** The same tag, else the same language. */
function nearest(range: string, offered: readonly string[]): string | undefined {
  const language = (tag: string) => tag.toLowerCase().split('-')[0];
  return offered.find(tag => tag.toLowerCase() === range) ?? offered.find(tag => language(tag) === language(range));
}
