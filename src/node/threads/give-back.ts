import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Gives back the memory that beginning took: V8 keeps the room that loading two hundred modules needed, a tenth of all that an idle server
 * has, until it is short of memory; this is how it is told. It collects twice: some tens of milliseconds of the thread that calls.
 * The flag is the whole process's: never in two threads at once.
 */
export function giveBack(): void {
  // Node has no name for it; the function is there in contexts that are made after the flag was set.
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('globalThis.gc');
  // What is compiled under other flags than those of the start has no place in the compile cache.
  setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') collect({ type: 'major', flavor: 'last-resort' });
}
