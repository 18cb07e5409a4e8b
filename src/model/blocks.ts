/** The text of content, one string a block: what is within a line ends no word. Ours is well-formed: what is between `<` and `>` is a tag, or was one before it was cut. */
export function blocksOf(content: string): readonly string[] {
  return content
    .replace(inline, '')
    .split(/<[^<>]*>?/)
    .map(text => text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, decoded));
}

const inline =
  /<\/?(?:a|abbr|b|bdi|bdo|cite|code|del|em|i|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span|strong|sub|sup|u|var|wbr)\b[^<>]*>/g;

const named: ReadonlyMap<string, string> = new Map(
  Object.entries({ lt: '<', gt: '>', quot: '"', amp: '&', apos: "'" }),
);

function decoded(_: string, decimal: string | undefined, hexadecimal: string | undefined, name = ''): string {
  if (decimal === undefined && hexadecimal === undefined) return named.get(name) ?? ' ';
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '20', 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}
