/** Takes template tags out of bodies: they belong to a generator that will not run here. Code keeps its own. */
import { shownByTag } from './media-tags.ts';
import { formulaEnd } from './tex.ts';

/** A tag whose end is further away than this is no tag. */
const longestTag = 2000;
const longestCode = 4000;

/**
 * Drops Liquid, Nunjucks and Hugo tags (`{% … %}`, `{{ … }}`, `{{< … >}}`) and the marks of kramdown, Pandoc, MDX and others from a body,
 * outside of code: the table below says which, and what takes their place. Addresses of the site begin at `home`. Linear.
 */
export function withoutTemplates(written: string, home?: string): string {
  const body = written.replace(imports, '');
  if (!mayOpen.test(body)) return body;
  const find = finder(body);
  let out = '';
  let at = 0;
  opener.lastIndex = 0;
  for (let match = opener.exec(body); match !== null; match = opener.exec(body)) {
    const start = match.index;
    const piece = pieceAt(body, start, find, home);
    // `<{{ page.link }}>` was a link, and is none without its address.
    const isLink = piece.text === '' && body[start - 1] === '<' && body[piece.end] === '>';
    out += body.slice(at, start - (isLink ? 1 : 0)) + piece.text;
    at = piece.end + (isLink ? 1 : 0);
    opener.lastIndex = Math.max(at, start + 1);
  }
  return out + body.slice(at);
}

