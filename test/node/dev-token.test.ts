import { expect, test } from 'vitest';
import { tokenIn } from '../../src/node/edge/dev-token.ts';

test.each([
  ['as it is made here', 'HUILIU_TOKEN=abc\n', 'abc'],
  ['in double quotes', 'OTHER=1\nHUILIU_TOKEN="abc"\n', 'abc'],
  ['in single quotes', "HUILIU_TOKEN='abc'\n", 'abc'],
  ['with words in it', 'HUILIU_TOKEN="a b"', 'a b'],
  ['before a comment', 'HUILIU_TOKEN=abc # mine', 'abc'],
  ['twice', 'HUILIU_TOKEN=old\r\nHUILIU_TOKEN=abc\r\n', 'abc'],
  ['that is empty', 'HUILIU_TOKEN=\n', undefined],
  ['that another has', 'OLD_HUILIU_TOKEN=abc\n', undefined],
])('a token %s', (_name, text, token) => {
  expect(tokenIn(text)).toBe(token);
});
