/** Titles as plain text. */
import { decoded } from './document.ts';
import { oneLine } from './text.ts';

/** Elements that are formatting in a title; any other `<…>` is the author's text: `List<String>`. */
const formatting =
  /<\/?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|s|script|small|span|strike|strong|style|sub|sup|tt|u|wbr)(?:\s[^<>]{0,500})?\/?>/gi;

/** Longer titles are texts that lost their way. */
const longest = 300;

/** A title as one line of plain text; absent when nothing of it can be seen. */
export function plainTitle(text: string): string | undefined {
  const line = oneLine(
    decoded(
      oneLine(
        text.includes('<') ? text.replace(formatting, tag => (/^<\/?(?:br|div|p|h\d)/i.test(tag) ? ' ' : '')) : text,
      ),
    ),
  );
  if (line === '') return undefined;
  return line.length > longest ? `${line.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}
