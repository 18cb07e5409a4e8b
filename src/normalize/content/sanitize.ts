/** The allow-list walk: writes a document as content, and nothing of it that could run, track or break out. */

import { linkUrl, webUrl } from '../urls.ts';
import { blockKinds, boundaries, dropped, embeds, inlineNames } from './elements.ts';
import { formulaOf } from './formula.ts';
import type { Node } from './nodes.ts';
import { addressIn, type Page, pictureWithoutScript, type Shown, shownPicture } from './shown-picture.ts';
import { attribute, type Block, type Direction, type Inline, Writer, type Written } from './writer.ts';

/** What a rule says of an element: `drop`, `unwrap`, or its new name. */
export type Verdicts = ReadonlyMap<Node, string>;

/** What is to be done when an element ends; absent: nothing. */
type Ending = Closing | Turn;
type Closing = Block | Inline | 'boundary' | undefined;
/** Behind the element text runs as it did before. */
type Turn = { readonly ending: Closing; readonly before: Direction | undefined };

/** Walks without recursion, so that no depth of nesting can end it. Ends early where it is more than content may be. */
export function sanitize(root: Node, verdicts: Verdicts, page: Page): Written {
  const writer = new Writer();
  const endings: Ending[] = [];
  let node = root.children?.[0] ?? null;
  while (node !== null && !writer.isFull()) {
    const ending = enter(node, verdicts, page, writer);
    const first = ending === 'skip' ? undefined : node.children?.[0];
    if (ending !== 'skip' && first !== undefined) {
      endings.push(ending);
      node = first;
      continue;
    }
    if (ending !== 'skip') leave(ending, writer);
    let last: Node = node;
    while (last.next === null && last.parent !== null && last.parent !== root) {
      last = last.parent;
      leave(endings.pop(), writer);
    }
    node = last.next;
  }
  return writer.end();
}

/** As Jekyll, Hexo, Hugo and WordPress have it; Docusaurus. */
const more = /^\s*(?:more|truncate)\s*$/i;

function enter(node: Node, verdicts: Verdicts, page: Page, writer: Writer): Ending | 'skip' {
  if (node.type === 'text') {
    writer.text(node.data ?? '');
    return 'skip';
  }
  if (node.type === 'comment' && more.test(node.data ?? '')) writer.endBeginning();
  const { name = '', attribs = {} } = node;
  // Comments, declarations, scripts and styles are nodes of other types.
  const verdict = verdicts.get(node);
  if (node.type !== 'tag' || verdict === 'drop' || isHidden(name, attribs)) return 'skip';
  if (name === 'input' && isTask(attribs)) writer.text(attribs.checked === undefined ? '☐' : '☑');
  if (dropped.has(name)) return 'skip';
  const direction = attribs.dir !== undefined && boundaries.has(name) ? directionOf(attribs.dir) : undefined;
  if (direction === undefined) return enterElement(node, verdict, verdicts, page, writer);
  const before = writer.turn(direction);
  const ending = enterElement(node, verdict, verdicts, page, writer);
  if (ending !== 'skip') return { ending, before };
  writer.turn(before);
  return ending;
}

function enterElement(
  node: Node,
  verdict: string | undefined,
  verdicts: Verdicts,
  page: Page,
  writer: Writer,
): Closing | 'skip' {
  const { name = '', attribs = {} } = node;
  if (verdict === 'unwrap') return boundary(name, writer);
  if (name === 'noscript') {
    picture(
      pictureWithoutScript(node, page, one => verdicts.get(one) === 'drop'),
      writer,
    );
    return 'skip';
  }
  return begin(verdict ?? name, node, attribs, page, writer);
}

function begin(name: string, node: Node, attribs: Attributes, page: Page, writer: Writer): Closing | 'skip' {
  // HTML 13.2.6.4.7: the end of a paragraph that is not open is an empty one, which in a table is no row.
  if (name === 'p' && node.children?.[0] === undefined) return boundary(name, writer);
  if (blockKinds.has(name)) return writer.open(name, blockAttributes(name, attribs)) ?? 'boundary';
  const inline = inlineNames.get(name);
  if (inline !== undefined) return beginInline(inline, attribs, page, writer);
  if (embeds.has(name) || (name === 'object' && isBare(node))) {
    embed(node, attribs, page, writer);
    return 'skip';
  }
  if (name === 'math') return formula(node, writer);
  if (name === 'img' && isSign(attribs)) writer.text(attribs.alt ?? '');
  else if (name === 'img') picture(shownPicture(node, page), writer);
  else if (name === 'br') writer.lineBreak();
  else if (name === 'hr') writer.separator();
  return boundary(name, writer);
}

function leave(ending: Ending, writer: Writer): void {
  if (ending === undefined) return;
  if (ending === 'boundary') writer.boundary();
  else if ('before' in ending) {
    leave(ending.ending, writer);
    writer.turn(ending.before);
  } else if ('kind' in ending) writer.close(ending);
  else writer.closeInline(ending);
}

