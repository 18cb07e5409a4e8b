import type { Body } from '../model/body.ts';
import type { Digest } from '../model/platform.ts';

/**
 * What names a document: the digest of its one part, or the digest of the digests of its parts. As a document is always cut at the same places, equal
 * ones have equal names; and the digest of a part is made once, however many documents it stands in.
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
