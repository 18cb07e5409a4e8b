/** Names of people and organisations, as readers should see them. */

import { limits } from '../../model/limits.ts';
import type { Rules } from '../../model/source.ts';
import { asTexts } from '../fields.ts';
import { oneLine } from '../text.ts';

/** Longer texts hold no name, whatever is cut out of them; none of the patterns can be slow below. */
const longestText = 500;

/** The names in a value of any shape, labels and codes cut out, each once, in order; absent if there are none. */
export function peopleIn(
  value: unknown,
  { noise, people }: Pick<Rules, 'noise' | 'people'>,
): readonly string[] | undefined {
  const isWhole = people.split === 'none' && Array.isArray(value);
  const names = asTexts(value, ['name', 'nick', 'title', 'id']).flatMap(text =>
    partsOf(text, isWhole).flatMap(name => person(name, noise) ?? []),
  );
  return names.length === 0 ? undefined : [...new Set(names)].slice(0, limits.people);
}

/** One name, cleaned; absent when nothing of it remains. */
export function person(text: string, noise: Rules['noise']): string | undefined {
  if (text.length > longestText) return undefined;
  const bare = noise.reduce(
    (name, pattern) => name.replace(pattern, ''),
    oneLine(text.replace(/<[^<>]{0,200}>/g, ' ')),
  );
  const name = withoutAddress(bare).replace(/^[\s,，、;；:：|｜/]+|[\s,，、;；:：|｜/]+$/g, '');
  return name === '' || name.length > limits.name || /^(?:https?:|null$|undefined$|~$)/.test(name) ? undefined : name;
}

/** A name that is longer than any is a list: of `Lee, A., Wu, B. C.` in journals. */
function partsOf(text: string, isWhole: boolean): readonly string[] {
  if (!isWhole) return split(text);
  if (text.length <= limits.name) return [text];
  const parts = text.split(/(?<=\.),\s+/);
  return parts.length > 1 ? parts : split(text);
}

/** Lists are written with commas, in either script. */
function split(text: string): readonly string[] {
  return text.split(/[,，、;；]\s*/);
}

/** `a@b.cn (Li Wei)` and `Li Wei <a@b.cn>` are Li Wei (RFC 5322 3.4; RSS writes the first), also in the brackets of Chinese, or without any. */
function withoutAddress(text: string): string {
  const [, inside] = /^[^\s@()（）]+@[^\s@()（）]+\s*[(（]([^()（）]+)[)）]$/.exec(text) ?? [];
  // What stands before an @ is ASCII: a name that it follows without a space is not.
  return (inside ?? text.replace(/[<(＜（]?[!-'*-;=?A-~]+@[^\s@<>()＜＞（）]+\.[a-z]+[>)＞）]?/gi, '')).trim();
}
