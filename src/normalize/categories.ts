/** Categories from front matter of any shape. */
import type { Category } from '../model/entry.ts';
import { limits } from '../model/limits.ts';
import type { CategoryRule } from '../model/source.ts';
import { asText, asTexts, type Found, firstField } from './fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The categories of an article, each term once, in order; empty where it has none. */
export function categoriesOf(fields: Fields, keys: readonly string[], rule: CategoryRule): Found<readonly Category[]> {
  const found = firstField(fields, keys, value => terms(value, rule.split, 'layout' in fields));
  if (found === undefined) return { value: [], rule: 'none' };
  const [first, ...rest] = found.value;
  const label = first === undefined ? undefined : labelOf(fields, rule.label);
  const categories = [first ?? '', ...rest].slice(0, limits.categories).map(term => ({ term, label: term }));
  if (label === undefined || first === undefined) return { value: categories, rule: found.rule };
  return {
    value: [{ term: first, label }, ...categories.slice(1)],
    rule: `${found.rule}, label from ${rule.label?.field}`,
  };
}

function terms(value: unknown, split: CategoryRule['split'], isJekyll: boolean): readonly string[] | undefined {
  const texts = asTexts(value, ['term', 'label', 'name', 'title', 'slug']);
  // A list says where its members end.
  const parts = typeof value === 'string' ? texts.flatMap(text => splitText(text, split, isJekyll)) : texts;
  const found = [...new Set(parts.map(part => part.replace(/^#+(?=\S)/, '').trim()))].filter(
    part => part !== '' && part.length <= limits.name,
  );
  return found.length === 0 ? undefined : found;
}

function splitText(text: string, split: CategoryRule['split'], isJekyll: boolean): readonly string[] {
  const commas = /\s*[,，;；、]\s*/;
  switch (split) {
    case 'none':
      return [text];
    case 'comma':
      return text.split(commas);
    case 'space':
      return text.split(/\s+/);
    case 'auto':
      return commas.test(text) ? text.split(commas) : isJekyll ? text.split(/\s+/) : [text];
    default:
      return split satisfies never;
  }
}

/** Patterns see no longer texts, so that none of them can be slow. */
const longestField = 1000;

function labelOf(fields: Fields, label: CategoryRule['label']): string | undefined {
  if (label === undefined) return undefined;
  const [text] = asTexts(fields[label.field], ['label', 'name']);
  if (text === undefined || text.length > longestField) return undefined;
  const found = asText(label.pattern.exec(text)?.groups?.label);
  return found === undefined || found.length > limits.name ? undefined : found;
}
