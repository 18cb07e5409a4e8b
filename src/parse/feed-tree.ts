import { decodeHTMLAttribute, decodeHTMLStrict } from 'entities';
import { Tokenizer } from 'htmlparser2';
import type { Element } from './feed-element.ts';
import { mended } from './feed-mending.ts';
import { prefixOf } from './feed-names.ts';
import { webAddress } from './web-address.ts';

/** A document as a tree; `repairs` says what had to be mended to see one. */
export type Tree = { readonly roots: readonly Element[]; readonly repairs: readonly string[] };

/**
 * Reads XML, and what was meant as XML. It never fails, and whatever is wrong in one item stays in it: an end of an element
 * ends all that is open in it, an end of nothing is nothing, an item that begins ends the one before. A document type and
 * what it declares are not read, so no entity is ever expanded. `url` is where the document came from. Linear in its length.
 */
export function treeOf(text: string, url: string): Tree {
  const builder = new Builder(url);
  const { source, repairs } = mended(text);
  const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: false }, builder.callbacks(source));
  tokenizer.write(source);
  const isCut = builder.isOpen();
  tokenizer.end();
  builder.end();
  return {
    roots: builder.roots,
    repairs: [
      ...repairs,
      ...(isCut ? ['It ends in the middle; what was whole before was read.'] : []),
      ...builder.repairs,
    ],
  };
}

/** What prefixes mean, innermost first. */
type Scope = { readonly own: ReadonlyMap<string, string>; readonly outer: Scope | undefined };

type Open = Omit<Element, 'isCut'> & {
  readonly children: (Element | string)[];
  /** As written: what its end must say. */
  readonly written: string;
  readonly scope: Scope | undefined;
  isCut: boolean;
};

/** No feed is deeper; what is, stands beside instead. */
const deepest = 100;
const maxAttributes = 200;
/** What a body of 10 MB has room for would take a gigabyte as a tree; ten thousand items of a hundred elements each are as many. */
const mostElements = 1_000_000;

const noAttributes: ReadonlyMap<string, string> = new Map();

class Builder {
  readonly roots: Element[] = [];
  readonly #stack: Open[] = [];
  readonly #url: string;
  readonly #repairs = new Set<string>();
  /** Elements that were too deep to be opened, and did not end yet. */
  #skipped = 0;
  #elements = 0;
  #name = '';
  #attributes: Map<string, string> | undefined;
  #attribute = '';
  #value = '';

  constructor(url: string) {
    this.#url = url;
  }

