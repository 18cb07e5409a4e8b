/** The files that come with an article: recordings, films, documents. */
import type { Enclosure } from '../model/entry.ts';
import { limits } from '../model/limits.ts';
import { isRecord } from '../model/record.ts';
import { asText } from './fields.ts';
import { shortenedTo } from './text.ts';
import { webUrl } from './urls.ts';

/** Media types by file name extension (IANA); a name without one tells nothing. */
const types: ReadonlyMap<string, string> = new Map([
  ['mp3', 'audio/mpeg'],
  ['m4a', 'audio/mp4'],
  ['aac', 'audio/aac'],
  ['ogg', 'audio/ogg'],
  ['oga', 'audio/ogg'],
  ['opus', 'audio/ogg'],
  ['flac', 'audio/flac'],
  ['wav', 'audio/wav'],
  ['mp4', 'video/mp4'],
  ['m4v', 'video/mp4'],
  ['mov', 'video/quicktime'],
  ['webm', 'video/webm'],
  ['pdf', 'application/pdf'],
  ['epub', 'application/epub+zip'],
  ['zip', 'application/zip'],
]);

/**
 * The enclosures in a value of any shape, each address once: an address, or a map with one under `url`, `src`, `href` or
 * `file`, and what it says of type, length in bytes, title, and duration in seconds or as 1:02:03. Undefined for none.
 */
export function enclosuresIn(value: unknown, base: string | undefined): readonly Enclosure[] | undefined {
  const found = (Array.isArray(value) ? value : [value]).slice(0, limits.enclosures * 2).flatMap(one => {
    const said: Readonly<Record<string, unknown>> = isRecord(one) ? one : { url: one };
    const address = asText(said.url ?? said.src ?? said.href ?? said.file);
    // What has no dot and no slash is a name of something else.
    const url = address !== undefined && /[./]/.test(address) ? webUrl(address, base) : undefined;
    if (url === undefined) return [];
    const enclosure: Enclosure = {
      url,
      type: mediaType(asText(said.type)) ?? typeOf(url),
      length: wholeNumber(asText(said.length)),
      title: titleIn(said.title),
      duration: seconds(asText(said.duration)),
    };
    return [enclosure];
  });
  const each = [...Map.groupBy(found, ({ url }) => url).values()].flatMap(([first]) => first ?? []);
  return each.length === 0 ? undefined : each.slice(0, limits.enclosures);
}

function titleIn(value: unknown): string | undefined {
  const title = asText(value);
  return title === undefined ? undefined : shortenedTo(title, limits.name);
}

function mediaType(text: string | undefined): string | undefined {
  const type = text?.toLowerCase().split(';')[0]?.trim();
  // RFC 6838 4.2.
  return type !== undefined && /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$/.test(type)
    ? type
    : undefined;
}

function typeOf(url: string): string | undefined {
  const [, extension] = /^https?:\/\/[^/?#]+\/[^?#]*\.([a-z0-9]{2,4})(?:[?#]|$)/i.exec(url) ?? [];
  return types.get(extension?.toLowerCase() ?? '');
}

/** Zero is what those write who do not know (RSS Best Practices Profile, enclosure). */
function wholeNumber(text: string | undefined): number | undefined {
  const number = /^\d{1,15}$/.test(text ?? '') ? Number(text) : 0;
  return number === 0 ? undefined : number;
}

/** `1:02:03`, `02:03` or seconds, as `itunes:duration` has them; whole ones. */
function seconds(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,8}(?:\.\d+)?$|^\d{1,4}(?::\d{1,2}){1,2}$/.test(text)) return undefined;
  const whole = Math.round(text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
  return whole === 0 ? undefined : whole;
}
