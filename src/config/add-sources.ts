/** Writes new sources into `sources.yaml` as text: what stands there, comments too, stays as it is. */
import { stringify } from 'yaml';
import { feedAddress } from './feed-address.ts';

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

type Said = {
  readonly title?: string | undefined;
  readonly home?: string | undefined;
  readonly language?: string | undefined;
};

/** What a document says of a feed, as `sources.yaml` takes it; what it would refuse is left out, a title made of the host. */
export function subscriptionTo(url: string, said: Said): Subscription {
  const { href, hostname } = new URL(url);
  const title = said.title?.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const named = title === undefined || title === '' ? hostname : title;
  return { title: named, url: href, home: homeOf(said.home), language: tagOf(said.language) };
}

/** Without query and fragment. */
function homeOf(written: string | undefined): string | undefined {
  const home = feedAddress(written ?? '');
  if (home === undefined) return undefined;
  const { origin, pathname } = new URL(home);
  return origin + pathname;
}

/** Feeds say `english` and `zh_CN` too. */
function tagOf(language: string | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales(language?.replaceAll('_', '-'))[0];
  } catch {
    // RangeError: no language tag.
    return undefined;
  }
}

/** The text of `sources.yaml` with these behind what it has, each under its id. */
export function withSources(text: string, added: ReadonlyMap<string, Subscription>): string {
  const records = [...added].map(([id, { title, url, home, language }]) => {
    return recordText({ [id]: { kind: 'feed', title, url, home, language } });
  });
  // An empty map would be a second document beside what follows.
  const before = hasNoSources(text) ? text.replace(/^[ \t]*(?:\{\s*\}|~)[ \t]*$/m, '').trim() : text.trimEnd();
  const parts = [...(before === '' ? [] : [before]), ...records.map(record => record.trimEnd())];
  return parts
    .join('\n\n')
    .concat('\n')
    .replace(/\r?\n/g, text.includes('\r\n') ? '\r\n' : '\n');
}

/** U+FFFD stands in a title that somebody else read wrongly; as it is, our file would seem to be no UTF-8. */
function recordText(record: object): string {
  const text = stringify(record, { lineWidth: 0 });
  if (!text.includes('\ufffd')) return text;
  const quoted = stringify(record, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' });
  return quoted.replaceAll('\ufffd', '\\ufffd');
}

/** Whether a text of `sources.yaml` has nothing but comments: sources are about to be added to it. */
export function hasNoSources(text: string): boolean {
  return /^\s*(?:\{\s*\}|~)?\s*$/.test(text.replace(/^\ufeff|^[ \t]*(?:#.*|---)[ \t\r]*$/gm, ''));
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
