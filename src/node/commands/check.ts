import type { Reading, UnreadableFile } from '../../model/reading.ts';
import type { Problem } from '../../model/seed.ts';
import type { SeedRecord } from '../../model/store.ts';
import { changeOf, longerThenPath, type Waiting } from '../../normalize/change.ts';
import { claimsOf } from '../../normalize/claims.ts';
import { count, entries as entryCount, grouped } from '../count.ts';
import { type Found, folderError, seedsOf, walk } from '../files/scan.ts';
import { printable, problemLine } from '../report.ts';
import { type Arguments, loadConfig, settingsOf } from '../settings.ts';
import { readInTime } from '../threads/read-batch.ts';
import { workshopOf } from '../workshop.ts';

type Repair = { readonly path: string; readonly reason: string };

/** What `check` found; `entries + duplicates + beyond.length + waiting.length + problems.length = files`. */
type Findings = {
  readonly files: number;
  readonly entries: number;
  /** Of the entries those that their files keep back (`draft: true`, `published: false`, a folder of drafts). */
  readonly drafts: number;
  /** Of the entries those whose time is over (`expiryDate`), as of now. */
  readonly expired: number;
  readonly repaired: readonly Repair[];
  readonly duplicates: readonly { readonly path: string; readonly of: string }[];
  /** Files of articles that their source does not keep, as of now and among these files. */
  readonly beyond: readonly string[];
  /** Files whose articles are to be published later (`publishDate`), as of now. */
  readonly waiting: readonly Waiting[];
  readonly problems: readonly Problem[];
  readonly sources: ReadonlyMap<string, number>;
};

/** `huiliu check`: what every seed becomes, without a database. */
export async function run(args: Arguments): Promise<number> {
  const settings = settingsOf(args);
  const findings = await check(settings.seedsDir, loadConfig(settings));
  console.log(args.values.json === true ? JSON.stringify(asJson(findings), null, 2) : asText(findings));
  return findings.problems.length > 0 ? 1 : 0;
}

async function check(seedsDir: string, config: ReturnType<typeof loadConfig>): Promise<Findings> {
  const workshop = workshopOf(config);
  const unreadable: UnreadableFile[] = [];
  const found = foundIn(seedsDir).sort((a, b) => (a.path < b.path ? -1 : 1));
  const readings = await Array.fromAsync(readInTime(seedsOf(seedsDir, found, unreadable), config.sources));
  const nothingKnown = {
    known: async () => new Map(),
    holding: async () => [],
    stocks: async () => [],
    expired: async () => [],
    seedsAt: async () => [],
    seedsOf: async () => [],
    entry: async () => undefined,
  };
  const now = Date.now();
  const claims = await claimsOf(readings, unreadable, workshop);
  const { change, beyond, waiting } = await changeOf(claims, [], workshop, nothingKnown, now);
  const problems = (change.problems ?? []).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return findingsOf(readings, change.seeds ?? [], problems, beyond, waiting, found.length, now);
}

function foundIn(seedsDir: string): Found[] {
  try {
    return [...walk(seedsDir, '')];
  } catch (error) {
    throw folderError(seedsDir, error);
  }
}

function findingsOf(
  readings: readonly Reading[],
  seeds: readonly SeedRecord[],
  problems: readonly Problem[],
  beyond: readonly string[],
  waiting: readonly Waiting[],
  files: number,
  now: number,
): Findings {
  const broken = new Set([...problems.map(({ path }) => path), ...beyond]);
  const good = seeds.filter(({ path }) => !broken.has(path));
  const speakers = new Map<string, string>();
  for (const { path, entry } of good.toSorted(longerThenPath)) {
    if (entry !== undefined && !speakers.has(entry)) speakers.set(entry, path);
  }
  const duplicates = good.flatMap(({ path, entry }) => {
    const of = entry === undefined ? undefined : speakers.get(entry);
    return of === undefined || of === path ? [] : [{ path, of }];
  });
  const doubled = new Set(duplicates.map(({ path }) => path));
  const sources = new Map<string, number>();
  for (const { path, source = '' } of good) if (!doubled.has(path)) sources.set(source, (sources.get(source) ?? 0) + 1);
  const repaired = readings.flatMap(({ file, outcome }) =>
    outcome.kind === 'ok' ? outcome.value.repairs.map(reason => ({ path: file.path, reason })) : [],
  );
  const over = new Set(
    readings.flatMap(({ file, outcome }) =>
      outcome.kind === 'ok' && !outcome.value.withdrawn && (outcome.value.notAfter ?? now + 1) <= now ? file.path : [],
    ),
  );
  const hidden = good.filter(({ entry }) => entry === undefined);
  const expired = hidden.filter(({ path }) => over.has(path)).length;
  const drafts = hidden.length - expired;
  const entries = good.length - duplicates.length;
  return { files, entries, drafts, expired, repaired, duplicates, beyond, waiting, problems, sources };
}

function asJson({ files, entries, drafts, expired, repaired, duplicates, beyond, waiting, problems }: Findings) {
  return {
    files,
    entries,
    drafts,
    expired,
    repaired: new Set(repaired.map(({ path }) => path)).size,
    duplicates: duplicates.length,
    beyond: beyond.length,
    waiting: waiting.length,
    problems: problems.map(({ path, reason, hint }) => ({ path, reason, hint })),
  };
}

function asText(findings: Findings): string {
  const { files, entries, drafts, expired, repaired, duplicates, beyond, waiting, problems, sources } = findings;
  const hidden = [
    ...(drafts > 0 ? [count(drafts, 'draft')] : []),
    ...(expired > 0 ? [`${grouped(expired)} expired`] : []),
  ].join(', ');
  const parts = [
    `${entryCount(entries)}${hidden === '' ? '' : ` (${hidden} among them)`}`,
    `${grouped(new Set(repaired.map(({ path }) => path)).size)} repaired`,
    count(duplicates.length, 'duplicate'),
    ...(beyond.length > 0 ? [`${grouped(beyond.length)} beyond what is kept`] : []),
    ...(waiting.length > 0 ? [`${grouped(waiting.length)} to be published later`] : []),
    count(problems.length, 'problem'),
  ];
  return [
    `${count(files, 'file')}: ${parts.join(', ')}`,
    ...[...sources].map(([source, number]) => `  ${source.padEnd(24)}${grouped(number)}`),
    ...section(
      'Repaired',
      repaired.map(({ path, reason }) => printable(`${path}: ${reason}`)),
    ),
    ...section(
      'Duplicates',
      duplicates.map(({ path, of }) => printable(`${path}: the same entry as ${of}`)),
    ),
    ...section(
      'To be published later',
      waiting.map(({ path, until }) => printable(`${path}: ${new Date(until).toISOString()}`)),
    ),
    ...section('Problems', problems.map(problemLine)),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map(line => `  ${line}`)];
}
