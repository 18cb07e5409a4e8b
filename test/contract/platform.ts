import siteYaml from '../../config/site.yaml?raw';
import sourcesYaml from '../../config/sources.yaml?raw';
import { mistakeLine, readConfig } from '../../src/config/config.ts';
import type { Config } from '../../src/model/config.ts';
import type { Digest } from '../../src/model/platform.ts';
import type { SqlDriver } from '../../src/model/sql.ts';
import type { Store } from '../../src/model/store.ts';

/** What a test gets of the platform it runs on. Each has an empty database of its own until it is closed. */
export type TestPlatform = {
  readonly config: Config;
  readonly digest: Digest;
  readonly driver: SqlDriver;
  readonly store: Store;
  readonly close: () => Promise<void>;
};

/** The configuration of this repository. */
export function testConfig(): Config {
  const read = readConfig({ site: siteYaml, sources: sourcesYaml }, {});
  if (read.kind === 'mistakes') throw new Error(read.mistakes.map(mistakeLine).join('\n'));
  return read.config;
}
