/** Selectors, compiled once: asks each element of a document which of them it is. */
import { compile } from 'css-select';
import { following, type Node } from './nodes.ts';

/** The elements below `root` that a selector of each list matches, list by list, in the order of the document. */
export type Finder = (root: Node) => readonly (readonly Node[])[];

/** A finder for lists of selectors. To make one costs more than to use it on an article. */
export function finderOf(lists: readonly (readonly string[])[]): Finder {
  const questions = lists.flatMap((selectors, list) => selectors.map(selector => questionOf(selector, list)));
  const ofNamed = Map.groupBy(questions, ({ name }) => name ?? '');
  const ofAny = ofNamed.get('') ?? [];
  return root => {
    const found = lists.map((): Node[] => []);
    for (let node = following(root, root); node !== null; node = following(node, root)) {
      const { name, attribs } = node;
      if (name === undefined || attribs === undefined) continue;
      const isBare = !hasAny(attribs);
      ask(ofNamed.get(name), node, isBare, found);
      ask(ofAny, node, isBare, found);
    }
    return found;
  };
}

/** One selector: the name and whether there must be an attribute tell most elements that it is not about them. */
type Question = {
  readonly list: number;
  readonly name: string | undefined;
  readonly needsAttribute: boolean;
  readonly matches: (node: Node) => boolean;
};

function questionOf(selector: string, list: number): Question {
  const subject = subjectOf(selector);
  const [name] = /^[a-z][a-z0-9-]*/.exec(subject) ?? [];
  return { list, name, needsAttribute: /[.#[]/.test(subject), matches: compile<Node, Node>(selector) };
}

/** The last step of a selector, the one about the element itself, without what stands in quotes and brackets. */
function subjectOf(selector: string): string {
  const steps = selector
    .replace(/"[^"]*"/g, '')
    .replace(/\([^()]*\)/g, '')
    .split(/[\s>]+/);
  return steps.at(-1) ?? '';
}

function ask(questions: readonly Question[] | undefined, node: Node, isBare: boolean, found: readonly Node[][]): void {
  if (questions === undefined) return;
  for (const { list, needsAttribute, matches } of questions) {
    if (!(needsAttribute && isBare) && matches(node)) found[list]?.push(node);
  }
}

/** Asked of each element: `Object.keys` would make a list for it. */
function hasAny(attribs: Readonly<Record<string, string>>): boolean {
  for (const _ in attribs) return true;
  return false;
}
