import Parser, { type MarkdownIt, type StateInline } from 'markdown-it';

/**
 * CommonMark 6.2 wants a space between a sign and what follows an emphasis: `**注意：**请` would stay as it is. Chinese
 * has no such spaces, so beside a Chinese character `**` may open before anything and close after anything but a space.
 */
export function eastAsianEmphasis(made: MarkdownIt): void {
  made.inline.State = State;
}

/** Letters and full-width signs of Chinese, Japanese and Korean; the latter never stand before or after a space. */
const eastAsian =
  /[\u2E80-\u303F\u3040-\u30FF\u3100-\u33FF\u3400-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF“”‘’…—]/u;

class State extends Parser.StateInline {
  override scanDelims(start: number, canSplitWord: boolean): ReturnType<StateInline['scanDelims']> {
    const scanned = super.scanDelims(start, canSplitWord);
    const before = this.src.charAt(start - 1);
    const after = this.src.charAt(start + scanned.length);
    if (!canSplitWord || !(eastAsian.test(before) || eastAsian.test(after))) return scanned;
    return { ...scanned, can_open: /\S/.test(after), can_close: /\S/.test(before) };
  }
}
