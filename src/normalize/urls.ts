/** Absolute URLs that are safe to show. */
import { limits } from '../model/limits.ts';

/** An http(s) URL made absolute against `base`; absent for any other scheme, or for a relative one without a base. */
export function webUrl(text: string, base: string | undefined): string | undefined {
  const url = absolute(text, base);
  return url !== undefined && /^https?:/.test(url) ? url : undefined;
}

/** Where a path that begins at the home of a site, as generators write them (`/a/` at `https://a.example/blog`), is; or a URL as it is. */
export function belowHome(path: string, home: string): string | undefined {
  return webUrl(path.replace(/^\//, ''), home.replace(/\/?(?:[?#].*)?$/, '/'));
}

/** As `webUrl`, mail addresses and telephone numbers too. */
export function linkUrl(text: string, base: string | undefined): string | undefined {
  const url = absolute(text, base);
  return url !== undefined && /^(?:https?|mailto|tel):/.test(url) ? url : undefined;
}

/** The extension of the name of a file that an http(s) URL leads to, in small letters; empty for a name without one. */
export function extensionIn(url: string): string {
  const [, extension = ''] = /^https?:\/\/[^/?#]+\/[^?#]*\.([a-z0-9]{2,4})(?:[?#]|$)/i.exec(url) ?? [];
  return extension.toLowerCase();
}

/** Whether a text is an http(s) URL by itself. */
export function isWebUrl(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text) && webUrl(text, undefined) !== undefined;
}

function absolute(text: string, base: string | undefined): string | undefined {
  // The common case, and nothing in it that URL would change.
  if (
    /^https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+){1,8}\/[\w/.,?=&%+~-]{0,512}$/.test(text) &&
    !/\/\.|%(?![0-9a-fA-F]{2})/.test(text)
  )
    return text;
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > limits.url || /[\0-\x08\v\f\x0E-\x1F]/.test(trimmed)) return undefined;
  // What only the generator of a site knows: Zola's pages, and pictures of an Astro project.
  if (trimmed.startsWith('@/')) return undefined;
  // A URL without a scheme takes that of the page it stood on, and every such host speaks https today.
  const url = URL.parse(/^[\\/]{2}/.test(trimmed) ? `https:${trimmed}` : trimmed, base);
  // RFC 3986 3.2.1: what stands before the @ only ever misleads.
  if (url === null || url.username !== '' || url.password !== '' || url.href.length > limits.url) return undefined;
  return url.href;
}
