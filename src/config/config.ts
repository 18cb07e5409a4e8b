/** Reads the configuration: YAML text in, a whole Config or every mistake at once out. */
import * as v from 'valibot';
import { LineCounter, parseDocument } from 'yaml';
import type { Config, Site } from '../model/config.ts';
import { siteSchema } from './site.ts';
import { readSources } from './sources.ts';

/** One thing wrong in a configuration file. */
export type Mistake = {
  /** The file's name, as the reader of the message knows it. */
  readonly file: string;
  /** Dotted path of the key, or `line 3` when the text is not YAML. */
  readonly key: string;
  readonly found: string;
  readonly allowed: string;
};

/** The texts of the two files, and settings from outside (command line, environment) that win over `site.yaml`. */
export type ConfigTexts = { readonly site: string; readonly sources: string };

export type ConfigResult =
  | { readonly kind: 'ok'; readonly config: Config }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Mistake[] };

/** Checks both files whole. `overrides` replace keys of `site.yaml` before they are checked. */
export function readConfig(texts: ConfigTexts, overrides: Readonly<Record<string, unknown>> = {}): ConfigResult {
  const mistakes: Mistake[] = [];
  const site = readSite(texts.site, overrides, mistakes);
  const sources = readSources(readYaml('sources.yaml', texts.sources, mistakes), mistakes);
  if (site === undefined || mistakes.length > 0) return { kind: 'mistakes', mistakes };
  return { kind: 'ok', config: { site, sources } };
}

/** A mistake as one line of a terminal. */
export function mistakeLine({ file, key, found, allowed }: Mistake): string {
  return `${file}: ${key}: found ${found}; allowed: ${allowed}`;
}

function readSite(text: string, overrides: Readonly<Record<string, unknown>>, mistakes: Mistake[]): Site | undefined {
  const raw = readYaml('site.yaml', text, mistakes) ?? {};
  const merged = isRecord(raw) ? { ...raw, ...overrides } : raw;
  const result = v.safeParse(siteSchema, merged);
  if (result.success) return result.output;
  mistakes.push(...result.issues.map(issue => mistakeOf('site.yaml', issue)));
  return undefined;
}

/** An issue of valibot as a Mistake; `under` is the key that the checked value stands under. */
export function mistakeOf(file: string, issue: v.BaseIssue<unknown>, under?: string): Mistake {
  const path = v.getDotPath(issue) ?? undefined;
  return {
    file,
    key: [under, path].filter(part => part !== undefined).join('.') || '(the whole file)',
    found: issue.received === 'undefined' ? 'nothing' : issue.received,
    allowed: issue.expected === 'never' ? 'no such key' : issue.message,
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readYaml(file: string, text: string, mistakes: Mistake[]): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (const error of document.errors) {
    const { line } = lines.linePos(error.pos[0]);
    mistakes.push({ file, key: `line ${line}`, found: error.message.split('\n')[0] ?? '', allowed: 'YAML 1.2' });
  }
  return document.errors.length > 0 ? undefined : document.toJS();
}
