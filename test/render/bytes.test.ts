import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ArchivePlace } from '../../src/model/archive.ts';
import type { Entry, Instant } from '../../src/model/entry.ts';
import { type Feed, type FeedSource, type Format, formatFacts, type Links } from '../../src/model/feed.ts';
import type { AlsoTold } from '../../src/model/story.ts';
import { formats } from '../../src/render/formats.ts';
import { feedOf, linksOf, textOf } from './samples.ts';

/** A feed and its links as JSON: dates written out, the links that differ from the usual ones. */
type Case = {
  readonly feed: Omit<Feed, 'entries' | 'sources' | 'updated' | 'archive' | 'tombstones' | 'also'>;
  readonly archive?: ArchivePlace;
  readonly tombstones?: readonly { readonly id: string; readonly when: string }[];
  /** By the id of an entry, who else tells its story. */
  readonly also?: Readonly<Record<string, readonly AlsoTold[]>>;
  readonly links: Partial<Links>;
  readonly sources: readonly FeedSource[];
  readonly entries: readonly (Omit<Entry, 'published' | 'updated'> & {
    readonly published: string;
    readonly updated: string;
  })[];
};

const folder = join(import.meta.dirname, '../fixtures/render');
const names = readdirSync(folder).flatMap(file =>
  file.endsWith('.in.json') ? [file.slice(0, -'.in.json'.length)] : [],
);
const every: readonly Format[] = ['rss', 'atom', 'json'];

describe.each(names)('the bytes of %s', name => {
  const { feed, links }: ReturnType<typeof read> = read(name);

  test.each(every)('in %s are those in the file', format => {
    const { render } = formats[format];
    const expected = readFileSync(join(folder, `${name}.out.${formatFacts[format].file}`), 'utf8');
    expect(textOf(render(feed, linksOf(format, links)))).toBe(expected);
  });

  test.each(every)('in %s are the same when rendered again', format => {
    const { render } = formats[format];
    expect(render(feed, linksOf(format, links))).toEqual(render(structuredClone(feed), linksOf(format, links)));
  });
});

test('there are cases', () => {
  expect(names).toEqual(['archive', 'empty', 'five-shapes', 'told-twice', 'trouble']);
});

function read(name: string): { readonly feed: Feed; readonly links: Partial<Links> } {
  const text = readFileSync(join(folder, `${name}.in.json`), 'utf8');
  const given: Case = JSON.parse(text);
  const { feed, links, sources, entries, archive = feedOf([]).archive, tombstones = [], also = {} } = given;
  const buried = tombstones.map(({ id, when }) => ({ id, when: instant(when) }));
  const dated = entries.map(entry => ({
    ...entry,
    published: instant(entry.published),
    updated: instant(entry.updated),
  }));
  const updated = dated.length === 0 ? undefined : Math.max(...dated.map(entry => entry.updated));
  const known = new Map(sources.map(source => [source.id, source]));
  const told = new Map(Object.entries(also));
  return { feed: { ...feed, archive, tombstones: buried, updated, entries: dated, also: told, sources: known }, links };
}

function instant(date: string): Instant {
  return Date.parse(date);
}
