import { type Format, formatFacts, formatNames } from '../model/feed.ts';

/**
 * The address that was meant by one that no route has: with other slashes (`/subscribe`, `//rss.xml/`), with capitals in our own words, or with the name
 * that other programs give a feed. What stands in the place of a parameter is passed on as it was asked for. Relative, so that it is right wherever a
 * proxy has put the site. Undefined where no route is meant. `patterns` are those of the routes; the first that fits counts.
 */
export function meantAddress(pathname: string, patterns: readonly string[]): string | undefined {
  const asked = pathname.split('/').filter(segment => segment !== '');
  const meant = [asked, ...asFeedHere(asked)].map(each => routed(patterns, each)).find(each => each !== undefined);
  return meant === undefined || meant === pathname ? undefined : relative(pathname, meant);
}

function routed(patterns: readonly string[], asked: readonly string[]): string | undefined {
  for (const pattern of patterns) {
    const meant = filled(pattern, asked);
    if (meant !== undefined) return meant;
  }
  return undefined;
}

const files: ReadonlySet<string> = new Set(Object.values(formatFacts).map(({ file }) => file));

/** What Jekyll, Hexo, Hugo, Eleventy, Pelican, WordPress, Ghost and Substack call their feeds, and people guess. */
const namesElsewhere: Readonly<Record<Format, RegExp>> = {
  rss: /^(?:feed|rss2?|(?:rss2?|index|all\.rss)\.xml|(?:feed|index)\.rss)$/i,
  atom: /^(?:atom|(?:atom|feed|all\.atom)\.xml|(?:feed|index)\.atom)$/i,
  json: /^(?:json|(?:feed|index)\.json)$/i,
};

/** What an address that ends in one of those names may mean: the same with our name, and without a folder `feed` that the name stands in. */
function asFeedHere(asked: readonly string[]): readonly (readonly string[])[] {
  const name = asked.at(-1) ?? '';
  const format = formatNames.find(each => namesElsewhere[each].test(name));
  if (format === undefined) return [];
  const isInFolder = /^feeds?$/i.test(asked.at(-2) ?? '');
  const folders = [asked.slice(0, -1), ...(isInFolder ? [asked.slice(0, -2)] : [])];
  return folders.map(folder => [...folder, formatFacts[format].file]);
}

/** A pattern with what was asked for in the places of its parameters. */
function filled(pattern: string, asked: readonly string[]): string | undefined {
  const parts = pattern.split('/').filter(part => part !== '');
  if (parts.length !== asked.length) return undefined;
  const isMeant = parts.every((part, index) => {
    const segment = asked[index]?.toLowerCase() ?? '';
    // `/sources//rss.xml` misses a name, and means no source of that name.
    return part.startsWith(':') ? !(pattern.endsWith('/') && files.has(segment)) : part === segment;
  });
  if (!isMeant) return undefined;
  const path = parts.map((part, index) => (part.startsWith(':') ? asked[index] : part)).join('/');
  return path === '' ? '/' : `/${path}${pattern.endsWith('/') ? '/' : ''}`;
}

/** RFC 3986 4.2: `.` and `..` lead from one path to the other; they begin it, so no name in it is taken for a scheme or a host. */
function relative(from: string, to: string): string {
  const [here, there] = [from.split('/').slice(1), to.split('/').slice(1)];
  const folders = Math.min(here.length, there.length) - 1;
  const apart = here.findIndex((segment, index) => index >= folders || segment !== there[index]);
  const up = here.length - 1 - apart;
  return (up === 0 ? './' : '../'.repeat(up)) + there.slice(apart).join('/');
}
