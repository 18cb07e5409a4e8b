import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, glance, oneLine } from '../../src/normalize/text.ts';

/** What is true of a text, by expressions. */
const byExpression = (text: string) => {
  const cleaned = text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\u{FEFE}\u{FF00}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
  return {
    clean: cleaned,
    oneLine: cleaned
      .replace(/\s+/g, ' ')
      .replace(/\p{Cc}/gu, '')
      .trim(),
    visible: text.replace(/\s/g, '').length,
    hasMarkup: /[&<>]/.test(text),
  };
};

describe('a text is judged by its characters as by expressions', () => {
  test('every character', () => {
    for (let code = 0; code <= 0xffff; code++) {
      const character = String.fromCharCode(code);
      for (const text of [character, `a${character}`, `${character}a`, `港${character}口`, ` ${character}`])
        agree(text);
    }
  });

  test('every text', () => {
    const unit = fc.oneof(
      fc.constantFrom(
        ' ',
        '  ',
        '\n',
        '\u3000',
        '\u00A0',
        '\uFEFF',
        '\0',
        '\uD83D',
        '😀',
        '，',
        '“',
        '—',
        'a',
        '港',
        '&',
        '<',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(
        fc.array(unit, { maxLength: 12 }).map(parts => parts.join('')),
        agree,
      ),
      { numRuns: 3000 },
    );
  });
});

function agree(text: string): void {
  const { visible, hasMarkup } = glance(text);
  const found = { clean: clean(text), oneLine: oneLine(text), visible, hasMarkup };
  if (JSON.stringify(found) !== JSON.stringify(byExpression(text)))
    expect({ text, ...found }).toEqual(byExpression(text));
}
