import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPlainYaml } from '../../src/parse/plain-yaml.ts';
import { split } from '../../src/parse/split.ts';
import { readYaml } from '../../src/parse/yaml.ts';

const home = join(import.meta.dirname, '../..');

/** Signs that mean something to YAML or to one of its readers, words between them. */
const sign = fc.constantFrom(
  ...['a', 'b', '港口', '今天', '1', '0', ' ', ' ', '  ', ':', ': ', '#', ' #', "'", "''", '"', '\\', ',', ', '],
  ...['[', ']', '{', '}', '-', '- ', '?', '!', '&', '*', '|', '>', '%', '@', '`', '~', 'null', 'true', '=', '<<'],
  ...['\u3000', '\u00A0', '\t', '\u0085', '\u2028', '\uFEFF', '\uFFFE', '\0', '\u001B', '😀', '\uD83D', '：', '—'],
);
const loose = fc.array(sign, { maxLength: 4 }).map(signs => signs.join(''));
const words = fc
  .array(fc.constantFrom('a', 'b', '港口', '今天', '2021-01-01', '0123', '22:23', ' ', '/', '.', '“', '~', 'null'), {
    minLength: 1,
    maxLength: 3,
  })
  .map(parts => parts.join(''));
const text = fc.oneof(
  { weight: 4, arbitrary: words },
  { weight: 2, arbitrary: words.map(inner => `'${inner}'`) },
  { weight: 2, arbitrary: words.map(inner => `"${inner}"`) },
  { weight: 1, arbitrary: loose },
);
const list = fc.oneof(
  fc.array(text, { maxLength: 3 }).map(members => `[${members.join(', ')}]`),
  fc
    .tuple(fc.constantFrom('', ' ', '  ', '    '), fc.array(text, { minLength: 1, maxLength: 3 }))
    .map(([indent, members]) => members.map(member => `\n${indent}- ${member}`).join('')),
);
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('title', 'date', 'tags', 'categories', 'a_b', 'a-b', 'x1') },
  { weight: 1, arbitrary: fc.constantFrom('null', '__proto__', 'toString', '标题', '1', '"title"', 'a b', '<<', '') },
);
const line = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        key,
        fc.constantFrom(':', ': ', ': ', ': ', ':  ', ' : '),
        fc.oneof(text, text, list),
        fc.constantFrom('', '', ' '),
      )
      .map(parts => parts.join('')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '# a', ' a', '---', '...', '- a', 'a', '  b: c') },
);
const block = fc.array(line, { maxLength: 5 }).map(lines => `${lines.join('\n')}\n`);

describe('front matter that is read by lines is read as YAML reads it', () => {
  test('whatever it is', () => {
    let taken = 0;
    fc.assert(
      fc.property(block, front => {
        const fields = readPlainYaml(front);
        if (fields === undefined) return;
        taken += 1;
        expect({ kind: 'fields', fields }).toEqual(readYaml(front, { repeats: false }));
      }),
      { numRuns: 4000 },
    );
    expect(taken).toBeGreaterThan(400);
  });

  const files = ['seeds', 'test/fixtures'].flatMap(folder =>
    readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.md'))
      .map(name => join(folder, name)),
  );
  test('in every fixture', () => {
    const taken = files.filter(file => {
      const sections = split(readFileSync(join(home, file), 'utf8').replaceAll('\r\n', '\n'));
      const front = sections.kind === 'found' && sections.language === 'yaml' ? sections.block : '';
      const fields = readPlainYaml(front);
      if (fields !== undefined) expect({ kind: 'fields', fields }).toEqual(readYaml(front, { repeats: false }));
      return fields !== undefined;
    });
    expect(taken).toEqual(expect.arrayContaining(files.filter(file => file.startsWith('seeds'))));
  });
});

describe('front matter that is more than plain is left to YAML', () => {
  test.each([
    ['nothing', ''],
    ['a key twice', 'title: a\ntitle: b\n'],
    ['a text of several lines', 'title: a\n  b\n'],
    ['a text in quotes of several lines', 'title: "a\n  b"\n'],
    ['a block of text', 'title: |\n  a\n'],
    ['an escape', 'title: "a\\tb"\n'],
    ['a comment', 'title: a # b\n'],
    ['a comment on a line', '# a\ntitle: a\n'],
    ['an anchor', 'title: &a b\n'],
    ['a map', 'author:\n  name: a\n'],
    ['a map in a list', 'authors:\n- name: a\n'],
    ['a list in a list', 'tags: [a, [b]]\n'],
    ['a list of several lines', 'tags: [a,\n  b]\n'],
    ['a list under a text', 'tags: a\n- b\n'],
    ['lists that are indented differently', 'tags:\n - a\n  - b\n'],
    ['a colon within', 'title: a: b\n'],
    ['no space behind the colon', 'title:a\n'],
    ['a tab', 'title:\ta\n'],
    ['very much white space', `title: a${' '.repeat(300)}b\n`],
  ])('%s', (_name, front) => {
    expect(readPlainYaml(front)).toBeUndefined();
  });
});
