import type { Digest } from '../model/platform.ts';

/** SHA-256 by Web Crypto. */
export const digest: Digest = async data => {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex();
};
