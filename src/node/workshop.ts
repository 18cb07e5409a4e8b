import type { Config } from '../model/config.ts';
import type { Workshop } from '../model/reading.ts';
import { digest, rulesDigest } from './digest.ts';

/** What ingest needs on Node. */
export function workshopOf(config: Config): Workshop {
  return { config, digest, rules: rulesDigest(config) };
}
