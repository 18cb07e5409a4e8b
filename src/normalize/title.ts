/** Titles as plain text. */

import { limits } from '../model/limits.ts';
import { decoded } from './document.ts';
import { oneLine, shortenedTo } from './text.ts';

/** Elements that are formatting in a title; any other `<…>` is the author's text: `List<String>`. */
const formatting =
  /<\/?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|s|script|small|span|strike|strong|style|sub|sup|tt|u|wbr)(?:\s[^<>]{0,500})?\/?>/gi;

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
        text.includes('<') ? text.replace(formatting, tag => (/^<\/?(?:br|div|p|h\d)/i.test(tag) ? ' ' : '')) : text,
      ),
    ),
  );
  return line === '' ? undefined : line;
}
