import { UsageError } from './usage-error.ts';

/** Runs a script of package.json: its exit status, 2 with a line for a mistake of whoever started it. */
export async function runScript(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
