import { escaped } from '../model/html.ts';
import type { Item } from './feed-item.ts';
import { hasTags, inParagraphs, seenIn } from './feed-text.ts';

/** A text without tags that is no longer is shown as a summary by those who write feeds and those who read them. */
const longestSummary = 500;

/** What an item says at length: `summary` and `body` are HTML. */
export type Texts = { readonly summary: string | undefined; readonly body: string };

/** The texts of an item. What is said of a recording is all the text that there is. */
export function textsOf(item: Item): Texts {
  const texts = writtenIn(item);
  if (texts.body !== '' || item.enclosures.length === 0) return texts;
  return { summary: texts.summary, body: asBody(item.summary ?? '') };
}

/**
 * The content is the body and what is beside it the summary, unless that is the content by far. A short text without any tag
 * that is alone is the summary of an article that is elsewhere; where there is no title it is the article.
 */
function writtenIn({ title, link, content, summary }: Item): Texts {
  if (summary === undefined) return { summary: undefined, body: asBody(content ?? '') };
  const isMere = isMereSummary(summary);
  if (content === undefined && isMere && title !== undefined && link !== undefined)
    return { summary: oneLine(summary), body: '' };
  if (content === undefined || (!isMere && summary.length > content.length * 2)) {
    return { summary: undefined, body: asBody(summary) };
  }
  return { summary: summary === content ? undefined : oneLine(withoutFooter(summary, title)), body: asBody(content) };
}

/** `The post <a>its title</a> appeared first on <a>its site</a>.`, in any language: what plugins of WordPress let each text end with. */
const footer = /<p>[^<]{0,80}<a\s[^<>]*>([^<]{1,300})<\/a>[^<]{0,80}<a\s[^<>]*>[^<]{1,300}<\/a>[^<]{0,80}<\/p>\s*$/;

/** As text, in a summary, it says nothing of the article and leads nowhere; in the content it stays. */
function withoutFooter(summary: string, title: string | undefined): string {
  const [found = '', linked = ''] = footer.exec(summary) ?? [];
  return found !== '' && seenIn(linked) === seenIn(title ?? '') ? summary.slice(0, -found.length) : summary;
}

function isMereSummary(html: string): boolean {
  return html.length <= longestSummary * 6 && !hasTags(html) && (seenIn(html) ?? '').length <= longestSummary;
}

/** Text without a tag whose lines were meant is in paragraphs. */
function asBody(html: string): string {
  return html.includes('\n') && !hasTags(html) ? inParagraphs(html) : html;
}

/** As HTML again: the fields are read as HTML. */
function oneLine(html: string): string | undefined {
  const seen = seenIn(html);
  return seen === undefined ? undefined : escaped(seen);
}
