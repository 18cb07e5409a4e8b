/**
 * The http(s) address that is meant by one as people type, copy and export it: with white space around it, with `feed:`
 * before it or instead of its protocol, with a fragment; absent where none is meant.
 */
export function feedAddress(text: string): string | undefined {
  const address = text
    .trim()
    .replace(/^feed:(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'http://');
  return withoutFragment(address);
}

/** An http(s) address as URL writes it, without its fragment; absent for any other text. */
export function withoutFragment(address: string): string | undefined {
  if (!/^https?:\/\/[^\s\\]+$/i.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  url.hash = '';
  return url.href;
}
