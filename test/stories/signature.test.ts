import { describe, expect, test } from 'vitest';
import { signatureOf } from '../../src/stories/signature.ts';
import { unitsOf } from '../../src/stories/telling.ts';
import { bridge } from './articles.ts';

const keys = (text: string) => signatureOf(unitsOf(text, false)).keys;
const shared = (one: string, other: string) => new Set(keys(one)).intersection(new Set(keys(other))).size;
const whole = bridge.paragraphs.join('');

describe('the keys of a text', () => {
  test('are the same for the same words, and at most 24', () => {
    expect(keys(whole)).toEqual(keys(whole.replaceAll('，', ' ')));
    expect(keys(whole).length).toBeLessThanOrEqual(24);
    expect(new Set(keys(whole)).size).toBe(keys(whole).length);
  });

  test('are 32-bit numbers', () => {
    for (const key of keys(whole)) expect(key >>> 0).toBe(key);
  });

  test.each(['', '快讯', '大桥今日合龙'])('are none for %j, which is too short to be found again', text => {
    expect(keys(text)).toEqual([]);
  });

  test('are shared with a copy that lost a paragraph, and with a digest of the beginning', () => {
    expect(shared(whole, bridge.paragraphs.toSpliced(2, 1).join(''))).toBeGreaterThan(0);
    expect(shared(whole, whole.slice(0, 120))).toBeGreaterThan(0);
    expect(shared(whole, `本报讯（记者王小明）${whole.slice(0, 120)}`)).toBeGreaterThan(0);
  });

  test('are not shared with another text', () => {
    const other =
      '国家统计局今天公布，上月全国居民消费价格同比上涨百分之一点五，其中食品价格下降，非食品价格上涨，服务价格基本稳定。';
    expect(shared(whole, other)).toBe(0);
  });
});
