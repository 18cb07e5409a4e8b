import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of a test's own; gone after it, when all that the test began later has ended. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiliu-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
