import { createServing } from '../../app.ts';
import type { Config } from '../../model/config.ts';
import type { Store } from '../../model/store.ts';
import type { Opened } from '../database/open.ts';
import { digest } from '../digest.ts';
import { log } from '../log.ts';
import type { Asked } from '../threads/asked.ts';
import { clientBehind } from './client.ts';
import { encoders } from './encoders.ts';
import type { Listener, Listening } from './listen.ts';
import { renderingDigest } from './rendering.ts';

/** What answers need, whatever is configured. */
export type Ground = Pick<Listener, 'address'> &
  Pick<Opened, 'version'> & {
    readonly store: Store;
    readonly asked: Asked;
    /** Whether all files were looked at under this configuration. */
    readonly ready: () => boolean;
    readonly searchable: () => boolean;
  };

const unnoted =
  'That feeds are written otherwise than before could not be noted: the next start gives them a later Last-Modified again.';

/** How requests are answered under a configuration, at the address of a listener. */
export async function listeningBy(config: Config, ground: Ground): Promise<Listening> {
  const { address, store, version, asked, ready, searchable } = ground;
  const baseUrl = config.site.baseUrl ?? address;
  const now = Date.now();
  const rendered = await renderingDigest(config, baseUrl);
  const { since: renderedSince, isNoted } = await store.rendering(rendered, now);
  // Behind the answers: another process may hold the database for minutes, and readers need not wait for that.
  if (!isNoted) store.noteRendering(rendered, now).catch(error => log.failure(unnoted, error));
  const clientOf = clientBehind(config.site.proxies);
  const { app, shortWay } = createServing({
    config,
    store,
    baseUrl,
    token: process.env.HUILIU_TOKEN,
    renderedSince,
    digest,
    version,
    encoders,
    now: Date.now,
    ready,
    isWarm: (await store.state()).revision > 0,
    searchable,
    report: log.failure,
    clientOf: c => clientOf(c.env.incoming),
    // nginx by itself asks so, and adds no field; no reader does.
    isProxied: c => c.env.incoming.httpVersion === '1.0',
  });
  const fetch: Listening['app']['fetch'] = (request, env) => {
    asked.note();
    return app.fetch(request, env);
  };
  return { app: { fetch }, shortWay, baseUrl, clientOf, report: log.failure };
}
