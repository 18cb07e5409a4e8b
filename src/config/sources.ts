import * as v from 'valibot';
import { sourceIdSyntax } from '../model/limits.ts';
import { isPermalink, permalinkWords } from '../model/permalink.ts';
import { isRecord } from '../model/record.ts';
import { listedKinds } from '../model/scope.ts';
import type { FetchedSource, FileSource, Rules, Source } from '../model/source.ts';
import { duration } from './duration.ts';
import { withoutFragment } from './feed-address.ts';
import { keepSchema } from './keep.ts';
import { type Mistake, mistakeOf, shown, wholeFile } from './mistake.ts';
import { record } from './record.ts';
import { language, line, timeZone, webUrl } from './site.ts';
import { feedRuleDefaults, ruleEntries, selector } from './source-rules.ts';

const folderBelow = 'a folder below the seeds folder, its parts joined by /, none of them beginning with a dot';
const address = 'an absolute http(s) URL, such as https://example.org/feed.xml';
const auto = v.pipe(
  v.literal('auto'),
  v.transform(() => undefined),
);
const interval = duration('auto, or a time such as 30 minutes, 2 hours, 1 day, at least 1 minute', 60_000);
const pattern = `a path below home with words to be filled in, such as /:year/:month/:day/:title/ (${permalinkWords.map(each => `:${each}`).join(' ')})`;
const conditions = 'front matter keys, each with the text that it must hold';

const title = line('the name of the source, one line of text, in quotes where YAML sees something else');

/** What a record of every kind says, and its rules. */
const shared = {
  home: v.optional(webUrl, undefined),
  language: v.optional(language, undefined),
  timeZone: v.optional(timeZone, 'Asia/Shanghai'),
  encoding: v.optional(
    v.pipe(v.string('an encoding such as gb18030'), v.check(isEncoding, 'an encoding of the WHATWG, such as gb18030')),
    'gb18030',
  ),
  keep: v.optional(keepSchema, undefined),
  ...ruleEntries,
};

const polled = {
  url: v.pipe(
    v.string(address),
    v.trim(),
    v.check(isAddress, address),
    v.transform(text => withoutFragment(text) ?? text),
  ),
  schedule: v.optional(
    v.lazy((given): v.GenericSchema<unknown, number | undefined> => (given === 'auto' ? auto : interval)),
    'auto',
  ),
  unlisted: v.optional(v.boolean('true or false'), undefined),
};

const records = {
  files: record(
    {
      title,
      kind: v.optional(v.literal('files'), 'files'),
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
      permalink: v.optional(v.pipe(v.string(pattern), v.check(isPermalink, pattern)), undefined),
      ...shared,
    },
    'a record with a title',
  ),
  feed: record({ title, kind: v.literal('feed'), ...polled, ...shared }, 'a record with a title and a url'),
  page: record(
    {
      title,
      kind: v.literal('page'),
      ...polled,
      page: record(
        {
          item: selector,
          link: v.optional(selector, undefined),
          title: v.optional(selector, undefined),
          date: v.optional(selector, undefined),
          content: v.optional(selector, undefined),
        },
        'item, and link, title, date, content where they are needed: selectors',
      ),
      ...shared,
    },
    'a record with a title, a url and a page',
  ),
} as const;

/** What the file is called that all of this is about. */
export const sourcesFile = 'sources.yaml';
const file = sourcesFile;

/** Checks its records in their order; what is wrong goes to `mistakes`. */
export function readSources(raw: unknown, mistakes: Mistake[]): readonly Source[] {
  if (!isRecord(raw) || Object.keys(raw).length === 0) {
    const found = raw === null || isRecord(raw) ? 'nothing' : shown(raw);
    mistakes.push({ file, key: wholeFile, found, allowed: 'at least one source: its id, then its record' });
    return [];
  }
  const sources = Object.keys(raw).flatMap(id => readSource(id, raw, mistakes) ?? []);
  const before: (Source & FileSource)[] = [];
  const addresses = new Map<string, string>();
  for (const source of sources) {
    const mistake =
      source.kind === 'files' ? withoutFiles(source, before) : sameAddress(source, addresses.get(source.url));
    if (mistake !== undefined) mistakes.push(mistake);
    if (source.kind === 'files') before.push(source);
    else if (mistake === undefined) addresses.set(source.url, source.id);
  }
  return sources;
}

