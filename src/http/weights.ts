/** The parts of a list with weights (RFC 9110 12.4.2), in lower case and in their order; a weight that is no number is 0. */
export function weighted(header: string): readonly { readonly name: string; readonly weight: number }[] {
  return header
    .slice(0, 500)
    .toLowerCase()
    .split(',')
    .map(part => {
      const [name = '', ...parameters] = part.split(';').map(each => each.trim());
      const q = parameters.find(each => each.startsWith('q='));
      const weight = q === undefined ? 1 : Number(q.slice(2));
      return { name, weight: Number.isNaN(weight) ? 0 : weight };
    });
}
