import { expect, test } from 'vitest';
import { bodyDigest } from '../../src/http/body-digest.ts';
import type { Body } from '../../src/model/body.ts';
import { digest } from '../../src/node/digest.ts';

const part = (text: string) => new TextEncoder().encode(text);
const cut = (...texts: readonly string[]): Body => texts.map(part);

test('a document of one part is named by its own digest', async () => {
  expect(await bodyDigest(digest)(cut('one'))).toBe(await digest('one'));
});

test('a document without a part has the digest of nothing in several parts, always the same', async () => {
  expect(await bodyDigest(digest)([])).toBe(await bodyDigest(digest)([]));
});

test('documents with equal parts have one name, whoever made it and whichever parts were seen before', async () => {
  const used = bodyDigest(digest);
  await used(cut('a', 'c'));
  const kept = part('b');
  await used([part('x'), kept]);
  const name = await bodyDigest(digest)(cut('a', 'b', 'c'));
  expect(await used([part('a'), kept, part('c')])).toBe(name);
  expect(await used([part('a'), kept, part('c')])).toBe(name);
  expect(name).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ['another part', cut('a', 'b', 'd')],
  ['another order', cut('b', 'a', 'c')],
  ['a part less', cut('a', 'b')],
  ['a part more', cut('a', 'b', 'c', 'c')],
  ['a part of another length', cut('a', 'b', 'cc')],
  ['an empty part more', cut('a', 'b', 'c', '')],
])('%s is another name', async (_, other) => {
  const name = bodyDigest(digest);
  expect(await name(other)).not.toBe(await name(cut('a', 'b', 'c')));
});

test('a part that stays is read once', async () => {
  const read: number[] = [];
  const name = bodyDigest(data => {
    read.push(data.length);
    return digest(data);
  });
  const kept = part('a long part that stays');
  await name([part('one'), kept]);
  await name([part('other'), kept]);
  expect(read.filter(length => length === kept.length)).toHaveLength(1);
});
