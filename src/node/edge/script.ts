import { asksForHelp, helpOf } from '../help.ts';
import { type Arguments, type Option, readArguments } from '../settings.ts';
import { UsageError } from '../usage-error.ts';

type Script = {
  /** How it is called. */
  readonly usage: string;
  readonly help: string;
  readonly options: readonly Option[];
  readonly env: NodeJS.ProcessEnv;
};

/** Runs a script of package.json: its exit status, 2 with a line for a mistake of whoever started it. */
export async function runScript(script: Script, run: (args: Arguments) => Promise<number>): Promise<void> {
  const { usage, options, env } = script;
  const given = process.argv.slice(2);
  try {
    if (asksForHelp(given)) return console.log(helpOf(usage, script));
    const args = readArguments(given, options, env);
    const [word] = args.positionals;
    if (word !== undefined) throw new UsageError(`"${word}" is one word too many: ${usage} [options]`);
    process.exitCode = await run(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
