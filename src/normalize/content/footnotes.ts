import type { MarkdownIt, Token } from 'markdown-it';
import footnote from 'markdown-it-footnote';

/** Footnotes by the package, without links back to where each was called, and with its two quadratic loops made linear. */
export function footnotes(made: MarkdownIt): void {
  made.use(footnote);
  // A way back, in a page that content is only a part of.
  made.renderer.rules.footnote_anchor = () => '';
  // At each `[^` it looks for the end of the label, up to the end of the line. A label without brackets is looked for
  // up to the next one only.
  made.inline.ruler.before('footnote_ref', 'no_footnote', (state, silent) => {
    if (!state.src.startsWith('[^', state.pos) || isLabel(state.src, state.pos)) return false;
    if (!silent) state.pending += '[';
    state.pos++;
    return true;
  });
  made.core.ruler.before('footnote_tail', 'growing_tokens', state => {
    state.tokens = GrowingTokens.from(state.tokens);
  });
}

const label = /\[\^[^ \n[\]]+\]/y;

function isLabel(text: string, at: number): boolean {
  label.lastIndex = at;
  return label.test(text);
}

/** For each note it replaces the tokens by a copy with the note's behind them: here that copy is the list itself. */
class GrowingTokens extends Array<Token> {
  override concat(...lists: (Token | ConcatArray<Token>)[]): Token[] {
    for (const list of lists) {
      for (const token of 'slice' in list ? list.slice() : [list]) this.push(token);
    }
    return this;
  }
}
