/** `npm run bench -- <name>`: what the documentation claims, measured again on this machine. */
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
if (load === undefined) {
  console.error(`Usage: npm run bench -- <name>, one of ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
} else {
  await (await load()).run(args);
}

export {};
