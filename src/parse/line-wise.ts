import { emptyFields, type Fields } from './fields.ts';
import { readYaml } from './yaml.ts';

/** What was read line by line: the keys that could only be taken as plain text, and those that were given twice. */
export type LineWise = {
  readonly fields: Fields;
  readonly plain: readonly string[];
  readonly repeated: readonly string[];
};

/**
 * Reads front matter that is not valid YAML: each field by itself as YAML, and those that fail as plain text, with the
 * quotes around it taken off. Of a key given twice the last value that is not empty counts.
 */
export function readLineWise(block: string): LineWise {
  const fields = emptyFields();
  const plain = new Set<string>();
  const repeated = new Set<string>();
  for (const [at, chunk] of chunksOf(block).entries()) {
    const reading = at < mostYaml ? readYaml(chunk.lines.map(untabbed).join('\n'), { repeats: true }) : undefined;
    const read = reading?.kind === 'fields' ? reading.fields : { [chunk.key]: byHand(chunk) };
    if (reading?.kind !== 'fields') plain.add(chunk.key);
    for (const [key, value] of Object.entries(read)) {
      if (key === '__proto__') continue;
      if (key in fields) repeated.add(key);
      if (value !== '' || !(key in fields)) fields[key] = value;
    }
  }
  return { fields, plain: [...plain], repeated: [...repeated] };
}

/** A failing YAML reader costs some twenty microseconds; no article has more fields than this. */
const mostYaml = 200;

/** The title as it stands behind its key, whatever YAML sees in it; empty when nothing or a comment stands there. */
export function titleAsWritten(block: string): string {
  const chunks = chunksOf(block);
  const chunk = chunks.find(({ key }) => key === 'title') ?? chunks.find(({ key }) => /^title$/i.test(key));
  // `# words` is a comment in everyone's eyes; `#words` was meant.
  if (chunk === undefined || /^(?:#(?:\s|$)|$)/.test(chunk.inline) || isScalarHeader(chunk.inline)) return '';
  return byHand(chunk).toString();
}

/** One field: its key, what follows on the same line, and all its lines until the next key. */
type Chunk = { readonly key: string; readonly inline: string; readonly lines: string[] };

function chunksOf(block: string): Chunk[] {
  const chunks: Chunk[] = [];
  for (const line of dedented(block.split('\n'))) {
    const chunk = chunks.at(-1);
    const start = startOf(endsValue(chunk) ? line.trimStart() : line);
    if (start !== undefined) chunks.push(start);
    else if (line.trim() !== '' && !/^\s*#/.test(line)) chunk?.lines.push(line);
  }
  return chunks;
}

function startOf(line: string): Chunk | undefined {
  const [, key, inline = ''] = keyLine.exec(line) ?? looseKeyLine.exec(line) ?? [];
  return key === undefined ? undefined : { key, inline, lines: [line] };
}

const keyLine = /^["']?([\p{L}_][\p{L}\p{N}_.-]{0,63})["']?[ \t]*:(?:[ \t]+(.*))?$/su;

/** No space behind the colon (which is no address then), or a colon typed in Chinese. */
const looseKeyLine = /^([A-Za-z_][\w.-]{0,63})[ \t]*(?::(?!\/\/)|：)[ \t]*(.*)$/s;

/** Whether a value is complete on its own line, so that an indented `key: value` below it is a field of its own. */
function endsValue(chunk: Chunk | undefined): boolean {
  return chunk === undefined || /^[^|>[{&!"'\s]/.test(chunk.inline);
}

function dedented(lines: readonly string[]): readonly string[] {
  const indent = lines.reduce((least, line) => Math.min(least, line.trim() === '' ? least : line.search(/\S/)), 1000);
  return indent === 0 ? lines : lines.map(line => line.slice(indent));
}

function untabbed(line: string): string {
  return line.replace(/^[ \t]+/, indent => indent.replaceAll('\t', '  '));
}

function byHand({ key, inline, lines }: Chunk): string | string[] {
  const more = lines.slice(1).map(line => line.trim());
  if (inline === '' && more.length > 0 && more.every(line => line.startsWith('-'))) {
    return more.map(line => unquoted(line.slice(1).trim()));
  }
  const text = [isScalarHeader(inline) ? '' : inline, ...more].join(' ').trim();
  const isList = key !== 'title' && text.startsWith('[') && text.endsWith(']');
  if (!isList) return unquoted(text);
  return text
    .slice(1, -1)
    .split(/[,，]/)
    .map(item => unquoted(item.trim()));
}

/** `|`, `>-`: the text follows on the next lines (YAML 1.2.2, 8.1.1). */
function isScalarHeader(inline: string): boolean {
  return /^[|>][-+\d]*$/.test(inline);
}

/**
 * Takes one pair of quotes off, or an opening one that nothing closes. Doubled quotes within are single ones: in single
 * quotes so says YAML, in double quotes so do the programs that write them.
 */
function unquoted(text: string): string {
  const [quote] = text;
  if (quote !== '"' && quote !== "'") return text;
  if (text.length === 1 || !text.endsWith(quote)) return text.includes(quote, 1) ? text : text.slice(1);
  const inner = text.slice(1, -1);
  return quote === '"' ? inner.replace(/\\(["\\])|""/g, (_, escaped) => escaped ?? '"') : inner.replaceAll("''", "'");
}
