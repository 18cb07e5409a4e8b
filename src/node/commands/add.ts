import { type Subscription, subscriptionTo } from '../../config/add-sources.ts';
import { feedAddress } from '../../config/feed-address.ts';
import { readDocument } from '../../ingest-fetched.ts';
import { dayOf } from '../../model/day.ts';
import type { FeedDocument } from '../../model/feed-document.ts';
import { feedsOf } from '../../normalize/page.ts';
import { parseFeed } from '../../parse/feed.ts';
import { pageText } from '../../parse/page.ts';
import { count } from '../count.ts';
import { type Client, clientBy, fetchDocument } from '../fetching/fetch-document.ts';
import { userAgent } from '../release.ts';
import { printable } from '../report.ts';
import { type Arguments, type Settings, settingsOf } from '../settings.ts';
import { configToExtend, sourceBy, subscribe } from '../subscribe.ts';
import { UsageError } from '../usage-error.ts';
import { workshopOf } from '../workshop.ts';

/** A feed that answered, and where it is asked from now on. */
type Feed = { readonly url: string; readonly document: FeedDocument };

/** Feeds of a page that are asked, the first that can be read being taken. */
const mostTried = 5;

/** `huiliu add URL`: finds the feed, says what it would bring, and makes it a source. */
export async function run(args: Arguments): Promise<number> {
  const [address] = args.positionals;
  if (address === undefined) throw new UsageError('Name an address: huiliu add https://blog.example.org');
  const settings = settingsOf(args);
  const { site } = configToExtend(settings);
  const client = clientBy(site.fetch, userAgent(site.baseUrl));
  const { url, document } = await feedAt(addressOf(address), client);
  const { title = document.title } = args.values;
  const subscription = subscriptionTo(url, { ...document, title: title === undefined ? undefined : String(title) });
  await show(subscription, document, settings);
  if (args.values['dry-run'] === true) return 0;
  const id = args.values.id === undefined ? undefined : String(args.values.id);
  const { added, known } = subscribe(settings, [subscription], id);
  for (const there of known.keys()) console.log(`\nIt is a source already: ${there}. Nothing was added.`);
  for (const own of added.keys()) {
    console.log(
      `\nAdded to ${settings.configDir}/sources.yaml as ${own}. Its id is part of addresses: change it now or never.`,
    );
    console.log(`A server that runs asks it within a minute; huiliu fetch ${own} does so now.`);
  }
  return 0;
}

/** What people type has no protocol. */
function addressOf(text: string): string {
  const typed = text.trim();
  const address = feedAddress(/^(?:[a-z][a-z\d+.-]*:\/\/|feed:)/i.test(typed) ? typed : `https://${typed}`);
  if (address !== undefined) return address;
  const named = typed === '' ? 'An empty text' : typed;
  throw new UsageError(`${named} is no address of the web. Name one such as https://blog.example.org`);
}

/** The feed at an address, or the first that can be read of those that the page there names. */
async function feedAt(address: string, client: Client): Promise<Feed> {
  const first = await ask(address, client);
  if (first.kind === 'feed') return first;
  const found = feedsOf(pageText(first.fetched, 'utf-8'), first.fetched.url);
  if (found.length === 0) {
    throw new UsageError(
      `${address}: ${first.reason}, and no feed is named there. Name the address of one, or describe the page with kind: page (docs/fetching.md).`,
    );
  }
  console.log(`${first.fetched.url} names ${count(found.length, 'feed')}:`);
  for (const { url, title } of found) console.log(`  ${url}${title === undefined ? '' : `  ${title}`}`);
  for (const { url } of found.slice(0, mostTried)) {
    const answer = await ask(url, client).catch(error => {
      if (error instanceof UsageError) return undefined;
      throw error;
    });
    if (answer?.kind === 'feed') return answer;
  }
  throw new UsageError(
    'None of them can be read as a feed at the moment. Try again later, or name one of them to see why.',
  );
}

async function ask(url: string, client: Client) {
  const answer = await fetchDocument({ url, expects: 'feed' }, client);
  if (answer.kind !== 'news')
    throw new UsageError('reason' in answer ? printable(answer.reason) : `${url} has no answer.`);
  const { fetched, movedTo = url } = answer;
  const parsed = parseFeed(fetched, 'gb18030');
  if (parsed.kind === 'ok') return { kind: 'feed' as const, url: movedTo, document: parsed.value };
  return { kind: 'other' as const, fetched, reason: parsed.reason };
}

/** What the feed would bring, as it would be stored. */
async function show(feed: Subscription, document: FeedDocument, settings: Settings): Promise<void> {
  const source = sourceBy(feed);
  const config = configToExtend(settings);
  const workshop = workshopOf(config);
  const { claims, failures } = await readDocument(document, source, workshop, Date.now());
  console.log(`\n${feed.title}\n  ${feed.url} (${names[document.format]})`);
  console.log(
    `  ${count(claims.length, 'article')}${failures.length > 0 ? `, ${count(failures.length, 'problem')}` : ''}`,
  );
  for (const { draft } of claims.slice(0, newest)) {
    const day = draft.written > Date.now() ? 'no date   ' : dayOf(draft.written, config.site.timeZone);
    console.log(`  ${day}  ${draft.title}`);
  }
  for (const repair of document.repairs) console.log(`  Mended: ${repair}`);
  for (const { problem } of failures.slice(0, newest)) console.log(`  Problem: ${problem.reason}. ${problem.hint}`);
}

const newest = 5;
const names: Readonly<Record<FeedDocument['format'], string>> = {
  rss: 'RSS',
  rdf: 'RDF',
  atom: 'Atom',
  json: 'JSON Feed',
};
