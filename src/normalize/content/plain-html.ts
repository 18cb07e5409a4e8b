import type { Node } from './nodes.ts';
import { type Known, knownElement } from './plain-elements.ts';
import { decodedPlain } from './plain-references.ts';

/**
 * Parses HTML as nearly every article has it, below one element: tags, comments and texts with nothing odd about them. Absent for
 * anything more: then cheerio's parser has to say what it means. What this one parses, that one parses alike. Linear, but for the
 * depth that the end of an element is looked for in.
 */
export function readPlainHtml(html: string): Node | undefined {
  const reader = new Reader(html);
  return reader.isDone() ? reader.root : undefined;
}

/** All nodes have the same fields in the same order: code that sees only objects of one shape is faster. */
type Made = {
  readonly type: string;
  readonly name: string | undefined;
  readonly attribs: Attributes | undefined;
  data: string | undefined;
  readonly children: Made[];
  readonly parent: Made | null;
  readonly prev: Made | null;
  next: Made | null;
};

type Attributes = Readonly<Record<string, string>>;

class Reader {
  readonly root: Made = nodeOf('tag', 'x-o', none, undefined, null);
  readonly #html: string;
  #at = 0;
  /** The innermost element that is open. */
  #top: Made = this.root;
  /** A text that more may follow on. */
  #text: Made | undefined;

  constructor(html: string) {
    this.#html = html;
  }

  /** Reads to the end. False where something odd stands. */
  isDone(): boolean {
    const html = this.#html;
    while (this.#at < html.length) {
      const start = html.indexOf('<', this.#at);
      const end = start === -1 ? html.length : start;
      if (end > this.#at && !this.#readText(html.slice(this.#at, end))) return false;
      this.#at = end + 1;
      if (start !== -1 && !this.#readTag(html.charCodeAt(this.#at))) return false;
    }
    return true;
  }

  #readText(written: string): boolean {
    const text = decodedPlain(written, false);
    if (text === undefined) return false;
    if (this.#text === undefined) this.#text = this.#append(nodeOf('text', undefined, undefined, text, this.#top));
    else this.#text.data += text;
    return true;
  }

  #readTag(first: number): boolean {
    if (first === slash) return this.#readEnd();
    this.#text = undefined;
    return first === exclamation ? this.#readComment() : this.#readStart();
  }

  #readComment(): boolean {
    const start = this.#at + 3;
    // The dashes that begin a comment may be those that end it.
    const end = this.#html.startsWith('--', this.#at + 1) ? this.#html.indexOf('-->', this.#at + 1) : -1;
    if (end === -1) return false;
    this.#append(nodeOf('comment', undefined, undefined, this.#html.slice(start, end), this.#top));
    this.#at = end + 3;
    return true;
  }

  #readEnd(): boolean {
    this.#at += 1;
    const element = this.#readName();
    if (element === undefined || this.#html.charCodeAt(this.#at) !== greaterThan) return false;
    this.#at += 1;
    const { name } = element;
    let open: Made | null = this.#top;
    while (open !== this.root && open !== null && open.name !== name) open = open.parent;
    if (open !== this.root && open !== null) this.#end(open);
    // HTML 13.2.6.4.7: an end of one of these that is not open stands for all of it; any other is nothing, not even between texts.
    else if (name === 'p' || name === 'br') this.#end(this.#begin(element, none));
    return true;
  }

  #readStart(): boolean {
    const element = this.#readName();
    const attributes = element && this.#readAttributes();
    if (element === undefined || attributes === undefined) return false;
    const node = this.#begin(element, attributes);
    if (element.isVoid) this.#end(node);
    return !element.isRaw || this.#readRaw(node, element.name);
  }

  /** What stands in a style or a script is no markup. */
  #readRaw(node: Made, name: string): boolean {
    const end = this.#html.indexOf(`</${name}>`, this.#at);
    const text = this.#html.slice(this.#at, end);
    // An end that is written otherwise, or a tag that ended itself.
    if (end === -1 || /<\/s/i.test(text) || this.#html.charCodeAt(this.#at - 2) === slash) return false;
    if (text !== '') this.#append(nodeOf('text', undefined, undefined, text, node));
    this.#end(node);
    this.#at = end + name.length + 3;
    return true;
  }

