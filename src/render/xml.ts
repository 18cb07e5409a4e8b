/** Builds XML as structure: names and values go in, escaped text comes out; no data is ever joined into markup. */
import type { Body } from '../model/body.ts';
import { bodyOf, type Piece } from './bytes.ts';
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
export type Written = { readonly written: Uint8Array<ArrayBuffer> };

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

/** A whole document: declaration, a comment for whoever looks at the source, and root, one element a line. Well-formed for any data. */
export function xmlDocument(root: Element, comment?: string): Body {
  // XML 1.0 2.5: no two hyphens in a comment. In an address `%2D` is the same.
  const note = comment === undefined ? [] : [`\n<!-- ${clean(comment).replaceAll('--', '-%2D')} -->`];
  return bodyOf(['<?xml version="1.0" encoding="utf-8"?>', ...note, ...write([], root, '\n'), '\n']);
}

/** An element as it stands below so many others: what a `Written` is made of. */
export function writeAt(depth: number, written: Element): readonly Piece[] {
  return write([], written, `\n${'  '.repeat(depth)}`);
}

/** Adds to the pieces, so that no text is put together more than once. */
function write(pieces: Piece[], { name, attributes, content }: Element, line: string): Piece[] {
  const start = `${line}<${name}${writeAttributes(attributes)}`;
  if (content.length === 0) pieces.push(start, '/>');
  else if (typeof content === 'string') pieces.push(start, '>', writeText(clean(content)), `</${name}>`);
  else {
    pieces.push(start, '>');
    for (const child of content) {
      if (child === undefined) continue;
      if ('written' in child) pieces.push(child.written);
      else write(pieces, child, `${line}  `);
    }
    pieces.push(line, `</${name}>`);
  }
  return pieces;
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
