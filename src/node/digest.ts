import { createHash, hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../model/config.ts';
import type { Digest } from '../model/platform.ts';
import { isOfFiles, type Source } from '../model/source.ts';

/** SHA-256 by Node. */
export const digest: Digest = async data => hash('sha256', data, 'hex');

/**
 * The digest of all that decides what a source's seeds become: the code that reads them, the record of the source,
 * and which source a file belongs to. When it changes, every file is read again.
 */
export function rulesDigest({ sources }: Config): (source: Source | undefined) => string {
  const shares = sources.filter(isOfFiles).map(({ id, folder, where }) => [id, folder, where]);
  const common = hash('sha256', JSON.stringify([codeDigest(), shares]), 'hex');
  const of = (source: Source | undefined) =>
    hash('sha256', common + JSON.stringify(source ?? null, patternsAsText), 'hex');
  const made = new Map([undefined, ...sources].map(source => [source, of(source)]));
  return source => made.get(source) ?? of(source);
}

/** The files below src/ that decide what a seed becomes. */
export const readsSeeds = /^(?:(?:model|parse|normalize)[\\/].*|ingest-(?:files|fetched))\.ts$/;

/** Of these files and of the packages they stand on: nobody has to remember to raise a version. */
function codeDigest(): string {
  const root = join(import.meta.dirname, '..');
  const all = createHash('sha256');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => readsSeeds.test(name));
  for (const name of files.sort()) all.update(name).update(readFileSync(join(root, name)));
  const { dependencies } = JSON.parse(readFileSync(join(root, '../package.json'), 'utf8'));
  return all.update(JSON.stringify(dependencies)).digest('hex');
}

function patternsAsText(_key: string, value: unknown): unknown {
  return value instanceof RegExp ? String(value) : value;
}
