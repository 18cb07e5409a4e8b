import matter from 'gray-matter';
import { type Fields, isNothing, nothingMark, plainFields } from './fields.ts';

/** What a block of YAML turned out to be. */
export type YamlReading =
  | { readonly kind: 'fields'; readonly fields: Fields }
  /** Valid YAML, but a text or a list: no front matter. */
  | { readonly kind: 'other' }
  | { readonly kind: 'broken' };

/**
 * YAML's failsafe schema, in which every scalar is text, plus the words for nothing. gray-matter hands its options on to
 * js-yaml, whose schemas cannot be had without depending on that package as well; these are the two members it reads.
 */
const textOnly = {
  compiledImplicit: [
    {
      tag: 'tag:yaml.org,2002:null',
      resolve: isNothing,
      construct: (text: string) => nothingMark + text,
    },
  ],
  compiledTypeMap: { scalar: {}, sequence: {}, mapping: {}, fallback: {} },
};

const refuse = () => {
  throw new Error('Front matter is never executed.');
};

// With options gray-matter by-passes its cache, which forgets errors; its JavaScript engine must be out of reach.
const strict = { language: 'yaml', engines: { javascript: refuse, json: refuse }, schema: textOnly };
const lenient = { ...strict, json: true };

/** Reads a block as YAML; `repeats` lets a key stand twice (the last one counts). Never throws. */
export function readYaml(block: string, { repeats }: { repeats: boolean }): YamlReading {
  if (multiplies(block)) return { kind: 'broken' };
  // gray-matter looks for comments in a way that is quadratic in the longest run of white space.
  const text = block.replace(/\s{200,}/g, '\n');
  try {
    const file = matter(`---\n${text}\n---\n`, repeats ? lenient : strict);
    // It takes any line that begins with `---` for the closing fence.
    if (file.matter !== `\n${text}`) return { kind: 'broken' };
    const data: unknown = file.data;
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return { kind: 'other' };
    const fields = plainFields(data, block.length);
    return fields === undefined ? { kind: 'broken' } : { kind: 'fields', fields };
  } catch {
    // Not YAML, or so deep that the stack ends: what to do about it is the caller's choice.
    return { kind: 'broken' };
  }
}

/** Characters that may be made of a block by repeating. */
const mostMade = 1_000_000_000;

/**
 * Whether aliases may make more of a block than fits into the memory. A key that is a list is a text of all its members, so a long text
 * stands in it as often as it is named, and the key as often as the list is.
 */
function multiplies(block: string): boolean {
  const aliases = block.match(/[\s,[{:]\*(?=\S)/g)?.length ?? 0;
  return aliases ** 2 * block.length > mostMade;
}
