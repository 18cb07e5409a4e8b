/** Reads `--name 3` from the arguments of a bench; what is absent is as otherwise. Ends the process where it is no number above 0. */
export function numbersOf(args: readonly string[]): (name: string, otherwise: number) => number {
  const textOf = textsOf(args);
  return (name, otherwise) => {
    const text = textOf(name);
    if (text === undefined || Number(text) > 0) return Number(text ?? otherwise);
    console.error(`--${name} is a number above 0, not ${text}.`);
    process.exit(2);
  };
}

/** Reads `--name text` from the arguments of a bench; undefined where it is absent. */
export function textsOf(args: readonly string[]): (name: string) => string | undefined {
  return name => (args.includes(`--${name}`) ? (args[args.indexOf(`--${name}`) + 1] ?? '') : undefined);
}
