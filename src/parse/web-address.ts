/** An http(s) address made absolute; absent for any other. */
export function webAddress(text: string | undefined, base: string | undefined): string | undefined {
  const url = text === undefined ? null : URL.parse(text.trim(), base);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
