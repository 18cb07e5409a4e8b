/** Reads front matter values of any shape. */
import { oneLine } from './text.ts';

/** A value and the rule that found it, as `huiliu show` says it. */
export type Found<T> = { readonly value: T; readonly rule: string };

/** Facts that patterns found in a text, by name. */
export type TextFacts = Map<string, Found<string>>;

/** Notes what the named groups of a match say; of several facts of a name the first holds. */
export function noteGroups({ groups = {} }: RegExpExecArray, rule: string, facts: TextFacts): void {
  for (const [name, value] of Object.entries(groups))
    if (value !== undefined && !facts.has(name)) facts.set(name, { value, rule });
}

type Fields = Readonly<Record<string, unknown>>;

/** The first of the keys whose value `read` makes something of. */
export function firstField<T>(
  fields: Fields,
  keys: readonly string[],
  read: (value: unknown, key: string) => T | undefined,
): Found<T> | undefined {
  for (const key of keys) {
    const value = read(fields[key], key);
    if (value !== undefined) return { value, rule: `field ${key}` };
  }
  return undefined;
}

/** A scalar as one line of text; absent when there is nothing to see. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (typeof value !== 'string') return undefined;
  const line = oneLine(value);
  return line === '' ? undefined : line;
}

/** Every text in a value: a scalar, a list, lists in lists, and maps by the first of `names` that they have. */
export function asTexts(value: unknown, names: readonly string[], depth = 0): readonly string[] {
  if (Array.isArray(value))
    return depth > 3 ? [] : value.slice(0, 200).flatMap(item => asTexts(item, names, depth + 1));
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    const [name] = names.filter(key => asText(Reflect.get(value, key)) !== undefined);
    return name === undefined ? [] : asTexts(Reflect.get(value, name), names, depth + 1);
  }
  const text = asText(value);
  return text === undefined ? [] : [text];
}
