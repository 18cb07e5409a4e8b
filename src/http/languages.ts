/**
 * The language of a page's own words for a reader, of those offered (the first for who says nothing we have): Accept-Language
 * by RFC 9110 12.5.4. `zh-TW` is content with `zh-CN`, as long as nothing nearer is offered.
 */
export function preferredLanguage(header: string | undefined, offered: readonly [string, ...string[]]): string {
  const ranges = (header ?? '').slice(0, 500).split(',').flatMap(readRange);
  const wanted = ranges.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight);
  for (const { range } of wanted) {
    const found = range === '*' ? offered[0] : nearest(range, offered);
    if (found !== undefined) return found;
  }
  return offered[0];
}

function readRange(part: string): readonly { readonly range: string; readonly weight: number }[] {
  const [range = '', ...parameters] = part.split(';').map(each => each.trim().toLowerCase());
  if (!/^(?:\*|[a-z]{2,8}(?:-[a-z0-9]{1,8})*)$/.test(range)) return [];
  const q = parameters.find(each => each.startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return [{ range, weight: Number.isNaN(weight) ? 0 : weight }];
}

/** The same tag, else the same language. */
function nearest(range: string, offered: readonly string[]): string | undefined {
  const language = (tag: string) => tag.toLowerCase().split('-')[0];
  return offered.find(tag => tag.toLowerCase() === range) ?? offered.find(tag => language(tag) === language(range));
}
