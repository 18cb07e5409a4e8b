/** Parses HTML once and applies a source's rules to it by selector: verdicts on elements, and the facts they hold. */
import { load } from 'cheerio/slim';
import type { Rules } from '../../model/source.ts';
import { noteGroups, type TextFacts } from '../fields.ts';
import { flattened } from './nesting.ts';
import { type Node, textOf } from './nodes.ts';
import { readPlainHtml } from './plain-html.ts';
import { type Finder, finderOf } from './selectors.ts';

/** A parsed body. `facts` are those its elements hold; the elements are among the verdicts as dropped. */
export type Marked = {
  readonly root: Node;
  readonly verdicts: Map<Node, string>;
  readonly facts: TextFacts;
};

/** Longer elements are the article's text, not a line that says who wrote it. */
const longestFact = 300;

/** Parses and judges. Linear in the length of `html` for each rule. */
export function mark(html: string, rules: Rules): Marked {
  const root = documentOf(html);
  const verdicts = new Map<Node, string>();
  const facts: TextFacts = new Map();
  const { steps, find } = judgeOf(rules);
  for (const [at, nodes] of find(root).entries()) {
    const { verdict, element } = steps[at] ?? {};
    for (const node of nodes) {
      if (verdict === undefined || (element !== undefined && verdicts.get(node) === 'drop')) continue;
      if (element === undefined || isFact(node, element, facts)) verdicts.set(node, verdict);
    }
  }
  return { root, verdicts, facts };
}

/** The plain text of a piece of HTML that has entities but, whatever looks like it, no elements. */
export function decoded(text: string): string {
  return text.includes('&') ? cheerio(`<x-o>${text.replace(/</g, '&lt;')}`).text() : text;
}

// Each `load` makes a class, and whatever sees the nodes and results of many classes is slow for good.
const cheerio = load('');

/** One element with the whole of a document in it, so that its own outermost elements have a parent. */
export function documentOf(html: string): Node {
  const flat = flattened(html);
  const plain = readPlainHtml(flat);
  if (plain !== undefined) return plain;
  const root: Node | undefined = cheerio(`<${nameNotIn(html)}>${flat}`).get(0);
  if (root === undefined) throw new TypeError('cheerio made a document without an element');
  return root;
}

/** The name of an element that nothing in the document can end. */
function nameNotIn(html: string): string {
  if (!/<\/x-/i.test(html)) return 'x-o';
  let longest = 0;
  for (const [end] of html.matchAll(/<\/x-o*/gi)) longest = Math.max(longest, end.length - '</x-'.length);
  return `x-${'o'.repeat(longest + 1)}`;
}

/** Whether an element holds a fact; it is noted then. */
function isFact(node: Node, { select, pattern }: Rules['elements'][number], facts: TextFacts): boolean {
  const match = pattern.exec(textOf(node, longestFact) ?? '');
  if (match !== null) noteGroups(match, `elements ${select}`, facts);
  return match?.groups !== undefined;
}

/** What the elements that some selectors match become; with `element`, only those that hold its fact. */
type Step = {
  readonly selectors: readonly string[];
  readonly verdict: string;
  readonly element?: Rules['elements'][number];
};

/** A later verdict replaces an earlier one: dropping wins over renaming, and renaming over unwrapping. */
function stepsOf({ unwrap, rename, elements, drop }: Rules): readonly Step[] {
  return [
    { selectors: unwrap, verdict: 'unwrap' },
    ...Object.entries(rename).map(([name, selectors]) => ({ selectors: selectors ?? [], verdict: name })),
    ...elements.map(element => ({ selectors: [element.select], verdict: 'drop', element })),
    { selectors: drop, verdict: 'drop' },
  ];
}

type Judge = { readonly steps: readonly Step[]; readonly find: Finder };

/** Rules are few and never change: their selectors are compiled when the first article comes. */
const judges = new WeakMap<Rules, Judge>();

function judgeOf(rules: Rules): Judge {
  return judges.getOrInsertComputed(rules, () => {
    const steps = stepsOf(rules);
    return { steps, find: finderOf(steps.map(({ selectors }) => selectors)) };
  });
}
