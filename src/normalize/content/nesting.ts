/** Keeps bodies away from the parser that are made to be slow, whose work grows with the square of the depth, or to fill the memory. */

/** Fewer tags than this cannot nest deep enough to matter. */
const fewTags = 10_000;
/** Deeper than any article. */
const deepest = 1_000;
/** Each is half a kilobyte while it is read; content that is not too large has room for far fewer. */
const mostTags = 400_000;

/** The HTML as it is, or, where it nests thousands of elements or has hundreds of thousands, its text alone. Linear. */
export function flattened(html: string): string {
  if (html.length < fewTags * 3 || !hasManyTags(html)) return html;
  const pieces: string[] = [];
  const open: string[] = [];
  let isTooMuch = false;
  let tags = 0;
  for (let at = 0; at < html.length; ) {
    const start = tagStart(html, at);
    pieces.push(html.slice(at, start));
    at = tagEnd(html, start);
    tags += 1;
    isTooMuch ||= tags > mostTags || depthAfter(open, html.slice(start, Math.min(at, start + 40))) > deepest;
  }
  return isTooMuch ? pieces.join(' ') : html;
}

function hasManyTags(html: string): boolean {
  let count = 0;
  for (let at = html.indexOf('<'); at !== -1 && count <= fewTags; at = html.indexOf('<', at + 1)) count++;
  return count > fewTags;
}

/** Where the next tag or comment begins, else the end. */
function tagStart(html: string, from: number): number {
  const tag = /<(?=[a-z/!?])/gi;
  tag.lastIndex = from;
  return tag.exec(html)?.index ?? html.length;
}

/** Where it ends; one that never does takes the rest with it, as it does for the parser. */
function tagEnd(html: string, start: number): number {
  if (html.startsWith('<!--', start)) return after(html, html.indexOf('-->', start), 3);
  let quote = '';
  for (let at = start + 1; at < html.length; at++) {
    const character = html[at] ?? '';
    if (character === quote) quote = '';
    else if (quote !== '') continue;
    else if (character === '>') return at + 1;
    else if ((character === '"' || character === "'") && html[at - 1] === '=') quote = character;
  }
  return html.length;
}

function after(html: string, at: number, length: number): number {
  return at === -1 ? html.length : at + length;
}

const selfEnding = /^(?:area|base|br|col|embed|frame|hr|img|input|link|meta|param|source|track|wbr)$/;
/** Elements whose end is often left out; a sibling ends the one before. */
const siblings = /^(?:p|li|dt|dd|tr|td|th|option|rt|rp|tbody|thead)$/;

function depthAfter(open: string[], tag: string): number {
  const [, slash, found] = /^<(\/?)([a-z][^\s/>]*)/i.exec(tag) ?? [];
  const name = found?.toLowerCase();
  if (name === undefined || selfEnding.test(name)) return open.length;
  if (slash === '') {
    if (open.at(-1) === name && siblings.test(name)) open.pop();
    open.push(name);
    return open.length;
  }
  // Ends that lie far behind are somebody's mistake; leaving them out can only make it look deeper.
  const at = open.lastIndexOf(name);
  if (at !== -1 && open.length - at < 20) open.length = at;
  return open.length;
}
