import { expect, test } from 'vitest';
import { spotting } from '../../../src/model/occurrences.ts';
import { excerpt } from '../../../src/render/pages/marked.ts';
import { entryOf } from '../samples.ts';

test.each([
  [90_000, 'a a a found'],
  [110_000, undefined],
])('the words of a search are looked for as far as it sees: at %i', (place, shown) => {
  const content = `<p>${'a '.repeat(place / 2)}found <a href="b">c</a></p>`;
  const said = excerpt(entryOf({ summary: undefined, content }), spotting('found'));
  expect(said).toEqual(shown === undefined ? undefined : expect.stringContaining(shown));
});

test('what is shown around them halves no character', () => {
  const content = `<p>x${'😀'.repeat(20)} found ${'😀'.repeat(90)}</p>`;
  const said = excerpt(entryOf({ summary: undefined, content }), spotting('found'));
  expect(said).toBe(`…${'😀'.repeat(14)} found ${'😀'.repeat(54)}…`);
});
