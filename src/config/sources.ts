import * as v from 'valibot';
import type { Source } from '../model/source.ts';
import { type Mistake, mistakeOf, shown, wholeFile } from './mistake.ts';
import { isRecord, record } from './record.ts';
import { language, line, timeZone, webUrl } from './site.ts';
import { ruleEntries } from './source-rules.ts';

const folderBelow = 'a folder below the seeds folder, its parts joined by /, none of them beginning with a dot';
const conditions = 'front matter keys, each with the text that it must hold';

/** A record of `sources.yaml`: what the source is, and its rules. */
const sourceSchema = record(
  {
    title: line('the name of the source, one line of text'),
    home: v.optional(webUrl, undefined),
    language: v.optional(language, 'zh-CN'),
    timeZone: v.optional(timeZone, 'Asia/Shanghai'),
    encoding: v.optional(
      v.pipe(
        v.string('an encoding such as gb18030'),
        v.check(isEncoding, 'an encoding of the WHATWG, such as gb18030'),
      ),
      'gb18030',
    ),
    folder: v.optional(
      v.pipe(
        v.string(folderBelow),
        v.transform(folder => folder.replace(/(?<=[^/])\/$/, '')),
        v.check(isFolder, folderBelow),
      ),
      undefined,
    ),
    where: v.optional(
      v.pipe(
        v.custom<Readonly<Record<string, unknown>>>(isRecord, conditions),
        v.record(v.string(), v.string('a text, in quotes where YAML sees something else')),
      ),
      undefined,
    ),
    ...ruleEntries,
  },
  'a record with a title',
);

/** Checks the records of `sources.yaml` in their order; what is wrong goes to `mistakes`. */
export function readSources(raw: unknown, file: string, mistakes: Mistake[]): readonly Source[] {
  if (!isRecord(raw) || Object.keys(raw).length === 0) {
    const found = raw === null || isRecord(raw) ? 'nothing' : shown(raw);
    mistakes.push({ file, key: wholeFile, found, allowed: 'at least one source: its id, then its record' });
    return [];
  }
  const sources = Object.keys(raw).flatMap(id => readSource(id, raw, file, mistakes) ?? []);
  mistakes.push(...sources.flatMap((source, at) => withoutFiles(source, sources.slice(0, at), file) ?? []));
  return sources;
}

function readSource(
  id: string,
  all: Readonly<Record<string, unknown>>,
  file: string,
  mistakes: Mistake[],
): Source | undefined {
  // Keys that are numbers would lose their place in the file, and the order of sources counts.
  if (!/^(?!\d+$)[a-z0-9][a-z0-9._-]{0,63}$/.test(id)) {
    const allowed = 'an id of a-z, 0-9, ".", "_", "-", at most 64 characters, not digits alone';
    mistakes.push({ file, key: id, found: shown(id), allowed });
    return undefined;
  }
  // A feed's own id is tag:<authority>:<kind>/<key>: an entry's, tag:<authority>:<source>/<key>, must never equal it.
  if (['source', 'category', 'publisher'].includes(id)) {
    mistakes.push({ file, key: id, found: shown(id), allowed: 'an id other than source, category and publisher' });
    return undefined;
  }
  const given = extended(id, all, file, mistakes);
  if (given === undefined) return undefined;
  const result = v.safeParse(sourceSchema, given);
  if (!result.success) {
    mistakes.push(...result.issues.map(issue => mistakeOf(file, issue, id)));
    return undefined;
  }
  const { title, home, language, timeZone, encoding, folder = id, where, ...rules } = result.output;
  return { id, title, home, language, timeZone, encoding, folder, where, rules };
}

/** A record with what it `extends` below it: one level, so that who reads the file sees at once what holds. */
function extended(
  id: string,
  all: Readonly<Record<string, unknown>>,
  file: string,
  mistakes: Mistake[],
): Readonly<Record<string, unknown>> | undefined {
  const own = all[id];
  if (!isRecord(own)) {
    mistakes.push({ file, key: id, found: shown(own), allowed: 'a record with a title' });
    return undefined;
  }
  const { extends: base, ...rest } = own;
  if (base === undefined) return rest;
  const below = typeof base === 'string' && base !== id && Object.hasOwn(all, base) ? all[base] : undefined;
  if (!isRecord(below) || 'extends' in below) {
    const allowed = 'the id of another source of this file that extends none itself';
    mistakes.push({ file, key: `${id}.extends`, found: shown(base), allowed });
    return undefined;
  }
  // Where it lies and what it is called are each source's own; the rules are what is shared.
  const { title: _title, folder: _folder, where: _where, ...shared } = below;
  return { ...shared, ...rest };
}

/** A file belongs to the first source that matches: the mistake of a source that an earlier one leaves no file. */
function withoutFiles({ id, folder, where }: Source, before: readonly Source[], file: string): Mistake | undefined {
  const taker = before.find(
    other =>
      `${folder}/`.startsWith(other.folder === '' ? '' : `${other.folder}/`) &&
      Object.entries(other.where ?? {}).every(([key, value]) => where?.[key] === value),
  );
  if (taker === undefined) return undefined;
  const all = taker.where === undefined ? 'every file' : 'every such file';
  const allowed = `a folder with files left for ${id}: ${taker.id} stands before it and takes ${all} of "${taker.folder}/"; put ${id} first, or give ${taker.id} a "where"`;
  return { file, key: `${id}.folder`, found: shown(folder), allowed };
}

/** Whether it names a folder as the scan sees it: `''` is the seeds folder itself. */
function isFolder(folder: string): boolean {
  return folder === '' || folder.split('/').every(part => /^[^.\\\p{Cc}][^\\\p{Cc}]*$/u.test(part));
}

function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
