import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { rulesSchema } from '../../src/config/source-rules.ts';

const defaultRules = v.parse(rulesSchema, {});

describe('the rules of a source', () => {
  test('all have a default', () => {
    expect(Object.values(defaultRules)).not.toContain(undefined);
    expect(defaultRules.fields.date[0]).toBe('date');
  });

  test('keep the default keys of a fact that is not named', () => {
    const rules = v.parse(rulesSchema, { fields: { picture: ['hero'] } });
    expect(rules.fields).toEqual({ ...defaultRules.fields, picture: ['hero'] });
  });

  test('hold regular expressions that know Unicode', () => {
    const rules = v.parse(rulesSchema, { tail: ['（(?<publisher>[^）]+)）$'] });
    expect(rules.tail[0]?.flags).toBe('u');
    expect(rules.tail[0]?.exec('x（港口日报）')?.groups?.publisher).toBe('港口日报');
  });

  const good = [
    'p',
    '.a',
    '#a',
    'p.a.b',
    'a[href]',
    'a[href^="x y"]',
    'div > p',
    'div p',
    'center:has(> img)',
    'p:not(.a):first-child',
    '*.x',
    'x-y',
    '[id^="stock_"] a',
  ];
  test.each(good)('take the selector %s', selector => {
    expect(v.safeParse(rulesSchema, { drop: [selector] }).success).toBe(true);
  });

  const bad: readonly (readonly [string, unknown, string])[] = [
    ['an unknown key', { dorp: [] }, 'dorp'],
    ['a selector that is none', { drop: ['p..x'] }, 'drop.0'],
    ['a selector with an unclosed bracket', { unwrap: ['a[href'] }, 'unwrap.0'],
    ['a selector that could be slow', { drop: ['p ~ p'] }, 'drop.0'],
    ['an empty selector', { drop: [''] }, 'drop.0'],
    ['a text for a list', { drop: 'p' }, 'drop'],
    ['a pattern that is none', { tail: ['('] }, 'tail.0'],
    ['a group that is no fact', { head: ['(?<publischer>x)'] }, 'head.0'],
    ['a new name that is not allowed', { rename: { script: ['p'] } }, 'rename.script'],
    ['an element rule without a pattern', { elements: [{ select: 'p' }] }, 'elements.0.pattern'],
    ['an unknown way to read a body', { body: 'text' }, 'body'],
    ['an unknown fact', { fields: { pubDate: ['x'] } }, 'fields.pubDate'],
    ['an unknown way to split', { category: { split: 'dot' } }, 'category.split'],
  ];
  test.each(bad)('refuse %s, and say where', (_name, rules, path) => {
    const result = v.safeParse(rulesSchema, rules);
    expect(result.issues?.map(issue => v.getDotPath(issue))).toEqual([path]);
    expect(result.issues?.[0].message).toMatch(/\S/);
  });
});
