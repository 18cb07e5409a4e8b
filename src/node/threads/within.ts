import { createContext, Script } from 'node:vm';
import { codeOf } from '../code-of.ts';

/** How long some files, or what was fetched, may take on the thread that asks, milliseconds: what takes longest of the size that a file may have takes some five seconds. */
export const longestReading = 20_000;

/** What is worked at: only scripts can be broken off without ending their thread. */
const bench = { work: () => {} };
const context = createContext(bench);
const script = new Script('work()');

/**
 * What some work without promises comes to; undefined where it takes longer than so many milliseconds, and is broken off. It costs some tenths of
 * a millisecond: Node begins a thread that watches.
 */
export function within<T>(longest: number, work: () => T): T | undefined {
  let result: T | undefined;
  bench.work = () => {
    result = work();
  };
  try {
    script.runInContext(context, { timeout: longest });
    return result;
  } catch (error) {
    if (codeOf(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    bench.work = () => {};
  }
}
