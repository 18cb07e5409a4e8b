import { rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { databaseIn, openStore } from '../../src/node/database/open.ts';
import { leftOf, openAtLast } from '../../src/node/database/open-at-last.ts';
import { ownFolder } from './own-folder.ts';

test('an empty file in the place of a database is one that is still to be copied: none is made of it', async () => {
  const dir = ownFolder();
  const opened = openStore(dir);
  onTestFinished(opened.close);
  const left = leftOf(opened);
  const path = databaseIn(dir);
  rmSync(path);
  writeFileSync(path, '');
  // It looks each second, and takes what is the same twice.
  const again = await openAtLast(dir, left, after(1500), async () => {});
  again?.close();
  expect(again).toBeUndefined();
  expect(statSync(path).size).toBe(0);
});
