/** Reads `--name 3` from the arguments of a bench; what is absent or no number is as otherwise. */
export function numbersOf(args: readonly string[]): (name: string, otherwise: number) => number {
  return (name, otherwise) => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? otherwise : Number(args[at + 1]) || otherwise;
  };
}

/** Reads `--name text` from the arguments of a bench; undefined where it is absent. */
export function textsOf(args: readonly string[]): (name: string) => string | undefined {
  return name => (args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined);
}
