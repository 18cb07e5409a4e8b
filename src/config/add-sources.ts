/** Writes new sources into `sources.yaml` as text: what stands there, comments too, stays as it is. */
import { stringify } from 'yaml';

/** A feed to subscribe to. */
export type Subscription = {
  /** One line of text. */
  readonly title: string;
  /** http(s), absolute. */
  readonly url: string;
  /** The site it belongs to, absolute. */
  readonly home?: string | undefined;
  /** BCP 47. */
  readonly language?: string | undefined;
};

/** The text of `sources.yaml` with these behind what it has, each under its id. */
export function withSources(text: string, added: ReadonlyMap<string, Subscription>): string {
  const records = [...added].map(([id, { title, url, home, language }]) => {
    const record = { kind: 'feed', title, url, home, language };
    return stringify({ [id]: record }, { lineWidth: 0 });
  });
  // An empty map would be a second document beside what follows.
  const before = /^\s*\{\s*\}\s*$/.test(text) ? '' : text.trimEnd();
  return [...(before === '' ? [] : [before]), ...records.map(record => record.trimEnd())].join('\n\n').concat('\n');
}

/**
 * An id that nobody has yet, from the host of a feed and where that is taken from its path too: `blog.example.org`,
 * `blog.example.org-2`. It becomes part of addresses and ids, so it is for good.
 */
export function idFor({ url }: Pick<Subscription, 'url'>, isTaken: (id: string) => boolean): string {
  const { hostname, pathname } = new URL(url);
  const host = idOf(hostname.replace(/^(?:www|feeds?|rss)\./, ''));
  const path = pathname
    .split('/')
    .filter(part => part !== '' && !/^(?:feeds?|rss|atom|index)?(?:\.[a-z]+)?$/i.test(part));
  const candidates = [host, idOf([host, ...path].join('-'))].filter(id => id !== '');
  const [first = 'feed'] = candidates;
  for (const id of candidates) if (!isTaken(id)) return id;
  for (let number = 2; ; number += 1) {
    const id = `${first.slice(0, 56)}-${number}`;
    if (!isTaken(id)) return id;
  }
}

/** Only what an id may hold; digits alone are none. */
function idOf(text: string): string {
  const id = text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 64);
  return /^\d+$/.test(id) ? `feed-${id}` : id;
}
