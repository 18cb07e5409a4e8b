import { expect, test } from 'vitest';
import { readSources } from '../../src/config/sources.ts';
import { cutBatch, inOrder } from '../../src/node/files/reading-order.ts';
import type { Found } from '../../src/node/files/scan.ts';

const mebibyte = 1024 * 1024;
const file = (path: string, size = 1): Found => ({ path, size, mtime: 0, refused: undefined });

test('files are read by source as these are configured, then by path; of a source that is full first what it keeps', () => {
  const mistakes: Parameters<typeof readSources>[1] = [];
  const sources = readSources(
    {
      z: { title: 'Z' },
      fetched: { kind: 'feed', title: 'F', url: 'https://f.example/' },
      a: { title: 'A', keep: 2 },
      few: { title: 'Few', keep: 2 },
    },
    mistakes,
  );
  expect(mistakes).toEqual([]);
  const expected = ['nobody.md', 'z/1.md', 'z/2.md', 'a/4.md', 'a/5.md', 'a/1.md', 'a/2.md', 'a/3.md', 'few/1.md'];
  for (const paths of [expected.toSorted(), expected.toReversed()]) {
    const ordered = inOrder(
      paths.map(path => file(path)),
      sources,
    );
    expect(ordered.map(({ path }) => path)).toEqual(expected);
  }
});

test.each([
  ['of many files has 250', Array.from({ length: 600 }, () => 1), [250, 250, 100]],
  ['of large files ends with the one that makes it large', [5, 5, 6, 1, 1].map(size => size * mebibyte), [3, 2]],
  ['has one file in any case', [20 * mebibyte, 20 * mebibyte], [1, 1]],
])('a batch %s', (_name, sizes, batches) => {
  const queue = sizes.map((size, at) => file(`${at}.md`, size));
  const all = [...queue];
  const cut: (readonly Found[])[] = [];
  while (queue.length > 0 && cut.length < sizes.length) cut.push(cutBatch(queue));
  expect(cut.map(({ length }) => length)).toEqual(batches);
  expect(cut.flat()).toEqual(all);
});
