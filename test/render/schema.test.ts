import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { bytesOf } from '../../src/model/body.ts';
import type { Feed } from '../../src/model/feed.ts';
import { atom } from '../../src/render/atom.ts';
import { json } from '../../src/render/json.ts';
import { opml } from '../../src/render/opml.ts';
import { rss } from '../../src/render/rss.ts';
import { anyFeed, feedOf, fullEntry, linksOf, listingOf, noon, textOf } from './samples.ts';

const schemas = join(import.meta.dirname, '../fixtures/schema');
const work = mkdtempSync(join(tmpdir(), 'huiliu-render-'));
afterAll(() => rmSync(work, { recursive: true }));

/** The same feeds each time: what a tool of another language says about a file has no shrinking anyway. */
const feeds: readonly Feed[] = [
  feedOf([]),
  feedOf([fullEntry()]),
  feedOf([fullEntry()], {
    archive: { isArchive: true, previous: { number: 1, filled: 100 }, next: { number: 3, filled: 100 } },
    tombstones: [{ id: 'tag:a.example,2026:x/gone', when: noon }],
  }),
  ...fc.sample(anyFeed, { numRuns: 60, seed: 4287 }),
];

describe('every feed obeys its schema', () => {
  const hasJing = installed('jing');
  test.skipIf(!hasJing)(
    `Atom that of RFC 4287${hasJing ? '' : ' (skipped: jing is not installed)'}`,
    () => {
      const files = feeds.map((feed, index) => saved(`${index}.atom`, bytesOf(atom(feed, linksOf('atom')))));
      expect(output('jing', ['-c', join(schemas, 'atom.rnc'), ...files])).toBe('');
    },
    30_000,
  );

  test.skipIf(!hasJing)(
    `Atom without a date does not${hasJing ? '' : ' (skipped: jing is not installed)'}`,
    () => {
      const broken = saved(
        'broken.atom',
        textOf(atom(feedOf([]), linksOf('atom'))).replace(/<updated>.*<\/updated>/, ''),
      );
      expect(output('jing', ['-c', join(schemas, 'atom.rnc'), broken])).toContain('missing required element "updated"');
    },
    30_000,
  );

  test('Atom names an author and an address for each entry (RFC 4287 4.1.2), which the schema only notes', () => {
    for (const feed of feeds) {
      const entries = textOf(atom(feed, linksOf('atom')))
        .split('\n  <entry')
        .slice(1);
      expect(entries).toHaveLength(feed.entries.length);
      for (const entry of entries)
        expect(entry).toMatch(/\n {4}<link rel="alternate"[\s\S]*\n {4}<author>\n {6}<name>/);
    }
  });

  test('its page is the first link of Atom and the only alternate: readers take the first link or the last alternate for the site', () => {
    for (const feed of feeds) {
      const [head = ''] = textOf(atom(feed, linksOf('atom'))).split('<entry');
      const links = head.match(/<link .*>/g) ?? [];
      expect(links[0]).toBe(`<link rel="alternate" type="text/html" href="${linksOf('atom').page}"/>`);
      expect(links.slice(1).join()).not.toContain('"alternate"');
    }
  });

  test('the links of RSS are its own address, then others, then its page: readers take the first atom:link for the one and the last link of any name for the other', () => {
    for (const feed of feeds) {
      const [head = ''] = textOf(rss(feed, linksOf('rss'))).split('<item>');
      const links = head.match(/<(?:\w+:)?link[ >].*/g) ?? [];
      expect(links[0]).toContain(`rel="self" type="application/rss+xml" href="${linksOf('rss').self}"`);
      expect(links.at(-1)).toBe(`<link>${linksOf('rss').page}</link>`);
      expect(links.join()).not.toContain('"alternate"');
    }
  });

  test('JSON Feed that of version 1.1', () => {
    const schema: object = JSON.parse(readFileSync(join(schemas, 'json-feed-1.1.json'), 'utf8'));
    const validate = new Ajv({ allErrors: true }).compile(schema);
    for (const feed of feeds) {
      validate(JSON.parse(textOf(json(feed, linksOf('json')))));
      expect(validate.errors).toBeNull();
    }
    validate({ version: 'https://jsonfeed.org/version/1', items: [{ id: 1 }] });
    expect(validate.errors).not.toBeNull();
  });
});

describe('every document is well-formed', () => {
  const hasXmllint = installed('xmllint');
  test.skipIf(!hasXmllint)(
    `for xmllint${hasXmllint ? '' : ' (skipped: xmllint is not installed)'}`,
    () => {
      const documents = feeds.flatMap(feed => [
        rss(feed, linksOf('rss')),
        atom(feed, linksOf('atom')),
        opml({ title: feed.title, language: 'en' }, [listingOf({ kind: 'all' }, feed.title, '/')]),
      ]);
      const files = documents.map((body, index) => saved(`${index}.xml`, bytesOf(body)));
      expect(output('xmllint', ['--noout', ...files])).toBe('');
      expect(output('xmllint', ['--noout', saved('broken.xml', '<a>]]></a>')])).not.toBe('');
    },
    30_000,
  );
});

function saved(name: string, text: string | Uint8Array): string {
  const path = join(work, name);
  writeFileSync(path, text);
  return path;
}

/** What a tool says of files; nothing when it is content. */
function output(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? '' : `status ${status}\n${stdout}${stderr}`;
}

function installed(command: string): boolean {
  return spawnSync(command, ['--version']).error === undefined;
}
