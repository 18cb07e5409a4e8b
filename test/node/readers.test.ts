import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import type { Brought } from '../../src/model/feed-document.ts';
import { isFetchedSource } from '../../src/model/source.ts';
import { Readers } from '../../src/node/threads/readers.ts';
import { workshopOf } from '../../src/node/workshop.ts';
import { ownFolder } from './own-folder.ts';

const day = Date.parse('2026-03-01T12:00:00Z');

/** Readers of a source with a pattern that takes twice as long for each further `a`. */
function readersFor(longest: number) {
  const sources = "a: { kind: feed, title: A, url: https://a.example/feed, head: ['^(?:a+)+b'] }";
  const read = readConfig({ site: 'title: T\n', sources });
  const [source] = read.kind === 'ok' ? read.config.sources.filter(isFetchedSource) : [];
  if (read.kind !== 'ok' || source === undefined) throw new Error('It is configured rightly.');
  const readers = new Readers(ownFolder(), workshopOf(read.config), longest);
  onTestFinished(() => readers.end());
  return (text: string, padding?: number) => ({ readers, reading: readers.brought(feed(text, padding), source, day) });
}

/** As large as what is read on a thread of its own. */
const feed = (text: string, padding = 300_000): Brought => {
  const bytes = new TextEncoder().encode(
    `<rss version="2.0"><channel><title>T</title><!--${' '.repeat(padding)}--><item><guid>1</guid><title>One</title><description>${text}</description></item></channel></rss>`,
  );
  return { document: { bytes, url: 'https://a.example/feed', contentType: undefined }, pages: [] };
};
const endless = 'a'.repeat(99);

describe('a document that is read without end', () => {
  test.each([
    ['large', 300_000],
    ['small', 0],
  ])('is a problem after a while, and the next is read: a %s one', async (_, padding) => {
    const read = readersFor(4000);
    const [first, next] = [read(endless, padding).reading, read('Text.', padding).reading];
    expect(await first).toEqual({
      kind: 'problem',
      reason: 'to read what it sent takes longer than 4 s',
      hint: expect.any(String),
    });
    expect(await next).toMatchObject({ kind: 'ok', value: { readings: { claims: [{ draft: { title: 'One' } }] } } });
  });

  test('holds nobody who ends', async () => {
    const { readers, reading } = readersFor(60_000)(endless);
    const refused = expect(reading).rejects.toThrow('Reading was stopped.');
    await readers.end();
    await refused;
  });
});
