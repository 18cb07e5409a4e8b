/** Writes content: blocks, inline elements and text go in as they come, balanced HTML that is also XML comes out. */
import { escaped, escapedValue } from '../../model/html.ts';
import { limits } from '../../model/limits.ts';
import { clean, type Glance, glance, isInvisible, oneLine, raised } from '../text.ts';
import { type BlockKind, blockKinds, implied, places } from './elements.ts';

/** A block element from its start to its end; nothing of it is written until something stands in it. */
export type Block = {
  readonly name: string;
  readonly kind: BlockKind;
  readonly attributes: string;
  readonly direction: Direction | undefined;
  /** A line stands right before it; if nothing stands in the block itself, a break ends that line. */
  endsLine: boolean;
};
/** An inline element: closed and opened again wherever a block begins or ends in it. */
export type Inline = { readonly name: string; readonly attributes: string; open: boolean; spent: boolean };

/** In which direction text runs (HTML 3.2.6.4). */
export type Direction = 'ltr' | 'rtl' | 'auto';

/** What was written. */
export type Written = {
  readonly html: string;
  /**
   * The text of the first blocks, one line, at least 400 characters if there are as many; headings only where there is no more, notes where there
   * is nothing else.
   */
  readonly lead: string;
  /** As `lead`, what stands before the mark where its author lets the beginning end; absent without one, and where that is longer. */
  readonly excerpt: string | undefined;
  /** Characters of text, white space not counted. */
  readonly textLength: number;
};

/** Blocks deeper than this are not blocks any more: no article is, and readers are built on recursion. */
const deepestBlock = 24;
const deepestInline = 5;
const leadLength = 400;
const root: Block = { name: 'root', kind: 'root', attributes: '', direction: undefined, endsLine: false };
/** Blocks whose text does not tell what an article is about. */
const aside: ReadonlySet<string> = new Set([
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'figcaption',
  'caption',
  'pre',
  'table',
  'td',
  'th',
]);

/** One for each content: what goes in comes out of `end`. */
export class Writer {
  /** Pieces: put together one by one they would be a tree of strings, kept and moved about until somebody reads it. */
  readonly #html: string[] = [];
  #length = 0;
  /** Open blocks, the outermost first; the first `#written` of them are in the output. */
  readonly #blocks: Block[] = [root];
  #written = 1;
  #direction: Direction | undefined;
  readonly #inlines: Inline[] = [];
  /** White space that is written only if text follows in the same line. */
  #space = false;
  #breaks = 0;
  /** Nothing stands in the current line yet. */
  #fresh = true;
  /** The preformatted text so far ends its line. */
  #isAtLineEnd = false;
  #lead = '';
  #excerpt: string | undefined;
  #headings = '';
  #notes = '';
  #textLength = 0;

  /** Blocks that begin from now on have this direction. The one that they had before. */
  turn(direction: Direction | undefined): Direction | undefined {
    const before = this.#direction;
    this.#direction = direction;
    return before;
  }

  /** Begins a block; absent where it cannot stand, then it only ends the line. */
  open(name: string, attributes = ''): Block | undefined {
    const kind = blockKinds.get(name);
    if (kind === undefined || !this.#makeRoom(name)) {
      this.boundary();
      return undefined;
    }
    return this.#push(this.#blockOf(name, kind, attributes));
  }

