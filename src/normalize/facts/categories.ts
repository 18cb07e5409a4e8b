/** Categories from front matter of any shape. */
import type { Category } from '../../model/entry.ts';
import { limits } from '../../model/limits.ts';
import type { CategoryRule } from '../../model/source.ts';
import { asText, asTexts, type Found, firstField } from '../fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The categories of an article, each term once, in order; empty where it has none. */
export function categoriesOf(fields: Fields, keys: readonly string[], rule: CategoryRule): Found<readonly Category[]> {
  const found = firstField(fields, keys, value => labelled(value) ?? plain(value, rule.split, 'layout' in fields));
  if (found === undefined) return { value: [], rule: 'none' };
  const [first, ...rest] = found.value;
  const label = first === undefined ? undefined : labelOf(fields, rule.label);
  if (label === undefined || first === undefined) return found;
  return {
    value: [{ term: first.term, label }, ...rest],
    rule: `${found.rule}, label from ${rule.label?.field}`,
  };
}

/** A list in which every member has a term and a label, as feeds have it. */
function labelled(value: unknown): readonly Category[] | undefined {
  if (!Array.isArray(value) || !value.some(member => typeof member === 'object')) return undefined;
  const categories = value.flatMap(member => {
    const [term] = asTexts(member, ['term']);
    const label = typeof member === 'object' && member !== null ? asText(Reflect.get(member, 'label')) : undefined;
    return term === undefined || label === undefined ? [] : { term: tidied(term), label: tidied(label) };
  });
  if (categories.length < value.length) return undefined;
  const named = categories.filter(({ term, label }) => isName(term) && isName(label));
  return someOf([...Map.groupBy(named, ({ term }) => term).values()].flatMap(([first]) => first ?? []));
}

function plain(value: unknown, split: CategoryRule['split'], isJekyll: boolean): readonly Category[] | undefined {
  const texts = asTexts(value, ['term', 'label', 'name', 'title', 'slug']);
  // A list says where its members end.
  const parts = typeof value === 'string' ? texts.flatMap(text => splitText(text, split, isJekyll)) : texts;
  return someOf([...new Set(parts.map(tidied))].filter(isName).map(term => ({ term, label: term })));
}

function someOf(categories: readonly Category[]): readonly Category[] | undefined {
  return categories.length === 0 ? undefined : categories.slice(0, limits.categories);
}

function tidied(text: string): string {
  return text.replace(/^#+(?=\S)/, '').trim();
}

function isName(text: string): boolean {
  return text !== '' && text.length <= limits.name;
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
