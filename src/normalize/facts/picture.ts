/** The picture of an article, where it has a real one. */
import type { Picture } from '../../model/entry.ts';
import { asTexts } from '../fields.ts';
import { extensionIn, webUrl } from '../urls.ts';

/** Media types of pictures by file name extension (IANA); a name without one tells nothing. */
export const pictureTypes: ReadonlyMap<string, string> = new Map([
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
  ['svg', 'image/svg+xml'],
  ['bmp', 'image/bmp'],
]);

/** The first picture in a value of any shape that is absolute against `base` and no placeholder. */
export function pictureIn(
  value: unknown,
  base: string | undefined,
  placeholders: readonly RegExp[],
): Picture | undefined {
  for (const text of asTexts(value, ['url', 'src', 'path', 'feature', 'image', 'file'])) {
    // What has no dot and no slash is a name in somebody's theme.
    const url = /[./]/.test(text) ? webUrl(text, base) : undefined;
    if (url !== undefined && !placeholders.some(pattern => pattern.test(url)))
      return { url, type: pictureTypes.get(extensionIn(url)) };
  }
  return undefined;
}