  #readName(): Known | undefined {
    const start = this.#at;
    while (isNameCode(this.#html.charCodeAt(this.#at))) this.#at++;
    return knownElement(this.#html.slice(start, this.#at));
  }

  /** Attributes up to and with the end of the tag. */
  #readAttributes(): Attributes | undefined {
    const html = this.#html;
    if (html.charCodeAt(this.#at) === greaterThan) {
      this.#at += 1;
      return none;
    }
    const attributes: Record<string, string> = {};
    for (;;) {
      const isApart = this.#skipSpace();
      const code = html.charCodeAt(this.#at);
      if (code === greaterThan || (code === slash && html.charCodeAt(this.#at + 1) === greaterThan)) {
        this.#at += code === slash ? 2 : 1;
        return attributes;
      }
      const start = this.#at;
      while (isNameCode(html.charCodeAt(this.#at))) this.#at++;
      const name = html.slice(start, this.#at).toLowerCase();
      if (!isApart || !isLetter(name.charCodeAt(0))) return undefined;
      const value = this.#readValue();
      if (value === undefined) return undefined;
      if (!Object.hasOwn(attributes, name)) attributes[name] = value;
    }
  }

  /** The value behind a name: empty if there is none. */
  #readValue(): string | undefined {
    const html = this.#html;
    const behind = this.#at;
    this.#skipSpace();
    if (html.charCodeAt(this.#at) !== equals) {
      this.#at = behind;
      return isEnd(html.charCodeAt(behind)) ? '' : undefined;
    }
    this.#at += 1;
    this.#skipSpace();
    const quote = html.charCodeAt(this.#at);
    if (quote !== doubleQuote && quote !== singleQuote) return this.#readBareValue();
    const start = this.#at + 1;
    const end = html.indexOf(quote === doubleQuote ? '"' : "'", start);
    if (end === -1) return undefined;
    this.#at = end + 1;
    return decodedPlain(html.slice(start, end), true);
  }

  #readBareValue(): string | undefined {
    const start = this.#at;
    for (let code = this.#html.charCodeAt(start); code !== greaterThan && !isSpace(code); ) {
      // A quote or another tag in it is somebody's mistake, and NaN the end of the document.
      if (code === lessThan || code === doubleQuote || code === singleQuote || Number.isNaN(code)) return undefined;
      this.#at += 1;
      code = this.#html.charCodeAt(this.#at);
    }
    return decodedPlain(this.#html.slice(start, this.#at), true);
  }

  #skipSpace(): boolean {
    const start = this.#at;
    while (isSpace(this.#html.charCodeAt(this.#at))) this.#at++;
    return this.#at > start;
  }

  #begin({ name, type, ends }: Known, attributes: Attributes): Made {
    while (ends?.has(this.#top.name ?? '') && this.#top.parent !== null) this.#top = this.#top.parent;
    this.#top = this.#append(nodeOf(type, name, attributes, undefined, this.#top));
    return this.#top;
  }

  #end(node: Made): void {
    this.#top = node.parent ?? this.root;
    this.#text = undefined;
  }

  /** Puts a node behind the last one of its parent. */
  #append(node: Made): Made {
    if (node.prev !== null) node.prev.next = node;
    node.parent?.children.push(node);
    return node;
  }
}

const none: Attributes = {};
const childless: Made[] = [];

function nodeOf(
  type: string,
  name: string | undefined,
  attribs: Attributes | undefined,
  data: string | undefined,
  parent: Made | null,
): Made {
  // css-select looks into whatever has children of its own, so a text must have none rather than lack them.
  const children = name === undefined ? childless : [];
  return { type, name, attribs, data, children, parent, prev: parent?.children.at(-1) ?? null, next: null };
}

const exclamation = 0x21;
const doubleQuote = 0x22;
const singleQuote = 0x27;
const slash = 0x2f;
const lessThan = 0x3c;
const equals = 0x3d;
const greaterThan = 0x3e;

/** HTML 13.2.5: what parts attributes. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0c || code === 0x0d;
}

/** What may follow the name of an attribute that has no value. */
function isEnd(code: number): boolean {
  return code === greaterThan || code === slash || isSpace(code);
}

function isLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

/** A letter, a digit, `-`, `.`, `:` or `_`. */
function isNameCode(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x3a) || code === 0x2d || code === 0x2e || code === 0x5f;
}
