/** Reads the configuration: YAML text in, a whole Config or every mistake at once out. */
import * as v from 'valibot';
import { type Document, isScalar, LineCounter, parseDocument, visit, YAMLParseError } from 'yaml';
import type { Config, Site } from '../model/config.ts';
import { isRecord } from '../model/record.ts';
import { type Mistake, mistakeOf, shown, wholeFile } from './mistake.ts';
import { siteSchema } from './site.ts';
import { readSources, sourcesFile } from './sources.ts';

export { type Mistake, mistakeLine } from './mistake.ts';

/** The texts of the two files. */
export type ConfigTexts = { readonly site: string; readonly sources: string };

export type ConfigResult =
  | { readonly kind: 'ok'; readonly config: Config }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Mistake[] };

/** What the files are called. */
export const configFiles = { site: 'site.yaml', sources: sourcesFile } as const;

/**
 * Checks both files whole. `overrides` (from the command line or the environment) replace keys of `site.yaml` before they
 * are checked; `origin` is how whoever gave them knows them, for the message when one is wrong: `--base-url`.
 */
export function readConfig(
  texts: ConfigTexts,
  overrides: Readonly<Record<string, unknown>> = {},
  origin: string = configFiles.site,
): ConfigResult {
  const mistakes: Mistake[] = [];
  const site = readSite(texts.site, overrides, origin, mistakes);
  const raw = readYaml(configFiles.sources, texts.sources, mistakes);
  const sources = raw === undefined ? [] : readSources(raw, mistakes);
  if (site === undefined || mistakes.length > 0) return { kind: 'mistakes', mistakes };
  return { kind: 'ok', config: { site, sources } };
}

function readSite(
  text: string,
  overrides: Readonly<Record<string, unknown>>,
  origin: string,
  mistakes: Mistake[],
): Site | undefined {
  const raw = readYaml(configFiles.site, text, mistakes);
  if (raw === undefined) return undefined;
  if (!isRecord(raw)) {
    const allowed = 'keys and their values, at least a title, as in "title: My feeds" with a colon and a space';
    mistakes.push({ file: configFiles.site, key: wholeFile, found: raw === null ? 'nothing' : shown(raw), allowed });
    return undefined;
  }
  const result = v.safeParse(siteSchema, { ...raw, ...overrides });
  if (result.success) return result.output;
  for (const issue of result.issues) {
    const isOverride = Object.hasOwn(overrides, String(issue.path?.[0]?.key));
    mistakes.push(mistakeOf(isOverride ? origin : configFiles.site, issue));
  }
  return undefined;
}

/** What a text says as YAML, `null` for an empty one; absent when it is none, which is among the mistakes then. */
function readYaml(file: string, text: string, mistakes: Mistake[]): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    logLevel: 'error',
    prettyErrors: false,
    uniqueKeys: false,
  });
  document.errors.push(...doubledKeys(document));
  const mistake = (at: number, found: string, allowed: string) =>
    mistakes.push({ file, key: `line ${lines.linePos(at).line}`, found, allowed });
  // What no decoder could read would be shown to readers, and written back by `add`.
  const undecoded = text.indexOf('\ufffd');
  if (undecoded !== -1) {
    mistake(undecoded, 'what is not UTF-8', 'a file saved as UTF-8; "\\ufffd" where that sign itself is meant');
    return undefined;
  }
  // What stands behind a mistake in its line is read wrongly too.
  const faulty = Map.groupBy(document.errors, ({ pos }) => lines.linePos(pos[0]).line);
  for (const [first] of faulty.values())
    if (first !== undefined) mistake(first.pos[0], first.message, advice[first.code] ?? 'YAML 1.2');
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS() ?? null;
  } catch (error) {
    // ReferenceError: an alias without an anchor, or aliases of aliases that would grow without end.
    const before = mistakes.length;
    visit(document, {
      Alias: (_key, alias) => {
        if (alias.resolve(document) === undefined)
          mistake(alias.range?.[0] ?? 0, `*${alias.source}`, 'the name of an anchor above it; a text in quotes');
      },
    });
    const found = error instanceof Error ? error.message : String(error);
    if (mistakes.length === before)
      mistakes.push({ file, key: wholeFile, found, allowed: 'YAML 1.2 with few aliases' });
    return undefined;
  }
}

/** yaml compares each key of a map with all before it, which is most of the time that thousands of sources take. */
function doubledKeys(document: Document): readonly YAMLParseError[] {
  const doubled: YAMLParseError[] = [];
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const [start = 0] = key.range ?? [];
        if (seen.has(key.value))
          doubled.push(new YAMLParseError([start, start + 1], 'DUPLICATE_KEY', 'Map keys must be unique'));
        seen.add(key.value);
      }
    },
  });
  return doubled;
}

const quoted = 'a text in quotes where it has a colon or begins with a sign, as in title: "A: B"';
const spaced = 'a key and its value on one line, as in "title: My feeds" with a colon and a space';

/** What to write instead of what people write most often where it is no YAML. */
const advice: Readonly<Partial<Record<YAMLParseError['code'], string>>> = {
  BAD_INDENT: 'keys of one record that begin in the same column; after [ and { what closes them',
  BAD_SCALAR_START: quoted,
  BLOCK_AS_IMPLICIT_KEY: quoted,
  DUPLICATE_KEY: 'each key once',
  MULTILINE_IMPLICIT_KEY: spaced,
  MULTIPLE_DOCS: 'one document, without a line --- in the middle',
  TAB_AS_INDENT: 'spaces',
  UNEXPECTED_TOKEN: quoted,
};
