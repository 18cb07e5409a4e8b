import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPlatform } from '#platform';
import { putReadings } from '../../src/ingest.ts';
import { readSeeds } from '../../src/ingest-files.ts';
import { rulesDigest } from '../../src/node/digest.ts';

const seeds = join(import.meta.dirname, '../../seeds');

test('the records that both runtimes are tested with are what the five seeds become', async () => {
  const { config, digest, store, close } = await openPlatform();
  const paths = readdirSync(seeds, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.md'))
    .sort();
  const files = paths.map(path => ({
    path,
    size: 0,
    mtime: 0,
    bytes: new Uint8Array(readFileSync(join(seeds, path))),
  }));
  const workshop = { config, digest, rules: rulesDigest(config) };
  const readings = await readSeeds(files, [], workshop);
  const { change } = await putReadings(readings, [], workshop, store, Date.parse('2026-01-01T00:00:00Z'));
  // What stories are found by stays where files are read.
  const records = change.entries?.map(({ signature: _, ...record }) => record);
  await expect(`${JSON.stringify(records, null, 2)}\n`).toMatchFileSnapshot('../fixtures/records.json');
  await close();
});
