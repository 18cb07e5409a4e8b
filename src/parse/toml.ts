import { emptyFields, type Fields, plainFields } from './fields.ts';
import { lineEnd } from './split.ts';

/**
 * The TOML that front matter is written in (Hugo): keys, dotted keys, strings of all four kinds, arrays, inline tables,
 * `[tables]`, `[[arrays of tables]]`, comments. Every other value is kept as the text it is written as, as in YAML here.
 * It is tolerant, so it is no judge of TOML: lines that it cannot read are left out and counted. Absent when tables are nested too deep. A package would bring a
 * type for each date and number, all to be turned back into text.
 */
export function readToml(block: string): { fields: Fields; skipped: number } | undefined {
  const root: Table = new Map();
  const cursor: Cursor = { text: block, at: 0 };
  let table = root;
  let skipped = 0;
  let inVain = 0;
  while (skipBlank(cursor)) {
    const from = cursor.at;
    const next = block[from] === '[' ? header(cursor, root) : pair(cursor, table, 0) ? table : undefined;
    if (next !== undefined && atLineEnd(cursor)) table = next;
    else {
      skipped += 1;
      inVain += cursor.at - from;
      cursor.at = inVain > block.length * mostInVain ? block.length : lineEnd(block, from);
    }
  }
  const fields = plainFields(objectOf(root), block.length);
  return fields && { fields, skipped };
}

type Value = string | Value[] | Table;
type Table = Map<string, Value>;
type Cursor = { readonly text: string; at: number };

const maxDepth = 30;
/** How often all of a block may be looked through for ends that are not there; then what is left is not read. */
const mostInVain = 20;

function objectOf(table: Table): Fields {
  const fields = emptyFields();
  for (const [key, value] of table) fields[key] = jsonOf(value);
  return fields;
}

function jsonOf(value: Value): unknown {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(jsonOf) : objectOf(value);
}

/** `[a.b]` opens a table, `[[a.b]]` appends one to an array. */
function header(cursor: Cursor, root: Table): Table | undefined {
  const opening = take(cursor, /\[\[?/y);
  const path = keyPath(cursor);
  const last = path?.pop();
  if (path === undefined || last === undefined || take(cursor, /[ \t]*\]\]?/y) === undefined) return undefined;
  const parent = descend(root, path);
  if (parent === undefined || opening === '[') return parent && descend(parent, [last]);
  const list = parent.get(last) ?? [];
  if (!Array.isArray(list)) return undefined;
  const table: Table = new Map();
  list.push(table);
  parent.set(last, list);
  return table;
}

function pair(cursor: Cursor, table: Table, depth: number): boolean {
  const path = keyPath(cursor);
  const last = path?.pop();
  if (path === undefined || last === undefined || take(cursor, /[ \t]*=[ \t]*/y) === undefined) return false;
  const found = value(cursor, depth);
  const parent = descend(table, path);
  if (found === undefined || parent === undefined) return false;
  parent.set(last, found);
  return true;
}

function keyPath(cursor: Cursor): string[] | undefined {
  const path: string[] = [];
  do {
    take(cursor, /[ \t]*/y);
    const key = take(cursor, /[\p{L}\p{N}_-]+/uy) ?? lineString(cursor);
    if (key === undefined || path.length > maxDepth) return undefined;
    path.push(key);
  } while (take(cursor, /[ \t]*\./y) !== undefined);
  return path;
}

function descend(from: Table, path: readonly string[]): Table | undefined {
  let table = from;
  for (const key of path) {
    const found = table.get(key) ?? new Map();
    const next = Array.isArray(found) ? found.at(-1) : found;
    if (!(next instanceof Map)) return undefined;
    if (!table.has(key)) table.set(key, next);
    table = next;
  }
  return table;
}

function value(cursor: Cursor, depth: number): Value | undefined {
  if (depth > maxDepth) return undefined;
  switch (cursor.text[cursor.at]) {
    case '"':
    case "'":
      return longString(cursor) ?? lineString(cursor);
    case '[':
      return array(cursor, depth);
    case '{':
      return inlineTable(cursor, depth);
    default:
      return take(cursor, depth === 0 ? /[^\s#][^#\n]*/y : /[^\s,\]}#][^,\]}#\n]*/y)?.trim();
  }
}

function array(cursor: Cursor, depth: number): Value[] | undefined {
  const values: Value[] = [];
  cursor.at += 1;
  while (skipBlank(cursor) && cursor.text[cursor.at] !== ']') {
    const item = value(cursor, depth + 1);
    if (item === undefined) return undefined;
    values.push(item);
    skipBlank(cursor);
    if (take(cursor, /,/y) === undefined) break;
  }
  return take(cursor, /\]/y) === undefined ? undefined : values;
}

function inlineTable(cursor: Cursor, depth: number): Table | undefined {
  const table: Table = new Map();
  cursor.at += 1;
  while (skipBlank(cursor) && cursor.text[cursor.at] !== '}') {
    if (!pair(cursor, table, depth + 1)) return undefined;
    skipBlank(cursor);
    if (take(cursor, /,/y) === undefined) break;
  }
  return take(cursor, /\}/y) === undefined ? undefined : table;
}

/** `"""…"""` and `'''…'''`: the line break behind the opening quotes does not count. */
function longString(cursor: Cursor): string | undefined {
  const quotes = take(cursor, /"""|'''/y);
  if (quotes === undefined) return undefined;
  const end = cursor.text.indexOf(quotes, cursor.at);
  if (end < 0) return undefined;
  const text = cursor.text.slice(cursor.at, end).replace(/^\n/, '');
  cursor.at = end + 3;
  return quotes === '"""' ? unescaped(text.replace(/\\[ \t]*\n\s*/g, '')) : text;
}

function lineString(cursor: Cursor): string | undefined {
  const basic = take(cursor, /"(?:[^"\\\n]|\\[^\n])*"/y);
  if (basic !== undefined) return unescaped(basic.slice(1, -1));
  return take(cursor, /'[^'\n]*'/y)?.slice(1, -1);
}

const escapes: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\x1b' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([\da-f]{4})|U([\da-f]{8})|(.))/gis, (_, short, long, character) => {
    const code = Number.parseInt(short ?? long ?? '', 16);
    if (Number.isNaN(code)) return escapes[character] ?? character ?? '';
    return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  });
}

/** White space, line ends and comments; whether anything follows. */
function skipBlank(cursor: Cursor): boolean {
  take(cursor, /(?:\s+|#[^\n]*)*/y);
  return cursor.at < cursor.text.length;
}

function atLineEnd(cursor: Cursor): boolean {
  return take(cursor, /[ \t]*(?:#[^\n]*)?(?=\n|$)/y) !== undefined;
}

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}
