import { isPermalink, type PermalinkWord, permalinkWord } from '../model/permalink.ts';
import { asText } from './fields.ts';

/** What an address is made of. */
export type Page = {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of its file. */
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
  const name = nameOf(path);
  const slug = () => encodeURIComponent(asText(fields.slug) ?? name.replace(/^\d{4}-\d{1,2}-\d{1,2}-/, ''));
  const filename = () => encodeURIComponent(name);
  const ordered = (all: readonly string[]) => all.map(encodeURIComponent).join('/');
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
    title: slug,
    slug,
    name: filename,
    filename,
    // Jekyll writes them small, Hexo as they are.
    categories: () => ordered(categories.map(each => each.toLowerCase())),
    category: () => ordered(categories),
    output_ext: () => '.html',
  };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** A file's name without what says how it is written; of `posts/a/index.md`, its folder's. */
function nameOf(path: string): string {
  const [file = '', folder = ''] = path.split('/').toReversed();
  const name = file.replace(/\.\w+$/, '');
  return name === 'index' ? folder : name;
}