  /** Ends a block, and what is still open in it; if it was ended before, the line that took its place. */
  close(block: Block): void {
    if (this.#blocks.includes(block)) {
      while (this.#blocks.at(-1) !== block) this.#pop();
      this.#pop();
    } else this.boundary();
  }

  /** Ends the current line: a paragraph is over, in a list item or cell a new line begins. */
  boundary(): void {
    const top = this.#top;
    if (top.name === 'p') this.#pop();
    else if (top.kind === 'line' || !implied.has(top.name)) this.#softBreak();
  }

  openInline(name: string, attributes = ''): Inline | undefined {
    const isActive = this.#inlines.some(inline => inline.name === name);
    if (isActive || this.#inlines.length >= deepestInline) return undefined;
    const inline: Inline = { name, attributes, open: false, spent: false };
    this.#inlines.push(inline);
    return inline;
  }

  closeInline(inline: Inline): void {
    // Inline elements come nested, so it is the last one.
    this.#inlines.pop();
    if (inline.open) this.#put(`</${inline.name}>`);
  }

  /** Text as a reader sees it, entities decoded. */
  text(raw: string): void {
    const seen = glance(raw);
    if (this.#top.name === 'pre') this.#preformatted(raw);
    else if (seen.isSuspicious) this.#running(clean(raw), glance(clean(raw)));
    else this.#running(raw, seen);
  }

  /** Text that is no sentence of the article, such as an address. */
  note(raw: string): void {
    const [lead, headings] = [this.#lead, this.#headings];
    this.text(raw);
    this.#notes += `${raw.slice(0, leadLength)} `;
    [this.#lead, this.#headings] = [lead, headings];
  }

  /** The beginning of the article ends here. */
  endBeginning(): void {
    if (this.#lead !== '' && this.#lead.length < leadLength) this.#excerpt ??= oneLine(this.#lead);
  }

  #running(text: string, seen: Glance): void {
    if (seen.visible === 0 || isInvisible(text)) {
      this.#space ||= text !== '';
      return;
    }
    // Trimming takes U+3000 too, which begins paragraphs in Chinese typing.
    const trimmed = text.trimStart();
    if (trimmed.length < text.length) this.#space = true;
    const line = trimmed.trimEnd();
    const isCollapsed = line.length === seen.visible || !/[\t\n\r\f]| {2}/.test(line);
    this.#settle();
    this.#write(isCollapsed ? line : line.replace(/[ \t\n\r\f]+/g, ' '), seen);
    this.#space = line.length < trimmed.length;
  }

  /** A void element that is content: a picture. */
  picture(attributes: string): void {
    this.#settle(this.#top.name === 'figure');
    this.#put(`<img${attributes}/>`);
    this.#fresh = false;
  }

  lineBreak(): void {
    if (this.#top.name === 'pre') this.#preformatted('\n');
    else if (!this.#fresh) this.#breaks++;
  }

  /** A thematic break. */
  separator(): void {
    if (!this.#makeRoom('hr')) return;
    // In an item or cell the line before it is still open: a break that was to come in it would come behind this one.
    this.#endLine();
    this.#settleBlocks();
    if (this.#blocks.length === 1 && this.#html.length > 0) this.#put('\n');
    this.#put('<hr/>');
    this.#fresh = true;
  }

  /** Whether it is more than content may be: what a short body repeats, such as a long address, can be more than fits into a text. */
  isFull(): boolean {
    return this.#length > limits.content;
  }

  /** Closes all that is open. The writer is done with. */
  end(): Written {
    while (this.#blocks.length > 1) this.#pop();
    const lead = [this.#lead, this.#headings, this.#notes].map(oneLine).find(line => line !== '') ?? '';
    return { html: this.#html.join(''), lead, excerpt: this.#excerpt, textLength: this.#textLength };
  }

  #put(piece: string): void {
    this.#html.push(piece);
    this.#length += piece.length;
  }

  get #top(): Block {
    return this.#blocks.at(-1) ?? root;
  }

  /** Ends and begins blocks until one named `name` may stand here. False where it may not. */
  #makeRoom(name: string): boolean {
    const place = places.get(name);
    if (this.#blocks.length > deepestBlock) return false;
    if (place !== undefined) return this.#seek(place.parents, place.through);
    // A paragraph in a heading or a caption is its text.
    if (this.#top.kind === 'line' && this.#top.name !== 'p' && name === 'p') return false;
    while (this.#top.kind === 'line') this.#pop();
    while (this.#top.kind === 'frame') this.#push(this.#blockOf(implied.get(this.#top.name) ?? 'p'));
    return true;
  }

  /** Ends blocks up to the nearest of `parents`, if only `through` and lines are in between. */
  #seek(parents: readonly string[], through: readonly string[]): boolean {
    const at = this.#blocks.findLastIndex(({ name, kind }) => kind !== 'line' && !through.includes(name));
    const parent = this.#blocks.findLastIndex(({ name }) => parents.includes(name));
    if (parent === -1 || parent < at) return false;
    while (this.#blocks.length - 1 > parent) this.#pop();
    return true;
  }

  #blockOf(name: string, kind = blockKinds.get(name) ?? 'flow', attributes = ''): Block {
    return { name, kind, attributes, direction: this.#direction, endsLine: false };
  }

  #push(block: Block): Block {
    block.endsLine = !this.#fresh;
    this.#endLine();
    this.#blocks.push(block);
    return block;
  }

  #pop(): void {
    const block = this.#top;
    const isCell = block.name === 'td' || block.name === 'th';
    this.#endLine();
    // An empty cell holds its column open.
    if (isCell && this.#written > 1) this.#settleBlocks();
    if (this.#written === this.#blocks.length) {
      this.#written--;
      this.#put(`</${block.name}>`);
    } else if (block.endsLine) {
      this.#fresh = false;
      this.#breaks = 1;
    }
    this.#blocks.pop();
  }

  #endLine(): void {
    for (let at = this.#inlines.length - 1; at >= 0; at--) {
      const inline = this.#inlines[at];
      if (inline === undefined || !inline.open) continue;
      this.#put(`</${inline.name}>`);
      inline.open = false;
      // A link goes on in one block only: its address would be repeated in each.
      inline.spent = inline.name === 'a';
    }
    if (!this.#fresh && this.#lead !== '') this.#lead += ' ';
    this.#space = false;
    this.#breaks = 0;
    this.#fresh = true;
  }

  #softBreak(): void {
    if (this.#top.name === 'pre') this.#preformatted(this.#isAtLineEnd ? '' : '\n');
    else if (!this.#fresh && this.#breaks === 0) this.#breaks = 1;
  }

  /** Makes the output ready for text: blocks, breaks, space and inline elements that were held back. */
  #settle(asIs = false): void {
    if (this.#breaks > 1 && this.#top.name === 'p') this.#pop();
    for (let name = implied.get(this.#top.name); name !== undefined && !asIs; name = implied.get(this.#top.name)) {
      this.#push(this.#blockOf(name));
    }
    this.#settleBlocks();
    if (this.#breaks > 0) this.#put('<br/>'.repeat(Math.min(this.#breaks, 2)));
    else if (this.#space && !this.#fresh) this.#put(' ');
    if ((this.#breaks > 0 || this.#space) && this.#lead !== '') this.#lead += ' ';
    this.#breaks = 0;
    this.#space = false;
    for (const inline of this.#inlines) {
      if (inline.open || inline.spent) continue;
      inline.open = true;
      this.#put(`<${inline.name}${inline.attributes}>`);
    }
  }

  #settleBlocks(): void {
    for (; this.#written < this.#blocks.length; this.#written++) {
      const { name, attributes, direction } = this.#blocks[this.#written] ?? root;
      if (this.#written === 1 && this.#html.length > 0) this.#put('\n');
      const isTurned = direction !== undefined && direction !== this.#blocks[this.#written - 1]?.direction;
      this.#put(`<${name}${attributes}${isTurned ? attribute('dir', direction) : ''}>`);
    }
  }

  #preformatted(raw: string): void {
    // HTML drops a line feed right after <pre>; an empty first line would be another one whenever it is read again.
    const text = this.#fresh ? clean(raw).replace(/^\n+/, '') : clean(raw);
    if (text === '' || (this.#fresh && text.trim() === '')) return;
    this.#settle();
    this.#write(text, glance(text));
    this.#isAtLineEnd = text.endsWith('\n');
  }

  #write(text: string, { hasMarkup, visible }: Glance): void {
    this.#put(hasMarkup ? escaped(text) : text);
    this.#fresh = false;
    this.#textLength += visible;
    if (this.#lead.length >= leadLength) return;
    const isRaised = this.#inlines.some(({ name }) => name === 'sup');
    if (!this.#blocks.some(({ name }) => aside.has(name)))
      this.#lead += (isRaised ? raised(text) : text).slice(0, leadLength);
    else if (this.#headings.length < leadLength) this.#headings += `${text.slice(0, leadLength)} `;
  }
}

/** An attribute with its value, to stand behind a name. */
export function attribute(name: string, value: string): string {
  return ` ${name}="${escapedValue(clean(value))}"`;
}
