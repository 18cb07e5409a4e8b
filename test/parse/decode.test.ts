import { expect, test } from 'vitest';
import { decode } from '../../src/parse/decode.ts';

/** `图书馆延长开放时间` in GBK and `圖書館延長開放時間` in Big5, each with its Latin neighbours. */
const gbk = 'cdbccae9b9ddd1d3b3a4bfaab7c5cab1bce4';
const big5 = 'b9cfaed1c05da9b5aaf8b67da9f1aec9b6a1';
const simplified = '图书馆延长开放时间';
const traditional = '圖書館延長開放時間';

const cases: readonly [name: string, hex: string, label: string, text: string, repairs: readonly string[]][] = [
  ['valid UTF-8 wins over any label', hexOf(simplified), 'big5', simplified, []],
  ['a UTF-8 mark is swallowed', `efbbbf${hexOf(simplified)}`, 'utf-8', simplified, []],
  ['controls that were windows-1252, as HTML reads them', 'c293646f6ec29274c294c2852e', 'utf-8', '“don’t”….', []],
  ['GBK as labelled', gbk, 'gbk', simplified, []],
  ['GBK labelled GB2312', gbk, 'gb2312', simplified, []],
  ['GBK labelled GB18030', gbk, 'gb18030', simplified, []],
  ['Big5 as labelled', big5, 'big5', traditional, []],
  ['a few bytes do not overrule a label', gbk.slice(0, 8), 'gbk', '图书', []],
  ['GBK without a label', gbk, 'utf-8', simplified, ['The file is not UTF-8; it was read as GB18030.']],
  ['GBK under a label that does not exist', gbk, 'gbx', simplified, ['The file is not UTF-8; it was read as GB18030.']],
  ['Big5 without a label', big5, 'utf-8', traditional, ['The file is not UTF-8; it was read as BIG5.']],
  [
    'much GBK labelled Big5',
    gbk.repeat(9),
    'big5',
    simplified.repeat(9),
    ['The file is not BIG5; it was read as GB18030.'],
  ],
  [
    'much Big5 labelled GBK',
    big5.repeat(9),
    'gbk',
    traditional.repeat(9),
    ['The file is not GB18030; it was read as BIG5.'],
  ],
  ['GBK labelled Shift_JIS', gbk, 'shift_jis', simplified, ['The file is not SHIFT_JIS; it was read as GB18030.']],
  ['Shift_JIS as labelled', '93fa967b8cea', 'shift_jis', '日本語', []],
  ['a Western letter alone', '636166e9', 'utf-8', 'café', ['The file is not UTF-8; it was read as WINDOWS-1252.']],
  [
    'a cut character',
    `${hexOf(simplified)}e5bc`,
    'utf-8',
    `${simplified}\ufffd`,
    ['The file is UTF-8 with 1 broken character.'],
  ],
  ['a GBK byte too many', `${gbk}cd`, 'gbk', `${simplified}\ufffd`, ['Some bytes of the file could not be decoded.']],
  ['marked UTF-16, little end first', `fffe${wide('a\n图')}`, 'utf-8', 'a\n图', []],
  ['marked UTF-16, big end first', 'feff0061000a56fe', 'utf-8', 'a\n图', []],
  [
    'unmarked UTF-16, little end first',
    wide('a\n一开'),
    'utf-8',
    'a\n一开',
    ['The file is UTF-16LE without a byte order mark.'],
  ],
  [
    'unmarked UTF-16, big end first',
    '0061000a4e005f00',
    'utf-8',
    'a\n一开',
    ['The file is UTF-16BE without a byte order mark.'],
  ],
  [
    'unmarked UTF-16 of ASCII alone',
    wide('a\nb'),
    'utf-8',
    'a\nb',
    ['The file is UTF-16LE without a byte order mark.'],
  ],
  ['UTF-8 with a stray zero', `${hexOf('a line\n')}00${hexOf('another')}0a`, 'utf-8', 'a line\n\0another\n', []],
  ['CRLF and CR are line ends', '610d0a620d630a', 'utf-8', 'a\nb\nc\n', []],
];

test.each(cases)('%s', (_, hex, label, text, repairs) => {
  expect(decode(Uint8Array.fromHex(hex), label)).toEqual({ kind: 'ok', value: { text, repairs } });
});

const binaries: readonly [name: string, hex: string][] = [
  ['a PNG', '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489'],
  ['a gzip', '1f8b0800000000000003cb48cdc9c95728cf2fca49e1020020f4de0a0c000000'],
  ['a ZIP', '504b0304140000000800d87a8b54000000000000000000000000'],
  ['UTF-32', 'fffe0000610000000a0000005f560000'],
];

test.each(binaries)('%s is no text', (_, hex) => {
  expect(decode(Uint8Array.fromHex(hex), 'utf-8')).toMatchObject({ kind: 'problem' });
});

function hexOf(text: string): string {
  return new TextEncoder().encode(text).toHex();
}

/** UTF-16, little end first. */
function wide(text: string): string {
  return new Uint8Array(Uint16Array.from(text, character => character.charCodeAt(0)).buffer).toHex();
}
