/**
 * The CPU time of a page that no cache has, from the store to bytes and validators, through the app (a HEAD request: the making of
 * a Response is the platform's cost), after a new entry in each source and with nothing remembered; and how large it is. The status
 * page is good for ten seconds by the clock, so it has no such figure. Last what rendering alone takes, of 50 entries.
 */
import { gzipSync } from 'node:zlib';
import { listingFor, pageSite } from '../src/http/links.ts';
import type { Entry } from '../src/model/entry.ts';
import type { Scope } from '../src/model/scope.ts';
import { loadConfig, settingsOf } from '../src/node/settings.ts';
import { scopePage } from '../src/render/pages/scope.ts';
import { compose } from '../src/select/compose.ts';
import { cpuOf, spreadText } from './cpu.ts';
import { numbersOf } from './options.ts';
import { filledStore } from './store.ts';

const pages = [
  ['home', '/'],
  ['source, 50 entries', '/sources/sina/'],
  ['day', '/days/2010-01-15/'],
  ['entry', '/entries/sina/k300'],
  ['subscribe', '/subscribe/'],
] as const;

/** `--times 100 --entries 1000`. */
export async function run(args: readonly string[]): Promise<void> {
  const option = numbersOf(args);
  const times = option('times', 100);
  const filled = await filledStore(option('entries', 1000));
  const get = async (serving: ReturnType<typeof filled.serving>, path: string, method = 'GET') => {
    const response = await serving.app.request(`http://127.0.0.1:3000${path}`, { method });
    if (response.status !== 200) throw new Error(`${response.status} for ${path}`);
    return new Uint8Array(await response.arrayBuffer());
  };
  // One in each source: every page has something new.
  const publish = async () => {
    for (let source = 0; source < 3; source++) await filled.publish();
  };
  try {
    console.log(`ms of CPU a page, median of ${times} (least-most)\n`);
    for (const [name, path] of pages) {
      const warm = filled.serving();
      const bytes = await get(warm, path);
      const next = await cpuOf(times, () => get(warm, path, 'HEAD'), publish);
      const cold = await cpuOf(
        times,
        () => get(warm, path, 'HEAD'),
        async () => {
          await publish();
          warm.forget();
        },
      );
      const again = await cpuOf(times, () => get(warm, path, 'HEAD'));
      const sizes = `${(bytes.length / 1000).toFixed(1)} kB, gzip ${(gzipSync(bytes).length / 1000).toFixed(1)} kB`;
      console.log(
        `${name.padEnd(20)}${sizes.padEnd(26)}cold ${spreadText(cold)}   after new entries ${spreadText(next)}   cached ${spreadText(again, 3)}`,
      );
    }
    const entries = await filled.newest(50);
    for (const scope of [{ kind: 'all' } as const, { kind: 'search', query: '增长' } as const]) {
      const alone = await cpuOf(times, async () => rendered(entries, scope));
      console.log(`\nrendering alone, 50 entries, ${scope.kind}: ${spreadText(alone)}`);
    }
  } finally {
    filled.remove();
  }
}

const base = 'http://127.0.0.1:3000';
const config = loadConfig(settingsOf({ values: {}, positionals: [] }));

function rendered(entries: readonly Entry[], scope: Scope): string {
  const told = entries.map(entry => ({ entry, bytes: 0, story: undefined }));
  const content = scope.kind === 'search' ? 'full' : 'summary';
  const feed = compose(config, { scope, label: '增长' }, { entries: told, content });
  const listing = listingFor(base, { scope, title: '增长' });
  return scopePage(pageSite(base, config), { name: '增长', feed, count: undefined, listing });
}
