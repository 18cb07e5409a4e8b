import * as v from 'valibot';
import type { Source } from '../model/source.ts';
import { isRecord, type Mistake, mistakeOf } from './config.ts';
import { language, timeZone, webUrl } from './site.ts';
import { rulesSchema } from './source-rules.ts';

const file = 'sources.yaml';

/** The part of a record that says what the source is; every other key is a rule. */
const identitySchema = v.object({
  title: v.pipe(v.string('the name of the source'), v.trim(), v.minLength(1, 'the name of the source')),
  home: v.optional(webUrl, undefined),
  language: v.optional(language, 'zh-CN'),
  timeZone: v.optional(timeZone, 'Asia/Shanghai'),
  encoding: v.optional(
    v.pipe(v.string('an encoding such as gb18030'), v.check(isEncoding, 'an encoding of the WHATWG, such as gb18030')),
    'gb18030',
  ),
  folder: v.optional(
    v.pipe(
      v.string('a folder below the seeds folder'),
      v.regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$)).*$/, 'a folder below the seeds folder, without . and ..'),
      v.transform(folder => folder.replace(/\/+$/, '')),
    ),
    undefined,
  ),
  where: v.optional(v.record(v.string(), v.string('text, as the front matter has it')), undefined),
});

const identityKeys = Object.keys(identitySchema.entries);

/** Checks the records of `sources.yaml` in their order; what is wrong goes to `mistakes`. */
export function readSources(raw: unknown, mistakes: Mistake[]): readonly Source[] {
  if (raw === undefined && mistakes.length > 0) return [];
  if (!isRecord(raw) || Object.keys(raw).length === 0) {
    const found = raw === null || raw === undefined ? 'nothing' : Array.isArray(raw) ? 'a list' : typeof raw;
    mistakes.push({ file, key: '(the whole file)', found, allowed: 'at least one source: its id, then its record' });
    return [];
  }
  return Object.keys(raw).flatMap(id => readSource(id, raw, mistakes) ?? []);
}

function readSource(id: string, all: Readonly<Record<string, unknown>>, mistakes: Mistake[]): Source | undefined {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id)) {
    mistakes.push({
      file,
      key: id,
      found: `"${id}"`,
      allowed: 'an id of a-z, 0-9, ".", "_", "-", at most 64 characters',
    });
    return undefined;
  }
  // A feed's own id is tag:<authority>:<kind>/<key>: an entry's, tag:<authority>:<source>/<key>, must never equal it.
  if (['source', 'category', 'publisher'].includes(id)) {
    mistakes.push({ file, key: id, found: `"${id}"`, allowed: 'an id other than source, category and publisher' });
    return undefined;
  }
  const record = extended(id, all, mistakes);
  if (record === undefined) return undefined;
  const isIdentity = ([key]: [string, unknown]) => identityKeys.includes(key);
  const identity = v.safeParse(identitySchema, Object.fromEntries(Object.entries(record).filter(isIdentity)));
  const rules = v.safeParse(
    rulesSchema,
    Object.fromEntries(Object.entries(record).filter(entry => !isIdentity(entry))),
  );
  for (const issue of [...(identity.issues ?? []), ...(rules.issues ?? [])]) mistakes.push(mistakeOf(file, issue, id));
  if (!identity.success || !rules.success) return undefined;
  return { id, ...identity.output, folder: identity.output.folder ?? id, rules: rules.output };
}

/** A record with what it `extends` below it: one level, so that who reads the file sees at once what holds. */
function extended(
  id: string,
  all: Readonly<Record<string, unknown>>,
  mistakes: Mistake[],
): Readonly<Record<string, unknown>> | undefined {
  const own = all[id];
  if (!isRecord(own)) {
    mistakes.push({ file, key: id, found: own === null ? 'nothing' : typeof own, allowed: 'a record with a title' });
    return undefined;
  }
  const { extends: base, ...rest } = own;
  if (base === undefined) return rest;
  const below = typeof base === 'string' && base !== id ? all[base] : undefined;
  if (!isRecord(below) || 'extends' in below) {
    const allowed = 'the id of another source of this file that extends none itself';
    mistakes.push({ file, key: `${id}.extends`, found: JSON.stringify(base), allowed });
    return undefined;
  }
  // Where it lies and what it is called are each source's own; the rules are what is shared.
  const { title: _title, folder: _folder, where: _where, ...shared } = below;
  return { ...shared, ...rest };
}

function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
