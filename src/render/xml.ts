/** Builds XML as structure: names and values go in, escaped text comes out; no data is ever joined into markup. */
import { clean } from './text.ts';

/** An element holds text or elements, never both; what is undefined is left out. */
export type Element = {
  readonly name: string;
  readonly attributes: Attributes;
  readonly content: string | Children;
};
export type Attributes = Readonly<Record<string, string | undefined>>;
export type Children = readonly (Element | Written | undefined)[];

/** An element that was written already, for its place in a document. */
export type Written = { readonly written: string };

const none: Attributes = {};

/** An element that is there in any case. */
export function element(name: string, attributes: Attributes = none, content: string | Children = ''): Element {
  return { name, attributes, content };
}

/** An element around a text; none when the text is absent. */
export function textElement(
  name: string,
  text: string | undefined,
  attributes: Attributes = none,
): Element | undefined {
  return text === undefined ? undefined : { name, attributes, content: text };
}

/** A whole document: declaration and root, one element a line. Well-formed for any data. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="utf-8"?>${write(root, '\n')}\n`;
}

/** An element as it stands below so many others; the text of a `Written`. */
export function writeAt(depth: number, written: Element): string {
  return write(written, `\n${'  '.repeat(depth)}`);
}

function write({ name, attributes, content }: Element, line: string): string {
  const start = `${line}<${name}${writeAttributes(attributes)}`;
  if (content.length === 0) return `${start}/>`;
  if (typeof content === 'string') return `${start}>${writeText(clean(content))}</${name}>`;
  const parts = [start, '>'];
  for (const child of content) {
    if (child !== undefined) parts.push('written' in child ? child.written : write(child, `${line}  `));
  }
  parts.push(line, '</', name, '>');
  // Joined, not added up: the text is then in one piece, and is not put together again each time that it is used.
  return parts.join('');
}

function writeAttributes(attributes: Attributes): string {
  let written = '';
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) written += ` ${name}="${escapeAttribute(clean(value))}"`;
  }
  return written;
}

/**
 * A CDATA section costs 12 characters, a reference at least 3 more than what it stands for: from four on, CDATA is
 * never the longer one. It cannot hold its own end, `]]>` (XML 1.0 2.7), and some readers strip comments even inside it:
 * texts with either are always escaped.
 */
function writeText(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  const fitsCdata = !text.includes(']]>') && !text.includes('<!--');
  if (fitsCdata && /(?:[&<>][^&<>]*){4}/.test(text)) return `<![CDATA[${text}]]>`;
  return text.replace(/[&<>]/g, reference);
}

/** XML 1.0 3.3.3 makes a bare tab or line feed in an attribute a space; as references they stay. */
function escapeAttribute(text: string): string {
  return /[&<>"\t\n]/.test(text) ? text.replace(/[&<>"\t\n]/g, reference) : text;
}

const references: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  // Only `]]>` must not stand in text (XML 1.0 2.4); escaping each `>` needs no look at its neighbours.
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\t', '&#9;'],
  ['\n', '&#10;'],
]);

function reference(character: string): string {
  return references.get(character) ?? character;
}
