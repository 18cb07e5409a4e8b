import type { Option } from './settings.ts';

/** What `--help` prints of what is called as `usage` says. */
export function helpOf(
  usage: string,
  { help, options }: { readonly help: string; readonly options: readonly Option[] },
): string {
  const lines = options.map(({ name, value, help, variable }) => {
    const flag = `--${name}${value === undefined ? '' : ` ${value}`}`;
    return `  ${flag.padEnd(16)}${help}${variable === undefined ? '' : ` [${variable}]`}`;
  });
  return [`Usage: ${usage} [options]`, '', help, '', ...lines].join('\n');
}

/** Whether it is asked for. */
export function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}
