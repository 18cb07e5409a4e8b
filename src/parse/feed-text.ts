/** Plain text and HTML, each made of the other. */
import { decodeHTML, decodeHTMLStrict } from 'entities';

/** Text without what was escaped twice in it (`R&amp;D`). */
export function unescaped(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text) : text;
}

/** HTML without any element, in which line ends were meant: a blank line ends a paragraph, any other breaks the line. */
export function inParagraphs(html: string): string {
  return html
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.trim())
    .filter(paragraph => paragraph !== '')
    .map(paragraph => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
    .join('\n');
}

/** Whether a text has elements of HTML in it. */
export function hasTags(text: string): boolean {
  return /<(?:[a-z][a-z0-9]*[\s/>]|\/[a-z]|!--)/i.test(text);
}

/** The text that somebody who looks at a piece of HTML sees, as one line; absent when there is none. */
export function seenIn(html: string): string | undefined {
  const bare = html
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)|<!--[\s\S]*?(?:-->|$)/gi, ' ')
    .replace(/<\/?([a-z][a-z0-9-]*)(?:[\s/][^<>]*)?>/gi, (_, name) => (inline.has(name.toLowerCase()) ? '' : ' '));
  const line = decodeHTML(bare).replace(/\s+/g, ' ').trim();
  return line === '' ? undefined : line;
}

/** Elements that do not end a word. */
const inline = new Set(
  'a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q ruby s samp small span strike strong sub sup tt u var wbr'.split(
    ' ',
  ),
);
