import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, firstSentence, glance, oneLine, shortened, shortenedTo } from '../../src/normalize/text.ts';
import { draftOf } from './article.ts';

/** What is true of a text, by expressions. */
const byExpression = (text: string) => {
  const cleaned = text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\u{FEFE}\u{FF00}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
  return {
    clean: cleaned,
    oneLine: cleaned
      .replace(/\s+/g, ' ')
      .replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '')
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

test('what is raised stays raised in titles and summaries, where there are signs for it', () => {
  const title = 'From 10<sup>−6</sup> to 10<SUP>6</SUP>, the 1<sup>st</sup> H<sub>2</sub>O';
  expect(draftOf('The wall is 10<sup>6</sup> stones<sup>[1]</sup> long.', { title })).toMatchObject({
    title: 'From 10⁻⁶ to 10⁶, the 1st H2O',
    summary: 'The wall is 10⁶ stones[1] long.',
    content: '<p>The wall is 10<sup>6</sup> stones<sup>[1]</sup> long.</p>',
  });
});

test('a sentence ends neither with an abbreviation nor in an address', () => {
  const first = 'The harbour is lit by night, and the ships that come from afar lie quiet behind the long stone wall.';
  expect(
    shortened(`${first} Some of them (e.g. the old ferry) are open to visitors until the end of this month or longer.`),
  ).toBe(first);
  expect(shortened(`${first} See https://a.example/page?${'id'.repeat(40)}`)).toBe(first);
  expect(firstSentence('J. Doe lit the U.S. harbour. It is bright.')).toBe('J. Doe lit the U.S. harbour.');
});

test('a first sentence is a title: it ends in no full stop of its script, nor in the space before that', () => {
  expect(firstSentence('港口亮了 。第二句。')).toBe('港口亮了');
});

describe('what turns the direction of a text', () => {
  test.each([
    ['stays where it ends in the text', 'a \u202Bשלום!\u202C b', 'a \u202Bשלום!\u202C b'],
    ['within another', '\u2067\u202Aabc\u202C שלום\u2069', '\u2067\u202Aabc\u202C שלום\u2069'],
    ['goes where it does not', 'photo\u202Egpj.exe', 'photogpj.exe'],
    ['is ended by another sign', '\u202Ea\u2069', 'a'],
    ['ends nothing', 'a\u202C \u2069b', 'a b'],
    ['crosses another', '\u202Ba\u2067b\u202Cc\u2069', 'abc'],
  ])('%s', (_name, text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  test('goes where its end is cut off', () => {
    const line = `\u202E${'word '.repeat(80)}.\u202C`;
    for (const short of [shortened(line), shortenedTo(line, 300), firstSentence(line)]) {
      expect(short).not.toContain('\u202E');
    }
    expect(shortened(`\u202E${'word '.repeat(20)}end. ${line}`)).not.toContain('\u202E');
    expect(firstSentence('\u202EOne. Two\u202C')).toBe('One.');
  });

  test('leaves the marks of right-to-left titles alone', () => {
    expect(oneLine('\u200FC++ \u061C(שלום)\u200E')).toBe('\u200FC++ \u061C(שלום)\u200E');
  });
});

function agree(text: string): void {
  const { visible, hasMarkup } = glance(text);
  const found = { clean: clean(text), oneLine: oneLine(text), visible, hasMarkup };
  if (JSON.stringify(found) !== JSON.stringify(byExpression(text)))
    expect({ text, ...found }).toEqual(byExpression(text));
}
