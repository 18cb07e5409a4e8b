import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../src/parse/feed.ts';

// fixtures/feeds/<format>-<case>.in.* becomes <format>-<case>.out.json, as if it were fetched from here.
const url = 'https://feeds.example/news/feed.xml';
const folder = join(import.meta.dirname, '../fixtures/feeds');
const cases = readdirSync(folder)
  .filter(name => name.includes('.in.'))
  .toSorted();

describe('a document of the fixtures becomes what stands beside it', () => {
  test.each(cases)('%s', async name => {
    const read = parseFeed(
      { bytes: new Uint8Array(readFileSync(join(folder, name))), url, contentType: undefined },
      'gb18030',
    );
    await expect(`${JSON.stringify(read.kind === 'ok' ? read.value : read, null, 2)}\n`).toMatchFileSnapshot(
      join(folder, name.replace(/\.in\.\w+$/, '.out.json')),
    );
  });
});
