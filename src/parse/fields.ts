/** Front matter as read: texts, lists and maps. */
export type Fields = Record<string, unknown>;

/** Stands before an unquoted word that means nothing (`null`, `~`), so that a title may keep the word. */
export const nothingMark = '\0';

const nothingWords: ReadonlySet<string> = new Set(['~', 'null', 'Null', 'NULL']);
const nothings: ReadonlySet<string> = new Set([...nothingWords].map(word => `${nothingMark}${word}`));

/** Whether an unquoted word means that there is no value (YAML 1.2.2, 10.3.2). */
export function isNothing(word: unknown): boolean {
  // A set takes the hash of a text, which is as long as the text.
  return typeof word === 'string' && word.length <= 4 && nothingWords.has(word);
}

/** Deeper nesting is nobody's front matter. */
const maxDepth = 40;

/**
 * Copies the map that a parser made into texts, lists and maps without prototype; absent when it is nested too deep or
 * holds more values than `budget`, as aliases that multiply do.
 */
export function plainFields(data: object, budget: number): Fields | undefined {
  try {
    return plainMap(data, 0, { left: budget });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A map that no key can harm: without prototype, hence without setters. */
export function emptyFields(): Fields {
  return Object.create(null);
}

function plainMap(data: object, depth: number, budget: { left: number }): Fields {
  const fields = emptyFields();
  for (const [name, value] of Object.entries(data)) {
    const key = nothings.has(name) ? name.slice(1) : name;
    // Harmless here, but not to whoever copies the fields into an ordinary object.
    if (key !== '__proto__') fields[key] = plainValue(value, depth + 1, budget, depth === 0 && key === 'title');
  }
  return fields;
}

function plainValue(value: unknown, depth: number, budget: { left: number }, keepsNothing: boolean): unknown {
  budget.left -= 1;
  if (depth > maxDepth || budget.left < 0) throw new RangeError('nested too deep, or too many values');
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return plainText(value, keepsNothing);
  if (Array.isArray(value)) return value.map(item => plainValue(item, depth + 1, budget, false));
  if (typeof value === 'object') return plainMap(value, depth, budget);
  return String(value);
}

function plainText(text: string, keepsNothing: boolean): string {
  if (!nothings.has(text)) return text;
  return keepsNothing ? text.slice(1) : '';
}
