import type { Body } from '../model/body.ts';
import type { Digest } from '../model/platform.ts';

/**
 * What names a document: its digest, or of one in several parts the digest of their digests. Whoever knows two of the second kind to be
 * equal knows that their parts are, each by itself; and a part that stays is read once, however many documents it stands in.
 */
export function bodyDigest(digest: Digest): (body: Body) => Promise<string> {
  const known = new WeakMap<Uint8Array, string>();
  return async body => {
    const [only] = body;
    if (only !== undefined && body.length === 1) return digest(only);
    const fresh = body.filter(part => !known.has(part));
    await Promise.all(fresh.map(async part => known.set(part, await digest(part))));
    return digest(body.map(part => known.get(part)).join('\n'));
  };
}
