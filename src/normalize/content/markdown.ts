/** Markdown -> HTML, unsafe as its author wrote it: sanitizing comes after. */
import Parser, { type MarkdownIt, type Token } from 'markdown-it';
import { bareAddresses } from './bare-addresses.ts';
import { definitionLists } from './definitions.ts';
import { eastAsianEmphasis } from './emphasis.ts';
import { footnotes } from './footnotes.ts';
import { texAsText } from './tex.ts';

/** Blocks nested deeper are text: the work for a line grows with the depth, and no article is that deep. */
const deepest = 24;
/** Longer addresses are somebody's data, and a reference would repeat them at every use. */
const longestAddress = 4096;
/** Characters of addresses in one document; only references that are used again and again can make more. */
const mostAddresses = 4_000_000;

const parser = markdownParser().use(footnotes);
const parserWithoutReferences = markdownParser().disable('reference');

/** Renders CommonMark with tables, definitions, tasks, strikethrough, bare addresses, footnotes, formulas and HTML in between. The work grows with the length. */
export function render(markdown: string): string {
  const env = {};
  const tokens = parser.parse(markdown, env);
  if (lengthOfAddresses(tokens) > mostAddresses) return parserWithoutReferences.render(markdown);
  return parser.renderer.render(tokens, parser.options, env);
}

function markdownParser(): MarkdownIt {
  // The parser's own bound leaves out what is deeper; ours comes first, a few levels before it.
  const made = new Parser({ html: true, typographer: false, maxNesting: deepest + 6 });
  const { normalizeLink } = made;
  // Links are judged once, by the allow-list.
  made.validateLink = () => true;
  made.normalizeLink = url => (url.length > longestAddress ? '' : normalizeLink(url));
  return made
    .use(eastAsianEmphasis)
    .use(bareAddresses)
    .use(definitionLists)
    .use(tasks)
    .use(spansInHtml)
    .use(texAsText)
    .use(deepBlocksAsText);
}

/** Makes what stands deeper than `deepest` one paragraph. */
function deepBlocksAsText(made: MarkdownIt): void {
  made.block.ruler.before('table', 'too_deep', (state, start, end, silent) => {
    if (silent || state.level < deepest) return false;
    state.push('paragraph_open', 'p', 1);
    const text = state.push('inline', '', 0);
    text.content = state.getLines(start, end, state.blkIndent, false).trim();
    text.children = [];
    state.push('paragraph_close', 'p', -1);
    state.line = end;
    return true;
  });
}

/** `- [x] done` (GFM 5.3), as the sign of what is not to be pressed. */
function tasks(made: MarkdownIt): void {
  made.core.ruler.before('inline', 'tasks', ({ tokens }) => {
    for (const [at, token] of tokens.entries()) {
      if (token.type !== 'inline' || tokens[at - 2]?.type !== 'list_item_open') continue;
      token.content = token.content.replace(/^\[(?:( )|[xX])\](?=\s)/, (_, open) => (open === undefined ? '☑' : '☐'));
    }
  });
}

const span = /(<(\w+)\s[^<>]{0,200}\bmarkdown=["']?span\b[^<>]*>)([\s\S]{0,2000}?)(?=<\/\2\s*>)/gi;

/** `<td markdown="span">*a*</td>`: a line of Markdown in a block of HTML, as kramdown and Python-Markdown have it. */
function spansInHtml(made: MarkdownIt): void {
  made.core.ruler.before('inline', 'spans', ({ tokens, env, Token }) => {
    for (const token of tokens) {
      if (token.type !== 'html_block' || !token.content.includes('markdown=')) continue;
      const children: Token[] = [];
      const keep = (content: string) => children.push(Object.assign(new Token('html_inline', '', 0), { content }));
      let at = 0;
      for (const { 0: whole, 1: tag = '', 3: text = '', index } of token.content.matchAll(span)) {
        keep(token.content.slice(at, index) + tag);
        // Into a list of its own: it looks at all that is in it.
        const inner: Token[] = [];
        made.inline.parse(text, made, env, inner);
        children.push(...inner);
        at = index + whole.length;
      }
      keep(token.content.slice(at));
      Object.assign(token, { type: 'inline', content: '', children });
    }
  });
}

function lengthOfAddresses(tokens: readonly Token[]): number {
  let length = 0;
  for (const { attrs, children } of tokens) {
    for (const [, value] of attrs ?? []) length += String(value).length;
    if (children !== null) length += lengthOfAddresses(children);
  }
  return length;
}
