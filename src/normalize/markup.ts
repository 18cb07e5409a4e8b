import type { Node } from './nodes.ts';
import { escaped } from './writer.ts';

/** The HTML of what a node holds. */
export function innerHtml({ children = [] }: Node): string {
  return children.map(outerHtml).join('');
}

/** The HTML of a node; comments and declarations are none. */
function outerHtml(node: Node): string {
  if (node.type === 'text') return isRaw(node.parent) ? (node.data ?? '') : escaped(node.data ?? '');
  const { name, attribs = {} } = node;
  if (name === undefined || node.type === 'directive') return '';
  const attributes = Object.entries(attribs).map(
    ([key, value]) => ` ${key}="${escaped(value).replaceAll('"', '&quot;')}"`,
  );
  const start = `<${name}${attributes.join('')}>`;
  return voidElements.has(name) ? start : `${start}${innerHtml(node)}</${name}>`;
}

/** HTML 13.1.2: what stands in these is not marked up. */
function isRaw(parent: Node | null): boolean {
  return parent?.name === 'script' || parent?.name === 'style';
}

/** HTML 13.1.2: without content and without an end. */
const voidElements = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
