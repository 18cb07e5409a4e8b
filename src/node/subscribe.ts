/** Adds sources to `config/sources.yaml`: the commands `add` and `import` share it. */
import { realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasNoSources, idFor, type Subscription, withSources } from '../config/add-sources.ts';
import { type ConfigTexts, configFiles, mistakeLine, readConfig } from '../config/config.ts';
import type { Config } from '../model/config.ts';
import { listedKinds } from '../model/scope.ts';
import { type FetchedSource, isFetchedSource, type Source } from '../model/source.ts';
import { configTexts, loadConfig, type Settings } from './settings.ts';
import { UsageError } from './usage-error.ts';

/** What came of it: the new ids with their feeds, and the feeds that a source has already, with the ids of these. */
export type Subscribed = {
  readonly added: ReadonlyMap<string, Subscription>;
  readonly known: ReadonlyMap<string, Subscription>;
};

/** The configuration that sources are added to: it may have none yet. */
export function configToExtend(settings: Settings): Config {
  const texts = configTexts(settings.configDir);
  if (!hasNoSources(texts.sources)) return loadConfig(settings, texts);
  return { ...loadConfig(settings, { ...texts, sources: 'none: { title: None yet }' }), sources: [] };
}

/**
 * Writes a record for each feed that no source reads yet, all or none. `id` names the only one. Throws a UsageError for what the
 * configuration would refuse.
 */
export function subscribe(settings: Settings, feeds: readonly Subscription[], id?: string): Subscribed {
  const { configDir } = settings;
  const texts = configTexts(configDir);
  const { sources } = configToExtend(settings);
  const ids = new Map(sources.filter(isFetchedSource).map(source => [source.url, source.id]));
  const taken = new Set([...sources.map(source => source.id), ...listedKinds]);
  if (id !== undefined && taken.has(id)) throw new UsageError(`The id ${id} is taken. Choose another with --id.`);
  const added = new Map<string, Subscription>();
  const known = new Map<string, Subscription>();
  for (const feed of feeds) {
    const there = ids.get(feed.url);
    if (there !== undefined) known.set(there, feed);
    else {
      const own = id ?? idFor(feed, name => taken.has(name));
      taken.add(own);
      ids.set(feed.url, own);
      added.set(own, feed);
    }
  }
  if (added.size === 0) return { added, known };
  const sourcesText = withSources(texts.sources, added);
  if (readConfig({ ...texts, sources: sourcesText }).kind !== 'ok') {
    // What is wrong with them; or else with where they stand.
    checked({ ...texts, sources: withSources('', added) });
    throw new UsageError(byHand(configDir, added));
  }
  replace(join(configDir, configFiles.sources), sourcesText);
  return { added, known };
}

/** The source that a feed would become. Throws a UsageError for what the configuration would refuse. */
export function sourceBy(feed: Subscription): Source & FetchedSource {
  const { sources } = checked({
    site: 'title: T',
    sources: withSources('', new Map([[idFor(feed, () => false), feed]])),
  });
  const [source] = sources.filter(isFetchedSource);
  if (source === undefined) throw new Error('A subscription makes a source that is fetched.');
  return source;
}

/** Braces around all, a margin before all, an end mark: YAML whose end is no place for a record. */
function byHand(configDir: string, added: ReadonlyMap<string, Subscription>): string {
  return `Nothing was added: ${configDir}/sources.yaml is written in a way that lets nothing be added at its end. Write there yourself:\n\n${withSources('', added).trimEnd()}`;
}

function checked(texts: ConfigTexts) {
  const result = readConfig(texts);
  if (result.kind === 'ok') return result.config;
  throw new UsageError(`Nothing was added:\n${result.mistakes.map(mistake => `  ${mistakeLine(mistake)}`).join('\n')}`);
}

/** Whoever reads the file meanwhile reads the old one or the new one; a link goes on leading to it. */
function replace(link: string, text: string): void {
  const path = realpathSync(link);
  const next = `${path}.new`;
  writeFileSync(next, text, { mode: statSync(path).mode });
  renameSync(next, path);
}
