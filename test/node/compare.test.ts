import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SeedMark } from '../../src/model/store.ts';
import { compare } from '../../src/node/files/compare.ts';
import type { Found } from '../../src/node/files/scan.ts';

const file = (path: string, size = 1): Found => ({ path, size, mtime: 0, refused: undefined });
const mark = (path: string, size = 1): SeedMark => ({ path, size, mtime: 0, source: undefined, rules: '' });

async function* pages(marks: readonly SeedMark[], size: number): AsyncGenerator<readonly SeedMark[]> {
  for (let at = 0; at < marks.length; at += size) yield marks.slice(at, at + size);
}

const compared = async (files: readonly Found[], marks: readonly SeedMark[], size = 2) => {
  const { news, vanished, ...rest } = await compare(
    files,
    pages(marks, size),
    (found, known) => found.size !== known.size,
  );
  return { ...rest, news: news.map(({ path }) => path).toSorted(), vanished: vanished.toSorted() };
};

test('what came, changed and went is told apart from what stayed', async () => {
  const files = [file('a'), file('b', 2), file('c'), file('e')];
  const marks = [mark('a'), mark('b'), mark('d'), mark('e'), mark('f')];
  expect(await compared(files, marks)).toEqual({ files: 4, news: ['b', 'c'], vanished: ['d', 'f'] });
});

test('beside nothing remembered all is new, beside an empty folder all has vanished', async () => {
  expect(await compared([file('a')], [])).toEqual({ files: 1, news: ['a'], vanished: [] });
  expect(await compared([], [mark('a')])).toEqual({ files: 0, news: [], vanished: ['a'] });
});

test('the order of either side changes nothing', async () => {
  const paths = fc.uniqueArray(fc.constantFrom(...'abcdefgh', '\uff5e', '\u{1f600}'), { minLength: 0 });
  await fc.assert(
    fc.asyncProperty(paths, paths, fc.integer({ min: 1, max: 4 }), async (there, known, size) => {
      const sizeOf = (path: string) => (path < 'd' ? 1 : 2);
      expect(
        await compared(
          there.map(path => file(path, sizeOf(path))),
          known.map(path => mark(path)),
          size,
        ),
      ).toEqual({
        files: there.length,
        news: there.filter(path => !known.includes(path) || sizeOf(path) !== 1).toSorted(),
        vanished: known.filter(path => !there.includes(path)).toSorted(),
      });
    }),
  );
});
