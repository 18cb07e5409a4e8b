/** CPU time of this process, all its threads, for a piece of work: what a noisy machine leaves comparable. */

/** Runs before those that count: a server that has run for a minute is compiled. */
const warmUp = 200;

/** Milliseconds of CPU for each of `times` runs; `prepare` and what warms up are not counted. */
export async function cpuOf(
  times: number,
  work: () => Promise<unknown>,
  prepare: () => Promise<unknown> | unknown = () => {},
): Promise<Spread> {
  const samples: number[] = [];
  for (let run = -warmUp; run < times; run++) {
    await prepare();
    const spent = await cpuOnce(work);
    if (run >= 0) samples.push(spent);
  }
  return spreadOf(samples);
}

/** Milliseconds of CPU of one run. */
export async function cpuOnce(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export type Spread = { readonly median: number; readonly least: number; readonly most: number };

export function spreadOf(samples: readonly number[]): Spread {
  const at = quantilesOf(samples);
  return { median: at(0.5), least: at(0), most: at(1) };
}

/** The standard error of a median, from the middle half of the samples: those at the ends, where somebody else worked, say nothing. */
export function errorOf(samples: readonly number[]): number {
  const at = quantilesOf(samples);
  // Of a normal distribution the middle half is 1.349 deviations wide, and a median strays 1.253 times as far as a mean.
  return ((at(0.75) - at(0.25)) / 1.349) * (1.253 / Math.sqrt(samples.length));
}

/** `0.52 (0.48-0.71)`: the median, the least and the most. */
export function spreadText({ median, least, most }: Spread, digits = 2): string {
  return `${median.toFixed(digits)} (${least.toFixed(digits)}-${most.toFixed(digits)})`;
}

function quantilesOf(samples: readonly number[]): (share: number) => number {
  const sorted = samples.toSorted((a, b) => a - b);
  return share => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}
