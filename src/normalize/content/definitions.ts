import type { MarkdownIt, StateBlock } from 'markdown-it';

/** Definition lists, as kramdown, Hugo, Pelican and Hexo have them: a line for what is defined, then definitions, each behind a colon. Linear. */
export function definitionLists(made: MarkdownIt): void {
  made.block.ruler.before('lheading', 'definitions', definitions);
}

const mark = /^ {0,3}:[ \t]+(?=\S)/;

/** One term with its definitions; the next is asked for as any block is, and goes on with the list. */
function definitions(state: StateBlock, start: number, end: number): boolean {
  let at = definitionOf(state, start, end);
  if (at === undefined) return false;
  if (state.tokens.at(-1)?.type === 'dl_close') {
    state.tokens.pop();
    state.level++;
  } else state.push('dl_open', 'dl', 1);
  state.push('dt_open', 'dt', 1);
  Object.assign(state.push('inline', '', 0), { content: lineAt(state, start).trim(), children: [] });
  state.push('dt_close', 'dt', -1);
  while (isMarked(state, at, end)) {
    const behind = endOf(state, at, end);
    define(state, at, behind);
    at = state.skipEmptyLines(behind);
  }
  state.push('dl_close', 'dl', -1);
  state.line = at;
  return true;
}

/** The line of the first definition of what stands in a line, behind it or behind a blank one. */
function definitionOf(state: StateBlock, at: number, end: number): number | undefined {
  if (!isInside(state, at, end) || state.isEmpty(at) || isMarked(state, at, end)) return undefined;
  return [at + 1, at + 2].find((next, blanks) => isMarked(state, next, end) && (blanks === 0 || state.isEmpty(at + 1)));
}

function isMarked(state: StateBlock, at: number, end: number): boolean {
  return isInside(state, at, end) && mark.test(lineAt(state, at));
}

function isInside({ sCount, blkIndent }: StateBlock, at: number, end: number): boolean {
  return at < end && (sCount[at] ?? 0) >= blkIndent;
}

function lineAt(state: StateBlock, at: number): string {
  return state.getLines(at, at + 1, state.blkIndent, false);
}

/** What is indented belongs to a definition, and what goes on in the next line as a paragraph does (CommonMark 5.1, of laziness). */
function endOf(state: StateBlock, start: number, end: number): number {
  let at = start + 1;
  while (isInside(state, at, end)) {
    const next = state.skipEmptyLines(at);
    const isIndented = isInside(state, next, end) && /^(?: {2}|\t)/.test(lineAt(state, next));
    const isOther = isMarked(state, at, end) || definitionOf(state, at, end) !== undefined || isBlock(state, at, end);
    if (!isIndented && (next !== at || isOther)) break;
    at = next + 1;
  }
  return at;
}

/** Whether a block begins in a line, though it stands right behind a paragraph. */
function isBlock(state: StateBlock, at: number, end: number): boolean {
  const { parentType } = state;
  state.parentType = 'paragraph';
  const begins = state.md.block.ruler.getRules('paragraph').some(rule => rule(state, at, end, true));
  state.parentType = parentType;
  return begins;
}

/** What stands in it is read by itself, as deep as it stands. */
function define(state: StateBlock, start: number, end: number): void {
  const [first = '', ...rest] = state.getLines(start, end, state.blkIndent, false).split('\n');
  const width = mark.exec(first)?.[0].length ?? 0;
  const indent = new RegExp(`^(?:\\t| {0,${width}})`);
  const text = [first.slice(width), ...rest.map(line => line.replace(indent, ''))].join('\n');
  state.push('dd_open', 'dd', 1);
  const inner = new state.md.block.State(text, state.md, state.env, []);
  inner.level = state.level;
  state.md.block.tokenize(inner, 0, inner.lineMax);
  // As in lists (CommonMark 5.3), without a blank line it is no paragraph.
  const isTight = !/\n\s*\n/.test(text);
  for (const token of inner.tokens) {
    token.hidden ||= isTight && token.tag === 'p' && token.level === state.level;
    state.tokens.push(token);
  }
  state.push('dd_close', 'dd', -1);
}
