import { bytesOf } from '../../model/body.ts';
import { subscriptions } from '../../render/opml.ts';
import { type Arguments, loadConfig, settingsOf } from '../settings.ts';

/** `huiliu subscriptions`: the feeds that sources are read from, as OPML on the standard output. */
export async function run(args: Arguments): Promise<number> {
  const { site, sources } = loadConfig(settingsOf(args));
  process.stdout.write(bytesOf(subscriptions(site.title, sources)));
  return 0;
}
