import { statSync } from 'node:fs';
import { codeOf } from './scan.ts';

/**
 * What stands at a path, as text that is another when something else stands there: folders and files are replaced while we hold
 * the old ones, and nobody tells. Absent when nothing is there.
 */
export function standingAt(path: string): string | undefined {
  try {
    // The number of a file that is gone may be given again at once: its birth tells them apart.
    const { dev, ino, birthtimeMs } = statSync(path);
    return `${dev} ${ino} ${birthtimeMs}`;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
