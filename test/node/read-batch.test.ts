import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { walk } from '../../src/node/files/scan.ts';
import { readBatch } from '../../src/node/threads/read-batch.ts';
import { workshopOf } from '../../src/node/workshop.ts';
import { ownFolder } from './own-folder.ts';

/** Seeds, and a workshop of a source with a pattern that takes twice as long for each further `a`. */
function place(files: Readonly<Record<string, string>>) {
  const read = readConfig({ site: 'title: T\n', sources: "blog: { folder: '', title: B, head: ['^(?:a+)+b'] }" });
  if (read.kind !== 'ok') throw new Error(JSON.stringify(read.mistakes));
  const seeds = ownFolder();
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(seeds, name), `---\ntitle: ${name}\ndate: 2026-01-01\n---\n${text}\n`);
  return { seeds, found: [...walk(seeds, '')], config: read.config, workshop: workshopOf(read.config) };
}
const endless = 'a'.repeat(99);

test('a file at which a pattern comes to no end is a problem of its source, and the others are read', async () => {
  const { seeds, found, config, workshop } = place({ 'a.md': 'Text.', 'b.md': endless, 'c.md': 'aaab Text.' });
  const { claims, failures } = await readBatch(seeds, found, workshop, 1000);
  expect(claims.map(({ draft }) => [draft.title, draft.content])).toEqual([
    ['a.md', '<p>Text.</p>'],
    ['c.md', '<p>Text.</p>'],
  ]);
  const reason = 'takes longer than 1 s to read';
  expect(failures).toMatchObject([{ problem: { path: 'b.md', source: 'blog', reason } }]);
  // Remembered by the rules of its source: with another pattern it is read again.
  expect(failures[0]?.seed.rules).toBe(workshop.rules(config.sources[0]));
});

test('of several such files one is waited for when reading is to end', async () => {
  const { seeds, found, workshop } = place({ 'a.md': endless, 'b.md': endless, 'c.md': endless });
  const ending = new AbortController();
  const reading = readBatch(seeds, found, workshop, 500, ending.signal);
  setTimeout(() => ending.abort(new Error('Reading was stopped.')), 1);
  await expect(reading).rejects.toThrow('Reading was stopped.');
});
