/** Text as HTML. */
export function escaped(text: string): string {
  return /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text;
}

/** Text as the value of an attribute, to stand between double quotes. */
export function escapedValue(text: string): string {
  return escaped(text).replaceAll('"', '&quot;');
}

/** Elements without content and without an end (HTML 13.1.2). */
export const voidElements: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta source track wbr'.split(' '),
);
