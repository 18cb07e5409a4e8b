import type { MarkdownIt } from 'markdown-it';

/**
 * Makes links of web addresses that stand in the text by themselves, as Hexo and Hugo do. They end where Hugo's end: before anything that is
 * not ASCII, so that Chinese may follow without a space, and before the punctuation of the sentence (GFM 6.9). Linear.
 */
export function bareAddresses(made: MarkdownIt): void {
  made.set({ linkify: true });
  // The rule within the line finds them all; this one would look for mail addresses too.
  made.core.ruler.disable('linkify');
  for (const scheme of ['http:', 'https:']) made.linkify.add(scheme, { validate: lengthOfAddress });
}

const sign = "(?:[\\w.~:/?#@!$'*+,;=%-]|&(?!#?\\w{1,30};))";
/** What stands behind `https:`. A name without a dot (`localhost`) is a machine of the author's own. */
const address = new RegExp(
  `//(?:[\\w-]{1,63}\\.){1,10}[a-z]{2,24}(?![\\w@-])(?::\\d{1,5})?(?:[/?#](?:${sign}|\\(${sign}*\\))*(?<![?!.,:;*_~']))?`,
  'iy',
);

/** None for one that goes on in signs that do not mean themselves: `\_`, `{id}`, `&amp;`. */
function lengthOfAddress(text: string, at: number): number {
  address.lastIndex = at;
  const [found] = address.exec(text) ?? [];
  return found === undefined || /^(?:[\\{]|&amp;)/.test(text.slice(at + found.length, at + found.length + 5))
    ? 0
    : found.length;
}
