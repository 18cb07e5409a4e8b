import type { MarkdownIt } from 'markdown-it';

/** A formula of more lines, or in the text of more characters, is none. */
const mostLines = 100;
const longest = 4000;

/**
 * Keeps formulas as their TeX: in it `_`, `*` and `\\` mean something else than in Markdown, and a line of it may begin with `-`, `=` or `#`.
 * `$$…$$` may stand in a line or on lines of its own. `$…$` is one by Pandoc's rule (no space within its ends, no digit behind it), and
 * where TeX and Markdown differ about what is in it: two prices are no formula. Nor is what a link or a picture stands in.
 */
export function texAsText(made: MarkdownIt): void {
  made.inline.ruler.before('escape', 'tex', (state, silent) => {
    const end = formulaEnd(state.src, state.pos);
    if (end === undefined) return false;
    if (!silent) state.pending += state.src.slice(state.pos, end);
    state.pos = end;
    return true;
  });
  const interrupts = { alt: ['paragraph', 'reference', 'blockquote', 'list'] };
  made.block.ruler.before('fence', 'tex_block', linesOfFormula, interrupts);
}

const linesOfFormula: Parameters<MarkdownIt['block']['ruler']['push']>[1] = (state, start, end, silent) => {
  const textOf = (line: number) =>
    state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
  const first = textOf(start).trimEnd();
  if (!first.startsWith('$$') || (state.sCount[start] ?? 0) - state.blkIndent >= 4) return false;
  let line = start;
  for (let text = first; !(text.endsWith('$$') && (line > start || text.length > 4)); text = textOf(line).trimEnd()) {
    line++;
    if (line >= end || line - start > mostLines || state.isEmpty(line) || (state.sCount[line] ?? 0) < state.blkIndent)
      return false;
  }
  if (silent) return true;
  state.push('paragraph_open', 'p', 1);
  const inline = state.push('inline', '', 0);
  inline.content = state.getLines(start, line + 1, state.blkIndent, false).trim();
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  state.line = line + 1;
  return true;
};

/** A link or a picture, in Markdown or HTML: `$$` are signs of prices then. */
const linked = /\]\((?:https?:|\/|\{\{)|<\w+\s[^<>]*=["']/;

const inLine = /(?<![\w$])\$(?=[^\s$])([^$`]{1,400})(?<=\S)\$(?![\d$])/y;

/** Where a formula within a line ends that begins at `at`; absent if none does. */
export function formulaEnd(text: string, at: number): number | undefined {
  if (text[at] !== '$') return undefined;
  if (text[at + 1] === '$') {
    const end = text.indexOf('$$', at + 2);
    const isFormula = end > at + 2 && end - at <= longest && !linked.test(text.slice(at, end));
    return isFormula ? end + 2 : undefined;
  }
  inLine.lastIndex = at;
  const [formula, tex = ''] = inLine.exec(text) ?? [];
  const isFormula = /[\\_^]/.test(tex) && !/\*\*|\]\(/.test(tex) && !linked.test(tex);
  return formula !== undefined && isFormula ? at + formula.length : undefined;
}
