import { escaped, escapedValue, voidElements } from '../../model/html.ts';
import type { Node } from './nodes.ts';

/** The HTML of what a node holds; comments and declarations are none. Without recursion, so that no depth of nesting can end it. */
export function innerHtml(root: Node): string {
  const html: string[] = [];
  let node = root.children?.[0] ?? null;
  while (node !== null) {
    html.push(startOf(node));
    const first = isVoid(node) ? undefined : node.children?.[0];
    if (first !== undefined) {
      node = first;
      continue;
    }
    html.push(endOf(node));
    let last: Node = node;
    while (last.next === null && last.parent !== null && last.parent !== root) {
      last = last.parent;
      html.push(endOf(last));
    }
    node = last.next;
  }
  return html.join('');
}

function startOf(node: Node): string {
  const { type, name, attribs = {}, data = '' } = node;
  if (type === 'text') return isRaw(node.parent) ? data : escaped(data);
  if (name === undefined || type === 'directive') return '';
  const attributes = Object.entries(attribs).map(([key, value]) => ` ${key}="${escapedValue(value)}"`);
  return `<${name}${attributes.join('')}>`;
}

function endOf(node: Node): string {
  return isVoid(node) ? '' : `</${node.name}>`;
}

function isVoid({ type, name }: Node): boolean {
  return name === undefined || type === 'directive' || voidElements.has(name);
}

/** HTML 13.1.2: what stands in these is not marked up. */
function isRaw(parent: Node | null): boolean {
  return parent?.name === 'script' || parent?.name === 'style';
}
