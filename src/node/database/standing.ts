import { statSync } from 'node:fs';
import { codeOf } from '../code-of.ts';

/**
 * What stands at a path, as text that is another when something else stands there: folders and files are replaced while we hold
 * the old ones, and nobody tells. Absent when nothing is there; what was seen there last when it cannot be seen.
 */
export function standingAt(path: string, last?: string): string | undefined {
  try {
    // The number of a file that is gone may be given again at once: its birth tells them apart.
    const { dev, ino, birthtimeMs } = statSync(path);
    return `${dev} ${ino} ${birthtimeMs}`;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    // No right to look, a loop of links, a disk that does not answer just now: whoever looks again will see.
    if (code !== undefined) return last;
    throw error;
  }
}
