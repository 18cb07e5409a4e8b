import { expect, test } from 'vitest';
import { acceptedEncodings, type Encoder, Forms } from '../../src/http/encodings.ts';

test.each([
  [null, []],
  ['', []],
  ['gzip', ['gzip']],
  ['x-gzip', ['gzip']],
  ['GZIP', ['gzip']],
  ['gzip, deflate, br', ['br', 'gzip']],
  ['br;q=0.5, gzip', ['gzip', 'br']],
  ['gzip;q=0, br', ['br']],
  ['*', ['br', 'gzip']],
  ['*;q=0', []],
  ['br, *;q=0', ['br']],
  ['identity', []],
  ['identity;q=1, gzip;q=0.5', []],
  ['identity;q=0, gzip;q=0.5', ['gzip']],
  ['gzip;q=nonsense', []],
  ['deflate, zstd', []],
  [',,;;,', []],
  [`gzip${', x'.repeat(100_000)}`, ['gzip']],
])('Accept-Encoding "%.40s" takes %j', (header, encodings) => {
  expect(acceptedEncodings(header)).toEqual(encodings);
});

const body = new Uint8Array(5000).fill(65);
const encoder = (
  encoding: 'br' | 'gzip',
  slow: boolean,
  calls: string[],
  gate: Promise<void> = Promise.resolve(),
): Encoder => ({
  encoding,
  slow,
  encode: async () => {
    calls.push(encoding);
    await gate;
    return new Uint8Array([encoding.length]);
  },
});

test('a quick coding is waited for and made once; a slow one serves from when it is ready', async () => {
  const calls: string[] = [];
  let open = () => {};
  const gate = new Promise<void>(resolve => {
    open = resolve;
  });
  const forms = new Forms(body, [encoder('br', true, calls, gate), encoder('gzip', false, calls)]);
  expect(forms.ready(['br', 'gzip'])).toBeUndefined();
  await Promise.all([forms.prepare(['br', 'gzip']), forms.prepare(['br', 'gzip']), forms.prepare(['gzip'])]);
  expect(calls.toSorted()).toEqual(['br', 'gzip']);
  expect(forms.ready(['br', 'gzip'])).toBe('gzip');
  open();
  await gate;
  await new Promise(setImmediate);
  expect(forms.ready(['br', 'gzip'])).toBe('br');
  expect(forms.ready([])).toBeUndefined();
  expect(forms.bytes(undefined)).toBe(body);
});

test('a coding that fails leaves the body as it is', async () => {
  const failing: Encoder = { encoding: 'gzip', slow: false, encode: () => Promise.reject(new Error('no memory')) };
  const forms = new Forms(body, [failing]);
  await forms.prepare(['gzip']);
  expect(forms.ready(['gzip'])).toBeUndefined();
});

test('a small body is not encoded', async () => {
  const calls: string[] = [];
  const forms = new Forms(new Uint8Array(100), [encoder('gzip', false, calls)]);
  await forms.prepare(['gzip']);
  expect(calls).toEqual([]);
  expect(forms.isWaiting(['gzip'])).toBe(false);
});
