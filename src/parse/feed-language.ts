/**
 * The language that an item says it has, unless its text shows that nobody ever chose it: programs say `en` until they are told
 * otherwise, and text of Chinese signs is no English. Absent then, and where nothing is said. `texts` are HTML.
 */
export function believed(language: string | undefined, ...texts: readonly (string | undefined)[]): string | undefined {
  if (language === undefined || /^(?:zh|ja|ko|yue|wuu|lzh|vi)\b/i.test(language)) return language;
  const text = texts.map(each => (each ?? '').slice(0, enough).replace(/<[^<>]*>/g, '')).join(' ');
  if (!/\p{Script=Han}/u.test(text)) return language;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const signs = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return signs * 3 > letters ? undefined : language;
}

/** Characters that show what a text is written in. */
const enough = 500;
