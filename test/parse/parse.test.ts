import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { maxBytes } from '../../src/model/seed.ts';
import { parse } from '../../src/parse/parse.ts';

const fixtures = new URL('../fixtures/parse/', import.meta.url);
const encoder = new TextEncoder();

function parsed(text: string): unknown {
  return shown(encoder.encode(text));
}

/** What parse says of some bytes, as the fixtures write it. */
function shown(bytes: Uint8Array): unknown {
  const outcome = parse(bytes, 'utf-8');
  const shown = outcome.kind === 'ok' ? outcome.value : { problem: outcome.reason, hint: outcome.hint };
  return JSON.parse(JSON.stringify(shown));
}

describe('Each file of the fixtures is read as its pair says', () => {
  const cases = readdirSync(fixtures).filter(name => name.endsWith('.in.md'));
  test.each(cases)('%s', name => {
    const expected: unknown = JSON.parse(readFileSync(new URL(name.replace('.in.md', '.out.json'), fixtures), 'utf8'));
    expect(shown(readFileSync(new URL(name, fixtures)))).toEqual(expected);
  });
});

describe('The same article is read the same', () => {
  const article = '---\ntitle: Same\ntags: [a]\n---\n\nFirst line.\nSecond line.\n';
  const same: readonly [string, string][] = [
    ['with CRLF line ends', article.replaceAll('\n', '\r\n')],
    ['with CR line ends', article.replaceAll('\n', '\r')],
    ['behind a blank line', `\n${article}`],
    ['behind many blank lines of all kinds', ` \n\t\n\u3000\n\r\n${article}`],
    ['behind a byte order mark', `\ufeff${article}`],
    ['behind a byte order mark and a blank line', `\ufeff\n${article}`],
    ['behind a blank line and a byte order mark', `\n\ufeff${article}`],
    ['with white space behind its fences', article.replaceAll('---', '--- \t')],
    ['with white space before its first fence', ` ${article}`],
    ['with dots as its closing fence', article.replace(']\n---', ']\n...')],
    ['with longer fences', article.replaceAll('---', '-----')],
    ['with its language named', article.replace('---', '---yaml')],
    ['with its language named in capitals', article.replace('---', '--- YML')],
  ];
  test.each(same)('%s', (_, text) => {
    expect(parsed(text)).toEqual(parsed(article));
  });
});

describe('What is no article is a problem that says what to do', () => {
  const cases: readonly [string, string | Uint8Array, string][] = [
    ['an empty file', '', 'the file is empty'],
    ['white space', ' \r\n\t\u3000\n', 'the file holds only white space'],
    ['a byte order mark', '\ufeff', 'the file holds only white space'],
    ['fences around nothing', '---\n---\n', 'the front matter is empty and no text follows it'],
    ['keys without values', '---\ntitle:\ntags: []\n---\n \n', 'the front matter is empty and no text follows it'],
    ['JavaScript', '---js\n{ title: 1 }\n---\nx', 'the front matter is in a language that is not read: js'],
    [
      'JavaScript by its full name',
      '--- javascript\n({})\n---',
      'the front matter is in a language that is not read: javascript',
    ],
    ['CoffeeScript', '---coffee\na: 1\n---', 'the front matter is in a language that is not read: coffee'],
    [
      'a language behind a byte order mark',
      '\ufeff\n---JS\n{}\n---',
      'the front matter is in a language that is not read: JS',
    ],
    [
      'a picture',
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]),
      'the file is not text; it looks binary',
    ],
    ['zeros', new Uint8Array(100), 'the file is not text; it looks binary'],
    ['too many bytes', new Uint8Array(maxBytes + 1).fill(97), 'the file is 1.0 MB large; an article is at most 1 MB'],
  ];
  test.each(cases)('%s', (_, input, reason) => {
    const outcome = parse(typeof input === 'string' ? encoder.encode(input) : input, 'utf-8');
    expect(outcome).toMatchObject({ kind: 'problem', reason });
    // They are shown as `reason. hint`.
    expect(outcome).toHaveProperty('reason', expect.stringMatching(/^[a-z].*[^.]$/));
    expect(outcome).toHaveProperty('hint', expect.stringMatching(/^[A-Z].*\.$/));
  });
});

test('Front matter in JavaScript is never executed', () => {
  for (const fence of ['---js', '--- js', '---javascript', '---JavaScript', '---json', '---coffee']) {
    parsed(`${fence}\n{ title: (globalThis.huiliuExecuted = true) }\n---\ntext`);
    parsed(`${fence}\n(() => { globalThis.huiliuExecuted = true })()\n---\ntext`);
  }
  expect(globalThis).not.toHaveProperty('huiliuExecuted');
});

