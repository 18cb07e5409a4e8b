import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scopeKey } from '../../src/model/scope.ts';

describe('the key of a category or publisher', () => {
  test.each([
    ['emnews', 'emnews'],
    ['TechWeb', 'techweb'],
    ['新浪财经－国內', '新浪财经-国內'],
    ['  21caijing　APP  (new) ', '21caijing app (new)'],
    ['ＡＢＣ', 'abc'],
    ['a/b\\c', 'a-b-c'],
    ['tab\there', 'tab here'],
    ['bell\u0007', 'bell-'],
    ['\u202Ertl', '-rtl'],
    ['', ''],
    ['   ', ''],
  ])('of "%s" is "%s"', (text, key) => {
    expect(scopeKey(text)).toBe(key);
  });

  test.each(['.', '..', '．', '上'.repeat(41), 'x'.repeat(121)])('of "%s" is a digest', text => {
    expect(scopeKey(text)).toMatch(/^~[0-9a-f]{16}$/);
  });

  test('stays text up to 120 bytes', () => {
    expect(scopeKey('上'.repeat(40))).toBe('上'.repeat(40));
  });

  test('is one safe path segment, and its own key, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
        const key = scopeKey(text);
        expect(key).not.toMatch(/[/\\\p{Cc}]|^\.\.?$/u);
        expect(new TextEncoder().encode(key).length).toBeLessThanOrEqual(120);
        expect(scopeKey(key)).toBe(key);
        expect(decodeURIComponent(encodeURIComponent(key))).toBe(key);
      }),
    );
  });
});
