import { emptyFields, type Fields, isNothing } from './fields.ts';

/**
 * Reads front matter as nearly every article has it, line by line: `key: value` and lists, of texts plain or in quotes.
 * Absent for anything more: then YAML's own reader has to say what it means. What this one reads, that one reads alike.
 */
export function readPlainYaml(block: string): Fields | undefined {
  if (strange.test(block)) return undefined;
  const fields = emptyFields();
  let list: List | undefined;
  for (const line of linesOf(block)) {
    const [, indent, member = ''] = memberLine.exec(line) ?? [];
    if (indent !== undefined) {
      const text = scalar(member);
      if (list === undefined || text === undefined || (list.indent ?? indent) !== indent) return undefined;
      list.indent = indent;
      list.texts.push(text);
      fields[list.key] = list.texts;
      continue;
    }
    const [, key, written = ''] = fieldLine.exec(line) ?? [];
    if (key === undefined || key in fields || key === '__proto__') return undefined;
    const value = written.startsWith('[') ? flowList(written) : key === 'title' ? title(written) : scalar(written);
    if (value === undefined) return undefined;
    fields[key] = value;
    list = written === '' ? { key, indent: undefined, texts: [] } : undefined;
  }
  return list === undefined && Object.keys(fields).length === 0 ? undefined : fields;
}

/** A list below its key; its first member says how far it is indented. */
type List = { readonly key: string; indent: string | undefined; readonly texts: string[] };

/** What YAML forbids or has a meaning of its own for: control characters, tabs, surrogates, byte order marks, other line ends. */
const strange = /[\0-\t\v-\x1F\x7F-\x9F\u2028\u2029\uD800-\uDFFF\uFEFF\uFFFE\uFFFF]|\s{50}/;
const fieldLine = /^([A-Za-z_][\w-]{0,63}):(?: +(.*))?$/;
const memberLine = /^( {0,8})- +(.+)$/;

function linesOf(block: string): readonly string[] {
  const lines = block.split('\n').map(trimmed);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Without the spaces behind it; what else is white space is text to YAML. */
function trimmed(text: string): string {
  return text.endsWith(' ') ? text.replace(/ +$/, '') : text;
}

/** What begins something other than a plain text, a colon that ends a key, a sign that begins a comment. */
const notPlain = /^[-?:,[\]{}#&*!|>'"%@`]|:(?: |$)| #/;

/** A text on one line, plain or in quotes without escapes; empty for the words that mean nothing. */
function scalar(written: string): string | undefined {
  const text = title(written);
  return text === written && isNothing(text) ? '' : text;
}

/** As `scalar`, but a title keeps the words that mean nothing. */
function title(written: string): string | undefined {
  if (written.startsWith('"')) return /^"[^"\\]*"$/.test(written) ? written.slice(1, -1) : undefined;
  if (written.startsWith("'"))
    return /^'(?:[^']|'')*'$/.test(written) ? written.slice(1, -1).replaceAll("''", "'") : undefined;
  return notPlain.test(written) ? undefined : written;
}

/** `[a, "b"]`: every comma between two members, none of them empty, no list or map among them. */
function flowList(written: string): readonly string[] | undefined {
  const inside = /^\[ *([^[\]{}]*)\]$/.exec(written)?.[1];
  if (inside === undefined || inside === '') return inside === '' ? [] : undefined;
  const texts: string[] = [];
  for (const member of inside.split(',')) {
    const text = scalar(trimmed(member).replace(/^ +/, ''));
    if (text === undefined || trimmed(member) === '') return undefined;
    texts.push(text);
  }
  return texts;
}