  get repairs(): readonly string[] {
    return [...this.#repairs];
  }

  isOpen(): boolean {
    return this.#stack.length > 0;
  }

  end(): void {
    for (const element of this.#stack.splice(0)) element.isCut = true;
  }

  callbacks(source: string): ConstructorParameters<typeof Tokenizer>[1] {
    const ignore = () => {};
    return {
      onopentagname: (start, end) => {
        this.#name = source.slice(start, end).toLowerCase();
        this.#attributes = undefined;
      },
      onattribname: (start, end) => {
        this.#attribute = source.slice(start, end).toLowerCase();
        this.#value = '';
      },
      onattribdata: (start, end) => {
        this.#value += source.slice(start, end);
      },
      onattribend: () => {
        this.#attributes ??= new Map();
        if (this.#attributes.size >= maxAttributes || this.#attributes.has(this.#attribute)) return;
        this.#attributes.set(this.#attribute, this.#decoded(this.#value, decodeHTMLAttribute));
      },
      onopentagend: () => this.#open(),
      onselfclosingtag: () => {
        this.#open();
        this.#close(this.#name);
      },
      onclosetag: (start, end) => this.#close(source.slice(start, end).trim().toLowerCase()),
      ontext: (start, end) => this.#text(this.#decoded(source.slice(start, end), decodeHTMLStrict)),
      oncdata: (start, end, offset) => this.#text(source.slice(start, end - offset)),
      onattribentity: ignore,
      ontextentity: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    };
  }

  /** From here on nothing is read, as if the document ended. */
  #isFull(): boolean {
    return this.#elements > mostElements;
  }

  #open(): void {
    this.#elements += 1;
    if (this.#isFull()) {
      this.#repairs.add(`It has more than ${mostElements} elements; those behind were not read.`);
      return;
    }
    const written = this.#name;
    // Items hold no items: one that begins within another, which has no end then, stands beside it.
    if (isItem(written) && this.#stack.some(element => element.written === written)) {
      this.#repairs.add(unended);
      this.#popTo(written);
    }
    const top = this.#stack.at(-1);
    const scope = this.#scopeOf(written, top);
    const attributes = this.#attributes ?? noAttributes;
    const base = attributes.get('xml:base');
    const element: Open = {
      name: nameOf(written, scope),
      written,
      attributes,
      children: [],
      base: webAddress(base, top?.base ?? this.#url) ?? top?.base,
      language: attributes.get('xml:lang')?.trim() ?? top?.language,
      scope,
      isCut: false,
    };
    (top?.children ?? this.roots).push(element);
    if (this.#stack.length < deepest) this.#stack.push(element);
    else this.#skipped += 1;
  }

  #close(written: string): void {
    if (this.#isFull()) return;
    if (this.#skipped > 0 && !isItem(written)) {
      this.#skipped -= 1;
      return;
    }
    if (!this.#stack.some(element => element.written === written)) {
      this.#repairs.add('Ends of elements that never began were left out.');
      return;
    }
    this.#popTo(written);
  }

  /** Ends the innermost element of a name, and before it all that is open in it. */
  #popTo(written: string): void {
    this.#skipped = 0;
    for (let top = this.#stack.pop(); top !== undefined && top.written !== written; top = this.#stack.pop()) {
      this.#repairs.add(unended);
      if (!isItem(top.written)) lift(top, this.#stack.at(-1)?.children ?? this.roots);
    }
  }

  #text(text: string): void {
    if (!this.#isFull()) this.#stack.at(-1)?.children.push(text);
  }

  #decoded(text: string, decode: (text: string) => string): string {
    if (!text.includes('&')) return text;
    if (/&(?!#\d+;|#x[\da-f]+;|[a-z][\da-z]*;)/i.test(text)) this.#repairs.add('A bare & was read as itself.');
    // XML 1.0 4.6 knows five names; a feed has no document type that could define others.
    if (/&(?!(?:amp|lt|gt|quot|apos);)[a-z][\da-z]*;/i.test(text)) {
      this.#repairs.add('Names of characters that XML does not know were read as HTML.');
    }
    return decode(text);
  }

  #scopeOf(written: string, top: Open | undefined): Scope | undefined {
    const own = new Map<string, string>();
    for (const [name, uri] of this.#attributes ?? noAttributes) {
      if (name === 'xmlns') own.set('', uri);
      else if (name.startsWith('xmlns:')) own.set(name.slice('xmlns:'.length), uri);
    }
    // Whatever namespace an RSS document gives itself, its elements are RSS's; and a feed of none is Atom's.
    if (written === 'rss' || (written === 'channel' && top?.written === 'rss')) own.delete('');
    const prefix = prefixIn(written);
    const isUnknownFeed =
      top === undefined && /^(?:.*:)?feed$/.test(written) && prefixOf(own.get(prefix) ?? '') === undefined;
    if (isUnknownFeed) own.set(prefix, 'http://www.w3.org/2005/Atom');
    return own.size === 0 ? top?.scope : { own, outer: top?.scope };
  }
}

/** What stands in an element without an end, and never stands in any but items and groups, stands behind it. */
function lift(element: Open, siblings: (Element | string)[]): void {
  const isLifted = (child: Element | string): child is Element => typeof child !== 'string' && isPart(child.name);
  const lifted = element.children.filter(isLifted);
  if (lifted.length === 0) return;
  const kept = element.children.filter(child => !isLifted(child));
  element.children.length = 0;
  // Not by spreading: a call has only so many arguments.
  for (const child of kept) element.children.push(child);
  for (const child of lifted) siblings.push(child);
}

function isPart(name: string): boolean {
  return /^(?:dc|dcterms|media|itunes|content|feedburner):/.test(name) || parts.has(name.replace('atom:', ''));
}

const parts = new Set(
  (
    'link description pubdate guid author category comments enclosure source item channel ' +
    'id updated published issued modified contributor rights entry'
  ).split(' '),
);

const unended = 'Elements that did not end were ended.';

function isItem(written: string): boolean {
  return /^(?:[^:]+:)?(?:item|entry)$/.test(written);
}

function nameOf(written: string, scope: Scope | undefined): string {
  const prefix = prefixIn(written);
  const local = written.slice(written.indexOf(':') + 1);
  const uri = uriOf(prefix, scope);
  const known = (uri === undefined ? undefined : prefixOf(uri)) ?? prefix;
  return known === '' ? local : `${known}:${local}`;
}

function prefixIn(written: string): string {
  return written.slice(0, Math.max(0, written.indexOf(':')));
}

function uriOf(prefix: string, scope: Scope | undefined): string | undefined {
  for (let each = scope; each !== undefined; each = each.outer) {
    const uri = each.own.get(prefix);
    if (uri !== undefined) return uri;
  }
  return undefined;
}
