/** `npm run bench -- <name>`: what the documentation claims, measured again on this machine. */
import { codeOf } from '../src/node/code-of.ts';

const benches: Readonly<Record<string, () => Promise<{ run: (args: readonly string[]) => Promise<void> }>>> = {
  serve: () => import('./serve.ts'),
  render: () => import('./render.ts'),
  reading: () => import('./reading.ts'),
  feeds: () => import('./feeds.ts'),
  ingest: () => import('./ingest.ts'),
  fresh: () => import('./fresh.ts'),
  keep: () => import('./keep.ts'),
  growth: () => import('./growth.ts'),
  load: () => import('./load.ts'),
  pages: () => import('./pages.ts'),
  edge: () => import('./edge.ts'),
  polling: () => import('./polling.ts'),
  stories: () => import('./stories.ts'),
  kill: () => import('./kill.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const load = benches[name];
const isOdd = args.some((arg, at) => /^--[a-z]+$/.test(arg) === (at % 2 === 1));
if (load === undefined || isOdd) {
  console.error(`Usage: npm run bench -- <name> [--option value]…, one of ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
} else {
  await (await load()).run(args).catch(error => {
    if (codeOf(error) !== 'ENOENT' || !/^spawn/.test(error.syscall)) throw error;
    console.error(`${error.path} is not installed (Debian: apt-get install wrk nginx-light hugo curl).`);
    process.exitCode = 1;
  });
}
