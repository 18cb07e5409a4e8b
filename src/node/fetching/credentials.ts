/** The name and password that an address may hold: for the server that it names, and for nobody else. */

/** The Authorization field (RFC 7617, in UTF-8) with which `url` is asked, by way of the address that was to be fetched first. */
export function authorizationOf(first: URL, url: URL): string | undefined {
  const { username, password } = first;
  if (!isSameServer(first, url) || (username === '' && password === '')) return undefined;
  const pair = [username, password].map(percentDecoded).join(':');
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** The address as it is asked for and told. */
export function withoutUser(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  bare.hash = '';
  return bare;
}

/** The address as it is remembered: with the name and password that are sent to it. */
export function withUserOf(first: URL, url: URL): string {
  if (!isSameServer(first, url)) return url.href;
  const whole = new URL(url);
  whole.username = first.username;
  whole.password = first.password;
  return whole.href;
}

/** The same host by the same way, or by TLS instead. */
function isSameServer(first: URL, url: URL): boolean {
  if (first.origin === url.origin) return true;
  const isUpgrade = first.protocol === 'http:' && url.protocol === 'https:';
  return isUpgrade && first.hostname === url.hostname && first.port === '' && url.port === '';
}

/** `%` that begins no escape is itself. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
