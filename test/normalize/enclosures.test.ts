import { describe, expect, test } from 'vitest';
import type { Enclosure } from '../../src/model/entry.ts';
import { enclosuresIn } from '../../src/normalize/facts/enclosures.ts';

const base = 'https://radio.example/shows/1';
const plain = (url: string, said: Partial<Enclosure> = {}): Enclosure => {
  return { url, type: undefined, length: undefined, title: undefined, duration: undefined, ...said };
};

describe('what comes with an article', () => {
  test.each<[string, unknown, readonly Enclosure[] | undefined]>([
    ['an address', 'https://a.example/1.mp3', [plain('https://a.example/1.mp3', { type: 'audio/mpeg' })]],
    ['a path', '/media/a b.m4a', [plain('https://radio.example/media/a%20b.m4a', { type: 'audio/mp4' })]],
    [
      'a map with all there is',
      {
        url: 'https://a.example/x',
        type: 'Audio/MPEG; q=1',
        length: '12345',
        title: ' 第一\n集 ',
        duration: '1:02:03',
      },
      [plain('https://a.example/x', { type: 'audio/mpeg', length: 12_345, title: '第一 集', duration: 3723 })],
    ],
    [
      'numbers',
      { src: 'https://a.example/x', length: 5, duration: 61.6 },
      [plain('https://a.example/x', { length: 5, duration: 62 })],
    ],
    [
      'a length of nothing, which nobody knew',
      { href: 'https://a.example/x', length: 0 },
      [plain('https://a.example/x')],
    ],
    [
      'nonsense beside an address',
      { file: 'https://a.example/x', type: 'mp3', length: '-1', duration: 'long' },
      [plain('https://a.example/x')],
    ],
    [
      'several, one of them twice',
      ['https://a.example/1', 'https://a.example/2', { url: 'https://a.example/1', type: 'text/html' }],
      [plain('https://a.example/1', { type: 'text/html' }), plain('https://a.example/2')],
    ],
    [
      'an address, its length and its type in one text, as WordPress keeps them',
      'https://a.example/x\n12345\naudio/mpeg\n',
      [plain('https://a.example/x', { length: 12_345, type: 'audio/mpeg' })],
    ],
    [
      'several addresses in one text',
      'https://a.example/1, https://a.example/2 https://a.example/3',
      [plain('https://a.example/1'), plain('https://a.example/2'), plain('https://a.example/3')],
    ],
    ['an address behind an empty one', { url: '', src: 'https://a.example/s' }, [plain('https://a.example/s')]],
    ['a name of a file', 'show.mp3', [plain('https://radio.example/shows/show.mp3', { type: 'audio/mpeg' })]],
    [
      'what JSON Feed calls it',
      {
        url: 'https://a.example/x',
        mime_type: 'application/pdf',
        size_in_bytes: 9,
        duration_in_seconds: 8,
        name: 'n',
      },
      [plain('https://a.example/x', { type: 'application/pdf', length: 9, duration: 8, title: 'n' })],
    ],
    ['a title that cannot be seen', { url: 'https://a.example/x', title: '\u200b' }, [plain('https://a.example/x')]],
    [
      'a type that is too long',
      { url: 'https://a.example/x', type: `${'a'.repeat(61)}/b` },
      [plain('https://a.example/x')],
    ],
    ['a picture', '/a.JPG', [plain('https://radio.example/a.JPG', { type: 'image/jpeg' })]],
    ['a title of a show', 'The A.M. Show', undefined],
    ['a title with a slash', 'Ep. 5 / Winter', undefined],
    ['a fraction', 1.5, undefined],
    ['a script', 'javascript:alert(1)', undefined],
    ['a name', 'interview', undefined],
    ['nothing', undefined, undefined],
    ['an empty list', [], undefined],
    ['a number', 3, undefined],
  ])('%s', (_, value, expected) => {
    expect(enclosuresIn(value, base)).toEqual(expected);
  });

  test('is read in time from a text that is made to be slow', () => {
    for (const sign of [',', ' ,', '/', '.', 'https://a.example/1,'])
      expect(enclosuresIn(sign.repeat(300_000), base)?.length ?? 0).toBeLessThanOrEqual(50);
  });

  test('is fifty files at most', () => {
    const many = Array.from({ length: 200 }, (_, n) => `https://a.example/${n}`);
    expect(enclosuresIn(many, base)?.map(({ url }) => url)).toEqual(many.slice(0, 50));
  });
});
