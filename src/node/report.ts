/** What Huiliu says in a terminal. */
import type { Config } from '../model/config.ts';
import type { Problem } from '../model/seed.ts';
import type { Store } from '../model/store.ts';
import { count, grouped } from './count.ts';
import { folderError } from './files/scan.ts';
import type { Intake, Progress, Tally } from './intake.ts';
import type { Settings } from './settings.ts';

/** Shows how far something is while it takes long, and takes its line away at the end. */
export function progressLine(
  what: string,
  things = 'files',
): { readonly progress: Progress; readonly end: () => void } {
  const started = Date.now();
  let shown = started;
  let open = false;
  return {
    progress: (done, of) => {
      const now = Date.now();
      if (now - shown < (process.stdout.isTTY ? 200 : 5000)) return;
      shown = now;
      const rate = done / ((now - started) / 1000);
      const left = Math.ceil((of - done) / rate);
      const line = `${what}: ${grouped(done)} of ${grouped(of)} ${things}, ${grouped(Math.round(rate))} a second, ${grouped(left)} s left`;
      process.stdout.write(process.stdout.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
      open = process.stdout.isTTY;
    },
    end: () => {
      if (open) process.stdout.write('\r\x1b[K');
      open = false;
    },
  };
}

/** Scans, with a line of progress while it takes long. Throws a UsageError when the folder cannot be read. */
export async function scanWithProgress(intake: Intake, seedsDir: string): Promise<Tally> {
  const { progress, end } = progressLine(`Reading ${seedsDir}`);
  try {
    return await intake.scan(progress);
  } catch (error) {
    throw folderError(seedsDir, error);
  } finally {
    end();
  }
}

/** What a scan came to, as one line. */
export function tallyLine(tally: Tally, seedsDir: string): string {
  const { files, read, added, changed, retracted, vanished, beyond, waiting, expired } = tally;
  const parts = [
    count(files, 'file'),
    `${grouped(read)} read`,
    `${grouped(added)} new`,
    `${grouped(changed)} changed`,
    ...(retracted > 0 ? [`${grouped(retracted)} taken back`] : []),
    ...(vanished > 0 ? [`${grouped(vanished)} no longer there`] : []),
    ...(beyond > 0 ? [`${grouped(beyond)} beyond what is kept`] : []),
    ...(waiting > 0 ? [`${grouped(waiting)} to be published later`] : []),
    ...(expired > 0 ? [`${grouped(expired)} expired`] : []),
  ];
  return `${seedsDir}: ${parts.join(', ')}`;
}

/** Ids are for good: whoever names another authority over a database that has some should know what becomes of which. */
export async function sayOtherAuthority(
  store: Pick<Store, 'otherAuthority'>,
  { site: { authority } }: Config,
  { configDir, dataDir }: Pick<Settings, 'configDir' | 'dataDir'>,
): Promise<void> {
  const other = await store.otherAuthority(authority);
  if (other === undefined) return;
  console.error(
    `Ids in ${dataDir} begin with tag:${other}:, those of new entries and of the feeds themselves with tag:${authority}: (authority in ${configDir}/site.yaml). What is stored keeps its id, so nobody sees it twice. If that is not meant, set authority back to ${other} now: the ids of what comes meanwhile stay too. If nobody has subscribed yet, start again without ${dataDir}.`,
  );
}

/** Problems that are told of in a terminal, of many. */
export const mostTold = 20;

/** The first of some problems as lines: path, reason, hint; behind them, how many more there are, and who lists them. */
export function problemLines(
  problems: readonly Problem[],
  { of = problems.length, lister = 'huiliu check' } = {},
): readonly string[] {
  const shown = problems.slice(0, mostTold).map(problem => `  ${problemLine(problem)}`);
  const more = of - shown.length;
  return [
    ...(of > 0 ? [`${count(of, 'problem')}:`] : []),
    ...shown,
    ...(more > 0 ? [`  and ${grouped(more)} more; ${lister} lists them all`] : []),
  ];
}

/** Why the other side of a push did not take entries: of the first, how many more there are, and what to do about other ids. */
export function refusalLines(refused: readonly string[]): readonly string[] {
  const more = refused.length - mostTold;
  return [
    ...refused.slice(0, mostTold),
    ...(more > 0 ? [`${grouped(more)} more`] : []),
    ...(refused.some(line => / comes as (\S+), which is tag:[^:]+:\1\.?$/.test(line))
      ? [
          'ids there are of another authority, and readers know them. Set authority in site.yaml to that, read everything into an empty data folder, and push again',
        ]
      : []),
  ];
}

/** A problem as one line. What comes from files is shown without the characters that terminals obey. */
export function problemLine({ path, reason, hint }: Pick<Problem, 'path' | 'reason' | 'hint'>): string {
  return printable(`${path}: ${reason.replace(/\.$/, '')}. ${hint}`);
}

/** Text from outside, for a terminal: control characters as their code. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}]/gu,
    character => `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  );
}