type Attributes = Readonly<Record<string, string>>;

function boundary(name: string, writer: Writer): Closing {
  if (!boundaries.has(name)) return undefined;
  writer.boundary();
  return 'boundary';
}

function directionOf(dir: string): Direction | undefined {
  const direction = dir.toLowerCase();
  return direction === 'rtl' || direction === 'ltr' || direction === 'auto' ? direction : undefined;
}

function isHidden(name: string, attribs: Attributes): boolean {
  const { style, hidden, role } = attribs;
  // WAI-ARIA 1.2, tabpanel: those that are not chosen are hidden, and part of the article.
  if (role === 'tabpanel') return false;
  // Elementor writes `false`, which for a browser is hidden, on a tab that a style sheet then shows; what is hidden until it is found is read.
  if (hidden !== undefined && !/^(?:false|until-found)$/i.test(hidden)) return true;
  if (style !== undefined && /display\s{0,9}:\s{0,9}none/i.test(style)) return true;
  // Marks beside headings, and formulas written a second time for the eye.
  return attribs['aria-hidden'] === 'true' && (name === 'a' || name === 'span');
}

/** A picture in the place of a sign, as WordPress writes its feeds: without its style it would be as large as any other. The sign may be a digit in a box (`1️⃣`), and is no word. */
function isSign({ class: names = '', alt = '' }: Attributes): boolean {
  return (
    /(?:^|\s)(?:wp-smiley|emoji)(?:\s|$)/.test(names) &&
    /^(?!\p{L}{2})(?:[^\w\s]|\d(?=\uFE0F?\u20E3)){1,20}$/u.test(alt)
  );
}

/** GFM 5.3: a box that nobody can check says what is done. */
function isTask({ type, disabled }: Attributes): boolean {
  return type?.toLowerCase() === 'checkbox' && disabled !== undefined;
}

function beginInline(name: string, attribs: Attributes, page: Page, writer: Writer): Closing {
  if (name === 'a') {
    const href = attribs.href ?? '';
    // A link within the page has no target outside of it.
    const url = href.startsWith('#') ? undefined : linkUrl(href, page.base);
    return url === undefined ? undefined : writer.openInline('a', attribute('href', url));
  }
  if (name === 'abbr' && attribs.title !== undefined)
    return writer.openInline(name, attribute('title', attribs.title.slice(0, 200)));
  const language =
    name === 'code' ? /(?:^|\s)language-[\w+#-]{1,30}(?=\s|$)/.exec(attribs.class ?? '')?.[0] : undefined;
  return writer.openInline(name, language === undefined ? '' : attribute('class', language.trim()));
}

function blockAttributes(name: string, attribs: Attributes): string {
  if (name === 'td' || name === 'th')
    return number('colspan', attribs.colspan, 100) + number('rowspan', attribs.rowspan, 1000);
  return name === 'ol' ? number('start', attribs.start, 1_000_000) : '';
}

function number(name: string, value: string | undefined, most: number): string {
  return value !== undefined && /^\d{1,7}$/.test(value) && Number(value) <= most ? attribute(name, value) : '';
}

/** Writes a picture, where there is one to be seen. */
function picture(shown: Shown | undefined, writer: Writer): void {
  if (shown === undefined) return;
  const { url, attribs } = shown;
  writer.picture(
    attribute('src', url) +
      attribute('alt', attribs.alt ?? '') +
      number('width', attribs.width, 9999) +
      number('height', attribs.height, 9999) +
      // Publishers refuse pictures to other sites by the Referer; and no reader should tell them who reads.
      ' referrerpolicy="no-referrer" loading="lazy"',
  );
}

/** A formula as it was typed or can be read in a line; else its signs stay as text. */
function formula(node: Node, writer: Writer): Closing | 'skip' {
  const text = formulaOf(node);
  if (text === undefined) return undefined;
  const code = writer.openInline('code');
  writer.text(text);
  if (code !== undefined) writer.closeInline(code);
  return 'skip';
}

/** Whether an object has nothing in it for those who cannot show it. */
function isBare({ children = [] }: Node): boolean {
  return children.every(({ type, name, data = '' }) => name === 'param' || (type === 'text' && data.trim() === ''));
}

/** A link in the place of another document or a recording. */
function embed(node: Node, attribs: Attributes, page: Page, writer: Writer): void {
  const inner = node.children?.find(({ name }) => name === 'source')?.attribs?.src;
  const url = addressIn(attribs, page) ?? webUrl(inner ?? attribs.data ?? '', page.base);
  if (url === undefined) return;
  writer.boundary();
  const link = writer.openInline('a', attribute('href', url));
  writer.note(attribs.title ?? url.replace(/^https?:\/\//, ''));
  if (link !== undefined) writer.closeInline(link);
  writer.boundary();
}
