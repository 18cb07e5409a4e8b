/** Bytes -> Article: the text is decoded, its front matter found and read, and nothing of it interpreted. */

import { problem } from '../model/problem.ts';
import { type Article, maxBytes, type Outcome } from '../model/seed.ts';
import { decode } from './decode.ts';
import { readFrontMatter } from './front-matter.ts';
import { split } from './split.ts';

/**
 * Splits a seed into front matter and body; whatever the bytes are, it answers and never throws.
 *
 * What later stages may rely on:
 * - every scalar is the text the author wrote: `title: 2021-01-01`, `draft: true`, `id: 007` are `'2021-01-01'`,
 *   `'true'`, `'007'`; dates too. Quotes are gone, escapes in double quotes resolved.
 * - a value that is missing (`tags:`) or the unquoted word `null` or `~` is `''`, except that a title keeps the word.
 * - lists stay lists, maps stay maps (without prototype, without a `__proto__` key); `fields.title` is always text.
 * - line ends are `\n` everywhere; the body starts after the closing fence, else at the first line that is not blank.
 * - control characters and unpaired surrogates may be left in fields and body.
 *
 * `encoding` is a WHATWG label for bytes that are neither UTF-8 nor marked as anything else; an unknown label counts as none.
 */
export function parse(bytes: Uint8Array, encoding: string): Outcome<Article> {
  if (bytes.length === 0) return problem('the file is empty', 'Write an article into it, or remove it.');
  if (bytes.length > maxBytes) return tooLarge(bytes.length);
  const decoded = decode(bytes, encoding);
  if (decoded.kind === 'problem') return decoded;
  const { text, repairs } = decoded.value;
  const read = readFrontMatter(split(text));
  if (read.kind === 'problem') return read;
  const { fields, body } = read.value;
  if (body.trim() === '' && isBlank(fields)) return nothing(text);
  return { kind: 'ok', value: { fields, body, repairs: [...repairs, ...read.value.repairs] } };
}

function tooLarge(length: number): Outcome<never> {
  const size = (length / 1_048_576).toFixed(1);
  return problem(
    `the file is ${size} MB large; an article is at most 1 MB`,
    'Shorten it, or keep it out of the seeds folder.',
  );
}

function nothing(text: string): Outcome<never> {
  return text.trim() === ''
    ? problem('the file holds only white space', 'Write an article into it, or remove it.')
    : problem(
        'the front matter is empty and no text follows it',
        'Write a title or a text into it, or remove the file.',
      );
}

/** Whether nothing was said: no field, or fields without a value. */
function isBlank(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isBlank);
  return value === '';
}
