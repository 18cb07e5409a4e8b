/** Takes template tags out of bodies: they belong to a generator that will not run here. Code keeps its own. */

/** A tag whose end is further away than this is no tag. */
const longestTag = 2000;
const longestCode = 4000;

/** What begins a piece that is looked at: fences, code, elements that hold code, tags. */
const opener =
  /^[ \t>]*(`{3,}|~{3,})|(`+)|<(pre|code|script|style|textarea)\b|\{%-?\s*(raw|comment|highlight|codeblock|code|verbatim)\b|\{[%{]|^[ \t]*\{:|\{#(?=[\w-]+\}\s*$)/gim;

/**
 * Drops Liquid, Nunjucks and Hugo tags (`{% … %}`, `{{ … }}`, `{{< … >}}`) and kramdown's attributes (`{: … }`, `{#id}`)
 * from a body, outside of code. `{% highlight x %}` becomes a fence, `{% raw %}` leaves what it holds, a comment goes. Linear.
 */
export function withoutTemplates(body: string): string {
  if (!body.includes('{') || !/\{[%{:#]/.test(body)) return body;
  const find = finder(body);
  let out = '';
  let at = 0;
  opener.lastIndex = 0;
  for (let match = opener.exec(body); match !== null; match = opener.exec(body)) {
    const piece = pieceAt(body, match, find);
    out += body.slice(at, match.index) + piece.text;
    at = piece.end;
    opener.lastIndex = Math.max(at, match.index + 1);
  }
  return out + body.slice(at);
}

type Piece = { readonly text: string; readonly end: number };
type Find = (needle: string, from: number) => number;

function pieceAt(body: string, match: RegExpExecArray, find: Find): Piece {
  const [found, fence, ticks, element, block] = match;
  const start = match.index;
  const after = start + found.length;
  if (fence !== undefined) return kept(body, start, fenceEnd(body, after, fence));
  if (ticks !== undefined) return kept(body, start, codeSpanEnd(body, after, ticks));
  if (element !== undefined)
    return kept(body, start, near(find(`</${element.toLowerCase()}`, after), after, longestTag * 100) ?? after);
  if (block !== undefined) return blockPiece(body, start, block.toLowerCase(), find);
  const [, close] = closers.find(([open]) => body.startsWith(open, start)) ?? ['', '}'];
  const end = near(find(close, start + 2), start, longestTag);
  return end === undefined ? kept(body, start, after) : { text: '', end: end + close.length };
}

const closers: readonly (readonly [string, string])[] = [
  ['{%', '%}'],
  ['{{<', '>}}'],
  ['{{%', '%}}'],
  ['{{{', '}}}'],
  ['{{', '}}'],
];

/** A tag that has an end tag; without one it is a tag like any other. */
function blockPiece(body: string, start: number, name: string, find: Find): Piece {
  const tag = near(find('%}', start), start, longestTag);
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
  const fence = inside.includes('```') ? '~~~~' : '```';
  return { text: `\n${fence}${language}\n${inside.replace(/^\n/, '').replace(/\n?$/, '\n')}${fence}\n`, end: after };
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

/** CommonMark 6.1: a code span is closed by as many backticks; else they are text. */
function codeSpanEnd(body: string, from: number, ticks: string): number {
  const window = body.slice(from, from + longestCode);
  const paragraph = window.split(/\n[ \t]*\n/, 1)[0] ?? '';
  const close = [...paragraph.matchAll(/`+/g)].find(([run]) => run.length === ticks.length);
  return close === undefined ? from : from + close.index + close[0].length;
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
