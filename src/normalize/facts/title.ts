/** Titles as plain text. */

import type { Enclosure, Picture } from '../../model/entry.ts';
import { limits } from '../../model/limits.ts';
import { decoded } from '../content/document.ts';
import type { Found } from '../fields.ts';
import { oneLine, raised, shortenedTo } from '../text.ts';

/** Elements that are formatting in a title; any other `<…>` is the author's text: `List<String>`. */
const formatting =
  /<\/?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|s|script|small|span|strike|strong|style|sub|sup|tt|u|wbr)(?:\s[^<>]{0,500})?\/?>/gi;

const unseen = /<(script|style)(?:\s[^<>]{0,500})?>[^<]*<\/\1\s*>/gi;

/** A title as one line of plain text, shortened where it is a text that lost its way; absent when nothing of it can be seen. */
export function plainTitle(text: string): string | undefined {
  const line = plainLine(text);
  return line === undefined ? undefined : shortenedTo(line, limits.title);
}

/** Text with formatting and entities as one line of plain text; absent when nothing of it can be seen. */
export function plainLine(text: string): string | undefined {
  const line = oneLine(
    decoded(
      oneLine(
        text.includes('<')
          ? seenOf(text)
              .replace(/<sup>([^<]{1,20})<\/sup>/gi, (_, text: string) => raised(text))
              .replace(formatting, tag => (/^<\/?(?:br|div|p|h\d)/i.test(tag) ? ' ' : ''))
          : text,
      ),
    ),
  );
  return line === '' ? undefined : line;
}

/** Without what no browser shows, unless there is nothing else. */
function seenOf(text: string): string {
  const seen = text.replace(unseen, '');
  return seen.trim() === '' ? text : seen;
}

/** What there is of an article without a word; `html` is its content. */
type Media = {
  readonly html: string;
  readonly link: string | undefined;
  readonly image: Picture | undefined;
  readonly recording: Enclosure | undefined;
};

/** A title for pictures and recordings: what is said of them, else where they are; absent where there are none. */
export function mediaTitle({ html, link, image, recording }: Media): Found<string> | undefined {
  if (!html.includes('<img') && image === undefined && recording === undefined) return undefined;
  // There is no text in the content, so this is a picture's.
  const described = plainTitle(/ alt="([^"]+)"/.exec(html)?.[1] ?? '');
  if (described !== undefined) return { value: described, rule: 'description of its picture' };
  if (recording?.title !== undefined) return { value: recording.title, rule: 'title of its recording' };
  const address = plainTitle((link ?? recording?.url ?? image?.url ?? '').replace(/^https?:\/\//, ''));
  return address === undefined ? undefined : { value: address, rule: 'address' };
}
