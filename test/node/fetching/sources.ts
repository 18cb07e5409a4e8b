import { readSources } from '../../../src/config/sources.ts';
import type { FetchedSource, PageSource, Source } from '../../../src/model/source.ts';

/** A source as the configuration gives it. `every` is in milliseconds, whole minutes. */
export function feedSource(id: string, url = `https://${id}.example/feed`, every?: number): Source & FetchedSource {
  const source = read(id, {
    kind: 'feed',
    title: id,
    url,
    schedule: every === undefined ? 'auto' : `${every / 1000} seconds`,
  });
  if (source.kind !== 'feed') throw new Error(`${id} is no feed.`);
  return source;
}

export function pageSource(id: string, url = `https://${id}.example/`): Source & PageSource {
  const source = read(id, { kind: 'page', title: id, url, page: { item: 'li', content: 'article' } });
  if (source.kind !== 'page') throw new Error(`${id} is no page.`);
  return source;
}

function read(id: string, record: Readonly<Record<string, unknown>>): Source {
  const mistakes: Parameters<typeof readSources>[1] = [];
  const [source] = readSources({ [id]: record }, mistakes);
  if (source === undefined) throw new Error(JSON.stringify(mistakes));
  return source;
}
