/** Our app behind the plain listener of @hono/node-server, over a database that is there: what `app.fetch` alone costs. */
import { serve } from '@hono/node-server';
import { createApp } from '../src/app.ts';
import { openStore } from '../src/node/database/open.ts';
import { digest } from '../src/node/digest.ts';
import { encoders } from '../src/node/serving/encoders.ts';
import { loadConfig, settingsOf } from '../src/node/settings.ts';

const [data = ''] = process.argv.slice(2);
const { store, version } = openStore(data, { mustExist: true });
const config = loadConfig(settingsOf({ values: {}, positionals: [] }));
const report = (message: string, cause: unknown) => console.error(message, cause);
const app = createApp({
  config,
  store,
  baseUrl: 'http://127.0.0.1:3000',
  digest,
  version,
  encoders,
  now: Date.now,
  ready: () => true,
  report,
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`Serving http://127.0.0.1:${port}/`);
});
