import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, workplace } from './cli.ts';

const committed = join(import.meta.dirname, '../../feeds');

describe('huiliu export', () => {
  test('writes what is committed in feeds/, byte for byte; npm run export brings that up to date', async () => {
    const { dir, args } = workplace();
    const { status } = await run(['export', '--out', join(dir, 'out'), ...args]);
    expect(status).toBe(0);
    expect(tree(join(dir, 'out'))).toEqual(tree(committed));
  });

  test('leaves files that are right alone, and takes away what is stale in its own folders', async () => {
    const { dir, args } = workplace();
    const out = join(dir, 'out');
    await run(['export', '--out', out, ...args]);
    mkdirSync(join(out, 'sources/gone'));
    writeFileSync(join(out, 'sources/gone/rss.xml'), 'old');
    writeFileSync(join(out, 'mine.txt'), 'mine');
    const { out: said } = await run(['export', '--out', out, ...args]);
    expect(said).toContain('0 written, 1 removed');
    expect(readFileSync(join(out, 'mine.txt'), 'utf8')).toBe('mine');
  });
});

function tree(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(entry => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map(path => [path.slice(folder.length), readFileSync(path, 'utf8')]));
}
