/** A raw body becomes HTML: what the source's patterns take leaves it, template tags go, Markdown is rendered. */
import type { Rules, Source } from '../../model/source.ts';
import { type Found, noteGroups, type TextFacts } from '../fields.ts';
import { render } from './markdown.ts';
import { elementOfMarkdown, withoutTemplates } from './templates.ts';

/** Patterns see no more than this of a body, so that none of them can be slow. */
const window = 4096;

/** A body after a source's patterns. */
export type Carved = { readonly text: string; readonly facts: TextFacts };

/** Takes out what `cut`, `tail` and `head` match; the named groups of the latter two are facts, the first of a name holds. */
export function carve(body: string, rules: Rules): Carved {
  const facts: TextFacts = new Map();
  let text = rules.cut.reduce(cutAll, body);
  for (const [index, pattern] of rules.tail.entries()) {
    const start = Math.max(0, text.length - window);
    const match = pattern.exec(text.slice(start));
    if (match === null) continue;
    noteGroups(match, `tail ${index + 1}`, facts);
    text = text.slice(0, start + match.index) + text.slice(start + match.index + match[0].length);
  }
  for (const [index, pattern] of rules.head.entries()) {
    const match = pattern.exec(text.slice(0, window));
    if (match === null) continue;
    noteGroups(match, `head ${index + 1}`, facts);
    text = text.slice(0, match.index) + text.slice(match.index + match[0].length);
  }
  return { text, facts };
}

/** The body as HTML, and how it was read. */
export function toHtml(
  body: string,
  { rules, home, kind: origin }: Pick<Source, 'rules' | 'home' | 'kind'>,
): Found<string> {
  const text = rules.templates === 'drop' ? withoutTemplates(body, home) : body;
  const kind = rules.body === 'auto' ? kindOf(text) : rules.body;
  const rule = rules.body === 'auto' ? `body auto, read as ${kind}` : `body ${kind}`;
  if (kind === 'markdown') return { value: render(text), rule };
  // What a feed shows as code is code.
  return { value: origin === 'files' ? withoutMadeUpCode(text) : text, rule };
}

const htmlTag = '(?:h\\d|p|div|section|article|ul|ol|li|span|a|figure|img|table|dl|br)\\b';
const madeUpCode = new RegExp(
  // Deeply indented, or beginning with an end, or a picture as crawlers write it.
  `<pre><code>(?=(?:\\s{0,99}\\n)?(?:(?: {4}|\\t)\\s{0,99}&lt;${htmlTag}|\\s{0,99}&lt;/${htmlTag}|&lt;img [^\\n]{0,900} referrerpolicy=))`,
  'g',
);

/** An earlier program took indented HTML for code and wrote its tags out: they become tags again. Code begins at the margin. */
function withoutMadeUpCode(html: string): string {
  if (!html.includes('<pre><code>')) return html;
  let out = '';
  let at = 0;
  for (const match of html.matchAll(madeUpCode)) {
    if (match.index < at) continue;
    const end = html.indexOf('</code></pre>', match.index);
    if (end === -1) break;
    const code = html.slice(match.index + match[0].length, end);
    out +=
      html.slice(at, match.index) +
      code
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, '&');
    at = end + '</code></pre>'.length;
  }
  return out + html.slice(at);
}

function cutAll(text: string, { from, to }: Rules['cut'][number]): string {
  const starts = new RegExp(from.source, 'gu');
  const ends = new RegExp(to.source, 'gu');
  let out = '';
  let at = 0;
  for (let start = starts.exec(text); start !== null; start = starts.exec(text)) {
    ends.lastIndex = start.index + start[0].length;
    const end = ends.exec(text);
    if (end === null) break;
    out += text.slice(at, start.index);
    at = end.index + end[0].length;
    starts.lastIndex = Math.max(at, start.index + 1);
  }
  return out + text.slice(at);
}

const blockTag =
  'address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset|figure|font|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|p|pre|section|span|style|table|tbody|td|th|tr|ul|video|iframe|img|br|a|b|strong|em|i|audio';
const tagAtStart = new RegExp(`^(?:\\s|<!--(?:(?!-->)[\\s\\S]){0,2000}-->)*<(?:${blockTag})\\b`, 'i');
const markdownLine =
  /^(?:#{1,6}[ \t]+\S|(?:```|~~~)|[ \t]{0,3}>[ \t]?\S|[ \t]{0,3}(?:[*+-]|\d{1,3}[.)])[ \t]+\S|.{0,200}\]\(\S|\|.*\||\[[^\]\n]{1,80}\]:[ \t]|.{0,200}(?:\*\*|__)\S)/m;

/**
 * A body that begins with an element is HTML, in which indentation and blank lines mean nothing, unless there is a line of Markdown outside of
 * its elements, or a paragraph of text and nothing that Markdown would make code of. Anything else is Markdown, which HTML may stand in.
 */
function kindOf(body: string): 'html' | 'markdown' {
  if (!tagAtStart.test(body.slice(0, window)) || elementOfMarkdown.test(body)) return 'markdown';
  const loose = outside(body);
  const hasParagraphs = /(?:^|\n)[ \t]*\n {0,3}[^\s<]/.test(loose) && !/\n[ \t]*\n(?: {4}|\t)/.test(body);
  return hasParagraphs || markdownLine.test(loose) ? 'markdown' : 'html';
}

/** The lines of a body that stand outside of its elements, roughly: those before which every block was closed. */
function outside(body: string): string {
  let depth = 0;
  const lines: string[] = [];
  for (const line of body.split('\n')) {
    if (depth === 0 && !/^\s*</.test(line)) lines.push(line);
    if (!line.includes('<')) continue;
    for (const [, slash] of line.matchAll(
      /<(\/?)(?:div|p|table|ul|ol|dl|pre|blockquote|section|article|figure|center|style|script)\b/gi,
    )) {
      depth = slash === '' ? depth + 1 : Math.max(0, depth - 1);
    }
  }
  return lines.join('\n');
}
