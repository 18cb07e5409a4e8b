/** The files that come with an article: recordings, films, documents. */
import type { Enclosure } from '../../model/entry.ts';
import { limits, longestDuration, mediaTypeSyntax } from '../../model/limits.ts';
import { isRecord } from '../../model/record.ts';
import { asText } from '../fields.ts';
import { shortenedTo } from '../text.ts';
import { extensionIn, webUrl } from '../urls.ts';
import { pictureTypes } from './picture.ts';

/** Media types by file name extension (IANA); a name without one tells nothing. */
const types: ReadonlyMap<string, string> = new Map([
  ...pictureTypes,
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
 * The enclosures in a value of any shape, each address once, what is said of it twice put together: addresses, in one text too; or maps
 * with one under `url`, `src`, `href` or `file`, and what they say of type, length in bytes, title, and duration in seconds or as
 * 1:02:03, under these names or those of JSON Feed. Undefined for none.
 */
export function enclosuresIn(value: unknown, base: string | undefined): readonly Enclosure[] | undefined {
  const said = (Array.isArray(value) ? value : [value])
    .slice(0, limits.enclosures * 2)
    .flatMap(one => (isRecord(one) ? [saidIn(one)] : listedIn(asText(one) ?? '')));
  const found = said.flatMap(({ address, ...one }) => {
    const url = address === undefined ? undefined : webUrl(address, base);
    return url === undefined ? [] : [{ url, ...one }];
  });
  const each = [...Map.groupBy(found, ({ url }) => url)].map(([url, all]): Enclosure => {
    const first = <K extends keyof Facts>(key: K) => all.map(one => one[key]).find(fact => fact !== undefined);
    return {
      url,
      type: first('type') ?? types.get(extensionIn(url)),
      length: first('length'),
      title: first('title'),
      duration: first('duration'),
    };
  });
  return each.length === 0 ? undefined : each.slice(0, limits.enclosures);
}

type Facts = Omit<Enclosure, 'url'>;
type Said = Facts & { readonly address: string | undefined };

function saidIn(map: Readonly<Record<string, unknown>>): Said {
  const text = (...keys: readonly string[]) => keys.map(key => asText(map[key])).find(each => each !== undefined);
  const title = text('title', 'name');
  return {
    address: text('url', 'src', 'href', 'file'),
    type: mediaType(text('type', 'mime_type')),
    length: wholeNumber(text('length', 'size_in_bytes')),
    title: title !== undefined && isSeen(title) ? shortenedTo(title, limits.name) : undefined,
    duration: seconds(text('duration', 'duration_in_seconds')),
  };
}

function isSeen(text: string): boolean {
  return /[^\s\p{Cf}]/u.test(text);
}

const nothing: Facts = { type: undefined, length: undefined, title: undefined, duration: undefined };

/** Addresses in one text, parted by white space or commas; or one with its length and type behind it, as WordPress keeps them. */
function listedIn(text: string): readonly Said[] {
  return text.split(/(?<![\s,])[\s,]+(?=https?:\/\/)/i).flatMap(part => {
    const [, address = part, length, type] = /^(\S+)\s(\d+)\s(\S+\/\S+)(?:\s.*)?$/.exec(part) ?? [];
    // Anything else is the name of something, or a number.
    const isAddress = /^(?:https?:\/\/|\.{0,2}\/)|^\S+\.[a-z][a-z0-9]{1,4}$/i.test(address);
    return isAddress ? [{ ...nothing, address, length: wholeNumber(length), type: mediaType(type) }] : [];
  });
}

function mediaType(text: string | undefined): string | undefined {
  const type = text?.toLowerCase().split(';')[0]?.trim();
  return type !== undefined && mediaTypeSyntax.test(type) ? type : undefined;
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
  return whole === 0 || whole > longestDuration ? undefined : whole;
}
