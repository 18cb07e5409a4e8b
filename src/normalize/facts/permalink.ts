import { isPermalink, type PermalinkWord, permalinkWord } from '../../model/permalink.ts';
import { asText } from '../fields.ts';

/** What an address is made of. */
export type Page = {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of its file, below the folder of its source. */
  readonly path: string;
  /** Milliseconds since 1970, and the IANA zone of the days of its site. */
  readonly written: number;
  readonly timeZone: string;
  readonly categories: readonly string[];
};

/**
 * The path of an article's page by the pattern its generator makes addresses by (`/:year/:month/:title/`), encoded; absent where the
 * pattern is none, or has a word that is none of ours. What an article does not have is left out with its slash.
 */
export function permalinkOf(pattern: string, page: Page): string | undefined {
  if (!isPermalink(pattern)) return undefined;
  const words = wordsOf(page);
  return pattern.replace(permalinkWord, (_, name: PermalinkWord) => words[name]()).replace(/\/{2,}/g, '/');
}

/** As Jekyll and Hexo read them. */
function wordsOf({ fields, path, written, timeZone, categories }: Page): Readonly<Record<PermalinkWord, () => string>> {
  const { year, month, day, hour, minute, second } =
    Temporal.Instant.fromEpochMilliseconds(written).toZonedDateTimeISO(timeZone);
  const { above, below } = placeOf(path);
  const name = below.at(-1) ?? '';
  const dateless = name.replace(/^\d{4}-\d{1,2}-\d{1,2}-/, '');
  const slug = asText(fields.slug) ?? (dateless === name ? undefined : dateless);
  const ordered = (all: Iterable<string>) => [...all].map(encodeURIComponent).join('/');
  return {
    year: () => String(year),
    short_year: () => two(year % 100),
    month: () => two(month),
    i_month: () => String(month),
    day: () => two(day),
    i_day: () => String(day),
    hour: () => two(hour),
    minute: () => two(minute),
    second: () => two(second),
    // All posts of Jekyll have a date in their name; Hexo's are known by their folders too.
    title: () => ordered(slug === undefined ? below : [hyphened(slug)]),
    slug: () => ordered([hyphened(slug ?? name).toLowerCase()]),
    name: () => ordered([name]),
    filename: () => ordered([hyphened(name).toLowerCase()]),
    // Jekyll has the folders above its posts among them, and writes all small; Hexo has one in any case.
    categories: () => ordered(new Set([...above, ...categories].map(each => each.toLowerCase()))),
    category: () => ordered(categories.map(hyphened)) || 'uncategorized',
    output_ext: () => '.html',
  };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** The folders above `_posts`, and what is below without what says how it is written; `a/index.md` is `a`. */
function placeOf(path: string): { readonly above: readonly string[]; readonly below: readonly string[] } {
  const parts = path
    .replace(/\.\w+$/, '')
    .replace(/(?:^|\/)index$/, '')
    .split('/');
  const at = parts.indexOf('_posts');
  return { above: parts.slice(0, Math.max(at, 0)), below: parts.slice(at + 1) };
}

/** With a hyphen for what generators write in no address, white space among it. */
function hyphened(text: string): string {
  return text.replace(/[^\p{M}\p{L}\p{Nd}._~!$&'()+,;=@]+/gu, '-').replace(/^-|-$/g, '');
}
