/** What the command line and `HUILIU_*` variables say, and the configuration they lead to. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { type ConfigTexts, configFiles, mistakeLine, readConfig } from '../config/config.ts';
import type { Config } from '../model/config.ts';
import { codeOf } from './code-of.ts';
import { count } from './count.ts';
import { UsageError } from './usage-error.ts';

export type Settings = {
  readonly host: string;
  readonly port: number;
  readonly configDir: string;
  readonly seedsDir: string;
  readonly dataDir: string;
  readonly baseUrl: string | undefined;
};

/** One option of a command, and how `--help` shows it. */
export type Option = {
  readonly name: string;
  readonly value?: string;
  readonly help: string;
  readonly variable?: string;
};

/** The options that say where things are; each also a variable of the environment. */
export const places: Readonly<Record<'config' | 'seeds' | 'data' | 'base-url' | 'host' | 'port', Option>> = {
  config: {
    name: 'config',
    value: 'DIR',
    variable: 'HUILIU_CONFIG',
    help: 'folder of site.yaml and sources.yaml (config)',
  },
  seeds: { name: 'seeds', value: 'DIR', variable: 'HUILIU_SEEDS', help: 'folder of the articles (seeds)' },
  data: { name: 'data', value: 'DIR', variable: 'HUILIU_DATA', help: 'folder of the database (data)' },
  'base-url': {
    name: 'base-url',
    value: 'URL',
    variable: 'HUILIU_BASE_URL',
    help: 'the address readers use (the listener’s own)',
  },
  host: { name: 'host', value: 'HOST', variable: 'HUILIU_HOST', help: 'address to listen on (127.0.0.1)' },
  port: { name: 'port', value: 'PORT', variable: 'HUILIU_PORT', help: 'port to listen on (3000)' },
};

export type Arguments = {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
};

/**
 * Reads a command's arguments; variables of the environment stand in for options that are not given. Throws a UsageError for an
 * option that there is not, and for one without the value that it needs: an empty one would be the root of the disk as a folder.
 */
export function readArguments(args: readonly string[], options: readonly Option[], env: NodeJS.ProcessEnv): Arguments {
  const config: ParseArgsOptionsConfig = Object.fromEntries(
    options.map(({ name, value }) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const read = parseArgs({ args: [...args], options: config, allowPositionals: true, strict: false, tokens: true });
  for (const token of read.tokens) {
    const mistake = token.kind === 'option' ? mistakeIn(token, options) : undefined;
    if (mistake !== undefined) throw new UsageError(mistake);
  }
  const fromEnv = options.flatMap(({ name, variable }) => {
    const value = variable === undefined ? undefined : env[variable];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const given = Object.entries(read.values).map(
    ([name, value]) => [name, Array.isArray(value) ? undefined : value] as const,
  );
  return { values: Object.fromEntries([...fromEnv, ...given]), positionals: read.positionals };
}

type Given = {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
};

/** What is wrong with an option as it was written. */
function mistakeIn({ name, rawName, value, inlineValue }: Given, options: readonly Option[]): string | undefined {
  const option = options.find(each => each.name === name && rawName === `--${name}`);
  if (option === undefined) {
    // Without one, help was given before.
    if (rawName === '--help') return '--help takes no value.';
    const all = [...options.map(each => `--${each.name}`), '--help'].join(', ');
    return `There is no option ${rawName}. There are ${all}.`;
  }
  if (option.value === undefined) return value === undefined ? undefined : `--${name} takes no value.`;
  // What begins so is the next option, where the value was forgotten.
  const isNext = value?.startsWith('-') === true && inlineValue !== true;
  return value === undefined || value === '' || isNext
    ? `--${name} needs a value: --${name} ${option.value}`
    : undefined;
}

/** The settings in arguments. Throws a UsageError for a port that is none. */
export function settingsOf({ values }: Arguments): Settings {
  const text = (name: string, otherwise: string) => String(values[name] ?? otherwise);
  const port = text('port', '3000');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new UsageError(
      `Port ${port} is not possible (--port / HUILIU_PORT): a port is a whole number from 0 to 65535.`,
    );
  }
  return {
    host: text('host', '127.0.0.1').replace(/^\[(.*)\]$/, '$1') || '127.0.0.1',
    port: Number(port),
    configDir: text('config', 'config'),
    seedsDir: text('seeds', 'seeds'),
    dataDir: text('data', 'data'),
    baseUrl: values['base-url'] === undefined ? undefined : text('base-url', ''),
  };
}

/** Reads and checks both configuration files. Throws a UsageError that lists every mistake. */
export function loadConfig({ configDir, baseUrl }: Settings, texts = configTexts(configDir)): Config {
  const result = readConfig(texts, baseUrl === undefined ? {} : { baseUrl }, '--base-url / HUILIU_BASE_URL');
  if (result.kind === 'ok') return result.config;
  const lines = result.mistakes.map(mistake => `  ${mistakeLine(mistake)}`);
  throw new UsageError(`The configuration in ${configDir} has ${count(lines.length, 'mistake')}:\n${lines.join('\n')}`);
}

/** The texts of both files. Throws a UsageError for one that cannot be read. */
export function configTexts(configDir: string): ConfigTexts {
  return { site: readText(configDir, configFiles.site), sources: readText(configDir, configFiles.sources) };
}

function readText(folder: string, name: string): string {
  const path = join(folder, name);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${resolve(path)} cannot be read (${codeOf(error)}). Start Huiliu in its own folder, or name the folder of site.yaml and sources.yaml with --config DIR.`,
    );
  }
}
