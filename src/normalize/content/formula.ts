/** Formulas (MathML) as one line of text: without their elements nobody could tell x2 from a square, or 12 from a half. */
import type { Node } from './nodes.ts';

/** What a formula is made of (MathML Core 2.1.2, MathML 3 2.3.2). Anything else in it: its end was forgotten. */
const elements = new Set(
  (
    'math mi mn mo ms mtext mspace mrow mstyle mpadded mphantom merror menclose maction mfenced mfrac msqrt mroot msub msup msubsup ' +
    'munder mover munderover mmultiscripts mprescripts none mtable mtr mlabeledtr mtd semantics'
  ).split(' '),
);

/** Other forms of what is written, and what only takes its place up. */
const unread = new Set('annotation annotation-xml mphantom'.split(' '));

/** Deeper ones nobody reads, and the line is made by recursion. */
const deepest = 50;

/** The TeX beside the signs of a formula (MathML 3 5.1) or on them, else the signs as `(a+b)/2`; absent where they are no formula. */
export function formulaOf(math: Node): string | undefined {
  const { attribs, children = [] } = math;
  const parts = children.find(({ name }) => name === 'semantics')?.children ?? [];
  const typed = parts.find(({ name, attribs }) => name === 'annotation' && /tex/i.test(attribs?.encoding ?? ''));
  return (
    said(typed?.children?.map(({ data = '' }) => data).join('')) ??
    said(attribs?.alttext) ??
    said(lineOf(math, deepest))
  );
}

function said(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

function lineOf({ type, data = '', name = '', attribs = {}, children = [] }: Node, depth: number): string | undefined {
  if (type === 'text') return signsOf(data);
  if (type === 'comment' || unread.has(name)) return '';
  if (depth === 0 || !elements.has(name)) return undefined;
  const parts: string[] = [];
  for (const child of children) {
    const part = lineOf(child, depth - 1);
    if (part === undefined) return undefined;
    if (part !== '' || child.name === 'none') parts.push(part);
  }
  const [base = '', first = '', second = ''] = parts;
  switch (name) {
    case 'mfrac':
      return `${enclosed(base)}/${enclosed(first)}`;
    case 'msqrt':
      return `√${enclosed(parts.join(''))}`;
    case 'mroot':
      return `${enclosed(first)}√${enclosed(base)}`;
    case 'msub':
    case 'munder':
      return `${base}_${enclosed(first)}`;
    case 'msup':
    case 'mover':
      return `${enclosed(base)}^${enclosed(first)}`;
    case 'msubsup':
    case 'munderover':
      return `${base}_${enclosed(first)}^${enclosed(second)}`;
    case 'mfenced':
      return `${attribs.open ?? '('}${parts.join(', ')}${attribs.close ?? ')'}`;
    case 'mtr':
      return parts.join(', ');
    case 'mtable':
      return parts.join('; ');
    case 'mspace':
      return ' ';
    default:
      return parts.join('');
  }
}

/** Without white space around them and signs that are not seen: that of a function is a space, a product needs none. */
function signsOf(text: string): string {
  return text
    .trim()
    .replace(/\s+|\u2061/g, ' ')
    .replace(/[\u2062-\u2064]/g, '');
}

/** In parentheses, unless it is one sign, one number or in some already. */
function enclosed(text: string): string {
  return /^(?:.|[\d.,]+|\([^()]*\))$/su.test(text) ? text : `(${text})`;
}