test('No key of any front matter reaches a prototype', () => {
  for (const text of [
    '---\n__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }\n---\nx',
    '---\n__proto__: @a\nx: [1] 2\n__proto__:\n  polluted: yes\n---\nx',
    '+++\n__proto__.polluted = 1\nconstructor.prototype.polluted = 1\n[__proto__]\npolluted = 1\n+++\nx',
    '{ "__proto__": { "polluted": 1 }, "title": "x" }\n',
  ]) {
    const outcome = parse(encoder.encode(text), 'utf-8');
    expect(outcome).toMatchObject({ kind: 'ok' });
    if (outcome.kind !== 'ok') continue;
    expect(Object.keys(outcome.value.fields)).not.toContain('__proto__');
    expect(outcome.value.fields.polluted).toBeUndefined();
  }
  expect({}).not.toHaveProperty('polluted');
});

describe('Whatever the bytes are, there is an answer', () => {
  const answers = (bytes: Uint8Array, encoding = 'utf-8') => {
    const outcome = parse(bytes, encoding);
    if (outcome.kind === 'problem') {
      expect(outcome.reason).not.toBe('');
      expect(outcome.hint).not.toBe('');
      return;
    }
    const { fields, body } = outcome.value;
    expect(isTexts(fields)).toBe(true);
    expect(['string', 'undefined']).toContain(typeof fields.title);
    expect(body).not.toContain('\r');
  };

  test('random bytes, under any label', () => {
    const label = fc.constantFrom('utf-8', 'gbk', 'big5', 'gb18030', 'utf-16le', 'shift_jis', 'no such label', '');
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), label, answers));
  });

  test('random bytes between fences', () => {
    const fence = fc.constantFrom('---', '+++', ';;;', '---js', '---json', '{"a":', '-----', '...');
    fc.assert(
      fc.property(fence, fc.uint8Array({ maxLength: 200 }), fence, (opening, bytes, closing) => {
        answers(Uint8Array.from([...encoder.encode(`${opening}\n`), ...bytes, ...encoder.encode(`\n${closing}\nx`)]));
      }),
    );
  });

  test('front matter made of what YAML finds hardest', () => {
    const piece = fc.constantFrom(
      ...[
        'title: ',
        'a:',
        '- ',
        '[',
        ']',
        '{',
        '}',
        '"',
        "'",
        ': ',
        '\n',
        '\n  ',
        '\n\t',
        '#',
        ' #',
        '&a ',
        '*a',
        '!!x ',
      ],
      ...[
        '|',
        '>-',
        '? ',
        '% ',
        '@',
        '`',
        '\\',
        ',',
        '中',
        '：',
        '---',
        '\n---\n',
        '\n...\n',
        '\0',
        '\ud800',
        '__proto__',
        '= ',
      ],
    );
    const text = fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join(''));
    fc.assert(
      fc.property(text, inner => answers(encoder.encode(`---\ntitle: x\n${inner}\n---\ntext`))),
      { numRuns: 500 },
    );
    fc.assert(fc.property(text, inner => answers(encoder.encode(`+++\ntitle = "x"\n${inner}\n+++\ntext`))));
    fc.assert(fc.property(text, inner => answers(encoder.encode(inner))));
  });

  test('every fixture, cut anywhere', () => {
    for (const name of readdirSync(fixtures).filter(name => name.endsWith('.in.md'))) {
      const bytes = readFileSync(new URL(name, fixtures));
      for (let length = 0; length < bytes.length; length += 3) answers(bytes.subarray(0, length));
    }
  });
});

