/** The languages of front matter that are read; every other one a file names is refused. */
export type Language = 'yaml' | 'toml' | 'json';

/** Where a file's front matter begins and ends. */
export type Sections =
  | { readonly kind: 'none'; readonly body: string }
  | { readonly kind: 'foreign'; readonly language: string }
  | {
      readonly kind: 'found';
      readonly language: Language;
      /** What stands between the fences; without a closing one, all that follows the opening one. */
      readonly block: string;
      readonly body: string;
      readonly opened: boolean;
      readonly closed: boolean;
      /** The whole text, fences and all, and where in it the block begins. */
      readonly text: string;
      readonly start: number;
    };

/**
 * Finds the front matter of a text with `\n` line ends: between `---` (Jekyll, Hexo, Hugo, Astro), `+++` (Hugo), `;;;`
 * (Hexo) or braces (Hugo), after any blank lines; old Hexo posts have only the closing `---`, Pelican's no fence at all.
 */
export function split(input: string): Sections {
  const text = withoutBlankStart(input);
  const end = lineEnd(text, 0);
  const fence = /^[ \t]*(-{3,}|\+{3}|;{3,})[ \t]*([A-Za-z][\w.+]*)?[ \t]*$/.exec(text.slice(0, Math.min(end, 200)));
  if (fence !== null) return fenced(text, end + 1, fence[1] ?? '', fence[2] ?? '');
  return inBraces(text) ?? onlyClosed(text) ?? withoutFences(text) ?? { kind: 'none', body: text };
}

/** Where the lines from `start` on stop looking like front matter: `key: value`, lists, comments, what is indented. */
export function frontMatterRun(text: string, start: number): number {
  let position = start;
  let blankFrom = -1;
  while (position < text.length) {
    const end = lineEnd(text, position);
    const line = text.slice(position, Math.min(end, position + 200));
    if (line.trim() === '') blankFrom = blankFrom < 0 ? position : blankFrom;
    else if (keyLine.test(line) || /^[ \t]/.test(line) || (blankFrom < 0 && /^(?:#|-[ \t])/.test(line))) blankFrom = -1;
    else break;
    position = end + 1;
  }
  return blankFrom < 0 ? Math.min(position, text.length) : blankFrom;
}

/** Whether a text begins with one of the keys that front matter begins with. */
export function beginsLikePost(text: string): boolean {
  return /^\s*"?(?:title|date|layout|categories|tags|author|comments|permalink)"?[ \t]*[:：]/.test(text);
}

const keyLine = /^["']?[A-Za-z_][\w.-]{0,63}["']?[ \t]*:(?!\/\/)/;

/** Leading blank lines, byte order marks and zero-width spaces: the first line counts, wherever it stands. */
function withoutBlankStart(text: string): string {
  return text.replace(/^(?:[ \t\f\v\u00a0\u3000\u200b\ufeff]*\n)*[\u200b\ufeff]*/, '');
}

/** Where the line that a place is in ends: at its line feed, or with the text. */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function fenced(text: string, start: number, fence: string, named: string): Sections {
  const language = languageOf(fence, named.toLowerCase());
  if (language === undefined) return { kind: 'foreign', language: named };
  const closing = closingFence(text, start, fence);
  const block = text.slice(start, closing?.start ?? text.length);
  const body = closing === undefined ? '' : text.slice(closing.end);
  return {
    kind: 'found',
    language,
    block,
    body,
    opened: true,
    closed: closing !== undefined,
    text,
    start,
  };
}

function languageOf(fence: string, named: string): Language | undefined {
  switch (named) {
    case '':
      return fence.startsWith('-') ? 'yaml' : fence.startsWith('+') ? 'toml' : 'json';
    case 'yaml':
    case 'yml':
      return 'yaml';
    case 'toml':
    case 'json':
      return named;
    default:
      return undefined;
  }
}

/** The first line that closes: the fence again, `---`, or `...` (YAML 1.2.2, 9.1.2). */
function closingFence(text: string, start: number, fence: string): { start: number; end: number } | undefined {
  const lines = /^(-{3,}|\+{3}|;{3,}|\.{3})[ \t]*$/gm;
  lines.lastIndex = start;
  for (let line = lines.exec(text); line !== null; line = lines.exec(text)) {
    const closes = line[1] === fence || (fence.startsWith('-') && (line[1] === '---' || line[1] === '...'));
    if (closes) return { start: line.index, end: Math.min(lines.lastIndex + 1, text.length) };
  }
  return undefined;
}

/** Hugo's JSON: the file begins with an object. `{%` and `{{` are template tags. */
function inBraces(text: string): Sections | undefined {
  if (!/^\{\s*"/.test(text)) return undefined;
  const end = closingBrace(text);
  if (end === undefined) return undefined;
  const body = text.slice(end).replace(/^[ \t]*\n/, '');
  return {
    kind: 'found',
    language: 'json',
    block: text.slice(0, end),
    body,
    opened: true,
    closed: true,
    text,
    start: 0,
  };
}

function closingBrace(text: string): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (quoted && character === '\\') at += 1;
    else if (!quoted && character === '{') depth += 1;
    else if (!quoted && character === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** Old Hexo posts have no opening fence; a heading underlined with `---` looks alike unless it begins like a post. */
function onlyClosed(text: string): Sections | undefined {
  if (!beginsLikePost(text)) return undefined;
  const isJson = text.startsWith('"');
  const closing = closingFence(text, 0, isJson ? ';;;' : '---');
  if (closing === undefined) return undefined;
  if (!isJson && text.slice(frontMatterRun(text, 0), closing.start).trim() !== '') return undefined;
  const sections = { block: text.slice(0, closing.start), body: text.slice(closing.end), text, start: 0 };
  return { kind: 'found', language: isJson ? 'json' : 'yaml', opened: false, closed: true, ...sections };
}

/** Pelican and MultiMarkdown: a title, a date and others up to the first blank line. */
function withoutFences(text: string): Sections | undefined {
  if (!/^(?:title|date)[ \t]*:/i.test(text)) return undefined;
  const blank = text.search(/\n[ \t]*(?:\n|$)/);
  const block = blank < 0 ? text : text.slice(0, blank);
  const isWhole = /^title[ \t]*:/im.test(block) && /^date[ \t]*:/im.test(block);
  if (!isWhole || frontMatterRun(block, 0) < block.length) return undefined;
  const body = text.slice(block.length).replace(/^\n(?:[ \t]*\n)?/, '');
  return { kind: 'found', language: 'yaml', block, body, opened: true, closed: true, text, start: 0 };
}