function readSource(id: string, all: Readonly<Record<string, unknown>>, mistakes: Mistake[]): Source | undefined {
  // Keys that are numbers would lose their place in the file, and the order of sources counts.
  if (!sourceIdSyntax.test(id) || /^\d+$/.test(id)) {
    const allowed = 'an id of a-z, 0-9, ".", "_", "-", at most 64 characters, not digits alone';
    mistakes.push({ file, key: id, found: shown(id), allowed });
    return undefined;
  }
  // A feed's own id is tag:<authority>:<kind>/<key>: an entry's, tag:<authority>:<source>/<key>, must never equal it.
  if (listedKinds.some(kind => kind === id)) {
    mistakes.push({ file, key: id, found: shown(id), allowed: 'an id other than source, category and publisher' });
    return undefined;
  }
  const given = extended(id, all, mistakes);
  if (given === undefined) return undefined;
  if (given.kind === undefined && given.url !== undefined) {
    mistakes.push({ file, key: `${id}.kind`, found: 'nothing', allowed: 'feed or page, for a source that has a url' });
    return undefined;
  }
  const kind = given.kind ?? 'files';
  switch (kind) {
    case 'files': {
      const read = checked(records.files, id, given, mistakes);
      if (read === undefined) return undefined;
      const { kind, folder = id, where, permalink, ...rest } = read;
      if (permalink !== undefined && rest.home === undefined) {
        const allowed = 'no permalink, or a home beside it: the site that the path is of';
        mistakes.push({ file, key: `${id}.permalink`, found: shown(permalink), allowed });
        return undefined;
      }
      return { ...described(id, rest), kind, folder, where, permalink };
    }
    case 'feed': {
      const read = checked(records.feed, id, { ...feedRuleDefaults, ...given }, mistakes);
      if (read === undefined) return undefined;
      const { kind, url, schedule, unlisted, ...rest } = read;
      return { ...described(id, rest), kind, ...polling(url, schedule, unlisted) };
    }
    case 'page': {
      const read = checked(records.page, id, { ...feedRuleDefaults, ...given }, mistakes);
      if (read === undefined) return undefined;
      const { kind, url, schedule, unlisted, page, ...rest } = read;
      return { ...described(id, rest), kind, ...polling(url, schedule, unlisted), page };
    }
    default:
      mistakes.push({ file, key: `${id}.kind`, found: shown(kind), allowed: 'one of files, feed, page' });
      return undefined;
  }
}

function checked<T>(
  schema: v.GenericSchema<unknown, T>,
  id: string,
  given: Readonly<Record<string, unknown>>,
  mistakes: Mistake[],
): T | undefined {
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  mistakes.push(...result.issues.map(issue => mistakeOf(file, issue, id)));
  return undefined;
}

/** What a source of every kind has; what else stands in its record are rules. */
function described(id: string, { title, home, language, timeZone, encoding, keep, ...rules }: Described) {
  return { id, title, home, language, timeZone, encoding, keep, rules };
}

type Described = Rules & Pick<Source, 'title' | 'home' | 'language' | 'timeZone' | 'encoding' | 'keep'>;

/** An address with a password is named to nobody; one with a key in its query only where the record says `unlisted: false`. */
function polling(address: string, every: number | undefined, unlisted: boolean | undefined) {
  const { username, password, searchParams } = new URL(address);
  const hasPassword = username !== '' || password !== '';
  return { url: address, every, isUnlisted: hasPassword || (unlisted ?? [...searchParams.keys()].some(isSecret)) };
}

/** Whether a parameter is what private feeds are told apart by: `token`, `feed_token`, `apiKey`, `X-Amz-Signature`. */
function isSecret(parameter: string): boolean {
  const words = parameter
    .replace(/([a-z])(?=[A-Z])/g, '$1-')
    .toLowerCase()
    .split(/[-_.]/);
  return words.some(word => secrets.has(word));
}

const secrets: ReadonlySet<string> = new Set([
  'token',
  'key',
  'apikey',
  'secret',
  'auth',
  'authkey',
  'password',
  'passwd',
  'pass',
  'pwd',
  'sig',
  'signature',
  'jwt',
]);

/** A record with what it `extends` below it: one level, so that whoever reads the file sees at once what holds. */
function extended(
  id: string,
  all: Readonly<Record<string, unknown>>,
  mistakes: Mistake[],
): Readonly<Record<string, unknown>> | undefined {
  const own = all[id];
  if (!isRecord(own)) {
    mistakes.push({
      file,
      key: id,
      found: shown(own),
      allowed:
        'a record with a title, as in "title: My blog" with a colon and a space, on a line of its own behind two spaces',
    });
    return undefined;
  }
  const { extends: base, ...rest } = own;
  if (base === undefined) return rest;
  const below = typeof base === 'string' && Object.hasOwn(all, base) ? all[base] : undefined;
  if (!isRecord(below) || 'extends' in below) {
    const allowed = 'the id of another source of this file that extends none itself';
    mistakes.push({ file, key: `${id}.extends`, found: shown(base), allowed });
    return undefined;
  }
  // Where it lies, what it is called and what of it goes are each source's own; the rules are what is shared.
  const { title: _title, ...described } = below;
  const shared = Object.entries(described).filter(([key]) => !itsOwn.includes(key));
  return { ...Object.fromEntries(shared), ...rest };
}

const itsOwn: readonly string[] = [
  'keep',
  'kind',
  'folder',
  'where',
  'permalink',
  'url',
  'schedule',
  'unlisted',
  'page',
];

/** A file belongs to the first source that matches: the mistake of a source that an earlier one leaves no file. */
function withoutFiles(
  { id, folder, where }: Source & FileSource,
  before: readonly (Source & FileSource)[],
): Mistake | undefined {
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

/** Two sources of one address would take each other's articles. */
function sameAddress(source: Source & FetchedSource, other: string | undefined): Mistake | undefined {
  if (other === undefined) return undefined;
  const allowed = `an address that no other source has; ${other} has it already`;
  return { file, key: `${source.id}.url`, found: shown(source.url), allowed };
}

function isAddress(text: string): boolean {
  return withoutFragment(text) !== undefined;
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
