/** Text that a tokenizer of XML reads as it was meant, and what was done to it. Linear. */
export function mended(text: string): { readonly source: string; readonly repairs: readonly string[] } {
  const repairs: string[] = [];
  const note = (repair: string) => {
    if (!repairs.includes(repair)) repairs.push(repair);
    return '';
  };
  const source = withoutDoctype(
    text
      // Of the declaration nothing is needed, and one that does not end would take the document with it.
      .replace(/^\s*<\?xml[^<>]*>/i, '')
      .replace(/^[^<]+/, junk => (junk.trim() === '' ? '' : note('What stood before the document was left out.')))
      // XML 1.0 2.2: no document can hold these.
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]+/g, () => note('Control characters were left out.')),
  ).replace(
    // In a section or comment it is what it is; elsewhere a name follows the sign.
    /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)|<(?![A-Za-z_:/!?\u0080-\uffff])/g,
    found => (found === '<' ? `${note('A < that begins no element was read as itself.')}&lt;` : found),
  );
  return { source, repairs };
}

/** A document type goes with all that it declares: elements in there are none of the document's. */
function withoutDoctype(text: string): string {
  // What comments before it speak of is none.
  const start = /^(?:\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)*/.exec(text)?.[0].length ?? 0;
  if (!/^<!doctype/i.test(text.slice(start, start + 9))) return text;
  const part = /"[^"]*"|'[^']*'|<!--[\s\S]*?(?:-->|$)|[[\]>]|[^"'<[\]>]+|["'<]/y;
  part.lastIndex = start + 1;
  let isInside = false;
  for (let found = part.exec(text)?.[0]; found !== undefined; found = part.exec(text)?.[0]) {
    if (found === '[' || found === ']') isInside = found === '[';
    if (found === '>' && !isInside) return text.slice(0, start) + text.slice(part.lastIndex);
  }
  return text;
}
