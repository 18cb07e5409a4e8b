import * as v from 'valibot';

/** One thing wrong in the configuration. */
export type Mistake = {
  /** Where it stands, as the reader of the message knows it: a file's name, or what was given instead of it. */
  readonly file: string;
  /** Dotted path of the key, or `line 3` when the text is not YAML. */
  readonly key: string;
  readonly found: string;
  readonly allowed: string;
};

/** The key of a mistake that is about all of a file. */
export const wholeFile = '(the whole file)';

/** A mistake as one line of a terminal. */
export function mistakeLine({ file, key, found, allowed }: Mistake): string {
  return `${file}: ${key}: found ${found}; allowed: ${allowed}`;
}

/** An issue of valibot as a Mistake; `under` is the key that the checked value stands under. */
export function mistakeOf(file: string, issue: v.BaseIssue<unknown>, under?: string): Mistake {
  const key = [under, v.getDotPath(issue)].filter(part => part !== undefined && part !== null).join('.');
  return { file, key: key === '' ? wholeFile : key, found: shown(issue.input), allowed: issue.message };
}

/** A value as a message names it: `nothing`, `null`, `a list`, `0`, `the text "x"`. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof RegExp) return shown(value.source === '(?:)' ? '' : value.source);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'a record';
  if (typeof value !== 'string') return String(value);
  if (value === '') return 'an empty text';
  return `the text ${JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)}`;
}
