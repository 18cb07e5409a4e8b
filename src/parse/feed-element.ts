/** A node of a feed document, and what it says as text or as HTML. */
import { escaped, escapedValue, voidElements } from '../model/html.ts';
import { webAddress } from './web-address.ts';

/** An element. Text is among its children, with entities decoded and CDATA sections resolved. */
export type Element = {
  /** In small letters, with the prefix that its namespace has in this room (`feed-names.ts`): `title`, `atom:title`, `dc:creator`. */
  readonly name: string;
  /** By the name as written, in small letters. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (Element | string)[];
  /** Absolute; absent where neither the element nor one around it has an `xml:base`. */
  readonly base: string | undefined;
  /** The `xml:lang` that holds for it. */
  readonly language: string | undefined;
  /** Whether the document ended before the element did. */
  readonly isCut: boolean;
};

/** The child elements of the names given, in the order of the document; without names all of them. */
export function elementsOf(element: Element | undefined, ...names: readonly string[]): readonly Element[] {
  const isMeant = (child: Element | string): child is Element =>
    typeof child !== 'string' && (names.length === 0 || names.includes(child.name));
  return element?.children.filter(isMeant) ?? [];
}

/** The first child element of the first name that there is one of with something in it. */
export function firstOf(element: Element | undefined, ...names: readonly string[]): Element | undefined {
  for (const name of names) {
    const found = elementsOf(element, name).find(({ children }) =>
      children.some(child => typeof child !== 'string' || child.trim() !== ''),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The text in an element and below it, trimmed; absent when there is none. */
export function textOf(element: Element | undefined): string | undefined {
  const text = element === undefined ? '' : textBelow(element).trim();
  return text === '' ? undefined : text;
}

/** The text of the first of the named children that has one. */
export function textIn(element: Element | undefined, ...names: readonly string[]): string | undefined {
  return textsIn(element, ...names)[0];
}

/** The texts of all children of the names given, name by name. */
export function textsIn(element: Element | undefined, ...names: readonly string[]): readonly string[] {
  return names.flatMap(name => elementsOf(element, name).flatMap(child => textOf(child) ?? []));
}

/** An attribute, trimmed; absent when it is empty. */
export function attributeOf(element: Element | undefined, name: string): string | undefined {
  const value = element?.attributes.get(name)?.trim();
  return value === '' ? undefined : value;
}

/** An element whose text is HTML. Elements in it are taken for HTML too: whoever wrote them forgot to escape them. */
export function htmlOf(element: Element | undefined): string | undefined {
  if (element === undefined) return undefined;
  if (elementsOf(element).length === 0) return textOf(element);
  // Where the text has tags as well, it was escaped and the elements were not.
  const isHtml = element.children.some(child => typeof child === 'string' && /<[a-z/!]/i.test(child));
  return written(element, element.base, text => (isHtml ? text : escaped(text)));
}

/** An element that holds XHTML, as HTML; `div` around all of it is not part of it (RFC 4287 3.1.1.3). */
export function xhtmlOf(element: Element): string | undefined {
  const [first, ...others] = elementsOf(element);
  const isDiv = first !== undefined && others.length === 0 && localName(first) === 'div';
  return written(isDiv ? first : element, element.base, escaped);
}

/** The name without its prefix. */
function localName({ name }: Element): string {
  return name.slice(name.indexOf(':') + 1);
}

function textBelow({ children }: Element): string {
  return children.map(child => (typeof child === 'string' ? child : textBelow(child))).join('');
}

/** What stands in an element; `base` is where the relative URLs of what is written begin. */
function written({ children }: Element, base: string | undefined, text: (raw: string) => string): string | undefined {
  const html = children
    .map(child => (typeof child === 'string' ? text(child) : elementHtml(child, base, text)))
    .join('')
    .trim();
  return html === '' ? undefined : html;
}

/** An element that has another base has its URLs absolute. */
function elementHtml(element: Element, base: string | undefined, text: (raw: string) => string): string {
  const name = localName(element);
  const attributes = [...element.attributes].flatMap(([key, value]) =>
    /^xmlns|:/.test(key) ? [] : ` ${key}="${escapedValue(moved(key, value, element.base, base))}"`,
  );
  const start = `<${name}${attributes.join('')}>`;
  const inner = element.children.map(child =>
    typeof child === 'string' ? text(child) : elementHtml(child, base, text),
  );
  return [start, ...inner, ...(voidElements.has(name) ? [] : [`</${name}>`])].join('');
}

function moved(key: string, value: string, from: string | undefined, base: string | undefined): string {
  if (from === base || !/^(?:href|src|poster|data-src)$/.test(key)) return value;
  return webAddress(value, from) ?? value;
}