describe('What a YAML writer wrote comes back as text', () => {
  const scalar = fc.oneof(
    fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .filter(text => !/[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff]/u.test(text)),
    fc.constantFrom(
      '2021-01-01',
      '0123',
      '1e3',
      '12:30:45',
      'yes',
      'no',
      'null',
      '~',
      'true',
      '',
      ' ',
      '# x',
      '[a]',
      '{a}',
    ),
  );
  const key = fc.stringMatching(/^[a-z][a-zA-Z_-]{0,12}$/);
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 4 }),
    fc.dictionary(key, scalar, { maxKeys: 3, noNullPrototype: true }),
  );
  const fields = fc.dictionary(key, value, { minKeys: 1, maxKeys: 6, noNullPrototype: true });

  test('every field, with its title and without any repair', () => {
    const texts = fc.array(
      fc.string({ maxLength: 30 }).map(text => `\n${text.replace(/[\r\n\p{Cc}\p{Cs}]/gu, '')}x`),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(
        fields,
        scalar.filter(text => text.trim() !== ''),
        texts,
        (written, title, lines) => {
          const body = lines.join('');
          const read = parsed(`---\n${stringify({ ...written, title }, { version: '1.1', lineWidth: 0 })}---\n${body}`);
          expect(read).toEqual({ fields: { ...written, title }, body, repairs: [] });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('numbers, booleans and nothing as the words they are written as', () => {
    const written = { title: 'x', a: 12, b: true, c: null, d: [1.5, false] };
    expect(parsed(`---\n${stringify(written)}---\ntext`)).toMatchObject({
      fields: { title: 'x', a: '12', b: 'true', c: '', d: ['1.5', 'false'] },
    });
  });
});

describe('Hostile front matter costs no more than its length', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghij'.split('').map((key, at) => {
      const before = 'abcdefghij'[at];
      return `${key}: &${key} [${Array(9).fill(`*${before}`).join(',')}]`;
    }),
  ].join('\n');

  test('aliases that multiply are not expanded', () => {
    const outcome = parse(encoder.encode(`---\ntitle: bomb\n${bomb}\n---\ntext`), 'utf-8');
    expect(JSON.stringify(outcome).length).toBeLessThan(10_000);
    expect(outcome).toMatchObject({ kind: 'ok', value: { fields: { title: 'bomb' }, body: 'text' } });
  });

  test('aliases in a key are not expanded', () => {
    const text = 'x'.repeat(100_000);
    const block = `title: T\ntext: &text ${text}\n? [${Array(2000).fill('*text').join(', ')}]\n: value`;
    const outcome = parse(encoder.encode(`---\n${block}\n---\ntext`), 'utf-8');
    expect(JSON.stringify(outcome).length).toBeLessThan(1_000_000);
    expect(outcome).toMatchObject({ kind: 'ok', value: { fields: { title: 'T' }, body: 'text' } });
  });

  const traps: readonly [string, (size: number) => string][] = [
    ['fields', size => `---\n${Array.from({ length: size / 8 }, (_, at) => `k${at}: v`).join('\n')}\n---\nx`],
    ['broken fields', size => `---\n${Array.from({ length: size / 8 }, (_, at) => `k${at}: @`).join('\n')}\n---\nx`],
    ['the same broken field', size => `---\n${'a: [1] 2\n'.repeat(size / 8)}---\nx`],
    ['nested lists', size => `---\ntitle: ${'['.repeat(size)}\n---\nx`],
    ['nested maps', size => `---\ntitle: ${'{a: '.repeat(size / 4)}\n---\nx`],
    ['nested blocks', size => `---\n${'- '.repeat(size / 2)}\n---\nx`],
    ['nested keys', size => `---\n${'? '.repeat(size / 2)}\n---\nx`],
    ['blank lines in front matter', size => `---\ntitle: @x\n${'\n'.repeat(size)}tags: y\n---\nx`],
    ['spaces in front matter', size => `---\ntitle: @x${' '.repeat(size)}y\n---\nx`],
    ['spaces behind a key', size => `---\ntitle${' '.repeat(size)}\n---\nx`],
    ['comments', size => `---\ntitle: @x\n${'# c\n'.repeat(size / 4)}---\nx`],
    ['quotes', size => `---\ntitle: ${'"'.repeat(size)} x\n---\nx`],
    ['escapes', size => `---\ntitle: "${'\\"'.repeat(size / 2)} x\n---\nx`],
    ['colons', size => `---\ntitle: ${'a: '.repeat(size / 3)}\n---\nx`],
    ['anchors', size => `---\ntitle: @x\nlist: [${'&a x, *a, '.repeat(size / 10)}]\n---\nx`],
    ['a fence that never closes', size => `---\n${'title: x\n'.repeat(size / 9)}`],
    ['almost fences', size => `---\ntitle: x\n${'--- x\n'.repeat(size / 6)}`],
    ['dashes', size => `${'-'.repeat(size)}x\n---`],
    ['blank lines', size => `${'\n'.repeat(size)}x`],
    ['spaces before the text', size => `${' '.repeat(size)}x`],
    ['braces', size => `{"a":${'{'.repeat(size)}`],
    ['braces and quotes', size => `{"a":${'\\"'.repeat(size / 2)}`],
    ['TOML brackets', size => `+++\na = ${'['.repeat(size)}\n+++\nx`],
    ['TOML quotes', size => `+++\n${'"""a\n'.repeat(size / 5)}+++\nx`],
    ['TOML escapes', size => `+++\na = "${'\\"'.repeat(size / 2)}\n+++\nx`],
    ['TOML dots', size => `+++\n${'a.'.repeat(size / 2)}b = 1\n+++\nx`],
    ['TOML tables', size => `+++\n${'[[a]]\n'.repeat(size / 6)}+++\nx`],
    ['TOML comments', size => `+++\n${'# \n'.repeat(size / 3)}+++\nx`],
    ['TOML arrays without an end', size => `+++\n${'a = [1,\n'.repeat(size / 8)}+++\nx`],
    ['carriage returns', size => '\r'.repeat(size)],
    ['broken UTF-8', size => `${'\xff'.repeat(size)}`],
  ];
  test.each(traps)('%s', (_, trap) => {
    const small = encoder.encode(trap(12_000));
    const large = encoder.encode(trap(192_000));
    // The same number of bytes, at once and in sixteen parts; a quadratic cost would be sixteen times as high at once.
    expect(cost(large, 1) / cost(small, 16)).toBeLessThan(8);
  });

  /** Milliseconds of the fastest of five runs of so many readings each, and a little on top, so that the shortest count for nothing. */
  function cost(bytes: Uint8Array, readings: number): number {
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      for (let n = 0; n < readings; n++) parse(bytes, 'utf-8');
      return performance.now() - start;
    });
    return Math.min(...times) + 1;
  }
});

function isTexts(value: unknown): boolean {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && Object.values(value).every(isTexts);
}
