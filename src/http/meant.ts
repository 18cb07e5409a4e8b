import { formatFacts } from '../model/feed.ts';

/**
 * Where what was typed leads that no route has: the same with the slashes of the route (`/subscribe`, `//rss.xml/`), and its names in
 * small letters. Relative, so that it leads on wherever a proxy has put the site; what stands for a name of somebody's is passed on
 * as it was asked for. Undefined where no route is meant. `patterns` are those of the routes, the first that fits counts.
 */
export function meantAddress(pathname: string, patterns: readonly string[]): string | undefined {
  const asked = pathname.split('/').filter(segment => segment !== '');
  for (const pattern of patterns) {
    const meant = filled(pattern, asked);
    if (meant !== undefined) return meant === pathname ? undefined : relative(pathname, meant);
  }
  return undefined;
}

const files: ReadonlySet<string> = new Set(Object.values(formatFacts).map(({ file }) => file));

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
