/** The document as this room sees it: the part of a node that is read, and walks over it without recursion. */
import { oneLine } from '../text.ts';

export type Node = {
  readonly type: string;
  readonly name?: string | undefined;
  readonly attribs?: Readonly<Record<string, string>> | undefined;
  readonly data?: string | undefined;
  readonly children?: readonly Node[] | undefined;
  readonly parent: Node | null;
  readonly prev: Node | null;
  readonly next: Node | null;
};

/** What the author wrote into an element, as one line; absent when it is longer than `limit` characters. */
export function textOf(root: Node, limit: number): string | undefined {
  let text = '';
  let visited = 0;
  let node = root.children?.[0] ?? null;
  while (node !== null) {
    // Facts stand in small elements; a bound here keeps thousands of nested ones from being read thousands of times.
    if (++visited > 400 || text.length > limit * 2) return undefined;
    if (node.type === 'text') text += node.data ?? '';
    else if (node.name === 'br') text += ' ';
    // What programs and styles hold is no text.
    node = node.type === 'tag' ? following(node, root) : beyond(node, root);
  }
  const line = oneLine(text);
  return line.length > limit ? undefined : line;
}

/** The node behind one below `root`, in the order of the document; null behind the last. */
export function following(node: Node, root: Node): Node | null {
  return node.children?.[0] ?? beyond(node, root);
}

/** The node behind one and all that it holds. */
function beyond(node: Node, root: Node): Node | null {
  let up: Node | null = node;
  while (up !== null && up !== root && up.next === null) up = up.parent;
  return up === null || up === root ? null : up.next;
}
