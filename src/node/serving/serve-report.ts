/** What `huiliu serve` says in the terminal that it was started in. */
import { nobody } from '../../config/site.ts';
import type { Config } from '../../model/config.ts';
import type { Receipt, Store } from '../../model/store.ts';
import { count, entries, grouped } from '../count.ts';
import type { Pushed } from '../edge/push.ts';
import type { Tally } from '../intake.ts';
import { log } from '../log.ts';
import { mostTold, problemLines, refusalLines, tallyLine } from '../report.ts';
import type { Settings } from '../settings.ts';
import { isEverywhere } from './listen.ts';

/** The addresses that are served from now on. */
export function sayWhere({ site: { baseUrl } }: Config, address: string, { host }: Settings): void {
  const base = baseUrl ?? address;
  console.log(`\nServing ${base}/${base === address ? '' : ` (listening on ${address})`}`);
  console.log(`  merged   ${base}/rss.xml  /atom.xml  /feed.json`);
  console.log('  others   /sources/<id>/…  /categories/<key>/…  /publishers/<name>/…');
  console.log(`  all      ${base}/opml.xml`);
  if (baseUrl === undefined && isEverywhere(host)) {
    console.log(
      `Every link in the feeds begins with ${address}, which only this machine reaches: set --base-url to the address that readers use.`,
    );
  }
}

/** Ids are made once: whoever publishes them should say in time in whose name. */
export function sayAuthority({ site: { authority } }: Config, { configDir, dataDir }: Settings): void {
  if (authority !== nobody) return;
  console.log(
    `Every id begins with tag:${authority}, which is nobody's. Before anybody subscribes, set authority in ${configDir}/site.yaml and start again without ${dataDir}: what is stored keeps its id.`,
  );
}

/** What the first scan came to, and what is stored now. */
export async function sayWhatIsHere(store: Store, tally: Tally, seedsDir: string): Promise<void> {
  const scopes = await store.scopes();
  const sources = scopes.flatMap(({ scope, count }) =>
    scope.kind === 'source' ? [`${scope.key} ${grouped(count)}`] : [],
  );
  const more = sources.length - mostTold;
  const first = [...sources.slice(0, mostTold), ...(more > 0 ? [`${grouped(more)} more`] : [])].join(', ');
  const all = scopes.find(({ scope }) => scope.kind === 'all')?.count ?? 0;
  console.log(tallyLine(tally, seedsDir));
  console.log(`${entries(all)}: ${first || 'put articles into the folder of a source, or add a feed with huiliu add'}`);
  for (const line of problemLines(await store.problems())) console.log(line);
}

/** What a put changed; nothing where that is nothing. */
export function sayReceipt({ added, changed, retracted, revision }: Receipt): void {
  if (added + changed + retracted === 0) return;
  const parts = [
    added > 0 ? `${grouped(added)} new` : '',
    changed > 0 ? `${grouped(changed)} changed` : '',
    retracted > 0 ? `${grouped(retracted)} taken back` : '',
  ];
  note(`${parts.filter(part => part !== '').join(', ')} (revision ${revision})`);
}

/** What is no article, no longer there, or not kept. */
export function sayWent({ vanished, beyond, expired, broken, problems }: Tally): void {
  const [first, ...others] = problemLines(problems, { of: broken });
  if (first !== undefined) note(first);
  for (const line of others) console.log(line);
  if (vanished > 0) note(`${grouped(vanished)} no longer there; what they said stays`);
  if (beyond > 0) note(`${count(beyond, 'file')} beyond what is kept`);
  if (expired > 0) note(`${entries(expired)} expired`);
}

/** What a push came to. */
export function sayPushed(to: string, { sent, refused }: Pushed): void {
  const number = sent - refused.length;
  note(number === 0 ? `${to} has everything` : `${count(number, 'change')} sent to ${to}`);
  for (const line of refusalLines(refused)) log.failure(`${to} did not take an entry.`, line);
}

/** What happened just now. */
export function note(message: string): void {
  console.log(`${new Date().toTimeString().slice(0, 8)} ${message}`);
}

/** Of Ctrl-C during the first scan. */
export function sayStopped(tally: Tally | undefined, seedsDir: string): void {
  const done = tally === undefined ? '' : ` ${tallyLine(tally, seedsDir)} so far; the rest is read next time.`;
  console.log(`\nStopping.${done}`);
}
