import { describe, expect, test } from 'vitest';
import { mayStandIn, sketchBins, sketchOf } from '../../src/model/sketch.ts';
import { prepared, shareOf } from '../../src/stories/overlap.ts';
import { signatureOf } from '../../src/stories/signature.ts';
import { tellingOf } from '../../src/stories/telling.ts';

/** Numbers that are the same at every run (mulberry32). */
function randomFrom(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Chinese characters that no two texts share runs of but by chance. */
function textOf(length: number, random: () => number): string {
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + Math.floor(random() * 3000))).join('');
}

const tellingOfText = (summary: string) => tellingOf({ title: '', content: undefined, summary });
const sketch = (text: string) => signatureOf(tellingOfText(text).text).sketch;
const containmentOf = (one: string, other: string) =>
  shareOf(prepared(tellingOfText(one)), prepared(tellingOfText(other))).containment;

describe('the sketches of two texts', () => {
  test('let pass every pair of which enough of the shorter stands in the longer, wherever it stands', () => {
    const random = randomFrom(7);
    let copies = 0;
    for (let n = 0; n < 300; n++) {
      const whole = textOf(800 + Math.floor(random() * 1500), random);
      const from = Math.floor(random() * whole.length * 0.4);
      const taken = whole.slice(from, from + Math.ceil(whole.length * (0.25 + random() * 0.35)));
      const other = textOf(100, random) + taken + textOf(Math.floor(taken.length * random() * 0.8), random);
      if (containmentOf(whole, other) < 0.5) continue;
      copies += 1;
      expect(mayStandIn(sketch(whole), sketch(other), 0.5)).toBe(true);
    }
    expect(copies).toBeGreaterThan(100);
  });

  test('hold back nearly all that share nothing', () => {
    const random = randomFrom(8);
    const pairs = Array.from({ length: 300 }, () => [textOf(900, random), textOf(1200, random)] as const);
    const passing = pairs.filter(([one, other]) => mayStandIn(sketch(one), sketch(other), 0.5));
    expect(passing.length).toBeLessThan(3);
  });

  test('count what a text says again and again once', () => {
    const random = randomFrom(9);
    const [said, rest] = [textOf(700, random), textOf(700, random)];
    expect(mayStandIn(sketch(said.repeat(6)), sketch(said + rest), 0.5)).toBe(true);
  });

  test('say nothing of texts that say one thing again and again, which pass', () => {
    const random = randomFrom(11);
    for (let n = 0; n < 60; n++) {
      const sentence = textOf(20 + Math.floor(random() * 60), random);
      const [one, other] = [
        sentence.repeat(40).slice(0, 1000),
        sentence.repeat(40).slice(0, 1000) + textOf(100, random),
      ];
      expect(containmentOf(one, other)).toBeGreaterThan(0.5);
      expect(mayStandIn(sketch(one), sketch(other), 0.5)).toBe(true);
    }
  });

  test('say nothing of short texts, which pass', () => {
    const random = randomFrom(10);
    expect(sketch(textOf(300, random))).toBeUndefined();
    expect(mayStandIn(undefined, sketch(textOf(900, random)), 0.5)).toBe(true);
  });

  test('are a letter a bin and a count', () => {
    const minima = new Uint32Array(sketchBins).fill(2 ** 20);
    expect(sketchOf(minima, 5000)).toMatch(/^A{128}[0-9a-z]+$/);
  });
});
