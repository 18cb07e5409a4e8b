import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { standingAt } from '../../src/node/database/standing.ts';
import { ownFolder } from './own-folder.ts';

test('another folder at the same path is another; nothing is nothing; what cannot be looked at is believed to be there still', () => {
  const dir = ownFolder();
  const path = join(dir, 'seeds');
  expect(standingAt(path, 'seen')).toBeUndefined();
  mkdirSync(path);
  const first = standingAt(path);
  expect(first).toBeDefined();
  expect(standingAt(path, 'seen')).toBe(first);
  rmSync(path, { recursive: true });
  symlinkSync(path, path);
  expect(standingAt(path, first)).toBe(first);
  expect(standingAt(path)).toBeUndefined();
});
