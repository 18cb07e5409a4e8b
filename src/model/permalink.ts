/** What a pattern of addresses (`/:year/:month/:title/`) is filled in with, as Jekyll, Hexo and Hugo call it. */
export const permalinkWords = [
  ...(['year', 'short_year', 'month', 'i_month', 'day', 'i_day', 'hour', 'minute', 'second'] as const),
  ...(['title', 'slug', 'name', 'filename', 'categories', 'category', 'output_ext'] as const),
] as const;

export type PermalinkWord = (typeof permalinkWords)[number];

/** Each word of a pattern, behind its colon. */
export const permalinkWord = /:([a-z]\w*)/g;

/** Whether it is a path below the home of a site with words to be filled in, each of them one of ours. */
export function isPermalink(pattern: string): boolean {
  const found = [...pattern.matchAll(permalinkWord)];
  const ours: ReadonlySet<string | undefined> = new Set(permalinkWords);
  return found.length > 0 && /^(?![a-z]+:\/)[^\s{}?#]+$/i.test(pattern) && found.every(([, name]) => ours.has(name));
}
