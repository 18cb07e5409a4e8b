import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, oneLine, visibleLength } from '../../src/normalize/text.ts';

/** The plain way to say what each of them does. */
const byExpression = {
  clean: (text: string) =>
    text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\u{FEFE}\u{FF00}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''),
  oneLine: (text: string) => byExpression.clean(text).replace(/\s+/g, ' ').trim(),
  visibleLength: (text: string) => text.replace(/\s/g, '').length,
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
      fc.constantFrom(' ', '  ', '\n', '\u3000', '\u00A0', '\uFEFF', '\0', '\uD83D', '😀', '，', '“', '—', 'a', '港'),
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
  const { clean: cleaned, oneLine: line, visibleLength: length } = byExpression;
  if (clean(text) !== cleaned(text) || oneLine(text) !== line(text) || visibleLength(text) !== length(text))
    expect({ text, clean: clean(text), oneLine: oneLine(text), visibleLength: visibleLength(text) }).toEqual({
      text,
      clean: cleaned(text),
      oneLine: line(text),
      visibleLength: length(text),
    });
}
