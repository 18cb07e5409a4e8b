import { readFileSync } from 'node:fs';
import { subscriptionTo } from '../../config/add-sources.ts';
import { feedAddress } from '../../config/feed-address.ts';
import type { Listed } from '../../parse/opml.ts';
import { codeOf } from '../code-of.ts';
import { count, grouped } from '../count.ts';
import { printable } from '../report.ts';
import { type Arguments, settingsOf } from '../settings.ts';
import { subscribe } from '../subscribe.ts';
import { UsageError } from '../usage-error.ts';

/** `huiliu import FILE`: a source for each feed of an OPML file. Exit status 1 when some cannot be one. */
export async function run(args: Arguments): Promise<number> {
  const [file] = args.positionals;
  if (file === undefined) throw new UsageError('Name a file: huiliu import subscriptions.opml');
  const { parseOpml } = await import('../../parse/opml.ts');
  const read = parseOpml(bytesOf(file));
  if (read.kind === 'problem') throw new UsageError(`${file}: ${read.reason}. ${read.hint}`);
  const refused = read.value.filter(feed => refusalOf(feed) !== undefined);
  const settings = settingsOf(args);
  const feeds = read.value.flatMap(({ url, isScraped, ...said }) => {
    const address = isScraped ? undefined : feedAddress(url);
    return address === undefined ? [] : subscriptionTo(address, said);
  });
  const { added, known } = subscribe(settings, feeds);
  for (const [id, { title, url }] of added) console.log(`${id}: ${title} <${url}>`);
  console.log(
    `${count(added.size, 'source')} added to ${settings.configDir}/sources.yaml; ${grouped(known.size)} were there already. A server that runs asks them by and by.`,
  );
  for (const feed of refused) {
    const named = `${feed.title ?? 'a feed without a title'} <${feed.url}>`;
    console.error(printable(`Not taken: ${named}: ${refusalOf(feed)}.`));
  }
  return refused.length > 0 ? 1 : 0;
}

function refusalOf({ url, isScraped }: Listed): string | undefined {
  if (feedAddress(url) === undefined) return 'only http and https are fetched';
  return isScraped
    ? 'it is no feed, your reader makes one of it; a page can be a source of kind page (docs/fetching.md)'
    : undefined;
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read (${codeOf(error)}). Name a file of OPML: huiliu import subscriptions.opml`,
    );
  }
}
