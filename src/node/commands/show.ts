import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { type Recognized, recognize } from '../../ingest-files.ts';
import { type Keep, keptFrom } from '../../model/keep.ts';
import { type Explanation, explain } from '../../normalize/explain.ts';
import { normalize } from '../../normalize/normalize.ts';
import { codeOf } from '../code-of.ts';
import { count, entries } from '../count.ts';
import { lookAt } from '../files/scan.ts';
import { problemLine } from '../report.ts';
import { type Arguments, loadConfig, settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';

/** `huiliu show FILE`: what one file becomes, and why. Exit status 1 when it becomes nothing. */
export async function run(args: Arguments): Promise<number> {
  const [file] = args.positionals;
  if (file === undefined) throw new UsageError('Name one file: huiliu show seeds/sina/article.md');
  const settings = settingsOf(args);
  const { sources } = loadConfig(settings);
  const path = relative(settings.seedsDir, file).split(sep).join('/');
  if (path.startsWith('../'))
    throw new UsageError(`${file} is not below ${settings.seedsDir}; name the seeds folder with --seeds DIR.`);
  const bytes = await readFile(file).catch(error => {
    throw new UsageError(`${file} cannot be read (${codeOf(error)}). Name a file: huiliu show seeds/sina/article.md`);
  });
  const [seen = { refused: passedOver }] = lookAt(settings.seedsDir, path);
  const { refused } = seen;
  const explained =
    refused === undefined
      ? explanationOf(recognize({ path, bytes }, sources), path)
      : { kind: 'problem' as const, ...refused };
  if (args.values.json === true) console.log(JSON.stringify(explained, null, 2));
  else console.log(explained.kind === 'ok' ? asText(explained.value) : problemLine({ path, ...explained }));
  return explained.kind === 'ok' ? 0 : 1;
}

const passedOver = {
  reason: 'it is passed over',
  hint: 'So are hidden and unfinished files, and what Hugo says of a folder; give it another name.',
};

function explanationOf(recognized: Recognized, path: string): ReturnType<typeof explain> {
  if (recognized.kind === 'problem') return recognized;
  const { source, article } = recognized;
  const explained = explain(article, source, path);
  if (explained.kind === 'problem') return explained;
  const from = { field: 'source', value: `${source.id} (${source.title})`, rule: `folder ${source.folder}/` };
  const draft = normalize(article, source, path);
  const kept = source.keep !== undefined && draft.kind === 'ok' ? [keptLine(source.keep, draft.value.written)] : [];
  return { kind: 'ok', value: [from, ...kept, ...explained.value] };
}

/** Whether its source keeps it. Of a number nobody knows that without the others. */
function keptLine(keep: Keep, written: number): Explanation {
  const from = keptFrom(keep, Date.now());
  const verdict = from === undefined ? 'while it is among the newest' : written < from ? 'no: too old' : 'yes';
  return {
    field: 'kept',
    value: verdict,
    rule: keep.kind === 'age' ? `keep ${days(keep)}` : `keep ${entries(keep.entries)}`,
  };
}

function days({ milliseconds }: Extract<Keep, { kind: 'age' }>): string {
  return count(Math.round(milliseconds / 86_400_000), 'day');
}

function asText(lines: readonly Explanation[]): string {
  const width = Math.max(...lines.map(({ field }) => field.length)) + 2;
  const indent = ' '.repeat(width);
  return lines
    .map(({ field, value, rule }) => {
      const why = rule === '' ? '' : `\n${indent}  ← ${rule}`;
      return `${field.padEnd(width)}${value.replaceAll('\n', `\n${indent}`)}${why}`;
    })
    .join('\n');
}
