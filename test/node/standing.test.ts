import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { standingAt } from '../../src/node/standing.ts';

test('another folder at the same path is another; nothing is nothing; what cannot be looked at is believed to be there still', () => {
  const dir = mkdtempSync(join(tmpdir(), 'huiliu-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
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