/** What is in every body in which an opening of the table below changes something: not code alone, nor a rule of CSS (`p { margin: 0 }`). */
const mayOpen = /\{(?:[%{:]|\/\*| ?(?:[.#]|[a-z]+=))|^\^|:::|\[!|\*\[|\smarkdown[\s=>]|toc_?\]/im;

/** What begins a block of HTML with Markdown in it, as kramdown and Python-Markdown have it: `<td markdown="span">`, `<figure markdown>`. */
export const elementOfMarkdown =
  /<(?!(?:a|abbr|b|cite|em|i|img|kbd|mark|q|s|small|span|strong|sub|sup|u)\s)[a-z]\w*(?=(?:[^<>"']|"[^<>"]*"|'[^<>']*'){0,200}\smarkdown(?:=["']?(?:1|block|span)\b|[\s>]))[^<>]*>/i;

/** What MDX brings components in with, before the text. */
const imports = /^\s*(?:import\s(?:[^\n]{1,300}\sfrom\s+)?(?:'[^'\n]{1,300}'|"[^"\n]{1,300}");?[ \t]*(?:\n\s*|$))+/;

/** What stands in the place of a part of a body. */
type Piece = { readonly text: string; readonly end: number };
type Find = (needle: string, from: number) => number;

/** What begins a piece: it stands from `start` to `after`; `groups` are those of its pattern. */
type Opening = {
  readonly body: string;
  readonly start: number;
  readonly after: number;
  readonly groups: readonly (string | undefined)[];
  readonly find: Find;
  readonly home: string | undefined;
};

const gone = ({ after }: Opening): Piece => ({ text: '', end: after });

/** Up to the brace that closes it. */
const attributes = ({ body, start, after, find }: Opening): Piece => {
  const end = tagEnd(body, start, '}', find);
  return end === undefined ? kept(body, start, after) : { text: '', end: end + 1 };
};

/** By what they begin with, and what becomes of them; where several begin, the first counts. */
const openings: readonly (readonly [RegExp, (opening: Opening) => Piece])[] = [
  // Code and formulas keep what looks like a tag.
  [
    /^[ \t>]*(?:(?:[*+-]|\d{1,9}[.)])[ \t]+){0,3}(`{3,}(?=[^`\n]*$)|~{3,})/,
    ({ body, start, after, groups: [fence = ''] }) => kept(body, start, fenceEnd(body, after, fence)),
  ],
  [
    /(`+)/,
    ({ body, start, after, groups: [ticks = ''], find }) => kept(body, start, codeSpanEnd(body, after, ticks, find)),
  ],
  [
    /<(pre|code|script|style|textarea)\b/,
    ({ body, start, after, groups: [name = ''], find }) =>
      kept(body, start, near(find(`</${name.toLowerCase()}`, after), after, longestTag * 100) ?? after),
  ],
  [/\$/, ({ body, start, after }) => kept(body, start, endOfFormula(body, start) ?? after)],

  // Tags of Liquid, Nunjucks, Hugo and MDX; sets of numbers (`{{1,2},{3}}`) are none.
  [
    /\{%-?\s*(raw|comment|highlight|codeblock|code|verbatim)\b/,
    ({ body, start, groups: [name = ''], find }) => blockPiece(body, start, name.toLowerCase(), find),
  ],
  [
    /\{\{([<%])\s*highlight\b/,
    ({ body, start, groups: [sign], find }) => highlighted(body, start, sign === '<' ? '>}}' : '%}}', find),
  ],
  [/\{%|\{\{(?!\s*[\d}])|\{\/\*/, tagPiece],

  // Boxes: `:::tip Title` of VitePress, Docusaurus and Pandoc; `> [!NOTE] Title` of GitHub and Obsidian.
  [
    /^[ \t]*:{3,9}[ \t]{0,9}(?:[\w-]{1,40}[ \t]{0,9})?([^\n]{0,200})$/,
    ({ after, groups: [title = ''] }) => ({ text: titleOfBox(title), end: after }),
  ],
  [
    /^([ \t>]{0,20}>)[ \t]?\[![\w-]{1,30}\][+-]?[ \t]*([^\n]{0,200})$/,
    ({ after, groups: [quote = '', title = ''] }) => ({
      text: quote + (title.trim() === '' ? '' : ` **${title.trim()}**\n${quote}`),
      end: after,
    }),
  ],

  // kramdown: the list in whose place it puts a table of contents, comments, what it reads as Markdown in HTML (CommonMark 4.6: that stands
  // behind a blank line), the end of a list (a comment stands in none: CommonMark 5.3, example 308). Abbreviations and `[TOC]`, also of others; `*[A]: b*` is emphasis.
  [/^(?:[*+-]|1\.)[ \t]{1,9}[^\n]{0,80}\n[ \t]*\{:\s?toc\b/, attributes],
  [/(?:^[ \t]*)?\{::comment\}/, ({ after, find }) => ({ text: '', end: Math.max(after, find('{:/', after)) })],
  [
    elementOfMarkdown,
    ({ body, start, after }) => {
      const tag = body.slice(start, after);
      // That one is read where it stands, as a part of a line.
      return { text: /=["']?span\b/i.test(tag) ? tag : `${tag}\n\n`, end: after };
    },
  ],
  [/^\^[ \t]*$/, ({ after }) => ({ text: '<!-- -->', end: after })],
  [/^[ \t]{0,3}(?:@?\[toc\]|\[\[_?toc_?\]\]|\*\[[^\]\n]{1,80}\]:(?:[^\n]*[^*\s])?)[ \t]*$/, gone],

  // Attributes: alone on a line, at the beginning of an item, options and ends of kramdown, behind a link, picture, emphasis or code; with kramdown's colon, and without it, as
  // Pandoc, Hugo and Python-Markdown write them, there and behind a heading. `{:ok, x}` and `{:.2f} is` are text.
  [
    /\{:(?<=^[ \t>]*\{:)(?=:?\s*(?!\})(?:[\w-]+(?::\s*|\s+|(?=\})))*(?:(?:[.#]|[\w-]+\s?=(?!>))[^{}]*)?\}[ \t]*$)/,
    attributes,
  ],
  [/\{:(?<=^[ \t>]*(?:[*+-]|\d{1,9}[.)])[ \t]{1,9}\{:)\s?(?:[.#][a-z]|[\w-]+=)[^{}\n]{0,200}\}[ \t]*/, gone],
  [/\{:(?=:(?:options|nomarkdown)\b|\/\w*\})/, attributes],
  [/(?<=[)\]`]|[^\s*]\*{1,3})\{:(?=\s{0,9}(?:[.#]|[\w-]{1,50}[=}]))/, attributes],
  [
    /(?<=[)\]`])\{(?= ?(?:[.#][a-z][^\s{}=;]*(?=[ }](?!=))|(?:class|id|style|width|height|align|target|rel|title|alt|loading|lang)=\S)[^{}\n]{0,100}\})/,
    attributes,
  ],
  [
    /\{(?=:? ?(?:\.[a-z]|#\w)[\w.#-]*(?:[ \t]+(?:[.#]|[\w-]+=)[^{}\n]{0,100})?[ \t]*\}[ \t]*$)(?:(?<=^(?:[ \t]{0,3}|[ \t>*+\d.)-]{0,20}#{1,6}[ \t][^\n]{0,300})\{)|(?=.*\n[ \t]{0,3}(?:=+|-+)[ \t]*$))/,
    attributes,
  ],
];

const opener = new RegExp(openings.map(([{ source }]) => source).join('|'), 'gim');
const sticky = openings.map(([{ source }, pieceOf]) => [new RegExp(source, 'imy'), pieceOf] as const);

function pieceAt(body: string, start: number, find: Find, home: string | undefined): Piece {
  for (const [pattern, pieceOf] of sticky) {
    pattern.lastIndex = start;
    const [found, ...groups] = pattern.exec(body) ?? [];
    if (found !== undefined) return pieceOf({ body, start, after: start + found.length, groups, find, home });
  }
  return kept(body, start, start + 1);
}

function tagPiece({ body, start, after, find, home }: Opening): Piece {
  const [, close = ''] = closers.find(([open]) => body.startsWith(open, start)) ?? [];
  const end = tagEnd(body, start, close, find);
  if (end === undefined) return kept(body, start, after);
  const behind = end + close.length;
  // `{{ site.baseurl }}{% post_url … %}` leads to a page that its generator alone knows, not to the home of the site.
  const isBeginning = close === '}}' && body.startsWith('{%', behind);
  const shown = isBeginning ? undefined : shownByTag(body.slice(start, behind), home);
  return { text: shown ?? addressFrom(body, start, behind), end: behind };
}

const ofSite = /^\{\{-?\s*(?:site\.(?:\w+\.)?(?:\w*url|root|domain)|\w*(?:base|root)\w*)\b/i;

/**
 * What stands in the place of a tag that shows nothing, where it begins an address. What its generator alone knows (`{{ site.repository }}/x`) leads
 * nowhere, and not below the home of the site; a reference without an address is one still, and does not take what follows it for that.
 */
function addressFrom(body: string, start: number, end: number): string {
  const before = body.slice(Math.max(0, start - 200), start);
  const isReference = /(?:^|\n) {0,3}\[[^\]\n]+\]:[ \t]*$/.test(before);
  if (isReference && /^[ \t]*(?:\{\{[^{}\n]*\}\}[ \t]*)*(?:["'\n]|$)/.test(body.slice(end, end + 200))) return '<>';
  const isAddress = isReference || /(?:\]\(|<[^<>]*=["'])$/.test(before);
  const tag = body.slice(start, end);
  return isAddress && body[end] === '/' && /^\{\{-?\s*[\w.]+\s*-?\}\}$/.test(tag) && !ofSite.test(tag) ? '@' : '';
}

const closers: readonly (readonly [string, string])[] = [
  ['{%', '%}'],
  ['{/*', '*/}'],
  ['{{<', '>}}'],
  ['{{%', '%}}'],
  ['{{{', '}}}'],
  ['{{', '}}'],
];

/** Of `:::tip Title`, `:::tip[Title]` and `::: {.note}` (VitePress, Docusaurus, Pandoc) the title; what is in the box is text as any other. */
function titleOfBox(written: string): string {
  const title = written
    .replace(/\{[^{}]*\}/g, '')
    .replace(/^\[(.*)\]\s*$/, '$1')
    .trim();
  return title === '' || /^:+$/.test(title) ? '' : `\n**${title}**\n`;
}

/** A tag that has an end tag; without one it is a tag like any other. */
function blockPiece(body: string, start: number, name: string, find: Find): Piece {
  const tag = tagEnd(body, start, '%}', find);
  if (tag === undefined) return kept(body, start, start + 2);
  const close = /\{%-?\s*end\w+\s*-?%\}/gi;
  close.lastIndex = tag;
  const end = find(`end${name}`, tag) === -1 ? null : lastOf(close, body, name);
  if (end === null) return { text: '', end: tag + 2 };
  const inside = body.slice(tag + 2, end.index);
  const after = end.index + end[0].length;
  if (name === 'comment') return { text: '', end: after };
  if (name === 'raw' || name === 'verbatim') return { text: inside, end: after };
  const language = /^\{%-?\s*\w+\s+(?:lang:)?([\w+#-]{1,30})/.exec(body.slice(start, tag))?.[1] ?? '';
  return { text: fenced(inside, language), end: after };
}

/** Hugo's tag for code, up to the one that ends it. */
function highlighted(body: string, start: number, close: string, find: Find): Piece {
  const tag = tagEnd(body, start, close, find);
  if (tag === undefined) return kept(body, start, start + 2);
  const ending = new RegExp(`\\{\\{[<%]\\s*/highlight\\s*${close}`, 'y');
  ending.lastIndex = find('/highlight', tag) === -1 ? body.length : body.lastIndexOf('{{', find('/highlight', tag));
  const [end] = ending.exec(body) ?? [];
  if (end === undefined) return { text: '', end: tag + close.length };
  const language = /highlight\s+"?([\w+#-]{1,30})/.exec(body.slice(start, tag))?.[1] ?? '';
  return {
    text: fenced(body.slice(tag + close.length, ending.lastIndex - end.length), language),
    end: ending.lastIndex,
  };
}

function fenced(code: string, language: string): string {
  const fence = code.includes('```') ? '~~~~' : '```';
  return `\n${fence}${language}\n${code.replace(/^\n/, '').replace(/\n?$/, '\n')}${fence}\n`;
}

function lastOf(close: RegExp, body: string, name: string): RegExpExecArray | null {
  for (let tries = 0; tries < 20; tries++) {
    const match = close.exec(body);
    if (match === null || new RegExp(`end${name}\\b`, 'i').test(match[0])) return match;
  }
  return null;
}

function kept(body: string, start: number, end: number): Piece {
  return { text: body.slice(start, end), end };
}

/** CommonMark 4.5: a fence is closed by one at least as long, or by the end of the document. */
function fenceEnd(body: string, from: number, fence: string): number {
  const close = new RegExp(`^[ \\t>]*${fence[0]}{${Math.min(fence.length, 50)},}[ \\t]*$`, 'gm');
  close.lastIndex = from;
  const match = close.exec(body);
  return match === null ? body.length : match.index + match[0].length;
}

/** In its paragraph; one that has Liquid in it is its generator's. */
function endOfFormula(body: string, start: number): number | undefined {
  const end = formulaEnd(body, start);
  return end === undefined || endsParagraph(body, start, end) || body.slice(start, end).includes('{%')
    ? undefined
    : end;
}

/** CommonMark 6.1: a code span is closed by as many backticks, in its paragraph; else they are text. */
function codeSpanEnd(body: string, from: number, ticks: string, find: Find): number {
  const run = /`+/y;
  for (let at = find(ticks, from); at !== -1 && at - from < longestCode; at = find(ticks, run.lastIndex)) {
    run.lastIndex = at;
    run.test(body);
    if (run.lastIndex - at > ticks.length) continue;
    return endsParagraph(body, from, at) ? from : run.lastIndex;
  }
  return from;
}

/** Where the sign stands that closes a tag. Only a comment of MDX goes on behind its paragraph. */
function tagEnd(body: string, start: number, close: string, find: Find): number | undefined {
  const end = near(find(close, start + 2), start, longestTag);
  return end === undefined || (close !== '*/}' && endsParagraph(body, start, end)) ? undefined : end;
}

/** Whether a paragraph ends in between, at a blank line or a fence: neither code in a line nor a tag goes on behind that. */
function endsParagraph(body: string, from: number, to: number): boolean {
  return /\n[ \t]*(?:\n|`{3}|~{3})/.test(body.slice(from, to));
}

function near(end: number, start: number, most: number): number | undefined {
  return end === -1 || end - start > most ? undefined : end;
}

/** indexOf that remembers what it found, so that many openers before one far end do not each look for it. */
function finder(text: string): Find {
  const known = new Map<string, number>();
  return (needle, from) => {
    const last = known.get(needle);
    if (last !== undefined && (last === -1 || last >= from)) return last;
    const found = text.indexOf(needle, from);
    known.set(needle, found);
    return found;
  };
}
