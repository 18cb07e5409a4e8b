/** Reads `--name 3` from the arguments of a bench; what is absent or no number is as otherwise. */
export function numbersOf(args: readonly string[]): (name: string, otherwise: number) => number {
  return (name, otherwise) => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? otherwise : Number(args[at + 1]) || otherwise;
  };
}
