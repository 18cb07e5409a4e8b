/** Parses HTML once and applies a source's rules to it by selector: verdicts on elements, and the facts they hold. */
import { load } from 'cheerio/slim';
import type { Rules } from '../model/source.ts';
import { flattened } from './nesting.ts';
import { type Node, textOf } from './nodes.ts';

/** A parsed body. `facts` are those its elements hold; the elements are among the verdicts as dropped. */
export type Marked = {
  readonly root: Node;
  readonly verdicts: Map<Node, string>;
  readonly facts: ReadonlyMap<string, { readonly value: string; readonly rule: string }>;
};

/** Longer elements are the article's text, not a line that says who wrote it. */
const longestFact = 300;

/** Parses and judges. Linear in the length of `html` for each rule. */
export function mark(html: string, rules: Rules): Marked {
  // Before it selects, cheerio compares each of the outermost elements with every other: there is to be one.
  const $ = load(`<${nameNotIn(html)}>${flattened(html)}`);
  const root: Node | undefined = $.root().children().get(0);
  const verdicts = new Map<Node, string>();
  const facts = new Map<string, { readonly value: string; readonly rule: string }>();
  if (root === undefined) throw new TypeError('cheerio made a document without an element');
  const select = (...selectors: readonly string[]): readonly Node[] => {
    return selectors.length === 0 ? [] : $(selectors.join(', ')).get();
  };
  // A later verdict replaces an earlier one: dropping wins over renaming, and renaming over unwrapping.
  for (const node of select(...rules.unwrap)) verdicts.set(node, 'unwrap');
  for (const [name, selectors] of Object.entries(rules.rename)) {
    for (const node of select(...(selectors ?? []))) verdicts.set(node, name);
  }
  for (const { select: selector, pattern } of rules.elements) {
    for (const node of select(selector)) {
      const groups = verdicts.get(node) === 'drop' ? undefined : pattern.exec(textOf(node, longestFact) ?? '')?.groups;
      if (groups === undefined) continue;
      for (const [name, value] of Object.entries(groups)) {
        if (value !== undefined && !facts.has(name)) facts.set(name, { value, rule: `elements ${selector}` });
      }
      verdicts.set(node, 'drop');
    }
  }
  for (const node of select(...rules.drop)) verdicts.set(node, 'drop');
  return { root, verdicts, facts };
}

/** The plain text of a piece of HTML that has entities but, whatever looks like it, no elements. */
export function decoded(text: string): string {
  return text.includes('&') ? load(text.replace(/</g, '&lt;')).root().text() : text;
}

/** The name of an element that nothing in the document can end. */
function nameNotIn(html: string): string {
  let longest = 0;
  for (const [end] of html.matchAll(/<\/x-o*/gi)) longest = Math.max(longest, end.length - '</x-'.length);
  return `x-${'o'.repeat(longest + 1)}`;
}
