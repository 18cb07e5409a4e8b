import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { walk } from '../../src/node/files/scan.ts';
import { readBatch } from '../../src/node/threads/read-batch.ts';
import { workshopOf } from '../../src/node/workshop.ts';
import { ownFolder } from './own-folder.ts';

test('a file at which a pattern comes to no end is a problem of its source, and the others are read', async () => {
  // Twice as long for each further `a`.
  const read = readConfig({ site: 'title: T\n', sources: "blog: { folder: '', title: B, head: ['^(?:a+)+b'] }" });
  if (read.kind !== 'ok') throw new Error(JSON.stringify(read.mistakes));
  const seeds = ownFolder();
  const write = (name: string, text: string) =>
    writeFileSync(join(seeds, name), `---\ntitle: ${name}\ndate: 2026-01-01\n---\n${text}\n`);
  write('a.md', 'Text.');
  write('b.md', 'a'.repeat(99));
  write('c.md', 'aaab Text.');
  const { claims, failures } = await readBatch(seeds, [...walk(seeds, '')], workshopOf(read.config), 1000);
  expect(claims.map(({ draft }) => [draft.title, draft.content])).toEqual([
    ['a.md', '<p>Text.</p>'],
    ['c.md', '<p>Text.</p>'],
  ]);
  const reason = 'takes longer than 1 s to read';
  expect(failures).toMatchObject([{ problem: { path: 'b.md', source: 'blog', reason } }]);
  // Remembered by the rules of its source: with another pattern it is read again.
  expect(failures[0]?.seed.rules).toBe(workshopOf(read.config).rules(read.config.sources[0]));
});
